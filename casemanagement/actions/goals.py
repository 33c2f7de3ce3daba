# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deeds on goals, measures and milestones: what the Hilfeplan is made of."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.actions import grounds, protections
from casemanagement.actions.grounds import Ground
from casemanagement.casework import deed, record_event
from casemanagement.choices import EventKind, GoalState, MeasureState, PlanState, WorkState
from casemanagement.gates import ENDED_GOALS, ENDED_MEASURES
from casemanagement.models import Case, Goal, Measure, Milestone, Offer, SupportPlan
from permissions import clock
from permissions.actor import Actor
from permissions.rights import Right

CHANGEABLE = (
    "domain",
    "level",
    "text",
    "sign",
    "target_on",
    "owner",
    "weight",
    "state",
    "ended_on",
    "gas_start",
    "gas_client",
    "gas_case_manager",
    "gas_anchors",
    "translation",
)
# What may be said of a step beside where it stands.
STEP = ("text", "owner", "due_on", "begins_on")
# While it stands here, the day on which it begins is still to come or to be asked about.
WAITING = (
    MeasureState.PROPOSED,
    MeasureState.REFERRAL_SENT,
    MeasureState.WAITING_LIST,
    MeasureState.ACCEPTED,
)
# What its reminder and the question after it are called among all work items; the number of the measure follows.
BEGINS, ASKS = "measures.begins.", "measures.attends."
# Which day of the measure the step into a state fills.
DAY_OF_STATE = {
    MeasureState.REFERRAL_SENT: "referral_sent_on",
    MeasureState.WAITING_LIST: "waiting_since",
    MeasureState.ACCEPTED: "accepted_on",
    MeasureState.STARTED: "started_on",
    MeasureState.RUNNING: "started_on",
}


@deed(Right.WRITE_FILE)
def add(plan: SupportPlan, /, *, by: Actor, **fields: Any) -> Goal:
    """Add a goal in the client's words; in a plan already in force it counts as agreed."""
    if plan.state == PlanState.REPLACED:
        raise ValidationError(_("Diese Fassung des Hilfeplans gilt nicht mehr."))
    goal = Goal(case=plan.case, plan=plan)
    _fill(goal, {"state": GoalState.AGREED if plan.state == PlanState.AGREED else GoalState.DRAFT} | fields)
    record_event(plan.case, EventKind.GOAL_ADDED, by=by, goal=goal.pk, domain=goal.domain)
    return goal


@deed(Right.WRITE_FILE)
def change(goal: Goal, /, *, by: Actor, **fields: Any) -> Goal:
    """Change or move a goal; a goal that ends gets its day, one that goes on loses it."""
    _fill(goal, fields)
    record_event(goal.case, EventKind.GOAL_CHANGED, by=by, goal=goal.pk, state=goal.state)
    return goal


@deed(Right.WRITE_FILE)
def add_measure(
    goal: Goal,
    *,
    by: Actor,
    type: str,  # noqa: A002  # the field's name
    provider: str = "",
    proposed_on: date | None = None,
    text: str = "",
    owner: str = "",
    due_on: date | None = None,
    begins_on: date | None = None,
    offer: Offer | None = None,
) -> Measure:
    """A step from the catalogue, from the directory or in own words: who does it, and until when."""
    _require_same_town(goal.case, offer)
    provider = provider or (offer.provider if offer else "")
    protections.require_may_be_told(goal.case, provider, field="provider")
    measure = Measure(
        case=goal.case,
        goal=goal,
        type=type,
        text=text,
        owner=owner,
        due_on=due_on,
        begins_on=begins_on,
        provider=provider,
        offer=offer,
        proposed_on=proposed_on or clock.today(),
    )
    measure.full_clean()
    measure.save()
    record_event(goal.case, EventKind.MEASURE_ADDED, by=by, measure=measure.pk, type=type)
    return measure


