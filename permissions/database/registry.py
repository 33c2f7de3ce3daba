# SPDX-License-Identifier: AGPL-3.0-or-later
"""THE SECOND BARRIER: which role reaches which rows of which table. What is not here is closed.

It says the same as permissions.access, independently, so that a forgotten filter shows nothing.
Case data is read in a hat and written by a deed alone: kim_deed reaches one bound case.
"""

from __future__ import annotations

from permissions.database.addressed import NOTICES
from permissions.database.blocks import (
    COORDINATED,
    COORDINATOR,
    DISCUSSED,
    EMERGENCY,
    FILE,
    FRAME,
    IDENTITY,
    INTAKE,
    OPENED,
    POOL,
    PROTECTED,
    SENSITIVE,
    SUPERVISED,
    SUPERVISION,
)
from permissions.database.common_tables import FRAMEWORK, STATISTICS
from permissions.database.policies import (
    ALL,
    LOGIN,
    LOGIN_TRACE,
    OWN_TRACE,
    PRESENT,
    Rule,
    Table,
    among,
    apart,
    block,
    both,
    bound,
    of_visible_case,
    own,
)
from permissions.database.registry_accounts import ACCOUNTS, COLLEAGUES, MANAGED, ORDINARY, ORDINARY_DUTY
from permissions.database.registry_advice import ADVICE, ADVICE_CALLS
from permissions.database.registry_deadlines import DEADLINE_CALLS, DEADLINES
from permissions.database.registry_deletion import DELETION, DELETION_CALLS
from permissions.database.registry_directory import DIRECTORY
from permissions.database.registry_handovers import HANDED_OVER
from permissions.database.registry_imports import IMPORTS
from permissions.database.registry_registers import REGISTERS
from permissions.database.registry_shields import SHIELDS
from permissions.database.registry_structure import STRUCTURE, STRUCTURE_CALLS
from permissions.database.roles import DEED, HATS, ROLLUP, WEB
from permissions.hats import Hat

CASE, FACH, DIENST, DSB = Hat.CASE.role, Hat.FACH.role, Hat.DIENST.role, Hat.DSB.role
CTR, DESK, ADMIN, READ = Hat.CTR.role, Hat.DESK.role, Hat.ADMIN.role, Hat.READ.role
SYSTEM = Hat.SYSTEM.role

# --- Cases, block by block ----------------------------------------------------------------------

CASES = [
    Table(
        "casemanagement_case",
        "frame",
        {
            CASE: (among("id", "my_frames"), among("id", "past_cases"), among("id", "my_emergencies")),
            FACH: (
                both(among("organisation_id", "overseen"), apart("id", "shut_to_me")),
                among("id", "my_emergencies"),
            ),
            DSB: both(among("organisation_id", "guarded"), apart("id", "shut_to_me")),
            DESK: among("id", "my_referrals"),
            DEED: bound("id"),
        },
    ),
    *block(
        "frame",
        FRAME,
        "casemanagement_client",
        "casemanagement_assignment",
        "casemanagement_conflictdeclaration",
        "casemanagement_closure",
        "casemanagement_deadline",
        "casemanagement_fileopening",
        "casemanagement_restriction",
    ),
    *block(
        "frame",
        FRAME | {DESK: among("case_id", "my_referrals")},
        "casemanagement_accesslist",
        "casemanagement_namedperson",
    ),
    *block("intake", INTAKE, "casemanagement_overlapcheck", "casemanagement_triage"),
    *block("intake", INTAKE | {DESK: among("case_id", "my_referrals")}, "casemanagement_referral"),
    Table(
        "casemanagement_referraltext",
        "file",
        FILE | {FACH: (OPENED, EMERGENCY, POOL), DESK: among("case_id", "my_referrals")},
    ),
    *block(
        "identity",
        IDENTITY,
        "casemanagement_householdperson",
        "casemanagement_identitytoken",
        "casemanagement_representative",
        "casemanagement_consentsignature",
    ),
    *block("protected", PROTECTED, "casemanagement_protectedaddress", "casemanagement_riskperson"),
    *block("sensitive", SENSITIVE, "casemanagement_clientsituation", "casemanagement_residencechange"),
    *block(
        "file",
        FILE,
        "casemanagement_measure",
        "casemanagement_milestone",
        "casemanagement_review",
        "casemanagement_closurereport",
        "casemanagement_conference",
        "casemanagement_conferenceparticipant",
        "casemanagement_conferencetask",
        "casemanagement_disclosurenote",
        "casemanagement_triagenote",
    ),
    *block("consent", FRAME, "casemanagement_disclosure"),
    # What authorities asked. It may be about nobody known here, so it is written in the hat.
    Table(
        "casemanagement_authorityrequest",
        "requests",
        {
            CASE: (
                both(own("recorded_by_id"), among("organisation_id", "my_organisations")).may(
                    "SELECT", "INSERT"
                ),
                among("case_id", "my_cases"),
            ),
            DSB: among("organisation_id", "guarded").may("SELECT", "INSERT", "UPDATE"),
            DEED: bound(),
        },
    ),
    *block("journal", FRAME | {DEED: bound().may("SELECT", "INSERT")}, "casemanagement_caseevent"),
    *HANDED_OVER,
    *block("journal", {}, "casemanagement_caseproof", "casemanagement_removedevent"),
    *block("supervision", SUPERVISION, "casemanagement_supervisionremark", "casemanagement_sampledcase"),
    *block("supervision", SUPERVISION | {FACH: of_visible_case()}, "casemanagement_supervisiondecision"),
    Table(
        "casemanagement_peerdiscussion",
        "supervision",
        SUPERVISION | {CASE: (among("case_id", "my_cases"), among("id", "my_discussions"))},
    ),
    *block(
        "supervision",
        SUPERVISION | {CASE: (among("case_id", "my_cases"), DISCUSSED)},
        "casemanagement_peerinvitation",
        "casemanagement_peercomment",
    ),
    Table(
        "casemanagement_sample",
        "supervision",
        {
            CASE: among("kommune_id", "my_kommunen"),
            FACH: both(among("kommune_id", "my_kommunen"), COORDINATOR).may("SELECT", "INSERT"),
            SYSTEM: PRESENT.may("SELECT", "INSERT"),
            DEED: PRESENT,
        },
    ),
]

