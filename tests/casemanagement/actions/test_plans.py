# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Hilfeplan: drafted, agreed on, linked, reviewed, rested, and written anew."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from casemanagement.actions import goals, pauses, plans
from casemanagement.casework import casework
from casemanagement.choices import (
    Agreement,
    Domain,
    GoalState,
    MeasureState,
    MilestoneKind,
    Phase,
    PlanState,
)
from casemanagement.models import Case, Goal, Measure, Milestone, SupportPlan
from permissions import clock
from permissions.actor import Actor, acting_in_role
from permissions.database.roles import OWNER
from permissions.models import User
from permissions.rights import Right
from tests.factories import CaseFactory, GoalFactory


@contextmanager
def backstage() -> Iterator[None]:
    with transaction.atomic(), acting_in_role(OWNER):
        yield


@pytest.fixture
def drafted(carla: User) -> SupportPlan:
    case = CaseFactory(led_by=carla, in_planning=True)
    with backstage():
        return SupportPlan.objects.select_related("case").get(case=case)


@pytest.fixture
def agreed(carla: User) -> SupportPlan:
    case = CaseFactory(led_by=carla, planned=True)
    with backstage():
        return SupportPlan.objects.select_related("case").get(case=case)


def agree(plan: SupportPlan, by: Actor, **facts: Any) -> None:
    known: dict[str, Any] = {
        "agreement": Agreement.YES,
        "agreed_on": clock.today(),
        "agreement_reason": "mündlich",
    }
    plans.agree(plan, by=by, **known | facts)


def test_an_agreed_plan_is_in_force_with_its_goals(drafted: SupportPlan, actor: Callable[..., Actor]) -> None:
    agree(drafted, actor("carla"))
    with backstage():
        case = Case.objects.get(pk=drafted.case_id)
        assert (case.phase, case.has_agreed_plan()) == (Phase.IMPLEMENTATION, True)
        assert Goal.objects.get(plan=drafted).state == GoalState.AGREED


def test_a_no_keeps_the_draft_open_and_needs_a_reason(
    drafted: SupportPlan, actor: Callable[..., Actor]
) -> None:
    with pytest.raises(ValidationError, match="Begründung"):
        agree(drafted, actor("carla"), agreement=Agreement.NO, agreement_reason="")
    agree(drafted, actor("carla"), agreement=Agreement.NO, agreement_reason="möchte erst warten")
    with backstage():
        assert not SupportPlan.objects.get(pk=drafted.pk).is_agreed()


@pytest.mark.parametrize("lacking", ["goal", "sign", "target_on"])
def test_a_plan_without_a_goal_that_can_be_checked_is_not_finished(
    drafted: SupportPlan, actor: Callable[..., Actor], lacking: str
) -> None:
    with backstage():
        rows = Goal.objects.filter(plan=drafted)
        if lacking == "goal":
            rows.delete()
        else:
            rows.update(**{lacking: "" if lacking == "sign" else None})
    with pytest.raises(ValidationError):
        plans.finish_draft(drafted, by=actor("carla"))


def test_linking_waits_until_each_goal_has_a_measure(
    agreed: SupportPlan, actor: Callable[..., Actor]
) -> None:
    carla = actor("carla")
    goal = GoalFactory(plan=agreed, state=GoalState.AGREED, domain=Domain.HOUSING)
    with pytest.raises(ValidationError, match="Ziel 2"):
        plans.confirm_links(agreed, by=carla)
    measure = goals.add_measure(goal, by=carla, type="housing_search")
    goals.move_measure(measure, by=carla, state=MeasureState.NOT_AVAILABLE, on=clock.today())
    plans.confirm_links(agreed, by=carla)


