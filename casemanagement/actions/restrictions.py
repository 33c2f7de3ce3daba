# SPDX-License-Identifier: AGPL-3.0-or-later
"""Restricted processing (Art. 18): data are kept and not used; set and lifted with a reason."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement import deadlines, working_days
from casemanagement.actions import workitems
from casemanagement.actions.notices import tell
from casemanagement.casework import Conflict, deed, record_event, write
from casemanagement.choices import EventKind, NoticeKind, RestrictionGround, WorkState
from casemanagement.choices.requests import SubjectDecision, SubjectRight
from casemanagement.models import Case, Restriction, SubjectRequest
from casemanagement.sentences import stored
from permissions import clock
from permissions.actor import Actor
from permissions.hats import Hat
from permissions.rights import Right

# Art. 18 Abs. 1: whoever obtained one of these hears before it is lifted (Abs. 3).
OBTAINED = (
    RestrictionGround.ACCURACY,
    RestrictionGround.UNLAWFUL,
    RestrictionGround.CLAIMS,
    RestrictionGround.OBJECTION,
)
ASKED_BY = (SubjectRight.RESTRICTION, SubjectRight.OBJECTION)
GRANTED = (SubjectDecision.GRANTED, SubjectDecision.PARTLY)
INFORM, INFORM_WITHIN = "restriction.inform", 5  # working days


@deed(Right.RESTRICT)
def restrict(
    case: Case, *, by: Actor, ground: str, note: str, request: SubjectRequest | None = None
) -> Restriction:
    """From now on nobody reads or changes the file; its deadlines rest. Counts of cases stay as they are."""
    if case.is_restricted:
        raise Conflict(_("Die Verarbeitung dieses Falls ist schon eingeschränkt."))
    if not note.strip():
        raise ValidationError({"note": _("Bitte nennen Sie den Grund in einem Satz.")})
    if not case.is_paused:
        # All of them, also the dates that others set: nobody works with the file.
        deadlines.stopped(case, clock.today(), keep=(deadlines.PAUSE,))
    restriction = note_restriction(case, by=by, ground=ground, note=note, request=request)
    _tell_about(case, NoticeKind.RESTRICTION_SET, by)
    return restriction


@deed(Right.RESTRICT)
def restrict_as_asked(case: Case, *, by: Actor, ground: str, request: SubjectRequest) -> Restriction:
    """What a granted request asks for; where the file is restricted already, that stands."""
    standing = case.restrictions.filter(lifted_at__isnull=True).first() if case.is_restricted else None
    if standing is not None:
        return standing
    note = request.decision_reason.strip() or _("Auf Antrag vom %s") % f"{request.received_on:%d.%m.%Y}"
    if case.is_restricted:  # by the schedule of an earlier version, which left no reason
        return note_restriction(case, by=by, ground=ground, note=note, request=request)
    return restrict(case, by=by, ground=ground, note=note, request=request)


@deed(None)
def note_restriction(
    case: Case, *, by: Actor, ground: str, note: str = "", request: SubjectRequest | None = None
) -> Restriction:
    """The mark and the reason behind it; a revoked C1 and a long closed case lead here as well."""
    write(case, is_restricted=True)
    known = case.restrictions.filter(lifted_at__isnull=True).first()
    restriction = known or write(
        Restriction(case=case, request=request),
        ground=ground,
        note=note,
        set_by=by.person or case.registered_by,
        set_at=clock.now(),
    )
    record_event(case, EventKind.RESTRICTED, by=by, ground=ground)
    return restriction


def owes_word(restriction: Restriction) -> bool:
    """Whether the client obtained it, or has obtained one since it was set, and does not know yet that it ends."""
    if restriction.informed_on is not None:
        return False
    granted = restriction.case.subject_requests.filter(
        kind__in=ASKED_BY,
        decision__in=GRANTED,
        answered_on__gte=restriction.set_at.astimezone(clock.BERLIN).date(),
    )
    return restriction.ground in OBTAINED or granted.exists()


@deed(Right.RESTRICT)
def announce_lifting(case: Case, *, by: Actor) -> Restriction:
    """Ask whoever leads the case to tell the client first; nobody leads it: the coordination does."""
    restriction = _standing(case)
    if restriction.announced_at is not None:
        raise Conflict(_("Die Aufhebung ist schon angekündigt."))
    write(restriction, announced_by=by.person, announced_at=clock.now())
    lead = case.lead()
    workitems.ask(
        case,
        by=by,
        kind=INFORM,
        title=stored(gettext_lazy("Klient*in unterrichten: Die Einschränkung wird aufgehoben")),
        hat=Hat.CASE if lead else Hat.FACH,
        owner=lead,
        due_on=working_days.add_working_days(clock.today(), INFORM_WITHIN),
    )
    record_event(case, EventKind.RESTRICTION_TO_LIFT, by=by)
    _tell_about(case, NoticeKind.RESTRICTION_TO_LIFT, by)
    return restriction


@deed(Right.ENTER_SUBJECT_REQUEST)
def note_informed(case: Case, *, by: Actor, informed_on: dt.date) -> Restriction:
    """The client knows; whoever restricted the file may lift it now."""
    restriction = _inform(_standing(case), by, informed_on)
    for hat in (Hat.DSB, Hat.FACH):
        tell(NoticeKind.RESTRICTION_TOLD, by=by, case=case, to_hat=hat)
    return restriction


@deed(Right.RESTRICT)
def lift(case: Case, *, by: Actor, note: str, informed_on: dt.date | None = None) -> None:
    """Use the data again; whether the file opens then depends on the consents as always."""
    if not case.is_restricted:
        raise Conflict(_("Die Verarbeitung dieses Falls ist nicht eingeschränkt."))
    if not note.strip():
        raise ValidationError({"note": _("Bitte nennen Sie den Grund in einem Satz.")})
    standing = list(case.restrictions.filter(lifted_at__isnull=True))
    for row in standing:
        if owes_word(row):
            _inform(row, by, informed_on)
    rests = [row for row in standing if row.ground != RestrictionGround.REVOKED]
    if rests and not case.is_paused and case.is_open:
        deadlines.go_on(case, clock.today())
    for row in standing:
        write(row, lifted_by=by.person, lifted_at=clock.now(), lift_note=note)
    write(case, is_restricted=False)
    record_event(case, EventKind.RESTRICTION_LIFTED, by=by)
    _tell_about(case, NoticeKind.RESTRICTION_LIFTED, by)


def _standing(case: Case) -> Restriction:
    restriction = case.restrictions.filter(lifted_at__isnull=True).first()
    if restriction is None:
        raise Conflict(_("Die Verarbeitung dieses Falls ist nicht eingeschränkt."))
    return restriction


def _inform(restriction: Restriction, by: Actor, informed_on: dt.date | None) -> Restriction:
    if informed_on is None:
        raise ValidationError(
            {
                "informed_on": _(
                    "Vor der Aufhebung erfährt es die Klientin oder der Klient: Bitte nennen Sie den Tag."
                )
            }
        )
    if informed_on < restriction.set_at.astimezone(clock.BERLIN).date():
        raise ValidationError({"informed_on": _("An diesem Tag war noch nichts eingeschränkt.")})
    if restriction.informed_on is not None:
        raise Conflict(_("Die Unterrichtung ist schon vermerkt."))
    write(restriction, informed_by=by.person, informed_on=informed_on)
    restriction.case.work_items.open().filter(kind=INFORM).update(
        state=WorkState.DONE, ended_at=clock.now(), ended_by=by.person
    )
    record_event(restriction.case, EventKind.RESTRICTION_TOLD, by=by)
    return restriction


def _tell_about(case: Case, kind: NoticeKind, by: Actor) -> None:
    for row in case.assignments.responsible(clock.today()).select_related("person"):
        tell(kind, by=by, case=case, to_person=row.person)
    for hat in {Hat.DSB, Hat.FACH} - {by.hat}:
        tell(kind, by=by, case=case, to_hat=hat)
