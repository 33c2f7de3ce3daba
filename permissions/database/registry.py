# SPDX-License-Identifier: AGPL-3.0-or-later
"""THE SECOND BARRIER: which role reaches which rows of which table. What is not here is closed.

It says the same as permissions.access, independently, so that a forgotten filter shows nothing.
Case data is read in a hat and written by a deed alone: kim_deed reaches one bound case.
"""

from __future__ import annotations

from permissions.database.policies import (
    ALL,
    LOGIN,
    LOGIN_TRACE,
    OWN_TRACE,
    PRESENT,
    WHOLE_CITY,
    Rule,
    Table,
    among,
    block,
    both,
    bound,
    of_visible_case,
    own,
)
from permissions.database.roles import DEED, HATS, ROLLUP, WEB
from permissions.hats import Hat

CASE, FACH, DIENST, DSB = Hat.CASE.role, Hat.FACH.role, Hat.DIENST.role, Hat.DSB.role
CTR, DESK, ADMIN, READ = Hat.CTR.role, Hat.DESK.role, Hat.ADMIN.role, Hat.READ.role
SYSTEM = Hat.SYSTEM.role

# --- Cases, block by block ----------------------------------------------------------------------

FRAME = {
    CASE: among("case_id", "my_cases"),
    FACH: of_visible_case(),
    DSB: of_visible_case(),
    DEED: bound(),
}
OPENED = among("case_id", "opened")  # the coordinator's hour, with a reason and the client's C3
IDENTITY = {CASE: among("case_id", "my_files"), FACH: OPENED, DEED: bound()}
PROTECTED = {CASE: among("case_id", "my_files"), DEED: bound()}
SENSITIVE = {CASE: among("case_id", "my_sensitive"), FACH: OPENED, DEED: bound()}
FILE = {CASE: among("case_id", "my_files"), FACH: OPENED, DEED: bound()}
# What was entrusted to one person does not pass to the next with the case.
CONFIDENTIAL = {CASE: both(among("case_id", "my_confidential"), own("written_by_id")), DEED: bound()}

CASES = [
    Table(
        "casemanagement_case",
        "frame",
        {
            CASE: among("id", "my_frames"),
            FACH: among("organisation_id", "supervised"),
            DSB: among("organisation_id", "guarded"),
            DESK: among("id", "my_referrals"),
            DEED: bound("id"),
        },
    ),
    *block(
        "frame",
        FRAME,
        "casemanagement_client",
        "casemanagement_assignment",
        "casemanagement_overlapcheck",
        "casemanagement_conflictdeclaration",
        "casemanagement_triage",
        "casemanagement_closure",
        "casemanagement_deadline",
        "casemanagement_fileopening",
    ),
    *block("frame", FRAME | {DESK: among("case_id", "my_referrals")}, "casemanagement_referral"),
    *block(
        "identity",
        IDENTITY,
        "casemanagement_clientidentity",
        "casemanagement_householdperson",
        "casemanagement_identitytoken",
    ),
    *block("protected", PROTECTED, "casemanagement_protectedaddress"),
    *block("sensitive", SENSITIVE, "casemanagement_clientsituation"),
    *block(
        "file",
        FILE,
        "casemanagement_contact",
        "casemanagement_assessment",
        "casemanagement_domainrating",
        "casemanagement_supportplan",
        "casemanagement_goal",
        "casemanagement_measure",
        "casemanagement_milestone",
        "casemanagement_review",
        "casemanagement_closurereport",
    ),
    *block("confidential", CONFIDENTIAL, "casemanagement_confidentialnote"),
    *block("documents", FILE, "casemanagement_document", "casemanagement_documentcontent"),
    *block("consent", FRAME, "casemanagement_consent"),
    *block("journal", FRAME | {DEED: bound().may("SELECT", "INSERT")}, "casemanagement_caseevent"),
    # Whoever is offered a case sees the offer and its sheet, not the case's past offers.
    Table(
        "casemanagement_handover",
        "frame",
        FRAME | {CASE: (among("case_id", "my_cases"), among("id", "my_offers"))},
    ),
    Table(
        "casemanagement_handoversheet",
        "frame",
        FRAME | {CASE: (among("case_id", "my_cases"), among("handover_id", "my_offers"))},
    ),
    Table("casemanagement_caseproof", "journal", {}),
]

# --- Work ---------------------------------------------------------------------------------------

ENGINE_ROWS = {
    CASE: among("kim_case", "my_frames"),
    FACH: of_visible_case("kim_case"),
    DEED: bound("kim_case"),
}

