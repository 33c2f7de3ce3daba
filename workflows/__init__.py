# SPDX-License-Identifier: AGPL-3.0-or-later
"""The four processes; the only package that knows the engine."""
