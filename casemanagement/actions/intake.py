# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deeds of the Zugang: safety first, then what stands against a case, the decision, and who leads it."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement import blind_index, deadlines, impartiality, working_days
from casemanagement.actions import assignments, clients, conflicts, endings, grounds, workitems
from casemanagement.actions.grounds import Ground
from casemanagement.casework import Conflict, casework, deed, demand, record_event, write
from casemanagement.choices import (
    CaseState,
    DeclineReason,
    Direction,
    EventKind,
    Medium,
    OverlapAnswer,
    OverlapConsequence,
    OverlapService,
    OverlapSource,
    Phase,
    TriageDecision,
    Urgency,
    UrgentReason,
    WorkState,
)
from casemanagement.models import (
    Case,
    ClientIdentity,
    ClientSituation,
    ConflictDeclaration,
    OverlapCheck,
    Triage,
    TriageNote,
)
from casemanagement.sentences import stored
from permissions import accesslog, clock
from permissions.access import CASE_ACCESS
from permissions.actor import Actor
from permissions.duties import organisations_of
from permissions.hats import Hat
from permissions.models import AccessAction, Organisation, User
from permissions.rights import Right

ALERT = "intake.urgent"


@deed(Right.ASSIGN)
def assign(case: Case, *, by: Actor, person: User, note: str = "") -> None:
    """Name who leads the case from today. Another house takes it over only by a handover, once it is a case.

    A closed one within its twelve months too, so that somebody can open it again when the client comes back.
    """
    if case.is_past(clock.today()):
        raise Conflict(_("Dieser Fall ist beendet und kann nicht wieder geöffnet werden."))
    if not case.is_open and not note.strip():
        raise ValidationError({"note": _("Bitte schreiben Sie, warum ein beendeter Fall zugeteilt wird.")})
    houses = organisations_of(person, Hat.CASE).filter(kommune=case.kommune_id)
    house = houses.filter(pk=case.organisation_id).first() or houses.first()
    if house is None:
        raise ValidationError({"person": _("Diese Person arbeitet zurzeit nicht im Fallmanagement.")})
    if case.accepted_on is not None and house.pk != case.organisation_id:
        raise ValidationError({"person": _("In ein anderes Haus wechselt ein Fall nur durch eine Übergabe.")})
    impartiality.require(case, person)
    responsible = case.responsible(clock.today())
    if responsible is None or responsible.person_id != person.pk:
        assignments.hand_to(
            case, by=by, person=person, organisation=house, on=clock.today(), reason=note[:200]
        )
    _end_alert(case, by)
    record_event(case, EventKind.ASSIGNED, by=by, person=person.pk)


@deed(Right.WRITE_FILE)
def assess_urgency(  # urgency and safety are one question to the client
    case: Case,
    *,
    by: Actor,
    urgency: str,
    urgent_reason: str = "",
    risk_flags: list[str] | None = None,
    has_protected_address: bool = False,
    protected_address: str = "",
    protected_ground: str = "",
    protected_until: dt.date | None = None,
) -> None:
    """What cannot wait, and what must not become known."""
    if urgency == Urgency.URGENT and not urgent_reason:
        raise ValidationError({"urgent_reason": _("Bitte nennen Sie, warum die Meldung dringend ist.")})
    if has_protected_address:
        clients.protect_address(
            case, by=by, address=protected_address, ground=protected_ground, valid_until=protected_until
        )
    write(case, urgency=urgency, urgent_reason=urgent_reason if urgency == Urgency.URGENT else "")
    write(ClientSituation.objects.get(case=case), risk_flags=risk_flags or [])
    if case.is_urgent() and case.first_contact_on is None:
        deadlines.start(case, "urgent_contact", on=clock.today())
    record_event(case, EventKind.URGENCY_ASSESSED, by=by, urgency=urgency)


@deed(None)
def alert_coordinator(case: Case, *, by: Actor) -> None:
    """Let the coordinator know at once; she needs no name for it."""
    labels = dict(UrgentReason.choices)
    workitems.ask(
        case,
        by=by,
        kind=ALERT,
        title=stored(gettext_lazy("Dringende Meldung: %(reason)s"))
        % {"reason": stored(labels.get(case.urgent_reason, ""))},
        hat=Hat.FACH,
        due_on=working_days.next_working_day(clock.today()),
    )
    record_event(case, EventKind.COORDINATOR_ALERTED, by=by)


