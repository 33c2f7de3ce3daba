# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deeds of a handover: decide, offer, answer, approve, switch, take back."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement import impartiality
from casemanagement.actions import assignments, disclosures_of_handovers, handover_talks, workitems
from casemanagement.actions.grounds import Ground
from casemanagement.casework import deed, record_event
from casemanagement.choices import (
    EventKind,
    HandoverState,
    Leadership,
    NeedLevel,
)
from casemanagement.models import Case, Handover, HandoverSheet
from casemanagement.models.handover import LIVING
from casemanagement.sentences import stored
from permissions import clock
from permissions.actor import Actor
from permissions.hats import Hat
from permissions.models import Membership, Organisation, User
from permissions.rights import Right
from permissions.roles import Role

# A task that leads to the page on which consents are recorded.
CONSENT_ASKED = "consents.handover."


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
    ground: Ground | None = None,
) -> Handover:
    """Offer the case to an organisation, or to one person there, with the minimal sheet; another house on a ground."""
    disclosures_of_handovers.require_ground(case, to_organisation, ground)
    _require_case_manager(to_organisation, to_person)
    if to_person is not None:
        impartiality.require(case, to_person, field="to_person")
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
    if handover.crosses_organisations:
        disclosures_of_handovers.tell_sheet(handover, by, ground)
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
    if is_approved and handover.to_person is not None:
        impartiality.require(handover.case, handover.to_person, field="is_approved")
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
    if handover.to_person is None:
        raise ValidationError(_("Niemand hat den Fall angenommen."))
    if not handover.is_talked_over():
        raise ValidationError(_("Das Übergabegespräch fehlt noch."))
    if handover.crosses_organisations:
        disclosures_of_handovers.tell_file(handover, by)
    carry_out(handover, by=by, read_until=handover_talks.last_day_of_looking_back(handover))


@deed(None)
def carry_out(handover: Handover, *, by: Actor, read_until: date | None = None) -> None:
    """The case has another case manager; what goes along goes, and nothing else."""
    case = handover.case
    before = case.responsible(clock.today())
    handover.from_person = before.person if before else None
    handover.switch_on, handover.switched_at = clock.today(), clock.now()
    handover.read_until = read_until if before else None
    handover.state = HandoverState.SWITCHED
    handover.save()
    handover_talks.pass_on(handover)
    to_person: Any = handover.to_person
    assignments.hand_to(
        case,
        by=by,
        person=to_person,
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


@deed(Right.APPROVE)
def move(case: Case, *, by: Actor, to_person: User, to_organisation: Organisation, reason: str) -> Handover:
    """A contract or post ends: the Fachaufsicht gives the case to another house, with the client's C5 alone."""
    _require_case_manager(to_organisation, to_person)
    impartiality.require(case, to_person, field="to_person")
    disclosures_of_handovers.require_ground(case, to_organisation, None)
    for offered in case.handovers.living():
        withdraw(offered, by=by)
    handover = Handover(
        case=case,
        reason=reason,
        from_organisation=case.organisation,
        to_organisation=to_organisation,
        to_person=to_person,
        state=HandoverState.APPROVED,
        requested_by=by.person,
        requested_at=clock.now(),
        answered_by=by.person,
        answered_at=clock.now(),
        approved_by=by.person,
        approved_at=clock.now(),
    )
    handover.full_clean()
    handover.save()
    disclosures_of_handovers.tell_file(handover, by)
    carry_out(handover, by=by)
    return handover


@deed(Right.APPROVE)
def ask_for_consent(case: Case, *, by: Actor, to_organisation: Organisation, due_on: date) -> None:
    """Before the case can go, its case manager asks the client; once for each house."""
    title = stored(gettext_lazy("Einwilligung in die Übergabe einholen (C5): %(house)s"))
    workitems.ask(
        case,
        by=by,
        kind=f"{CONSENT_ASKED}{to_organisation.pk}",
        title=title % {"house": to_organisation.short_name},
        hat=Hat.CASE,
        owner=case.lead(),
        due_on=due_on,
    )
    record_event(case, EventKind.HANDOVER_CONSENT_ASKED, by=by, to=to_organisation.code)


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
