# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deeds on the requests of clients: entered with a deadline, looked through by two, answered with a reason."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from casemanagement import subject_access, subject_papers, subject_review
from casemanagement.actions import clients, notices, restrictions, retention
from casemanagement.casework import Conflict, deed, record_event, write
from casemanagement.choices import EventKind, NoticeKind, RestrictionGround
from casemanagement.choices.requests import RedactionReason, SubjectDecision, SubjectRight
from casemanagement.models import (
    Case,
    ClientIdentity,
    ClientStatement,
    DocumentContent,
    Rectification,
    Redaction,
    SubjectRequest,
)
from casemanagement.working_days import add_months
from permissions import clock
from permissions.actor import Actor, NotPermitted
from permissions.hats import Hat
from permissions.rights import Right

MONTHS, MONTHS_AT_MOST = 1, 3
# Nothing of these leaves the house before two people have looked through it.
FOUR_EYES = (SubjectRight.ACCESS,)
RECTIFIABLE = ("given_name", "family_name", "birth_date", "phone", "email", "street", "postcode", "city")
GRANTED = (SubjectDecision.GRANTED, SubjectDecision.PARTLY)
EXPORTED = (SubjectRight.ACCESS, SubjectRight.PORTABILITY)


@deed(Right.ENTER_SUBJECT_REQUEST)
def enter(
    case: Case,
    *,
    by: Actor,
    kind: str,
    received_on: dt.date,
    received_via: str,
    identity_checked: str,
    wish: str = "",
    ground: str = "",
) -> SubjectRequest:
    """Begin the month; for an access request blackening is proposed where others are spoken of."""
    request = write(
        SubjectRequest(case=case, entered_by=by.person, entered_at=clock.now()),
        kind=kind,
        ground=ground if kind == SubjectRight.RESTRICTION else "",
        wish=wish,
        received_on=received_on,
        received_via=received_via,
        due_on=add_months(received_on, MONTHS),
        identity_checked=identity_checked,
    )
    if kind in FOUR_EYES:
        for place, reason in subject_access.of_others(case):
            _propose(request, place, "", reason, by=by)
    record_event(case, EventKind.SUBJECT_REQUEST_ENTERED, by=by, kind=kind, due_on=str(request.due_on))
    return request


@deed(Right.DECIDE_SUBJECT_REQUEST)
def extend(request: SubjectRequest, *, by: Actor, until: dt.date, reason: str) -> SubjectRequest:
    """Up to three months in all; the client is told the reason within the first."""
    _still_open(request)
    latest = add_months(request.received_on, MONTHS_AT_MOST)
    if not request.due_on < until <= latest:
        raise ValidationError({"until": _("Möglich ist ein Tag bis zum %s.") % f"{latest:%d.%m.%Y}"})
    write(request, extended_until=until, extension_reason=reason)
    record_event(request.case, EventKind.SUBJECT_REQUEST_EXTENDED, by=by, reason=reason, until=str(until))
    return request


@deed(Right.DECIDE_SUBJECT_REQUEST)
def decide(request: SubjectRequest, *, by: Actor, decision: str, reason: str = "") -> SubjectRequest:
    """The answer, on the day it is given; a refusal says why and where one can complain."""
    _still_open(request)
    if decision in (SubjectDecision.PARTLY, SubjectDecision.REFUSED) and not reason.strip():
        raise ValidationError({"reason": _("Bitte begründen Sie, was nicht entsprochen wird.")})
    if decision in GRANTED and request.kind in FOUR_EYES and request.released_at is None:
        raise ValidationError(_("Die Auskunft ist noch nicht von zwei Personen durchgesehen."))
    write(
        request,
        decision=decision,
        decision_reason=reason,
        decided_by=by.person,
        answered_on=clock.today(),
    )
    record_event(request.case, EventKind.SUBJECT_REQUEST_DECIDED, by=by, kind=request.kind, decision=decision)
    return request


def answer(
    request: SubjectRequest, *, by: Actor, decision: str, reason: str = "", ground: str = ""
) -> SubjectRequest:
    """Decide; what is granted happens with it, or neither does: an erasure, a restriction, an objection."""
    with transaction.atomic():
        decided = decide(request, by=by, decision=decision, reason=reason)
        if decision not in GRANTED:
            return decided
        if request.kind == SubjectRight.ERASURE:
            retention.request_erasure(request.case, by=by)
        elif request.kind in restrictions.ASKED_BY:
            restrictions.restrict_as_asked(
                request.case, by=by, ground=_ground_of(request, ground), request=decided
            )
    return decided


def _ground_of(request: SubjectRequest, said: str) -> str:
    """Why data are only kept from now on; an objection says it by itself."""
    if request.kind == SubjectRight.OBJECTION:
        return RestrictionGround.OBJECTION
    if not (said or request.ground):
        raise ValidationError({"ground": _("Bitte nennen Sie den Grund der Einschränkung.")})
    return said or request.ground


@deed(Right.ENTER_SUBJECT_REQUEST)
def propose(request: SubjectRequest, *, by: Actor, place: str, passage: str = "", reason: str) -> Redaction:
    """Propose to blacken what one may read oneself, or a part of it; who looked through looks again."""
    _still_open(request)
    if not subject_access.is_legible(request.case, place, by):
        raise ValidationError({"place": _("Diese Stelle gibt es nicht.")})
    if subject_access.text_at(request.case, place).find(passage) < 0:
        raise ValidationError({"passage": _("Diese Textstelle steht dort nicht.")})
    row = _propose(request, place, passage, reason, by=by)
    nobody = dict.fromkeys(("reviewed_by", "reviewed_at", "released_by", "released_at"))
    write(request, seen_texts=b"", **nobody)
    record_event(request.case, EventKind.REDACTION_PROPOSED, by=by, reason=reason)
    return row


