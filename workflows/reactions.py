# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a deed outside a process, or at the end of another, moves the processes of its case."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from casemanagement.actions import assessments, handovers
from casemanagement.choices import ConsentKind, EventKind, ReviewResult
from workflows import starts, steps, worklist
from workflows.flows import SupportPlanningFlow

if TYPE_CHECKING:
    from casemanagement.models import Case, CaseEvent
    from permissions.actor import Actor

WAITING_FOR_HANDOVER = (
    SupportPlanningFlow.answer_handover,
    SupportPlanningFlow.approve_handover,
    SupportPlanningFlow.await_switch_day,
)

Reaction = Callable[["Case", "CaseEvent", "Actor"], None]


def referral_registered(case: Case, event: CaseEvent, by: Actor) -> None:
    starts.start_intake(case, by=by)


def admitted(case: Case, event: CaseEvent, by: Actor) -> None:
    assessments.start(case, by=by)
    starts.start_assessment(case, by=by)


def assessment_completed(case: Case, event: CaseEvent, by: Actor) -> None:
    """The planning begins, or goes on where it waited for a re-assessment."""
    waiting = Task.objects.filter(
        process__in=starts.running(case, SupportPlanningFlow),
        flow_task=SupportPlanningFlow.await_assessment,
        status=STATUS.NEW,
    ).first()
    if waiting is None:
        starts.start_planning(case, by=by)
    else:
        SupportPlanningFlow.await_assessment.run(waiting)


def review_held(case: Case, event: CaseEvent, by: Actor) -> None:
    """What the review asks for beyond the planning itself."""
    if event.data["result"] == ReviewResult.REASSESS:
        assessments.start(case, by=by)
        starts.start_assessment(case, by=by)
    if event.data["result"] == ReviewResult.CLOSE:
        starts.start_closure(case, by=by)


def consent_revoked(case: Case, event: CaseEvent, by: Actor) -> None:
    """Without the core consent nothing goes on but the end."""
    if event.data["kind"] != ConsentKind.C1 or not case.is_open:
        return
    for process in starts.running(case):
        process.flow_class.instance.cancel(process)
    for handover in case.handovers.living():
        handovers.withdraw(handover, by=by)
    starts.start_closure(case, by=by)


def handover_withdrawn(case: Case, event: CaseEvent, by: Actor) -> None:
    """Nobody has to answer, approve or wait any more; the process goes back to where the offer came from."""
    waiting = Task.objects.filter(
        process__in=starts.running(case, SupportPlanningFlow),
        flow_task__in=WAITING_FOR_HANDOVER,
        finished__isnull=True,
    )
    for task in waiting:
        steps.pass_over(task)


def assigned(case: Case, event: CaseEvent, by: Actor) -> None:
    """Open steps follow the person who is responsible now."""
    worklist.hand_on(case)


REACTIONS: dict[str, Reaction] = {
    EventKind.REFERRAL_REGISTERED: referral_registered,
    EventKind.ADMITTED: admitted,
    EventKind.ASSESSMENT_COMPLETED: assessment_completed,
    EventKind.REVIEW_HELD: review_held,
    EventKind.CONSENT_REVOKED: consent_revoked,
    EventKind.HANDOVER_WITHDRAWN: handover_withdrawn,
    EventKind.ASSIGNED: assigned,
    EventKind.HANDOVER_SWITCHED: assigned,
}