# A request and what is proposed for blackening: also for the second pair of eyes, without the file.
CASES += [
    # Whoever only stands in for the coordination reads none.
    *block("frame", FRAME | {FACH: COORDINATED}, "casemanagement_subjectrequest"),
    # A passage is content: the coordinator confirms it only while the file is open to her.
    *block("requests", FRAME | {FACH: OPENED}, "casemanagement_redaction"),
    *block("identity", IDENTITY, "casemanagement_rectification"),
    *block("file", FILE, "casemanagement_clientstatement"),
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
            CASE: (among("case_id", "my_cases"), among("id", "offered_work"), EMERGENCY),
            FACH: (SUPERVISED, EMERGENCY),
            DSB: EMERGENCY,
            DEED: bound(),
        },
    ),
    # A job row holds ids only.
    Table("casemanagement_job", "work", {SYSTEM: PRESENT.may(*ALL), DEED: bound(), ADMIN: PRESENT}),
    *DEADLINES,
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


OF_OTHERS = Rule("person_id IS DISTINCT FROM (SELECT kim.person())")
STAFF = among("person_id", "my_staff")
# Whoever supervises people looks back a quarter of a year, not further.
LATELY = both(STAFF, Rule("valid_until >= (SELECT kim.today()) - 91"))
MY_TOWN = among("kommune_id", "my_kommunen")