WORK = [
    Table(
        "casemanagement_workitem",
        "work",
        {
            CASE: (among("case_id", "my_cases"), among("id", "offered_work")),
            FACH: among("organisation_id", "supervised"),
            DEED: bound(),
        },
    ),
    # A job row holds ids only.
    Table("casemanagement_job", "work", {SYSTEM: PRESENT.may(*ALL), DEED: bound(), ADMIN: PRESENT}),
    Table("casemanagement_deadlinerule", "work", dict.fromkeys((*HATS, DEED), PRESENT)),
    *block("work", ENGINE_ROWS, "viewflow_process", "viewflow_task", "viewflow_task_previous"),
    Table(
        "workflows_caseprocess",
        "work",
        {CASE: among("case_id", "my_frames"), FACH: of_visible_case(), DEED: bound()},
    ),
]

# --- People -------------------------------------------------------------------------------------


def directory(column: str) -> dict[str, Rule]:
    """Everybody knows the organisations of the own municipality."""
    inside = dict.fromkeys(HATS, among(column, "my_kommunen"))
    return inside | dict.fromkeys((DEED, SYSTEM, ROLLUP), PRESENT) | {WEB: LOGIN}


COLLEAGUES = among("organisation_id", "neighbours")
STAFF = among("person_id", "my_staff")

PEOPLE = [
    Table("permissions_kommune", "staff", directory("id")),
    Table("permissions_organisation", "staff", directory("kommune_id")),
    Table(
        "permissions_membership",
        "staff",
        dict.fromkeys((CASE, FACH, DSB, DESK), COLLEAGUES)
        | dict.fromkeys((CTR, READ), own("person_id"))
        | {
            DIENST: (among("organisation_id", "employed"), own("person_id")),
            ADMIN: COLLEAGUES.may("SELECT", "INSERT", "UPDATE"),
            DEED: PRESENT,
            WEB: LOGIN,
        },
    ),
    Table(
        "permissions_organisationuserpermission",
        "staff",
        dict.fromkeys((CASE, FACH, DIENST), own("user_id"))
        | {ADMIN: among("content_object_id", "neighbours"), WEB: LOGIN},
    ),
    Table(
        "permissions_post",
        "staff",
        {
            CASE: among("id", "my_posts"),
            FACH: among("organisation_id", "supervised"),
            DIENST: among("organisation_id", "employed").may("SELECT", "INSERT", "UPDATE"),
            ADMIN: COLLEAGUES.may("SELECT", "INSERT", "UPDATE"),
        },
    ),
    Table(
        "permissions_absence",
        "staff",
        {CASE: (own("person_id"), own("substitute_id")), FACH: STAFF, DIENST: STAFF.may(*ALL)},
    ),
    Table(
        "permissions_user",
        "accounts",
        dict.fromkeys((*HATS, DEED), PRESENT)
        | {
            ADMIN: PRESENT.may("SELECT", "INSERT", "UPDATE"),
            WEB: LOGIN.changing("last_login", "session_stamp", "language"),
        },
    ),
    Table("permissions_credential", "accounts", {WEB: LOGIN.may("SELECT", "INSERT", "UPDATE")}),
    Table("django_session", "accounts", {WEB: LOGIN.may(*ALL)}),
    Table(
        "permissions_accessevent",
        "journal",
        dict.fromkeys((*HATS, DEED), OWN_TRACE)
        | {DSB: (OWN_TRACE, among("organisation_id", "guarded")), WEB: LOGIN_TRACE},
    ),
    Table("permissions_accessseal", "journal", {DSB: PRESENT}),
]

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

BARRIER: list[Table] = [*CASES, *WORK, *PEOPLE, *STATISTICS, *FRAMEWORK]

# Functions that a role calls by itself; those of the policies follow from the policies.
CALLS: dict[str, tuple[str, ...]] = {
    "bind": (*HATS, DEED, ROLLUP),
    "bound_case": (*HATS, DEED, ROLLUP),
    "reserve_case": (CASE, DESK),
    "duplicate_of": (CASE, FACH, DESK, DEED),
    "staff_load": (FACH, DIENST),
    "uncovered": (FACH, DIENST),
    "due_deadlines": (SYSTEM,),
    "seal_access": (SYSTEM,),
    "broken_seals": (SYSTEM,),
    "fact_secrets": (DEED,),
    "record_fact": (DEED,),
    "record_capacity": (DIENST, ADMIN, SYSTEM),
    "today": (*HATS, DEED, ROLLUP),
    "now": (*HATS, DEED, ROLLUP),
}
