# SPDX-License-Identifier: AGPL-3.0-or-later
"""What each address of the product asks for, declared by hand: an address that is not here breaks the suite."""

from dataclasses import dataclass

from permissions.hats import Hat
from permissions.rights import Right


@dataclass(frozen=True)
class Page:
    """The hat whose tree it lies in, the right on the case it asks for, and the row its number names."""

    hat: Hat | None = None
    needs: Right | None = None
    row: str = ""
    # Answers 404 to the right person, too, while the thing is not in the state that the page is for.
    passing: bool = False


def of_case(hat: Hat, needs: Right, *names: str, row: str = "", passing: bool = False) -> dict[str, Page]:
    """Pages about one case."""
    return {name: Page(hat, needs, row, passing) for name in names}


def of_hat(hat: Hat, *names: str, row: str = "", passing: bool = False) -> dict[str, Page]:
    """Pages of a hat that are about no single case."""
    return {name: Page(hat, None, row, passing) for name in names}


def notices(hat: Hat, space: str) -> dict[str, Page]:
    """What a hat was told; a notice for somebody else is none."""
    return of_hat(hat, f"{space}:notices") | of_hat(hat, f"{space}:notice_seen", passing=True)


CASE, FACH, DIENST, DSB = Hat.CASE, Hat.FACH, Hat.DIENST, Hat.DSB

OPEN = dict.fromkeys(
    [
        "home",
        "login",
        "second_factor",
        "set_up_factor",
        "redeem",
        "confirm",
        "held_form",
        "oidc_go",
        "oidc_back",
        "oidc_signed_out",
        "account",
        "end_session",
        "add_factor",
        "remove_factor",
        "renew_codes",
        "password",
        "language",
        "logout",
        "accessibility",
        "privacy",
        "imprint",
        "access",
        "styleguide",
        "live",
        "ready",
        "outside",
        "outside_received",
    ],
    Page(),
)

CASE_WORK = (
    of_hat(CASE, "cases:today", "cases:list", "cases:search", "cases:new", "cases:offers")
    | of_case(CASE, Right.READ_FRAME, "cases:file", "cases:handover")
    | of_case(CASE, Right.READ_FILE, "cases:timeline", "cases:assessment", "cases:plan", "cases:closure")
    | of_case(
        CASE,
        Right.WRITE_FILE,
        "cases:note",
        "cases:identity",
        "cases:intensity",
        "cases:programme",
        "cases:location",
        "cases:protected_address",
        "cases:crisis",
        "cases:pause",
        "cases:resume",
        "cases:assessment_again",
        "cases:household_person_new",
        "cases:document_new",
        "cases:domain",
        "cases:goal_new",
        "cases:milestone_new",
        "cases:plan_copy",
        "cases:plan_print",
        "cases:plan_answer",
    )
    | of_case(CASE, Right.WRITE_FILE, "cases:work_item_done", row="WorkItem")
    | of_case(
        CASE,
        Right.WRITE_FILE,
        "cases:household_person",
        "cases:household_person_remove",
        "cases:household_consent",
        "cases:household_consent_revoke",
        row="HouseholdPerson",
    )
    | of_case(CASE, Right.WRITE_FILE, "cases:goal", "cases:measure_new", row="Goal")
    | of_case(CASE, Right.WRITE_FILE, "cases:measure", row="Measure")
    | of_case(CASE, Right.WRITE_FILE, "cases:do_not_inform")
    | of_case(CASE, Right.WRITE_FILE, "cases:do_not_inform_strike", row="RiskPerson", passing=True)
    | of_case(CASE, Right.READ_FRAME, "cases:conflict")
    | of_hat(CASE, "cases:avoided")
    | of_hat(CASE, "cases:avoided_strike", passing=True)
    | of_case(CASE, Right.WRITE_CONFIDENTIAL, "cases:confidential")
    | of_case(CASE, Right.READ_IDENTITY, "cases:household")
    | of_case(CASE, Right.READ_SENSITIVE, "cases:situation")
    | of_case(CASE, Right.WRITE_SENSITIVE, "cases:situation_change")
    | of_case(CASE, Right.READ_DOCUMENTS, "cases:documents")
    | of_case(CASE, Right.READ_DOCUMENTS, "cases:document", row="Document")
    | of_case(CASE, Right.READ_DOCUMENTS, "cases:plan_pdf", passing=True)
    | of_case(CASE, Right.READ_CONSENTS, "cases:consents")
    | of_case(CASE, Right.RECORD_CONSENT, "cases:consent_new", "cases:reopen")
    | of_case(CASE, Right.RECORD_CONSENT, "cases:consent_revoke", row="Consent", passing=True)
    | of_case(CASE, Right.START_HANDOVER, "cases:handover_withdraw", row="Handover", passing=True)
    | of_case(CASE, Right.START_HANDOVER, "cases:looking_back_end", row="Handover", passing=True)
    | of_hat(CASE, "cases:looking_back", row="Handover", passing=True)
    | of_hat(CASE, "cases:deputising", "cases:absences", "cases:note_anywhere")
    | of_hat(CASE, "cases:absence_end", passing=True)
    | of_case(CASE, Right.WRITE_FILE, "workflows:case_step", passing=True)
    | of_hat(CASE, "cases:invitations", "cases:overload")
    | of_hat(CASE, "cases:invited", row="PeerDiscussion", passing=True)
    | of_case(CASE, Right.READ_SUPERVISION, "cases:counsel")
    | of_case(CASE, Right.ANSWER_REMARK, "cases:remark_answer", row="SupervisionRemark")
    | of_case(CASE, Right.WRITE_FILE, "cases:peer_new", "cases:conference_new", "cases:client_folder")
    | of_case(CASE, Right.READ_FILE, "cases:conferences")
    | of_case(CASE, Right.READ_FILE, "cases:conference", row="Conference")
    | of_case(
        CASE,
        Right.WRITE_FILE,
        "cases:conference_participant",
        "cases:conference_record",
        "cases:conference_task",
        "cases:conference_call_off",
        row="Conference",
    )
    | of_case(CASE, Right.WRITE_FILE, "cases:peer", "cases:peer_end", row="PeerDiscussion")
)

