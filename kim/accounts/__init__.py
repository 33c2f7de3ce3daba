# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signing in and out, proving oneself again, and what a person may do with the own account."""
