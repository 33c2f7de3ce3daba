# SPDX-License-Identifier: AGPL-3.0-or-later
"""A caseload of any size, written past the actions by COPY: for measuring, never for showing how the program works."""
