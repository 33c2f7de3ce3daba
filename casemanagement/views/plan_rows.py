# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Hilfeplan as cards: goals now, later, achieved and dropped, each with its measures."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.choices import GoalState, MeasureState
from casemanagement.choices.structure import GAP_OF
from casemanagement.goal_attainment import ANCHORS_NEEDED
from casemanagement.models import Case, Goal, Measure, SupportPlan
from casemanagement.views.words import Text

SUCCEEDED = (MeasureState.COMPLETED, MeasureState.COMPLETED_WITH_CERTIFICATE)
GROUPS: tuple[tuple[Text, tuple[GoalState, ...]], ...] = (
    (gettext_lazy("Jetzt"), (GoalState.DRAFT, GoalState.AGREED, GoalState.IN_PROGRESS)),
    (gettext_lazy("Später"), (GoalState.LATER, GoalState.PAUSED)),
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


def plan_rows(case: Case, plan: SupportPlan, goals: list[Goal], *, can_write: bool) -> PlanRows:
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
        return str(goal.sign)
    now = goal.gas_case_manager if goal.gas_case_manager is not None else goal.gas_client
    scale = _("GAS: Beginn\u00a0%(start)s") % {"start": _signed(goal.gas_start)}
    if now is not None:
        scale += _(", jetzt\u00a0%(now)s") % {"now": _signed(now)}
    if any(not (goal.gas_anchors or {}).get(anchor) for anchor in ANCHORS_NEEDED):
        scale += _("; −2, 0 und +2 stehen noch nicht in Worten fest")
    return f"{goal.sign} ({scale})" if goal.sign else scale


def _signed(value: int) -> str:
    return f"{value:+d}".replace("-", "−") if value else "0"


def _step(case: Case, measure: Measure, *, can_write: bool) -> dict[str, Any]:
    return {
        "title": measure.title,
        "url": _url(case, "measure", pk=measure.pk) if can_write else "",
        "who": " · ".join(
            filter(None, [str(measure.get_owner_display() or ""), _with_whom(measure), _days(measure)])
        ),
        "due_on": None if measure.has_ended else measure.due_on,
        "done": measure.state in SUCCEEDED,
        "state": str(measure.get_state_display()),
        "kind": KIND_OF_MEASURE.get(MeasureState(measure.state), "neutral"),
        "gap_url": _gap_url(case, measure) if can_write else "",
    }


def _with_whom(measure: Measure) -> str:
    """The entry of the directory, the provider, or both where they say different things."""
    offer = measure.offer
    if offer is None:
        return str(measure.provider)
    return ", ".join(dict.fromkeys(filter(None, [offer.title, measure.provider or offer.provider])))


def _gap_url(case: Case, measure: Measure) -> str:
    """One click from what was not to be had to a Strukturhinweis."""
    if MeasureState(measure.state) not in GAP_OF:
        return ""
    return f"{_url(case, 'finding_new')}?massnahme={measure.pk}"


def _days(measure: Measure) -> str:
    """The day of each state it has been in."""
    known = [
        (_("vorgeschlagen %(day)s"), measure.proposed_on),
        (_("Zuweisung %(day)s"), measure.referral_sent_on),
        (_("Warteliste seit %(day)s"), measure.waiting_since),
        (_("Zusage %(day)s"), measure.accepted_on),
        (_("soll beginnen %(day)s"), None if measure.started_on else measure.begins_on),
        (_("begonnen %(day)s"), measure.started_on),
        (_("beendet %(day)s"), measure.ended_on),
    ]
    return " → ".join(words % {"day": f"{day:%d.%m.%Y}"} for words, day in known if day)


def _actions(case: Case, goal: Goal) -> list[tuple[str, str]]:
    actions = [(_("Ziel bearbeiten"), _url(case, "goal", pk=goal.pk))]
    if not goal.has_ended:
        actions.append((_("Maßnahme aufnehmen"), _url(case, "measure_new", pk=goal.pk)))
        actions.append((_("Angebot suchen"), f"{_url(case, 'case_directory')}?ziel={goal.pk}"))
    return actions


def _url(case: Case, name: str, **kwargs: Any) -> str:
    return reverse(f"cases:{name}", kwargs={"number": case.number, **kwargs})