PAPERS_AND_REGISTERS = (
    of_case(CASE, Right.READ_CONSENTS, "cases:consent_list", "cases:disclosures")
    | of_case(CASE, Right.RECORD_CONSENT, "cases:consent_read", "cases:disclosure_new", "cases:case_request")
    | of_case(CASE, Right.RECORD_CONSENT, "cases:consent_renew", row="Consent", passing=True)
    | of_case(CASE, Right.RECORD_CONSENT, "cases:disclosure_call_off", row="Disclosure", passing=True)
    | of_case(CASE, Right.WRITE_FILE, "cases:representative_new", "cases:rectify", "cases:statement")
    | of_case(CASE, Right.WRITE_FILE, "cases:redaction_new", row="SubjectRequest", passing=True)
    | of_case(CASE, Right.ENTER_SUBJECT_REQUEST, "cases:request_new", "cases:restriction")
    | of_case(CASE, Right.READ_ACCESS_LOG, "cases:access_log")
    | of_case(FACH, Right.READ_ACCESS_LOG, "supervision:access_log")
    | of_hat(CASE, "cases:authority_requests", "cases:authority_request_new", "cases:complaints")
    | of_hat(CASE, "cases:requests")
    | of_hat(CASE, "cases:request", "cases:request_export", row="SubjectRequest", passing=True)
    | of_hat(FACH, "supervision:complaints", "supervision:requests")
    | of_hat(FACH, "supervision:complaint", row="Complaint", passing=True)
    | of_hat(FACH, "supervision:request", row="SubjectRequest", passing=True)
    | of_hat(DIENST, "employer:complaints")
    | of_hat(DIENST, "employer:complaint", row="Complaint", passing=True)
    | of_hat(
        DSB,
        "dataprotection:anomalies",
        "dataprotection:anomalies_export",
        "dataprotection:breaches",
        "dataprotection:complaints",
        "dataprotection:requests",
        "dataprotection:authority_requests",
        "dataprotection:authority_request_new",
    )
    | of_hat(DSB, "dataprotection:breach", passing=True)
    | of_hat(DSB, "dataprotection:complaint", row="Complaint", passing=True)
    | of_hat(DSB, "dataprotection:authority_request", row="AuthorityRequest", passing=True)
    | of_hat(
        DSB,
        "dataprotection:request",
        "dataprotection:request_export",
        row="SubjectRequest",
        passing=True,
    )
    | of_hat(Hat.DESK, "desk:complaints", "desk:advice", "desk:advice_undo")
    | of_hat(FACH, "supervision:advice")
    | of_hat(FACH, "supervision:outside", passing=True)
)

