# SPDX-License-Identifier: AGPL-3.0-or-later
"""The barrier around the service directory: case work and coordination of a town read it, the coordination keeps it."""

from __future__ import annotations

from permissions.database.blocks import COORDINATOR
from permissions.database.policies import PRESENT, Table, among, both, own
from permissions.database.roles import DEED
from permissions.hats import Hat

CASE, FACH = Hat.CASE.role, Hat.FACH.role
MY_TOWN = among("kommune_id", "my_kommunen")
KEEPING = both(MY_TOWN, COORDINATOR)

DIRECTORY = [
    Table(
        "casemanagement_offer",
        "directory",
        {CASE: MY_TOWN, FACH: (MY_TOWN, KEEPING.may("INSERT", "UPDATE")), DEED: PRESENT},
    ),
    # A row of the table says for ever what it said; it only gets an end, or is struck.
    Table(
        "casemanagement_entitlementrule",
        "directory",
        {
            CASE: MY_TOWN,
            FACH: (
                MY_TOWN,
                both(KEEPING, own("entered_by_id")).may("INSERT"),
                KEEPING.changing_only("valid_to", "struck_by_id", "struck_at"),
            ),
        },
    ),
    # A log, each in her own name: nobody changes what was found.
    Table(
        "casemanagement_offercheck",
        "directory",
        {
            CASE: (MY_TOWN, both(MY_TOWN, own("checked_by_id")).may("INSERT")),
            FACH: (MY_TOWN, both(KEEPING, own("checked_by_id")).may("INSERT")),
        },
    ),
]