@deed(Right.WRITE_FILE)
def move_measure(
    measure: Measure,
    /,
    *,
    by: Actor,
    state: str,
    on: date,
    dropout_reason: str = "",
    provider: str | None = None,
    offer: Offer | None = None,
    ground: Ground | None = None,
    **step: Any,
) -> Measure:
    """Take a measure to another state on a day; an assignment is sent only on a ground, to the provider it names."""
    if state == MeasureState.DROPPED_OUT and not dropout_reason:
        raise ValidationError({"dropout_reason": _("Bitte nennen Sie den Grund des Abbruchs.")})
    has_another_day = _describe(measure, step)
    if offer is not None:
        _require_same_town(measure.case, offer)
        measure.offer = offer
        provider = provider or (None if measure.provider else offer.provider)
    if provider is not None:
        protections.require_may_be_told(measure.case, provider, field="provider")
        measure.provider = provider
    if state == MeasureState.REFERRAL_SENT:
        _send(measure, by, on, ground)
    else:
        grounds.forbid(ground)
    measure.state = state
    measure.dropout_reason = dropout_reason if state == MeasureState.DROPPED_OUT else ""
    day = DAY_OF_STATE.get(MeasureState(state))
    if day and getattr(measure, day) is None:
        setattr(measure, day, on)
    measure.ended_on = on if state in ENDED_MEASURES else None
    measure.full_clean()
    measure.save()
    if state not in WAITING:
        _end_questions(measure, by, WorkState.DONE)
    elif has_another_day:
        _end_questions(measure, by, WorkState.CANCELLED)
    record_event(measure.case, EventKind.MEASURE_MOVED, by=by, measure=measure.pk, state=state)
    return measure


@deed(Right.WRITE_FILE)
def reach_milestone(case: Case, *, by: Actor, kind: str, reached_on: date, level: str = "") -> Milestone:
    """Note a dated fact that figures count; the same fact twice is one."""
    known = Milestone.objects.filter(case=case, kind=kind, level=level, reached_on=reached_on).first()
    if known is not None:
        return known
    milestone = Milestone(case=case, kind=kind, reached_on=reached_on, level=level)
    milestone.full_clean()
    milestone.save()
    record_event(case, EventKind.MILESTONE_REACHED, by=by, kind_reached=kind)
    return milestone


def _send(measure: Measure, by: Actor, on: date, ground: Ground | None) -> None:
    """The provider gets to know the client."""
    sent = grounds.leave(
        measure.case,
        ground,
        by=by,
        purpose=gettext_lazy("Zuweisung zu einer Maßnahme"),
        recipient=measure.provider,
        on=on,
        item=("measure", measure.pk),
    )
    house = sent.recipient_organisation
    measure.provider = measure.provider or (house.name if house else sent.recipient_text)


def _describe(measure: Measure, step: dict[str, Any]) -> bool:
    """Take over what is said of the step; whether it begins on another day now, of which nobody was told."""
    was = measure.begins_on
    for name, value in step.items():
        if name not in STEP:
            raise TypeError(name)
        setattr(measure, name, value)
    if measure.begins_on == was:
        return False
    measure.begin_told_at = measure.attendance_asked_at = None
    return True


def _end_questions(measure: Measure, by: Actor, state: WorkState) -> None:
    """Whether it begins, and whether she is there, is answered or asked for another day."""
    kinds = (f"{BEGINS}{measure.pk}", f"{ASKS}{measure.pk}")
    measure.case.work_items.open().filter(kind__in=kinds).end(state, by=by.person)


def _require_same_town(case: Case, offer: Offer | None) -> None:
    if offer is not None and offer.kommune_id != case.kommune_id:
        raise ValidationError({"offer": _("Dieses Angebot gibt es hier nicht.")})


def _fill(goal: Goal, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if name not in CHANGEABLE:
            raise TypeError(name)
        setattr(goal, name, value)
    if goal.state in ENDED_GOALS:
        goal.ended_on = goal.ended_on or clock.today()
    else:
        goal.ended_on = None
    goal.full_clean()
    goal.save()
