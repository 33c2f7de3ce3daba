# SPDX-License-Identifier: AGPL-3.0-or-later
"""The processes, one file each."""

from workflows.flows.assessment import AssessmentFlow
from workflows.flows.closure import ClosureFlow
from workflows.flows.intake import IntakeFlow
from workflows.flows.support_planning import SupportPlanningFlow

FLOWS = (IntakeFlow, AssessmentFlow, SupportPlanningFlow, ClosureFlow)

__all__ = ["FLOWS", "AssessmentFlow", "ClosureFlow", "IntakeFlow", "SupportPlanningFlow"]