SUPERVISION = (
    of_hat(
        FACH,
        "supervision:today",
        "supervision:incoming",
        "supervision:approvals",
        "supervision:team",
        "supervision:uncovered",
        "supervision:leaving",
    )
    | of_hat(FACH, "supervision:leaving_person", passing=True)
    | of_case(FACH, Right.READ_FRAME, "supervision:case")
    | of_case(FACH, Right.OPEN_FILE, "supervision:open_file")
    | of_case(FACH, Right.READ_IDENTITY, "supervision:file")
    | of_case(FACH, Right.READ_SENSITIVE, "supervision:file_situation")
    | of_case(
        FACH,
        Right.READ_CODES,
        "supervision:file_assessment",
        "supervision:file_plan",
    )
    | of_case(FACH, Right.READ_FILE, "supervision:file_notes")
    | of_case(FACH, Right.READ_REFERRAL, "supervision:file_referral")
    | of_case(FACH, Right.OPEN_FILE, "supervision:close_file")
    | of_case(FACH, Right.READ_SUPERVISION, "supervision:remarks")
    | of_case(FACH, Right.READ_SUPERVISION, "supervision:peer", row="PeerDiscussion")
    | of_case(
        FACH,
        Right.SUPERVISE,
        "supervision:remark_new",
        "supervision:waiting_place",
        "supervision:exception",
    )
    | of_case(FACH, Right.SUPERVISE, "supervision:remark_close", row="SupervisionRemark")
    | of_case(FACH, Right.SUPERVISE, "supervision:sample", row="SampledCase")
    | of_hat(FACH, "supervision:samples", "supervision:succession")
    | of_hat(FACH, "supervision:succession_end", passing=True)
    | of_case(FACH, Right.READ_CONFIDENTIAL, "supervision:file_confidential")
    | of_hat(FACH, "supervision:conflicts")
    | of_case(FACH, Right.ASSIGN, "supervision:conflict_end", row="ConflictDeclaration", passing=True)
    | of_case(FACH, Right.ASSIGN, "supervision:assign", "supervision:named")
    | of_case(FACH, Right.ASSIGN, "supervision:named_strike", row="NamedPerson", passing=True)
    | of_case(FACH, Right.RESTRICT, "supervision:restriction")
    | of_case(FACH, Right.ASSIGN, "supervision:deputy")
    | of_case(FACH, Right.ASSIGN, "supervision:deputy_end", row="Assignment", passing=True)
    | of_case(FACH, Right.APPROVE, "supervision:extension")
    | of_case(FACH, Right.APPROVE, "workflows:fach_step", passing=True)
)


def emergency(hat: Hat, space: str) -> dict[str, Page]:
    """The Notfallzugriff names its case in a form; its own row belongs to whoever opened it."""
    rows = (f"{space}:emergency_longer", f"{space}:emergency_end")
    return of_hat(hat, f"{space}:emergency") | of_hat(hat, *rows, row="EmergencyAccess", passing=True)


PROTECTION = (
    of_hat(DSB, "dataprotection:emergencies")
    | of_hat(DSB, "dataprotection:emergency_review", row="EmergencyAccess", passing=True)
    | of_case(DSB, Right.READ_IDENTITY, "dataprotection:file")
    | of_case(DSB, Right.READ_SENSITIVE, "dataprotection:file_situation")
    | of_case(
        DSB,
        Right.READ_FILE,
        "dataprotection:file_assessment",
        "dataprotection:file_plan",
        "dataprotection:file_notes",
    )
    | of_case(DSB, Right.READ_REFERRAL, "dataprotection:file_referral")
    | of_case(DSB, Right.READ_CONFIDENTIAL, "dataprotection:file_confidential")
    | of_case(DSB, Right.RESTRICT, "dataprotection:restriction")
)

