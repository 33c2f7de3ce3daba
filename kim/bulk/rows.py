# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rows of one case: frame, person, access, intake and journal."""

import datetime as dt
from collections.abc import Iterator
from random import Random
from typing import Any

from casemanagement import blind_index
from casemanagement.choices import (
    AssignmentRole,
    CaseState,
    ConsentForm,
    ConsentKind,
    DeclineReason,
    EventKind,
    Phase,
    ReferralMode,
    TriageDecision,
    Urgency,
    UrgentReason,
)
from casemanagement.models import (
    Assignment,
    Case,
    CaseEvent,
    Client,
    ClientIdentity,
    ClientSituation,
    ConflictDeclaration,
    Consent,
    Deadline,
    IdentityToken,
    Referral,
    Triage,
    WorkItem,
)
from kim.bulk.copying import Sheets
from kim.bulk.deadlines import Span
from kim.bulk.lives import (
    ADMITTED,
    AGREED,
    ASSESSED,
    CLOSED,
    CONTACTED,
    DECIDED,
    REVIEWED,
    Life,
    moment,
)
from kim.bulk.worklist import items
from permissions.hats import Hat

CONSENTS = (ConsentKind.C0, ConsentKind.C1, ConsentKind.C2)
SUPERVISED_OF_100 = 30  # clients who let the Fachaufsicht read
VALID_DAYS = 365
DECISIONS = {
    CaseState.WAITING: TriageDecision.WAITING_LIST,
    CaseState.DECLINED: TriageDecision.DECLINED,
    CaseState.REFERRED_ON: TriageDecision.REFERRED_ON,
}
# Step → what the journal says about it.
EVENTS: dict[int, tuple[EventKind, ...]] = {
    CONTACTED: (EventKind.CONSENT_GIVEN, EventKind.CONTACT_WRITTEN),
    DECIDED: (EventKind.TRIAGE_DECIDED,),
    ADMITTED: (EventKind.ADMITTED, EventKind.ASSESSMENT_STARTED),
    ASSESSED: (EventKind.ASSESSMENT_COMPLETED, EventKind.PLAN_DRAFTED),
    AGREED: (EventKind.PLAN_AGREED,),
    REVIEWED: (EventKind.REVIEW_HELD,),
    CLOSED: (EventKind.CLOSURE_REPORTED, EventKind.CLOSED),
}


def decision_of(life: Life) -> TriageDecision:
    return DECISIONS.get(life.stage.state, TriageDecision.ACCEPTED)


def decline_reason(life: Life) -> str:
    is_declined = life.stage.state == CaseState.DECLINED
    return DeclineReason.NO_COMPLEX_NEED.value if is_declined else ""


def add_frame(sheets: Sheets, life: Life, kommune_id: int) -> None:
    sheets.add(
        Case,
        id=life.case_id,
        number=life.number,
        kommune_id=kommune_id,
        organisation_id=life.organisation_id,
        phase=life.stage.phase,
        state=life.stage.state,
        urgency=Urgency.URGENT if life.is_urgent else Urgency.NORMAL,
        urgent_reason=UrgentReason.MEDICAL if life.is_urgent else "",
        stadtbezirk=life.stadtbezirk,
        quarter=life.person.newcomer.quarter,
        intensity=life.intensity,
        registered_by_id=life.registered_by,
        received_on=life.received_on,
        accepted_on=life.accepted_on,
        first_contact_on=life.on(CONTACTED),
        closed_on=life.closed_on,
        deletion_on=life.deletion_on,
    )


def add_person(sheets: Sheets, life: Life) -> None:
    person, case_id = life.person, life.case_id
    newcomer = person.newcomer
    sheets.add(
        Client,
        case_id=case_id,
        languages=newcomer.languages,
        interpreter_needed=True,
        gender=newcomer.gender,
    )
    sheets.add(ClientIdentity, case_id=case_id, **person.identity)
    sheets.add(ClientSituation, case_id=case_id, **person.situation)
    for kind, token in set(blind_index.tokens(newcomer.given_name, newcomer.family_name, person.birth_date)):
        sheets.add(IdentityToken, case_id=case_id, kind=kind, token=token)


