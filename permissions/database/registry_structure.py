# SPDX-License-Identifier: AGPL-3.0-or-later
"""The barrier around findings and themes: the Integrationszentrum reaches neither author nor case."""

from __future__ import annotations

from permissions.database.blocks import COORDINATED, COORDINATOR, FILE
from permissions.database.policies import Rule, Table, among, block, both, bound, own
from permissions.database.roles import DEED
from permissions.hats import Hat

CASE, FACH, CTR, READ = Hat.CASE.role, Hat.FACH.role, Hat.CTR.role, Hat.READ.role

MY_TOWN = among("kommune_id", "my_kommunen")
RELEASED = both(MY_TOWN, Rule("theme_id IS NOT NULL"))
COORDINATING = both(MY_TOWN, COORDINATOR)
LEADING = both(MY_TOWN, Rule("(SELECT kim.leads_themes())"))
# What comes in is not examined yet, whoever writes it.
COMING_IN = both(MY_TOWN, Rule("state = 'submitted'")).may("INSERT")

STRUCTURE = [
    Table(
        "casemanagement_finding",
        "structure",
        {
            CASE: (among("id", "my_findings"), RELEASED, COMING_IN),
            FACH: (COORDINATING.may("SELECT", "UPDATE"), COMING_IN),
            CTR: RELEASED,
            READ: RELEASED,
        },
    ),
    Table(
        "casemanagement_findingauthor",
        "structure",
        {
            CASE: own("person_id").may("SELECT", "INSERT"),
            FACH: (among("organisation_id", "supervised"), own("person_id").may("SELECT", "INSERT")),
        },
    ),
    # Goes with the case; and before, as soon as the finding is decided upon (a trigger cuts it).
    Table(
        "casemanagement_findingcase",
        "structure",
        {
            CASE: both(among("case_id", "my_cases"), own("person_id")),
            FACH: COORDINATED,
            DEED: bound(),
        },
    ),
    Table(
        "casemanagement_theme",
        "structure",
        {
            CASE: MY_TOWN,
            FACH: (MY_TOWN, COORDINATING.may("INSERT", "UPDATE")),
            CTR: MY_TOWN,
            READ: (MY_TOWN, LEADING.may("INSERT", "UPDATE")),
        },
    ),
    # A log: nobody changes what was decided.
    Table(
        "casemanagement_themeentry",
        "structure",
        {
            CASE: MY_TOWN,
            FACH: (MY_TOWN, COORDINATING.may("INSERT")),
            CTR: MY_TOWN,
            READ: (MY_TOWN, LEADING.may("INSERT")),
        },
    ),
    *block("file", FILE, "casemanagement_chainstep"),
]
STRUCTURE_CALLS: dict[str, tuple[str, ...]] = {
    "tell_authors": (READ, FACH),
    "chain_days": (FACH,),
    "chain_paths": (READ,),
}
