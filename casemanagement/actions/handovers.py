# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deeds of a handover: decide, offer, answer, approve, switch, take back."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casemanagement.actions import assignments
from casemanagement.casework import deed, record_event
from casemanagement.choices import (
    ConsentKind,
    EventKind,
    HandoverState,
    Leadership,
    NeedLevel,
)
from casemanagement.models import Case, Handover, HandoverSheet
from casemanagement.models.handover import LIVING
from permissions import clock
from permissions.actor import Actor
from permissions.models import Membership, Organisation, User
from permissions.rights import Right
from permissions.roles import Role


@deed(Right.WRITE_FILE)
def decide_leadership(case: Case, *, by: Actor, leadership: str) -> None:
    """Decide whether the case stays or is passed on (Zusteuerung)."""
    case.leadership = leadership
    case.save(update_fields=["leadership"])
    record_event(case, EventKind.LEADERSHIP_DECIDED, by=by, leadership=leadership)


@deed(Right.START_HANDOVER)
def offer(
    case: Case,
    *,
    by: Actor,
    reason: str,
    to_organisation: Organisation,
    to_person: User | None = None,
    switch_on: date | None = None,
    gender_wish: str = "",
) -> Handover:
    """Offer the case to an organisation, or to one person there, with the minimal sheet."""
    _require_consent(case, to_organisation)
    _require_case_manager(to_organisation, to_person)
    handover = Handover(
        case=case,
        reason=reason,
        from_organisation=case.organisation,
        to_organisation=to_organisation,
        to_person=to_person,
        state=HandoverState.OFFERED,
        requested_by=by.person,
        requested_at=clock.now(),
        switch_on=switch_on,
    )
    handover.full_clean()
    handover.save()
    _write_sheet(handover, gender_wish)
    record_event(case, EventKind.HANDOVER_OFFERED, by=by, handover=handover.pk, to=to_organisation.code)
    return handover


@deed(Right.ANSWER_HANDOVER)
def answer(handover: Handover, *, by: Actor, is_accepted: bool, answer_reason: str = "") -> None:
    """The receiver's yes or no; whoever says yes to an open offer takes the case."""
    if handover.state != HandoverState.OFFERED:
        raise ValidationError(_("Dieses Angebot ist schon beantwortet."))
    if not is_accepted and not answer_reason:
        raise ValidationError({"answer_reason": _("Bitte nennen Sie den Grund.")})
    handover.state = HandoverState.ACCEPTED if is_accepted else HandoverState.DECLINED
    handover.answered_by, handover.answered_at = by.person, clock.now()
    handover.answer_reason = answer_reason
    if is_accepted:
        handover.to_person = handover.to_person or by.person
    handover.save()
    kind = EventKind.HANDOVER_ACCEPTED if is_accepted else EventKind.HANDOVER_DECLINED
    record_event(handover.case, kind, by=by, handover=handover.pk)


@deed(Right.APPROVE)
def approve(handover: Handover, *, by: Actor, is_approved: bool, reason: str = "") -> None:
    """The Fachaufsicht's word on a move between organisations."""
    if handover.state != HandoverState.ACCEPTED:
        raise ValidationError(
            _("Über diese Übergabe ist schon entschieden, oder sie ist noch nicht angenommen.")
        )
    handover.state = HandoverState.APPROVED if is_approved else HandoverState.DECLINED
    handover.approved_by, handover.approved_at = by.person, clock.now()
    if reason:
        handover.answer_reason = reason
    handover.save()
    kind = EventKind.HANDOVER_APPROVED if is_approved else EventKind.HANDOVER_DECLINED
    record_event(handover.case, kind, by=by, handover=handover.pk)


@deed(None)
def switch(handover: Handover, *, by: Actor) -> None:
    """Change who answers for the case, on the day agreed or today when that has passed."""
    case = handover.case
    # The consent may have been taken back since the offer.
    _require_consent(case, handover.to_organisation)
    if handover.to_person is None:
        raise ValidationError(_("Niemand hat den Fall angenommen."))
    handover.switch_on = clock.today()
    handover.state = HandoverState.SWITCHED
    handover.save()
    assignments.hand_to(
        case,
        by=by,
        person=handover.to_person,
        organisation=handover.to_organisation,
        on=clock.today(),
        reason=str(handover.get_reason_display()),
    )
    case.leadership = Leadership.STAY
    case.save(update_fields=["leadership"])
    record_event(
        case,
        EventKind.HANDOVER_SWITCHED,
        by=by,
        handover=handover.pk,
        from_organisation=handover.from_organisation.code,
        to_organisation=handover.to_organisation.code,
    )


@deed(Right.START_HANDOVER)
def withdraw(handover: Handover, *, by: Actor) -> None:
    """Take the offer back before the switch."""
    if handover.state not in LIVING:
        raise ValidationError(_("Diese Übergabe kann nicht mehr zurückgezogen werden."))
    handover.state = HandoverState.WITHDRAWN
    handover.save(update_fields=["state"])
    record_event(handover.case, EventKind.HANDOVER_WITHDRAWN, by=by, handover=handover.pk)


def _require_consent(case: Case, to_organisation: Organisation) -> None:
    if case.organisation_id == to_organisation.pk:
        return
    living = case.consents.living(clock.today()).of_kind(ConsentKind.C5)
    if not living.filter(recipient_organisation=to_organisation).exists():
        raise ValidationError(
            {
                "to_organisation": _("Es fehlt die Einwilligung in die Übergabe an %(name)s (C5).")
                % {"name": to_organisation.short_name}
            }
        )


def _require_case_manager(organisation: Organisation, person: User | None) -> None:
    employed = Membership.objects.valid_on(clock.today()).filter(
        organisation=organisation, role=Role.CASE_MANAGEMENT
    )
    if person is not None and not employed.filter(person=person).exists():
        raise ValidationError({"to_person": _("Diese Person arbeitet dort nicht im Fallmanagement.")})
    if not employed.exists():
        raise ValidationError({"to_organisation": _("Dort arbeitet zurzeit niemand im Fallmanagement.")})


def _write_sheet(handover: Handover, gender_wish: str) -> None:
    case = handover.case
    assessment = case.current_assessment()
    urgent = assessment.ratings.filter(need__gte=NeedLevel.HIGH) if assessment else None
    client = getattr(case, "client", None)
    HandoverSheet.objects.create(
        handover=handover,
        case=case,
        languages=client.languages if client else [],
        stadtbezirk=case.stadtbezirk,
        domains=list(urgent.values_list("domain", flat=True)) if urgent is not None else [],
        urgency=case.urgency,
        intensity=case.intensity,
        gender_wish=gender_wish,
    )
