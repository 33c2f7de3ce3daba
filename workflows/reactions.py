# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a deed outside a process, or at the end of another, moves the processes of its case."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from casemanagement.actions import assessments, handovers, workitems
from casemanagement.choices import ClientWord, ConsentKind, EventKind, Occasion, Phase, ReviewResult
from casemanagement.sentences import stored
from casemanagement.working_days import add_working_days
from permissions import clock
from permissions.hats import Hat
from workflows import starts, steps, worklist
from workflows.flows import AssessmentFlow, SupportPlanningFlow

if TYPE_CHECKING:
    from casemanagement.models import Case, CaseEvent
    from permissions.actor import Actor
    from workflows.base import CaseFlow

WAITING_FOR_HANDOVER = (
    SupportPlanningFlow.answer_handover,
    SupportPlanningFlow.approve_handover,
    SupportPlanningFlow.hold_handover_talk,
    SupportPlanningFlow.await_switch_day,
)

# The plan that was linked is done with, or is about to change.
ENDS_THE_LINKING = (ReviewResult.CHANGE_PLAN, ReviewResult.REASSESS, ReviewResult.CLOSE)

Reaction = Callable[["Case", "CaseEvent", "Actor"], None]


def referral_registered(case: Case, event: CaseEvent, by: Actor) -> None:
    starts.start_intake(case, by=by)


def admitted(case: Case, event: CaseEvent, by: Actor) -> None:
    _assess(case, by)


def phase_passed_over(case: Case, event: CaseEvent, by: Actor) -> None:
    """Where there is no assessment the planning begins."""
    if event.data["passed_over"] == Phase.ASSESSMENT and not starts.running(case, SupportPlanningFlow):
        starts.start_planning(case, by=by)


def imported(case: Case, event: CaseEvent, by: Actor) -> None:
    """A running case goes on at the beginning of the phase in which it comes."""
    match event.data["phase"]:
        case Phase.INTAKE:
            starts.start_intake(case, by=by)
        case Phase.ASSESSMENT:
            assessments.start(case, by=by)
            starts.start_assessment(case, by=by)
        case Phase.PLANNING:
            starts.start_planning(case, by=by)


def assessment_completed(case: Case, event: CaseEvent, by: Actor) -> None:
    """The planning begins, goes on where it waited for a re-assessment, or is asked whether it still fits."""
    waiting = Task.objects.filter(
        process__in=starts.running(case, SupportPlanningFlow),
        flow_task=SupportPlanningFlow.await_assessment,
        status=STATUS.NEW,
    ).first()
    if waiting is not None:
        SupportPlanningFlow.await_assessment.run(waiting)
    elif starts.running(case, SupportPlanningFlow):
        _ask_whether_the_plan_fits(case, by)
    else:
        starts.start_planning(case, by=by)


def reopened(case: Case, event: CaseEvent, by: Actor) -> None:
    """A new episode begins with a look at everything."""
    _assess(case, by, Occasion.REOPENED)


def reassessment_begun(case: Case, event: CaseEvent, by: Actor) -> None:
    """It runs beside the planning, which does not wait for it."""
    starts.start_assessment(case, by=by)


def paused(case: Case, event: CaseEvent, by: Actor) -> None:
    """Where a review asked for the rest, it has been done."""
    _pass_over(case, SupportPlanningFlow.pause_case)


def resumed(case: Case, event: CaseEvent, by: Actor) -> None:
    """Where the planning itself rested, it goes on, whoever took the case up again."""
    _pass_over(case, SupportPlanningFlow.resume_case)


def review_held(case: Case, event: CaseEvent, by: Actor) -> None:
    """What the review asks for beyond the planning itself."""
    if event.data["result"] in ENDS_THE_LINKING:
        _pass_over(case, SupportPlanningFlow.link_services)
    if event.data["result"] == ReviewResult.REASSESS:
        assessments.start(case, by=by, occasion=Occasion.REVIEW)
        starts.start_assessment(case, by=by)
    if event.data["result"] == ReviewResult.CLOSE:
        _cancel(case, AssessmentFlow)
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
    _pass_over(case, *WAITING_FOR_HANDOVER)


def handover_refused(case: Case, event: CaseEvent, by: Actor) -> None:
    """The client goes on without her file: it ends here."""
    if event.data["word"] == ClientWord.WITHOUT_FILE:
        _pass_over(case, SupportPlanningFlow.link_services)
        _cancel(case, AssessmentFlow)
        starts.start_closure(case, by=by)


def assigned(case: Case, event: CaseEvent, by: Actor) -> None:
    """Open steps follow the person who is responsible now; without one they wait for whoever will be."""
    worklist.hand_on(case)


def _assess(case: Case, by: Actor, occasion: Occasion = Occasion.INITIAL) -> None:
    """The process itself passes over what the programme does not have."""
    if case.has_assessment():
        assessments.start(case, by=by, occasion=occasion)
    starts.start_assessment(case, by=by)


def _pass_over(case: Case, *nodes: Any) -> None:
    waiting = Task.objects.filter(
        process__in=starts.running(case, SupportPlanningFlow), flow_task__in=nodes, finished__isnull=True
    )
    for task in waiting:
        steps.pass_over(task)


def _cancel(case: Case, *flows: type[CaseFlow]) -> None:
    for process in starts.running(case):
        if process.flow_class in flows:
            process.flow_class.instance.cancel(process)


def _ask_whether_the_plan_fits(case: Case, by: Actor) -> None:
    workitems.ask(
        case,
        by=by,
        kind="assessments.plan",
        title=stored(_("Neues Assessment abgeschlossen: Passt der Hilfeplan noch?")),
        hat=Hat.CASE,
        owner=case.lead(),
        due_on=add_working_days(clock.today(), 5),
    )


REACTIONS: dict[str, Reaction] = {
    EventKind.REFERRAL_REGISTERED: referral_registered,
    EventKind.IMPORTED: imported,
    EventKind.ADMITTED: admitted,
    EventKind.PHASE_PASSED_OVER: phase_passed_over,
    EventKind.ASSESSMENT_COMPLETED: assessment_completed,
    EventKind.REASSESSMENT_BEGUN: reassessment_begun,
    EventKind.REOPENED: reopened,
    EventKind.PAUSED: paused,
    EventKind.RESUMED: resumed,
    EventKind.REVIEW_HELD: review_held,
    EventKind.CONSENT_REVOKED: consent_revoked,
    EventKind.HANDOVER_WITHDRAWN: handover_withdrawn,
    EventKind.HANDOVER_REFUSED: handover_refused,
    EventKind.ASSIGNED: assigned,
    EventKind.HANDOVER_SWITCHED: assigned,
    EventKind.CONFLICT_DECLARED: assigned,
}
