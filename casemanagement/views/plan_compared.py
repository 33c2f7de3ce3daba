# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two versions of a Hilfeplan: what is new, what is said otherwise, and what is no longer in it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from casemanagement.models import Goal, Measure, SupportPlan
from permissions import clock

COMPARED = ("text", "sign", "domain", "level", "target_on", "owner", "weight", "state")


@dataclass(frozen=True)
class Changed:
    """One goal that goes on with other words."""

    text: str
    facts: list[tuple[str, str, str]]  # what, before, now


@dataclass(frozen=True)
class Differences:
    """Between a version and the one before it."""

    before: SupportPlan
    new: list[Goal]
    changed: list[Changed]
    gone: list[Goal]
    steps: list[Measure]

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed or self.gone or self.steps)


def compare(plan: SupportPlan, goals: list[Goal], before: SupportPlan, former: list[Goal]) -> Differences:
    """A goal goes on where it says so; a step is new that was proposed since this version was begun."""
    known = {goal.pk: goal for goal in former}
    continued = {goal.continues_id for goal in goals}
    pairs = [(known[goal.continues_id], goal) for goal in goals if goal.continues_id in known]
    changed = [Changed(goal.text, facts) for was, goal in pairs if (facts := _facts(was, goal))]
    began = plan.drafted_at.astimezone(clock.BERLIN).date()
    return Differences(
        before,
        new=[goal for goal in goals if goal.continues_id not in known],
        changed=changed,
        gone=[goal for goal in former if goal.pk not in continued],
        steps=[step for goal in goals for step in goal.measures.all() if step.proposed_on >= began],
    )


def _facts(was: Goal, goal: Goal) -> list[tuple[str, str, str]]:
    found = []
    for name in COMPARED:
        before, now = getattr(was, name), getattr(goal, name)
        if before != now and not (name == "state" and was.state == "draft"):
            label = str(Goal._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            found.append((label, _said(was, name), _said(goal, name)))
    return found


def _said(goal: Goal, name: str) -> str:
    value: Any = getattr(goal, name)
    if name == "target_on":
        return f"{value:%d.%m.%Y}" if value else _("offen")
    shown = getattr(goal, f"get_{name}_display", None)
    return str(shown() if shown else value) or _("nichts")
