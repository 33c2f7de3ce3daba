# SPDX-License-Identifier: AGPL-3.0-or-later
"""Support plans with one goal and one measure."""

import datetime as dt
from typing import Any

import factory

from casemanagement.choices import Agreement, Domain, GoalState, MeasureState, MeasureType, PlanState
from casemanagement.models import Goal, Measure, SupportPlan
from permissions import clock
from tests.factories.base import StageFactory


class MeasureFactory(StageFactory):
    class Meta:
        model = Measure

    case = factory.SelfAttribute("goal.case")
    type = MeasureType.INTEGRATION_COURSE
    provider = "VHS Bielefeld"
    state = MeasureState.STARTED
    proposed_on = factory.LazyFunction(clock.today)
    started_on = factory.LazyFunction(clock.today)


class GoalFactory(StageFactory):
    class Meta:
        model = Goal

    case = factory.SelfAttribute("plan.case")
    domain = Domain.LANGUAGE
    text = "Ich möchte Deutsch lernen"
    sign = "Zertifikat B1"
    target_on = factory.LazyFunction(lambda: clock.today() + dt.timedelta(days=180))
    state = GoalState.DRAFT


class SupportPlanFactory(StageFactory):
    """`agreed=True` puts it in force; both have one goal with one measure."""

    class Meta:
        model = SupportPlan

    class Params:
        agreed = factory.Trait(
            state=PlanState.AGREED,
            agreement=Agreement.YES,
            agreement_reason="mündlich vereinbart",
            agreed_on=factory.LazyFunction(clock.today),
        )

    version = 1
    drafted_by = factory.LazyAttribute(lambda row: row.case.registered_by)
    drafted_at = factory.LazyFunction(clock.now)

    @factory.post_generation
    def goal(self: SupportPlan, create: bool, extracted: Any, **_kwargs: Any) -> None:
        state = GoalState.AGREED if self.state == PlanState.AGREED else GoalState.DRAFT
        MeasureFactory(goal=GoalFactory(plan=self, state=state))
