# SPDX-License-Identifier: AGPL-3.0-or-later
"""Facts, the figures of the weeks, and the plan they are set beside."""

from indicators.models.fact import CapacityFact, Fact, FactLink
from indicators.models.figure import WeeklyFigure, WeeklyRollup
from indicators.models.plan import OwnerValue, PlanDocument, PlanIndicator, PlanMeasure
from indicators.models.unfolded import GoalFact, MeasureFact, MilestoneFact, PhaseSpan

__all__ = [
    "CapacityFact",
    "Fact",
    "FactLink",
    "GoalFact",
    "MeasureFact",
    "MilestoneFact",
    "OwnerValue",
    "PhaseSpan",
    "PlanDocument",
    "PlanIndicator",
    "PlanMeasure",
    "WeeklyFigure",
    "WeeklyRollup",
]