def add_access(sheets: Sheets, rng: Random, life: Life) -> None:
    """Who leads the case, and what the client agreed to."""
    case_id, contacted = life.case_id, life.on(CONTACTED)
    if life.manager:
        sheets.add(
            Assignment,
            case_id=case_id,
            person_id=life.manager.person_id,
            role=AssignmentRole.RESPONSIBLE,
            organisation_id=life.organisation_id,
            valid_from=life.received_on,
            granted_by_id=life.registered_by,
        )
        sheets.add(
            ConflictDeclaration,
            case_id=case_id,
            person_id=life.manager.person_id,
            has_conflict=False,
            declared_at=moment(life.received_on),
        )
    if contacted:
        is_supervised = rng.randint(1, 100) <= SUPERVISED_OF_100
        for kind in (*CONSENTS, ConsentKind.C3) if is_supervised else CONSENTS:
            sheets.add(Consent, case_id=case_id, **_consent(life, kind, contacted))


def _consent(life: Life, kind: ConsentKind, day: dt.date) -> dict[str, Any]:
    return {
        "kind": kind,
        "valid_from": day,
        "valid_until": day + dt.timedelta(days=VALID_DAYS),
        "form": ConsentForm.ORAL_PROTOCOL,
        "language": life.person.newcomer.languages[0],
        "recorded_by_id": life.doer,
        "recorded_at": moment(day),
    }


def add_intake(sheets: Sheets, life: Life) -> None:
    decided = life.on(DECIDED)
    sheets.add(
        Referral,
        case_id=life.case_id,
        source=life.person.newcomer.source,
        mode=ReferralMode.PHONE,
        client_consented=True,
        received_on=life.received_on,
    )
    if decided:
        sheets.add(
            Triage,
            case_id=life.case_id,
            decision=decision_of(life),
            reason=decline_reason(life),
            decided_by_id=life.doer,
            decided_at=moment(decided),
            waiting_since=decided if life.stage.state == CaseState.WAITING else None,
        )


def add_work(sheets: Sheets, rng: Random, life: Life, known: list[Span], today: dt.date) -> None:
    """Deadlines, and the lists of case manager and coordinator."""
    for span in known:
        sheets.add(Deadline, case_id=life.case_id, **span.row(today))
    running = [span for span in known if span.is_running]
    for item in items(rng, life, running, today):
        sheets.add(WorkItem, case_id=life.case_id, **item.row(life))


def add_journal(sheets: Sheets, life: Life) -> None:
    """The trigger numbers and chains the rows in the order in which they arrive."""
    for kind, day, data in journal(life):
        sheets.add(
            CaseEvent,
            case_id=life.case_id,
            kind=kind,
            at=moment(day),
            person_id=life.doer,
            hat=Hat.CASE if life.manager else Hat.DESK,
            data=data,
        )


def journal(life: Life) -> Iterator[tuple[EventKind, dt.date, dict[str, Any]]]:
    if life.manager:
        yield EventKind.ASSIGNED, life.received_on, {"person": life.manager.person_id}
    yield EventKind.REFERRAL_REGISTERED, life.received_on, {}
    for step, kinds in EVENTS.items():
        day = life.on(step)
        for kind in kinds if day else ():
            assert day  # noqa: S101  asked in the line above
            yield kind, day, {"decision": decision_of(life).value} if step == DECIDED else {}
    if life.closed_on and life.stage.phase == Phase.ENDED and life.stage.state != CaseState.CLOSED:
        is_declined = life.stage.state == CaseState.DECLINED
        yield (EventKind.DECLINED if is_declined else EventKind.REFERRED_ON), life.closed_on, {}
