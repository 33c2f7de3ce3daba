# SPDX-License-Identifier: AGPL-3.0-or-later
"""Test data with traits, one file per aggregate."""

from tests.factories.cases import (
    AssessmentFactory,
    AssignmentFactory,
    CaseFactory,
    ConsentFactory,
    home_of,
)
from tests.factories.plans import GoalFactory, MeasureFactory, SupportPlanFactory

__all__ = [
    "AssessmentFactory",
    "AssignmentFactory",
    "CaseFactory",
    "ConsentFactory",
    "GoalFactory",
    "MeasureFactory",
    "SupportPlanFactory",
    "home_of",
]
