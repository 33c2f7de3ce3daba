# SPDX-License-Identifier: AGPL-3.0-or-later
"""Accounts: what proves a person, what slows an attacker down, and who may be given which task."""
