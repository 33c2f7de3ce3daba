# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the program behaves with many cases; `make bench` runs it and writes a report."""
