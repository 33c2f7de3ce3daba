# SPDX-License-Identifier: AGPL-3.0-or-later
"""The registry's tables that belong to no case and no person: figures, the plan, and what frameworks need."""

from permissions.database.policies import LOGIN, PRESENT, WHOLE_CITY, Table, among, block, both
from permissions.database.roles import DEED, HATS, ROLLUP, WEB
from permissions.hats import Hat

FACH, CTR, READ = Hat.FACH.role, Hat.CTR.role, Hat.READ.role

# --- Figures ------------------------------------------------------------------------------------

OF_TOWN = among("kommune", "my_kommunen")
ROLLED_UP = PRESENT.may("SELECT", "INSERT")  # a week is written once
PLAN = {FACH: PRESENT, CTR: PRESENT, READ: PRESENT, ROLLUP: PRESENT}

STATISTICS = [
    *block(
        "statistics",
        {ROLLUP: PRESENT},
        "statistics_fact",
        "statistics_capacityfact",
        "statistics_phase",
        "statistics_measure",
        "statistics_goal",
        "statistics_milestone",
    ),
    Table("statistics_weeklyrollup", "statistics", {FACH: OF_TOWN, CTR: OF_TOWN, ROLLUP: ROLLED_UP}),
    # Controlling reads the figures of the whole city; their parts are the coordinator's.
    Table(
        "statistics_weeklyfigure",
        "statistics",
        {FACH: OF_TOWN, CTR: both(OF_TOWN, WHOLE_CITY), ROLLUP: ROLLED_UP},
    ),
    *block("plan", PLAN, "indicators_plandocument", "indicators_planmeasure", "indicators_planindicator"),
    Table("indicators_ownervalue", "plan", {FACH: PRESENT, CTR: PRESENT.may("SELECT", "INSERT")}),
    # The way from a case to its pseudonyms; functions alone walk it, and it goes with the case.
    Table("indicators_factlink", "identity", {}),
]

# --- What the frameworks need -------------------------------------------------------------------

EVERYBODY = dict.fromkeys((*HATS, DEED), PRESENT) | {WEB: LOGIN}

FRAMEWORK = [
    *block("engine", EVERYBODY, "django_content_type", "auth_permission"),
    Table("django_migrations", "engine", {WEB: LOGIN}),
    *block(
        "engine",
        {},
        "auth_group",
        "auth_group_permissions",
        "guardian_groupobjectpermission",
        "guardian_userobjectpermission",
    ),
]
