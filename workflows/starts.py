# SPDX-License-Identifier: AGPL-3.0-or-later
"""How each process begins; one of a kind runs at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viewflow.workflow.status import PROCESS

from workflows.flows import AssessmentFlow, ClosureFlow, IntakeFlow, SupportPlanningFlow
from workflows.models import CaseProcess

if TYPE_CHECKING:
    from casemanagement.models import Case
    from permissions.actor import Actor
    from workflows.base import CaseFlow
    from workflows.nodes import CaseStart


def start_intake(case: Case, *, by: Actor) -> None:
    _begin(IntakeFlow, IntakeFlow.register_referral, case, by)


def start_assessment(case: Case, *, by: Actor) -> None:
    _begin(AssessmentFlow, AssessmentFlow.start_assessment, case, by)


def start_planning(case: Case, *, by: Actor) -> None:
    _begin(SupportPlanningFlow, SupportPlanningFlow.start_planning, case, by)


def start_closure(case: Case, *, by: Actor) -> None:
    _begin(ClosureFlow, ClosureFlow.start_closure, case, by)


def running(case: Case, flow: type[CaseFlow] | None = None) -> list[CaseProcess]:
    """The processes of the case that have not ended, or those of one kind."""
    rows = CaseProcess.objects.filter(case=case, status=PROCESS.NEW).order_by("pk")
    return list(rows.filter(flow_class=flow) if flow else rows)


def _begin(flow: type[CaseFlow], start: CaseStart, case: Case, by: Actor) -> None:
    if not running(case, flow):
        start.begin(case, by=by)