def test_a_dropout_has_a_reason_and_a_measure_keeps_the_day_it_began(
    agreed: SupportPlan, actor: Callable[..., Actor]
) -> None:
    carla = actor("carla")
    with backstage():
        measure = Measure.objects.get(goal__plan=agreed)
    began = measure.started_on
    with pytest.raises(ValidationError) as caught:
        goals.move_measure(measure, by=carla, state=MeasureState.DROPPED_OUT, on=clock.today())
    assert "dropout_reason" in caught.value.message_dict
    moved = goals.move_measure(
        measure, by=carla, state=MeasureState.DROPPED_OUT, on=clock.today(), dropout_reason="childcare"
    )
    assert (moved.started_on, moved.ended_on) == (began, clock.today())


def test_a_new_version_goes_on_with_what_still_runs(agreed: SupportPlan, actor: Callable[..., Actor]) -> None:
    carla = actor("carla")
    with casework(agreed.case, by=carla, right=Right.WRITE_FILE) as case:
        draft = plans.draft(case, by=carla)
        assert plans.draft(case, by=carla) == draft
    agree(draft, carla)
    with backstage():
        assert SupportPlan.objects.get(pk=agreed.pk).state == PlanState.REPLACED
        assert Measure.objects.get(case=agreed.case_id).goal.plan == draft


@pytest.mark.parametrize(
    ("state", "ended"),
    [(GoalState.ACHIEVED, True), (GoalState.IN_PROGRESS, False), (GoalState.PAUSED, False)],
)
def test_a_goal_that_ends_gets_its_day(
    agreed: SupportPlan, actor: Callable[..., Actor], state: GoalState, ended: bool
) -> None:
    with backstage():
        goal = Goal.objects.get(plan=agreed)
    changed = goals.change(goal, by=actor("carla"), state=state, gas_client=1, gas_case_manager=0)
    assert (changed.ended_on is not None) is ended


@pytest.mark.parametrize(
    "facts", [{"gas_client": 3}, {"weight": 4}, {"domain": "weather"}, {"text": ""}], ids=str
)
def test_a_goal_is_checked_field_by_field(
    agreed: SupportPlan, actor: Callable[..., Actor], facts: dict[str, Any]
) -> None:
    with backstage():
        goal = Goal.objects.get(plan=agreed)
    with pytest.raises(ValidationError):
        goals.change(goal, by=actor("carla"), **facts)


def test_a_review_asks_for_a_plan_in_force(
    drafted: SupportPlan, agreed: SupportPlan, actor: Callable[..., Actor]
) -> None:
    facts: dict[str, Any] = {"held_on": clock.today(), "result": "continue", "satisfaction": 4}
    with pytest.raises(ValidationError):
        plans.review(drafted.case, by=actor("carla"), **facts)
    review = plans.review(agreed.case, by=actor("carla"), **facts)
    assert review.next_on is not None
    assert review.next_on > clock.today()


def test_a_case_rests_three_months_at_most_and_is_taken_up_again(
    agreed: SupportPlan, actor: Callable[..., Actor]
) -> None:
    carla, today = actor("carla"), clock.today()
    with pytest.raises(ValidationError, match="drei Monate"):
        pauses.pause(agreed.case, by=carla, pause_reason="travel", resume_on=today + dt.timedelta(days=120))
    pauses.pause(agreed.case, by=carla, pause_reason="travel", resume_on=today + dt.timedelta(days=60))
    pauses.resume(agreed.case, by=carla)
    with backstage():
        assert not Case.objects.get(pk=agreed.case_id).is_paused


def test_a_milestone_is_noted_once(agreed: SupportPlan, actor: Callable[..., Actor]) -> None:
    facts: dict[str, Any] = {"kind": MilestoneKind.OWN_TENANCY, "reached_on": clock.today()}
    for _time in range(2):
        goals.reach_milestone(agreed.case, by=actor("carla"), **facts)
    with backstage():
        assert Milestone.objects.filter(case=agreed.case_id).count() == 1


def test_the_plan_is_printed_into_the_file(agreed: SupportPlan, actor: Callable[..., Actor]) -> None:
    carla = actor("carla")
    with casework(agreed.case, by=carla, right=Right.WRITE_FILE):
        document = plans.print_plan(agreed, by=carla)
    assert document.content_type == "application/pdf"
