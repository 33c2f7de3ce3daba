# SPDX-License-Identifier: AGPL-3.0-or-later
"""What waits on a case: the step it stands at, and what its case manager noted for herself."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from casemanagement.choices import CaseState, Phase, WorkState
from casemanagement.models import WorkItem
from kim.bulk.copying import seal
from kim.bulk.deadlines import Span, rules
from kim.bulk.lives import AGREED, ASSESSED, CONTACTED, DECIDED, REVIEWED, Life, moment
from permissions.hats import Hat
from workflows.flows.assessment import AssessmentFlow
from workflows.flows.closure import ClosureFlow
from workflows.flows.intake import IntakeFlow
from workflows.flows.support_planning import SupportPlanningFlow
from workflows.worklist import kind_of

# The step at which a case of this phase stands, and the step that is done when it has come so far.
STEPS: dict[Phase, Any] = {
    Phase.INTAKE: IntakeFlow.decide_triage,
    Phase.ASSESSMENT: AssessmentFlow.rate_domains,
    Phase.PLANNING: SupportPlanningFlow.draft_plan,
    Phase.IMPLEMENTATION: SupportPlanningFlow.hold_review,
    Phase.CLOSURE: ClosureFlow.write_report,
}
DONE: dict[int, Any] = {
    CONTACTED: IntakeFlow.assess_urgency,
    DECIDED: IntakeFlow.decide_triage,
    ASSESSED: AssessmentFlow.rate_domains,
    AGREED: SupportPlanningFlow.draft_plan,
    REVIEWED: SupportPlanningFlow.hold_review,
}
APPROVED_OF_4 = 1
NOTED_OF_2 = 1
NEXT_DAYS = (-5, 20)


@cache
def _sealed(title: str) -> str:
    """A few titles for thousands of items: each is sealed once."""
    return seal(WorkItem, "title", title)


@dataclass(frozen=True)
class Item:
    kind: str
    title: str
    hat: Hat
    opened_on: dt.date
    due_on: dt.date | None = None
    owner_id: int | None = None
    ended_on: dt.date | None = None

    def row(self, life: Life) -> dict[str, Any]:
        """Its columns; without a task, because no process of the engine stands behind it."""
        return {
            "organisation_id": life.organisation_id,
            "kind": self.kind,
            "title": _sealed(self.title),
            "hat": self.hat,
            "owner_id": self.owner_id,
            "due_on": self.due_on,
            "state": WorkState.DONE if self.ended_on else WorkState.OPEN,
            "opened_at": moment(self.opened_on),
            "ended_at": moment(self.ended_on) if self.ended_on else None,
            "ended_by_id": life.doer if self.ended_on else None,
        }


def items(rng: Random, life: Life, running: list[Span], today: dt.date) -> Iterator[Item]:
    """What is done, and for open cases what is to do."""
    for step, node in DONE.items():
        if day := life.on(step):
            yield item_of(node, life.received_on, day, life.doer, ended_on=day)
    if life.is_open:
        yield from _step(rng, life, min((span.due_on for span in running), default=None))
        yield from _reported(running, today)
    if life.is_open and life.manager and rng.randrange(2) < NOTED_OF_2:
        due = today + dt.timedelta(days=rng.randint(*NEXT_DAYS))
        title = "Unterlagen nachfragen"
        yield Item("contacts.next", title, Hat.CASE, life.last_day, due, life.manager.person_id)


def _step(rng: Random, life: Life, due_on: dt.date | None) -> Iterator[Item]:
    opened = life.last_day
    if life.manager is None:
        yield item_of(IntakeFlow.assign_clarification, opened, due_on)
    elif life.stage.state == CaseState.WAITING:
        yield item_of(IntakeFlow.offer_place, opened, due_on)
    elif life.stage.phase == Phase.CLOSURE and rng.randrange(4) < APPROVED_OF_4:
        yield item_of(ClosureFlow.approve_closure, opened, due_on)
    else:
        yield item_of(STEPS[life.stage.phase], opened, due_on, life.manager.person_id)


def item_of(
    node: Any,
    opened_on: dt.date,
    due_on: dt.date | None,
    owner_id: int | None = None,
    ended_on: dt.date | None = None,
) -> Item:
    """What the node's work item looks like, for the hat that has to do it."""
    return Item(kind_of(node), str(node.task_title), node.hat, opened_on, due_on, owner_id, ended_on)


def _reported(running: list[Span], today: dt.date) -> Iterator[Item]:
    """Missed deadlines have been reported to the Fachaufsicht."""
    for span in running:
        escalated = span.row(today)["escalated_at"]
        if escalated:
            title = rules()[span.code].title
            yield Item(f"deadline.{span.code}", title, Hat.FACH, escalated.date(), span.due_on)
