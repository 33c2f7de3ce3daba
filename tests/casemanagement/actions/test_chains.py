# SPDX-License-Identifier: AGPL-3.0-or-later
"""Steps of service chains: dated by measures and milestones, else by hand; and what all cases together show."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from casemanagement.actions import chains, goals
from casemanagement.choices.chains import CHAIN_OF
from casemanagement.models import Case, ChainStep, Goal
from indicators.chains import ReachedStep, protected_paths, reached_steps, times
from permissions import clock
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.hats import Hat
from tests.cast import House, at_the_integration_centre
from tests.factories import CaseFactory

Act = Callable[..., Actor]
TODAY = dt.date(2026, 6, 1)


@pytest.fixture
def case(house: House) -> Case:
    made: Case = CaseFactory(led_by=house["carla"], planned=True)
    return made


def steps(case: Case) -> dict[str, tuple[dt.date, str]]:
    with acting_in_role(OWNER):
        rows = ChainStep.objects.filter(case=case)
        return {f"{row.chain}.{row.step}": (row.on, row.source) for row in rows}


def ago(days: int) -> dt.date:
    return clock.today() - dt.timedelta(days=days)


def test_measures_and_milestones_date_the_steps_they_know(case: Case, actor: Act) -> None:
    carla = actor("carla")
    with acting_in_role(OWNER):
        goal = Goal.objects.filter(case=case).first()
    measure = goals.add_measure(goal, by=carla, type="integration_course", proposed_on=ago(40))
    goals.move_measure(measure, by=carla, state="started", on=ago(10))
    goals.reach_milestone(case, by=carla, kind="own_tenancy", reached_on=ago(3))

    found = steps(case)

    assert found["language.need"] == (ago(40), "derived")
    assert found["language.start"] == (ago(10), "derived")
    assert found["housing.moving_in"] == (ago(3), "derived")
    assert "language.attendance" not in found


def test_a_measure_that_was_broken_off_ends_no_step(case: Case, actor: Act) -> None:
    carla = actor("carla")
    with acting_in_role(OWNER):
        goal = Goal.objects.filter(case=case).first()
    measure = goals.add_measure(goal, by=carla, type="wbs", proposed_on=ago(40))

    goals.move_measure(measure, by=carla, state="dropped_out", on=ago(1), dropout_reason="other")

    assert "housing.wbs" not in steps(case)


def test_a_step_is_dated_by_one_click_and_taken_back_by_another(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    carla, page = signed_in("carla"), reverse("cases:chains", args=[case.number])
    today = f"{clock.today():%d.%m.%Y}"

    carla.post(page, {"on": today, "step": "housing.viewing"})
    entered = steps(case)["housing.viewing"]
    carla.post(page, {"on": today, "undo": "housing.viewing"})

    assert entered == (clock.today(), "entered")
    assert "housing.viewing" not in steps(case)


def test_a_day_entered_by_hand_stands_above_the_derived_one(case: Case, actor: Act) -> None:
    carla = actor("carla")
    goals.reach_milestone(case, by=carla, kind="own_tenancy", reached_on=ago(3))
    chains.date_step(case, by=carla, chain="housing", step="moving_in", on=ago(9))
    goals.reach_milestone(case, by=carla, kind="kita_place_started", reached_on=ago(1))
    by_hand = steps(case)["housing.moving_in"]

    chains.undo_step(case, by=carla, chain="housing", step="moving_in")

    assert by_hand == (ago(9), "entered")
    assert steps(case)["housing.moving_in"] == (ago(3), "derived")


def test_there_are_no_other_steps(case: Case, actor: Act) -> None:
    with pytest.raises(ValidationError):
        chains.date_step(case, by=actor("carla"), chain="housing", step="exam", on=ago(0))


def test_the_fachaufsicht_alone_reads_the_days_of_all_cases(case: Case, actor: Act) -> None:
    chains.date_step(case, by=actor("carla"), chain="housing", step="viewing", on=ago(9))

    with acting_as(actor("kora")):
        rows = reached_steps()
    assert [(row.chain, row.step, row.day, row.is_open) for row in rows] == [
        ("housing", "viewing", ago(9), True)
    ]
    for name in ("carla", "anna", "conrad", "rita", "adam"):
        with (
            acting_as(actor(name)),
            pytest.raises(DatabaseError),
            transaction.atomic(),
        ):
            reached_steps()


def reached(place: int, step: str, days_ago: int, *, is_open: bool = True) -> ReachedStep:
    return ReachedStep(place, "housing", step, TODAY - dt.timedelta(days=days_ago), is_open)


def test_the_time_between_steps_is_the_median_and_the_break_is_where_cases_stand() -> None:
    rows = [
        *(reached(1, "wbs", 200), reached(1, "search", 190), reached(1, "moving_in", 100)),
        *(reached(2, "wbs", 160), reached(2, "search", 130)),
        *(reached(3, "wbs", 150), reached(3, "search", 100)),
        reached(4, "search", 10),
        reached(5, "search", 300, is_open=False),
    ]

    (housing,) = times(rows, TODAY)

    label = {step.code: step.label for step in CHAIN_OF["housing"].steps}
    assert [(one.start, one.end, one.cases, one.days, one.longest) for one in housing.stretches] == [
        (label["wbs"], label["search"], 3, 30, 50),
        (label["search"], label["moving_in"], 1, 90, 90),
    ]
    assert housing.breaks_at is not None
    assert (housing.breaks_at.step, housing.breaks_at.cases, housing.breaks_at.still) == (
        label["search"],
        3,
        2,
    )
    assert housing.slowest == housing.stretches[1]


def test_nobody_waited_for_a_step_that_came_before() -> None:
    (housing,) = times([reached(1, "wbs", 10), reached(1, "search", 30)], TODAY)

    assert housing.stretches == []


@pytest.mark.parametrize(("cases", "shown"), [(9, []), (10, [(10, 4)]), (19, [(10, 4)])])
def test_the_integrationszentrum_meets_no_small_path_and_nothing_of_the_running_quarter(
    cases: int, shown: list[tuple[int, int]], house: House
) -> None:
    quarter = dt.date(clock.today().year, 3 * ((clock.today().month - 1) // 3) + 1, 1)
    with acting_in_role(OWNER):
        ina = at_the_integration_centre(house)
        for _number in range(cases):
            one = CaseFactory(led_by=house["carla"], planned=True)
            for step, days in (("wbs", 60), ("search", 32), ("moving_in", -1)):
                ChainStep.objects.create(
                    case=one, chain="housing", step=step, on=quarter - dt.timedelta(days=days)
                )

    with acting_as(Actor(ina, Hat.READ)):
        found = {chain.code: paths for chain, paths in protected_paths()}

    assert [(path.about, path.weeks) for path in found["housing"]] == shown


def test_whoever_only_reads_reports_gets_no_paths(actor: Act, signed_in: Callable[[str], Client]) -> None:
    with acting_as(actor("rita")), pytest.raises(DatabaseError), transaction.atomic():
        protected_paths()
    assert signed_in("rita").get(reverse("reports:chains")).status_code == 404