OTHERS = (
    of_hat(DIENST, "employer:today", "employer:staff", "employer:contracts", "employer:absences")
    | of_hat(DIENST, "employer:post_new", "employer:agreement", "employer:overloads")
    | of_hat(
        DIENST,
        "employer:post",
        "employer:absence",
        "employer:absence_end",
        "employer:overload",
        passing=True,
    )
    | of_hat(DSB, "dataprotection:journal", "dataprotection:cases", "dataprotection:anchors")
    | of_hat(DSB, "dataprotection:anchor_file", passing=True)
    | of_hat(Hat.DESK, "desk:today", "desk:register")
    | of_hat(
        Hat.ADMIN,
        "administration:runs",
        "administration:today",
        "administration:people",
        "administration:new_person",
    )
    | of_hat(Hat.ADMIN, "administration:approvals", "administration:events", passing=True)
    | of_hat(
        Hat.ADMIN,
        "administration:person",
        "administration:change_person",
        "administration:end_task",
        "administration:invite",
        "administration:unlock",
        "administration:end_sessions",
        "administration:close_account",
        "administration:reopen",
        "administration:reset_sign_in",
        passing=True,
    )
    | of_hat(FACH, "accounts:propose_fach")
    | of_hat(DIENST, "accounts:propose_dienst")
    | of_hat(DSB, "accounts:events", "accounts:approvals", passing=True)
    | of_hat(FACH, "indicators:week")
    | emergency(CASE, "cases")
    | emergency(FACH, "supervision")
    | emergency(DSB, "dataprotection")
    | notices(CASE, "cases")
    | notices(FACH, "supervision")
    | notices(DIENST, "employer")
    | notices(DSB, "dataprotection")
    | notices(Hat.ADMIN, "administration")
    | of_hat(
        Hat.CTR,
        "indicators:figures",
        "indicators:plan",
        "indicators:measure",
        "indicators:owner_value",
        passing=True,
    )
    | of_hat(Hat.READ, "reports:plan", "reports:measure", passing=True)
)


def deletion(hat: Hat, space: str) -> dict[str, Page]:
    """Both hats that decide about a deletion have the same pages, each about its own organisations."""
    lists = of_hat(hat, f"{space}:deletion", f"{space}:deletion_schedule")
    one = of_hat(
        hat,
        f"{space}:deletion_run",
        f"{space}:deletion_certificate",
        f"{space}:hold_release",
        passing=True,
    )
    return lists | one | of_case(hat, Right.HOLD, f"{space}:hold")


DELETION = (
    deletion(FACH, "supervision")
    | deletion(DSB, "dataprotection")
    | of_case(CASE, Right.HOLD, "cases:hold")
    | of_case(CASE, Right.WRITE_FILE, "cases:document_purpose", row="Document")
)

DEADLINES = (
    of_hat(CASE, "cases:deadline_rules", "cases:forecast")
    | of_hat(FACH, "supervision:deadline_rules", "supervision:forecast")
    | of_hat(FACH, "supervision:deadline_rule", passing=True)
    | of_hat(DIENST, "employer:forecast")
    | of_case(CASE, Right.READ_FRAME, "cases:deadlines")
    | of_case(CASE, Right.WRITE_FILE, "cases:deadline_extend", row="Deadline", passing=True)
    | of_case(FACH, Right.APPROVE, "supervision:deadline_extend", row="Deadline", passing=True)
)

DIRECTORY = (
    of_hat(CASE, "cases:directory", "cases:entitlements")
    | of_case(CASE, Right.READ_FILE, "cases:case_directory")
    | of_hat(FACH, "supervision:entitlements", "supervision:entitlement_new")
    | of_hat(FACH, "supervision:entitlement", passing=True)
    | of_hat(CASE, "cases:directory_offer", passing=True)
    | of_hat(FACH, "supervision:directory", "supervision:offer_new")
    | of_hat(FACH, "supervision:directory_offer", "supervision:offer_change", passing=True)
)

STRUCTURE = (
    of_case(CASE, Right.WRITE_FILE, "cases:finding_new")
    | of_hat(CASE, "cases:findings", "cases:finding_free", "cases:themes")
    | of_hat(CASE, "cases:finding", "cases:theme", passing=True)
    | of_hat(FACH, "supervision:imports")
    | of_hat(FACH, "supervision:import", "supervision:import_errors", passing=True)
    | of_hat(FACH, "supervision:findings", "supervision:finding_free", "supervision:themes")
    | of_hat(
        FACH,
        "supervision:finding",
        "supervision:finding_merge",
        "supervision:finding_reject",
        "supervision:theme",
        passing=True,
    )
    | of_case(CASE, Right.WRITE_FILE, "cases:chains")
    | of_hat(FACH, "indicators:gaps", "indicators:chains")
    | of_hat(Hat.CTR, "indicators:controlling_gaps", passing=True)
    | of_hat(Hat.READ, "reports:gaps", "reports:chains", passing=True)
    | of_hat(Hat.READ, "themes:themes")
    | of_hat(Hat.READ, "themes:theme_new", "themes:theme", "themes:theme_description", passing=True)
)

DECLARED: dict[str, Page] = (
    OPEN
    | CASE_WORK
    | PAPERS_AND_REGISTERS
    | SUPERVISION
    | PROTECTION
    | OTHERS
    | DELETION
    | STRUCTURE
    | DEADLINES
    | DIRECTORY
)