@deed(Right.WRITE_FILE)
def check_duplicates(case: Case, *, by: Actor, is_duplicate: bool) -> None:
    """Whether it is the same person; then this referral ends here."""
    if is_duplicate:
        endings.note_decline(case, by=by, reason=DeclineReason.DUPLICATE)
    record_event(case, EventKind.DUPLICATES_CHECKED, by=by, is_duplicate=is_duplicate)


def duplicate_of(case: Case, *, by: Actor) -> tuple[bool, Organisation | None]:
    """Whether another file exists for the client of this case, and where to ask."""
    identity = ClientIdentity.objects.filter(case=case).first()
    if identity is None:
        return False, None
    # Bound to the case, the database leaves the case itself out.
    with casework(case, by=by, right=Right.READ_IDENTITY):
        return duplicate_of_person(
            given_name=identity.given_name,
            family_name=identity.family_name,
            birth_date=identity.birth_date,
            by=by,
        )


def duplicate_of_person(
    *,
    given_name: str,
    family_name: str,
    birth_date: dt.date | None,
    by: Actor,
    shown: int = 0,
) -> tuple[bool, Organisation | None]:
    """The exact question, name and birth date; no answer without both. Each question is recorded."""
    if birth_date is None or not blind_index.normalised(f"{given_name} {family_name}"):
        return False, None
    with transaction.atomic(), connection.cursor() as cursor:
        accesslog.record(
            by,
            AccessAction.SEARCH,
            block="identity",
            grant=CASE_ACCESS.named(by, Right.READ_IDENTITY)[:200],
            reason="duplicates",
            query=blind_index.mark(f"{given_name} {family_name} {birth_date}"),
            shown=shown,
        )
        exists, organisation_id = False, 0
        for asked in blind_index.exact_questions(given_name, family_name, birth_date):
            cursor.execute('SELECT "exists", organisation_id FROM kim.duplicate_of(%s, %s)', asked)
            found, house = cursor.fetchone()
            # An answer that names no house (protected, hidden from) stands before one that does.
            if found:
                organisation_id = house if not exists or house is None else organisation_id
            exists = exists or found
    return exists, Organisation.objects.filter(pk=organisation_id).first()


@deed(Right.WRITE_FILE)
def record_overlap(case: Case, *, by: Actor, answers: list[dict[str, Any]]) -> None:
    """For each service that does the same work: the answer, who gave it, and what follows."""
    for given in answers:
        answer = dict(given)
        follows = answer["consequence"] != OverlapConsequence.NONE
        if answer["answer"] == OverlapAnswer.YES and not follows:
            raise ValidationError(_("Bitte sagen Sie, was aus der Überschneidung folgt."))
        ground = answer.pop("ground", None)
        if answer["source"] == OverlapSource.SERVICE:
            _ask(case, by, answer["service"], ground)
        known = OverlapCheck.objects.filter(case=case, service=answer["service"]).first()
        write(
            known or OverlapCheck(case=case),
            recorded_by=by.person,
            recorded_at=clock.now(),
            **answer,
        )
    found = [answer["service"] for answer in answers if answer["answer"] == OverlapAnswer.YES]
    record_event(case, EventKind.OVERLAP_RECORDED, by=by, services=found)


@deed(Right.WRITE_FILE)
def declare_conflict(case: Case, *, by: Actor, has_conflict: bool) -> None:
    """A person's word about being impartial; with a conflict access ends at once."""
    write(
        ConflictDeclaration(case=case), person=by.person, has_conflict=has_conflict, declared_at=clock.now()
    )
    if has_conflict:
        conflicts.withdraw(case, by=by)
    record_event(case, EventKind.CONFLICT_DECLARED, by=by, has_conflict=has_conflict)


@deed(Right.WRITE_FILE)
def decide_triage(
    case: Case,
    *,
    by: Actor,
    decision: str,
    reason: str = "",
    note: str = "",
    is_disputed: bool = False,
    ground: Ground | None = None,
) -> Triage:
    """Decide whether the case is taken on; whoever is referred on is named to others only on a ground."""
    refused = decision in {TriageDecision.DECLINED, TriageDecision.REFERRED_ON}
    if refused and not reason:
        raise ValidationError({"reason": _("Bitte nennen Sie den Grund.")})
    if decision == TriageDecision.ACCEPTED:
        demand(case.missing_for_admission(clock.today()))
    _refer(case, by, ground, decision == TriageDecision.REFERRED_ON)
    waits = decision == TriageDecision.WAITING_LIST
    triage = write(
        Triage.objects.filter(case=case).first() or Triage(case=case),
        decision=decision,
        reason=reason if refused else "",
        is_disputed=is_disputed and refused,
        decided_by=by.person,
        decided_at=clock.now(),
        waiting_since=clock.today() if waits else None,
        waiting_place=None,
    )
    _note(triage, note)
    write(case, state=CaseState.WAITING if waits else CaseState.OPEN)
    record_event(case, EventKind.TRIAGE_DECIDED, by=by, decision=decision, reason=triage.reason)
    return triage


