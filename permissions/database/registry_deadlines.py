# SPDX-License-Identifier: AGPL-3.0-or-later
"""The barrier around the rules of deadlines: everybody reads them, the coordination of a town changes its own."""

from __future__ import annotations

from permissions.database.blocks import COORDINATOR
from permissions.database.policies import PRESENT, Table, among, both
from permissions.database.roles import DEED, HATS
from permissions.hats import Hat

CASE, FACH, DIENST, SYSTEM = Hat.CASE.role, Hat.FACH.role, Hat.DIENST.role, Hat.SYSTEM.role
MY_TOWN = among("kommune_id", "my_kommunen")

DEADLINES = [
    Table("casemanagement_deadlinerule", "work", dict.fromkeys((*HATS, DEED), PRESENT)),
    # A journal: nobody changes what was decided.
    Table(
        "casemanagement_deadlinechange",
        "work",
        {
            CASE: MY_TOWN,
            FACH: (MY_TOWN, both(MY_TOWN, COORDINATOR).may("INSERT")),
            DIENST: MY_TOWN,
            DEED: PRESENT,
        },
    ),
]
DEADLINE_CALLS: dict[str, tuple[str, ...]] = {
    "due_deadlines": (SYSTEM,),
    "outdated_deadlines": (SYSTEM,),
    "absent_leads": (SYSTEM,),
    "is_away": (DEED,),
    "load_forecast": (CASE, FACH, DIENST),
}
