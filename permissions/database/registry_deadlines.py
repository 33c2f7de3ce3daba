# SPDX-License-Identifier: AGPL-3.0-or-later
"""The barrier around programmes and rules of deadlines: a town reads its own; the coordination changes deadlines."""

from __future__ import annotations

from permissions.database.blocks import COORDINATOR
from permissions.database.policies import PRESENT, Table, among, both
from permissions.database.roles import DEED, HATS
from permissions.hats import Hat

CASE, FACH, DIENST, SYSTEM = Hat.CASE.role, Hat.FACH.role, Hat.DIENST.role, Hat.SYSTEM.role
DSB, DESK = Hat.DSB.role, Hat.DESK.role
MY_TOWN = among("kommune_id", "my_kommunen")

DEADLINES = [
    # Written by `manage.py set_up` alone.
    Table(
        "casemanagement_programme",
        "work",
        dict.fromkeys((CASE, FACH, DSB, DESK), MY_TOWN) | {SYSTEM: PRESENT, DEED: PRESENT},
    ),
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
