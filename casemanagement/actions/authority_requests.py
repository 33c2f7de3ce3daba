# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deeds on questions of authorities: taken down by whoever is asked, decided by data protection."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.actions import grounds, notices
from casemanagement.actions.grounds import Ground
from casemanagement.casework import Conflict, casework, record_event, write
from casemanagement.choices import EventKind, NoticeKind, RequestDecision
from casemanagement.models import AuthorityRequest, Case
from permissions import clock
from permissions.access import REQUEST_ACCESS
from permissions.actor import Actor, NotPermitted, acting_as
from permissions.duties import organisations_of
from permissions.hats import Hat
from permissions.models import Organisation
from permissions.rights import Right

ENTERED_IN = (Hat.CASE, Hat.DSB)
TOLD = (RequestDecision.ANSWERED, RequestDecision.PARTLY)


def enter(*, by: Actor, case: Case | None = None, **facts: Any) -> AuthorityRequest:
    """Take the question down. About a case it also stands in the journal of that case."""
    house = _house_of(by)
    if case is None or by.hat is Hat.DSB:
        with transaction.atomic(), acting_as(by):
            if case is not None and case.organisation_id != house.pk:
                raise NotPermitted
            request = _write(by, house, case, facts)
            if by.hat is Hat.CASE:
                notices.tell(NoticeKind.REQUEST_ENTERED, by=by, organisation=house, to_hat=Hat.DSB)
            return request
    with casework(case, by=by, right=Right.RECORD_CONSENT) as bound:
        request = _write(by, bound.organisation, bound, facts)
        record_event(bound, EventKind.AUTHORITY_ASKED, by=by, basis=request.claimed_basis)
        notices.tell(NoticeKind.REQUEST_ENTERED, by=by, case=bound, to_hat=Hat.DSB)
        return request


def decide(
    request: AuthorityRequest,
    *,
    by: Actor,
    decision: str,
    decider: str,
    decision_basis: str,
    answered_on: dt.date | None = None,
    answer: str = "",
    ground: Ground | None = None,
) -> AuthorityRequest:
    """The word of data protection or of the legal office; only after it may anybody answer."""
    with transaction.atomic(), acting_as(by):
        REQUEST_ACCESS.require(by, Right.DECIDE_REQUEST, request)
        request = AuthorityRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
        if request.answered_on is not None:
            raise Conflict(_("Diese Anfrage ist schon beantwortet."))
        if decision == RequestDecision.OPEN:
            raise ValidationError({"decision": _("Bitte wählen Sie die Entscheidung.")})
        if not decision_basis.strip():
            raise ValidationError({"decision_basis": _("Bitte begründen Sie die Entscheidung.")})
        if answered_on is not None and answered_on < request.asked_on:
            raise ValidationError({"answered_on": _("Die Antwort liegt vor der Anfrage.")})
        write(
            request,
            decision=decision,
            decider=decider,
            decision_basis=decision_basis,
            decided_by=by.person,
            decided_at=clock.now(),
            answered_on=answered_on,
            answer=answer,
        )
        _answer(request, by, ground)
        if request.recorded_by_id != (by.person.pk if by.person else None):
            notices.tell(
                NoticeKind.REQUEST_DECIDED,
                by=by,
                organisation=request.organisation,
                to_person=request.recorded_by,
                to_hat=Hat.CASE,
            )
        return request


def _write(by: Actor, house: Organisation, case: Case | None, facts: dict[str, Any]) -> AuthorityRequest:
    request = AuthorityRequest(organisation=house, case=case, recorded_by=by.person, recorded_at=clock.now())
    return write(request, **facts)


def _answer(request: AuthorityRequest, by: Actor, ground: Ground | None) -> None:
    """An answer about somebody who is known here leaves the house; a refusal tells nothing."""
    told = request.answered_on is not None and request.decision in TOLD
    if request.case is None or not told:
        grounds.forbid(ground)
        return
    decider = str(request.get_decider_display())
    with casework(request.case, by=by, right=Right.READ_CONSENTS) as case:
        grounds.leave(
            case,
            ground and replace(ground, note=request.decision_basis, decided_by=decider),
            by=by,
            purpose=gettext_lazy("Antwort auf die Anfrage einer Behörde"),
            recipient="" if ground is not None and ground.consent is not None else request.authority[:200],
            on=request.answered_on,
            item=("authority_request", request.pk),
        )


def _house_of(by: Actor) -> Organisation:
    """The organisation that was asked: the one in which the person wears this hat."""
    if by.person is None or by.hat not in ENTERED_IN:
        raise NotPermitted(_("In dieser Aufgabe werden keine Anfragen erfasst."))
    house = organisations_of(by.person, by.hat).order_by("pk").first()
    if house is None:
        raise NotPermitted
    return house