PEOPLE = [
    Table("permissions_kommune", "staff", directory("id")),
    Table(
        "permissions_organisation",
        "staff",
        directory("kommune_id") | {DIENST: (MY_TOWN, among("id", "employed").changing("agreement_on"))},
    ),
    Table(
        "permissions_membership",
        "staff",
        dict.fromkeys((CASE, FACH, DSB, DESK), COLLEAGUES)
        | dict.fromkeys((CTR, READ), own("person_id"))
        | {
            DIENST: (among("organisation_id", "employed"), own("person_id")),
            ADMIN: (COLLEAGUES, ORDINARY.may("INSERT", "UPDATE")),
            DEED: PRESENT,
            WEB: LOGIN,
        },
    ),
    Table(
        "permissions_organisationuserpermission",
        "staff",
        dict.fromkeys((CASE, FACH, DIENST), own("user_id"))
        | {
            ADMIN: (
                among("content_object_id", "neighbours").may("SELECT", "DELETE"),
                ORDINARY_DUTY.may("INSERT"),
            ),
            WEB: LOGIN,
        },
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
        {
            # Own days off are reported by oneself, too.
            CASE: (own("person_id").may(*ALL), own("substitute_id")),
            FACH: (LATELY, among("person_id", "deciders")),
            DIENST: LATELY.may(*ALL),
        },
    ),
    Table(
        "permissions_succession",
        "staff",
        {
            CASE: MY_TOWN,
            FACH: (MY_TOWN, both(MY_TOWN, COORDINATOR).may("INSERT", "UPDATE")),
            ADMIN: MY_TOWN,
        },
    ),
    Table(
        "permissions_contractalarm",
        "staff",
        {
            FACH: among("organisation_id", "supervised"),
            DIENST: among("organisation_id", "employed"),
            SYSTEM: PRESENT.may("SELECT", "INSERT"),
        },
    ),
    Table(
        "casemanagement_overloadnotice",
        "staff",
        {
            CASE: own("person_id").may("SELECT", "INSERT"),
            DIENST: among("organisation_id", "employed").changing(
                "measure", "answer", "answered_by_id", "answered_at"
            ),
        },
    ),
    Table(
        "permissions_user",
        "accounts",
        dict.fromkeys((*HATS, DEED), PRESENT)
        | {
            # Closing and opening an account are functions of their own.
            ADMIN: (PRESENT.may("SELECT", "INSERT"), MANAGED.changing("display_name", "email")),
            WEB: LOGIN.changing("last_login", "session_stamp", "language"),
        },
    ),
    Table("permissions_credential", "accounts", {WEB: LOGIN.may("SELECT", "INSERT", "UPDATE")}),
    *ACCOUNTS,
    Table(
        "permissions_accessevent",
        "journal",
        dict.fromkeys((*HATS, DEED), OWN_TRACE)
        | {
            # Whoever leads a case reads who looked into it; the coordination reads what others did.
            CASE: (OWN_TRACE, among("case_id", "led")),
            FACH: (OWN_TRACE, both(among("organisation_id", "supervised"), OF_OTHERS)),
            DEED: (OWN_TRACE, bound().may("SELECT")),
            DSB: (OWN_TRACE, among("organisation_id", "guarded")),
            WEB: LOGIN_TRACE,
        },
    ),
    *block(
        "journal",
        {DSB: PRESENT},
        "permissions_accessseal",
        "permissions_securityseal",
        "permissions_journalanchor",
        "permissions_anomalythreshold",
    ),
]

BARRIER: list[Table] = [
    *CASES,
    *REGISTERS,
    NOTICES,
    *SHIELDS,
    *DELETION,
    *(*STRUCTURE, *ADVICE, *IMPORTS, *DIRECTORY),
    *WORK,
    *PEOPLE,
    *STATISTICS,
    *FRAMEWORK,
]

# Functions that a role calls by itself; those of the policies follow from the policies.
CALLS: dict[str, tuple[str, ...]] = {
    "bind": (*HATS, DEED, ROLLUP),
    "bound_case": (*HATS, DEED, ROLLUP),
    "reserve_case": (CASE, DESK, FACH),
    "duplicate_of": (CASE, FACH, DESK, DEED),
    "shut_for": (DEED,),
    "partial_leads": (FACH,),
    "break_glass": (CASE, FACH, DSB),
    "staff_load": (FACH, DIENST),
    "uncovered": (FACH, DIENST),
    "case_in_codes": (FACH, DEED),
    "decider": (FACH, CASE),
    "draw": (FACH, SYSTEM),
    "samples_done": (DIENST,),
    "ending_contracts": (SYSTEM,),
    **dict.fromkeys(("stand_ins_wanted", "stand_ins_gone"), (SYSTEM,)),
    **DEADLINE_CALLS,
    "countdowns": (SYSTEM,),
    **DELETION_CALLS,
    **STRUCTURE_CALLS,
    **ADVICE_CALLS,
    **dict.fromkeys(("ending_consents", "ending_household_consents", "beginning_measures"), (SYSTEM,)),
    "decide_proposal": (ADMIN, DSB, FACH, DIENST),
    "end_membership": (ADMIN,),
    **dict.fromkeys(("close_account", "end_sessions"), (ADMIN,)),
    "manageable": (ADMIN,),
    "over_budget": (SYSTEM,),
    **dict.fromkeys(("broken_seals", "broken_security_seals", "seal_access", "seal_security"), (SYSTEM,)),
    **dict.fromkeys(("drop_accesses", "drop_security"), (SYSTEM,)),
    "anchor_journals": (SYSTEM,),
    "journal_root": (SYSTEM,),
    "fact_secrets": (DEED,),
    "record_fact": (DEED,),
    "record_capacity": (CASE, DIENST, ADMIN, SYSTEM),
    "today": (*HATS, DEED, ROLLUP),
    "now": (*HATS, DEED, ROLLUP),
}
