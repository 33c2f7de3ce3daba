# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one table of what follows from what: event of a case → functions of the upper apps."""


def connect() -> None:
    """Register every reaction; called once at start-up."""