@deed(Right.READ_SUBJECT_REQUEST)
def settle(redaction: Redaction, *, by: Actor, is_confirmed: bool) -> None:
    """The second pair of eyes agrees, or the passage stays legible."""
    _still_open(redaction.request)
    record_event(redaction.case, EventKind.REDACTION_DECIDED, by=by, confirmed=is_confirmed)
    if not is_confirmed:
        redaction.delete()
        return
    _another_person(redaction.proposed_by_id, by)
    write(redaction, confirmed_by=by.person, confirmed_at=clock.now())


@deed(Right.ENTER_SUBJECT_REQUEST)
def review(request: SubjectRequest, *, by: Actor) -> None:
    """Whoever knows the file has looked through what would leave the house; what is looked at again is not released."""
    _still_open(request)
    seen = b""
    if request.kind in FOUR_EYES:
        seen = subject_review.marks_of(subject_access.sections_of(request.case))
    looked = {"reviewed_by": by.person, "reviewed_at": clock.now(), "seen_texts": seen}
    write(request, released_by=None, released_at=None, **looked)
    record_event(request.case, EventKind.EXPORT_REVIEWED, by=by)
    for hat in (Hat.DSB, Hat.FACH):
        notices.tell(NoticeKind.EXPORT_REVIEWED, by=by, case=request.case, to_hat=hat)


@deed(Right.READ_SUBJECT_REQUEST)
def release(request: SubjectRequest, *, by: Actor) -> None:
    """A second person lets it go, once every proposal is settled."""
    _still_open(request)
    if request.reviewed_at is None:
        raise Conflict(_("Zuerst sieht die Fallführung die Auskunft durch."))
    _another_person(request.reviewed_by_id, by)
    if request.redactions.filter(confirmed_at=None).exists():
        raise Conflict(_("Es sind noch Schwärzungen offen."))
    write(request, released_by=by.person, released_at=clock.now())
    record_event(request.case, EventKind.EXPORT_RELEASED, by=by)
    notices.tell(NoticeKind.EXPORT_RELEASED, by=by, case=request.case, to_person=request.reviewed_by)


@deed(Right.EXPORT_FILE)
def export(request: SubjectRequest, *, by: Actor, export_id: str) -> subject_access.Answer:
    """Everything about the client, as it may leave the house now."""
    if request.kind not in EXPORTED:
        raise Conflict(_("Zu diesem Antrag gehört keine Ausgabe."))
    if request.kind in FOUR_EYES and request.released_at is None:
        raise Conflict(_("Die Auskunft ist noch nicht von zwei Personen durchgesehen."))
    record_event(request.case, EventKind.EXPORTED, by=by, kind=request.kind, export=export_id)
    if request.kind == SubjectRight.PORTABILITY:
        return subject_access.provided_by(request, export_id)
    return subject_access.answer(request, export_id)


@deed(Right.EXPORT_FILE)
def content_of(request: SubjectRequest, *, by: Actor, document: int) -> bytes:
    """A document that goes along. The export is recorded already; whether it may be is asked for each."""
    if subject_papers.stays_here(request, document):
        raise NotPermitted
    content: bytes = DocumentContent.objects.get(case=request.case, document=document).content
    return content


@deed(Right.WRITE_FILE)
def rectify(
    case: Case, *, by: Actor, field: str, value: Any, reason: str, request: SubjectRequest | None = None
) -> Rectification:
    """Correct a value of the person; the wrong one is kept beside the reason."""
    identity = ClientIdentity.objects.get(case=case)
    if field not in RECTIFIABLE:
        raise ValidationError({"field": _("Diese Angabe wird an ihrer Stelle in der Akte geändert.")})
    old = getattr(identity, field)
    if (old or "") == (value or ""):
        raise ValidationError({"value": _("So steht es schon in der Akte.")})
    clients.change_identity(case, by=by, **{field: value})
    made = write(
        Rectification(case=case, request=request, made_by=by.person, made_at=clock.now()),
        model=ClientIdentity._meta.label,
        field=field,
        old_value=str(old or ""),
        new_value=str(value or ""),
        reason=reason,
    )
    record_event(case, EventKind.RECTIFIED, by=by, field=field)
    return made


@deed(Right.WRITE_FILE)
def attach_statement(
    case: Case, *, by: Actor, about: str, text: str, request: SubjectRequest | None = None
) -> ClientStatement:
    """Where a fact is disputed, the client's words are put beside it."""
    made = write(
        ClientStatement(case=case, request=request, entered_by=by.person, entered_at=clock.now()),
        about=about,
        text=text,
    )
    record_event(case, EventKind.STATEMENT_ATTACHED, by=by)
    return made


def _propose(
    request: SubjectRequest, place: str, passage: str, reason: str | RedactionReason, *, by: Actor
) -> Redaction:
    model, row, field = subject_access.split(place)
    fresh = Redaction(case=request.case, request=request, row=row)
    return write(
        fresh,
        model=model._meta.label,
        field=field,
        passage=passage,
        reason=reason,
        proposed_by=by.person,
        proposed_at=clock.now(),
    )


def _still_open(request: SubjectRequest) -> None:
    if not request.is_open:
        raise Conflict(_("Dieser Antrag ist bereits beantwortet."))


def _another_person(first: int | None, by: Actor) -> None:
    if by.person is None:
        raise NotPermitted
    if by.person.pk == first:
        raise Conflict(_("Das entscheidet eine zweite Person."))
