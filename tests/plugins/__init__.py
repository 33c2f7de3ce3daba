# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the tests need from the machine."""
