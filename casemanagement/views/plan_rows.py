# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Hilfeplan as cards: goals now, later, achieved and dropped, each with its measures."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.choices import GoalState, MeasureState
from casemanagement.gates import ENDED_MEASURES
from casemanagement.models import Case, Goal, Measure, SupportPlan
from casemanagement.views.words import Text

SUCCEEDED = (MeasureState.COMPLETED, MeasureState.COMPLETED_WITH_CERTIFICATE)
GROUPS: tuple[tuple[Text, tuple[GoalState, ...]], ...] = (
    (gettext_lazy("Jetzt"), (GoalState.DRAFT, GoalState.AGREED, GoalState.IN_PROGRESS)),
    (gettext_lazy("Später"), (GoalState.PAUSED,)),
    (gettext_lazy("Erreicht"), (GoalState.ACHIEVED, GoalState.PARTIALLY_ACHIEVED)),
    (
        gettext_lazy("Entfallen oder nicht erreicht"),
        (GoalState.NOT_ACHIEVED, GoalState.WITHDRAWN_BY_CLIENT, GoalState.OBSOLETE, GoalState.HANDED_OVER),
    ),
)
KIND_OF_GOAL = {
    GoalState.AGREED: "info",
    GoalState.IN_PROGRESS: "info",
    GoalState.ACHIEVED: "success",
    GoalState.PARTIALLY_ACHIEVED: "success",
    GoalState.NOT_ACHIEVED: "warning",
}
KIND_OF_MEASURE = {
    MeasureState.WAITING_LIST: "warning",
    MeasureState.STARTED: "info",
    MeasureState.RUNNING: "info",
    MeasureState.COMPLETED: "success",
    MeasureState.COMPLETED_WITH_CERTIFICATE: "success",
    MeasureState.DROPPED_OUT: "warning",
    MeasureState.REJECTED_BY_PROVIDER: "warning",
}


@dataclass(frozen=True)
class Card:
    """One goal as the goal card shows it."""

    area: str
    title: str
    state: str
    kind: str
    due_on: Any
    sign: str
    done: int
    total: int
    steps: list[dict[str, Any]]
    actions: list[tuple[str, str]]


@dataclass(frozen=True)
class PlanRows:
    """One version of the plan."""

    plan: SupportPlan
    groups: list[tuple[Text, list[Card]]] = field(default_factory=list)

    @property
    def goals(self) -> int:
        return sum(len(cards) for _label, cards in self.groups)


def plan_rows(case: Case, plan: SupportPlan, *, can_write: bool) -> PlanRows:
    goals = list(plan.goals.prefetch_related("measures").order_by("-weight", "pk"))
    groups = []
    for label, states in GROUPS:
        cards = [_card(case, goal, can_write=can_write) for goal in goals if goal.state in states]
        if cards:
            groups.append((label, cards))
    return PlanRows(plan, groups)


def _card(case: Case, goal: Goal, *, can_write: bool) -> Card:
    measures = list(goal.measures.all())
    return Card(
        area=f"{goal.get_domain_display()} · {goal.get_level_display()} · {goal.get_owner_display()}",
        title=goal.text,
        state=str(goal.get_state_display()),
        kind=KIND_OF_GOAL.get(GoalState(goal.state), "neutral"),
        due_on=None if goal.has_ended else goal.target_on,
        sign=_sign(goal),
        done=sum(measure.state in SUCCEEDED for measure in measures),
        total=len(measures),
        steps=[_step(case, measure, can_write=can_write) for measure in measures],
        actions=_actions(case, goal) if can_write else [],
    )


def _sign(goal: Goal) -> str:
    if goal.gas_start is None:
        return goal.sign
    now = goal.gas_case_manager if goal.gas_case_manager is not None else goal.gas_client
    scale = _("GAS: Beginn\u00a0%(start)s") % {"start": _signed(goal.gas_start)}
    if now is not None:
        scale += _(", jetzt\u00a0%(now)s") % {"now": _signed(now)}
    return f"{goal.sign} ({scale})" if goal.sign else scale


def _signed(value: int) -> str:
    return f"{value:+d}".replace("-", "−") if value else "0"


def _step(case: Case, measure: Measure, *, can_write: bool) -> dict[str, Any]:
    return {
        "title": str(measure.get_type_display()),
        "url": _url(case, "measure", pk=measure.pk) if can_write else "",
        "who": " · ".join(filter(None, [measure.provider, _since(measure)])),
        "due_on": None,
        "done": measure.state in SUCCEEDED,
        "state": str(measure.get_state_display()),
        "kind": KIND_OF_MEASURE.get(MeasureState(measure.state), "neutral"),
    }


def _since(measure: Measure) -> str:
    if measure.state in ENDED_MEASURES and measure.ended_on:
        return _("beendet am %(day)s") % {"day": f"{measure.ended_on:%d.%m.%Y}"}
    day = measure.started_on or measure.waiting_since or measure.referral_sent_on or measure.proposed_on
    return _("seit %(day)s") % {"day": f"{day:%d.%m.%Y}"}


def _actions(case: Case, goal: Goal) -> list[tuple[str, str]]:
    actions = [(_("Ziel bearbeiten"), _url(case, "goal", pk=goal.pk))]
    if not goal.has_ended:
        actions.append((_("Maßnahme aufnehmen"), _url(case, "measure_new", pk=goal.pk)))
    return actions


def _url(case: Case, name: str, **kwargs: Any) -> str:
    return reverse(f"cases:{name}", kwargs={"number": case.number, **kwargs})