@deed(Right.ASSIGN)
def offer_place(case: Case, *, by: Actor, outcome: str, note: str = "", ground: Ground | None = None) -> None:
    """How the waiting ends: with a place here, or elsewhere."""
    decision = TriageDecision.ACCEPTED if outcome == "place" else TriageDecision.REFERRED_ON
    triage = Triage.objects.get(case=case)
    if triage.decision != TriageDecision.WAITING_LIST:
        raise Conflict(_("Dieser Fall steht nicht mehr auf der Warteliste."))
    _refer(case, by, ground, decision == TriageDecision.REFERRED_ON)
    reason = "" if outcome == "place" else DeclineReason.NO_CAPACITY
    write(triage, decision=decision, reason=reason)
    if note:
        _note(triage, note)
    write(case, state=CaseState.OPEN)
    record_event(case, EventKind.PLACE_OFFERED, by=by, outcome=outcome)


@deed(Right.WRITE_FILE)
def dispute(case: Case, *, by: Actor, note: str) -> None:
    """Client or referrer do not accept the refusal; the Fachaufsicht has the last word."""
    triage = write(Triage.objects.get(case=case), is_disputed=True, approved_by=None, approved_at=None)
    _note(triage, note)
    record_event(case, EventKind.DECISION_DISPUTED, by=by)


@deed(Right.APPROVE)
def approve_decision(triage: Triage, *, by: Actor, is_confirmed: bool, note: str = "") -> None:
    """Confirm a disputed refusal, or send it back to be decided again."""
    if is_confirmed:
        write(triage, approved_by=by.person, approved_at=clock.now())
    elif not note:
        raise ValidationError({"note": _("Bitte nennen Sie den Grund.")})
    else:
        _note(triage, note)
    record_event(triage.case, EventKind.DECISION_APPROVED, by=by, confirmed=is_confirmed)


@deed(None)
def admit(case: Case, *, by: Actor) -> None:
    """Take the case on, once everything that admission asks for is there."""
    today = clock.today()
    demand(case.missing_for_admission(today))
    write(case, accepted_on=today, phase=Phase.ASSESSMENT, state=CaseState.OPEN)
    deadlines.meet(case, "triage", on=today)
    assessed = ("assessment",) if case.has_assessment() else ()
    for code in (*assessed, "duration", "long_duration", "no_contact"):
        deadlines.start(case, code, on=today)
    record_event(case, EventKind.ADMITTED, by=by)


@deed(None)
def decline(case: Case, *, by: Actor) -> None:
    """End a referral that is not taken on."""
    triage = Triage.objects.get(case=case)
    if triage.awaits_approval:
        raise Conflict(_("Die Entscheidung ist strittig und wartet auf die Fachaufsicht."))
    endings.end_referral(case, by=by, state=CaseState.DECLINED)
    record_event(case, EventKind.DECLINED, by=by, reason=triage.reason)


@deed(None)
def refer_on(case: Case, *, by: Actor) -> None:
    """End a referral that another service takes up."""
    endings.end_referral(case, by=by, state=CaseState.REFERRED_ON)
    record_event(case, EventKind.REFERRED_ON, by=by)


def _ask(case: Case, by: Actor, service: str, ground: Ground | None) -> None:
    """Whoever asks a service about somebody has named her."""
    try:
        grounds.leave(
            case,
            ground,
            by=by,
            purpose=OverlapService(service).label,
            medium=Medium.CONVERSATION,
            direction=Direction.OBTAIN,
        )
    except ValidationError as error:
        raise ValidationError({f"{service}_consent": error.messages}) from None


def _refer(case: Case, by: Actor, ground: Ground | None, is_referred: bool) -> None:
    """Another service hears of the client on a ground; or nothing, and she goes there herself."""
    if not is_referred:
        grounds.forbid(ground)
        return
    if not grounds.is_silent(ground):
        grounds.leave(case, ground, by=by, purpose=gettext_lazy("Verweis an eine andere Stelle"))


def _note(triage: Triage, text: str) -> None:
    """The words to the decision; the last ones count."""
    row = TriageNote.objects.filter(triage=triage).first() or TriageNote(case=triage.case, triage=triage)
    write(row, text=text)


def _end_alert(case: Case, by: Actor) -> None:
    case.work_items.open().filter(kind=ALERT).end(WorkState.DONE, by=by.person)
