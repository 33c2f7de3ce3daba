# SPDX-License-Identifier: AGPL-3.0-or-later
"""Each week exists once and says what was known on Sunday at midnight, whenever it is computed."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError

from indicators.actions import ensure_rollups, roll_up
from indicators.actions.rollups import State, WeekNotOver
from indicators.models import Fact, WeeklyFigure, WeeklyRollup
from indicators.week import Week
from permissions import clock
from permissions.actor import Actor, acting_in_role
from permissions.clock import BERLIN
from permissions.database.roles import OWNER
from tests.indicators.store import KOMMUNE, WEEK, a_capacity, a_fact, at

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system()
AFTER = WEEK.ends_at + dt.timedelta(hours=5)


def rolled(week: Week = WEEK) -> tuple[State, ...]:
    with clock.at(AFTER):
        return tuple(outcome.state for outcome in roll_up(week, by=SYSTEM))


def stored(week: Week = WEEK) -> WeeklyRollup:
    return WeeklyRollup.objects.of_week(week).get(kommune=KOMMUNE)


def value(code: str, figure: str, week: Week = WEEK) -> float | None:
    found = WeeklyFigure.objects.get(rollup=stored(week), indicator=code, figure=figure, breakdown="").value
    return None if found is None else float(found)


@pytest.mark.usefixtures("as_owner")
def test_the_first_run_computes_and_the_second_changes_nothing() -> None:
    a_fact()

    assert rolled() == (State.COMPUTED,)
    first = stored()
    assert rolled() == (State.EXISTS,)

    assert WeeklyRollup.objects.get() == first
    assert value("O01", "open") == 1


@pytest.mark.usefixtures("as_owner")
def test_a_week_that_still_runs_has_no_figures() -> None:
    a_fact()

    with pytest.raises(WeekNotOver), clock.at(WEEK.ends_at - dt.timedelta(seconds=1)):
        roll_up(WEEK, by=SYSTEM)

    with clock.at(WEEK.ends_at):
        assert [outcome.state for outcome in roll_up(WEEK, by=SYSTEM)] == [State.COMPUTED]


@pytest.mark.usefixtures("as_owner")
def test_a_week_is_what_was_known_on_sunday_at_midnight() -> None:
    midnight = WEEK.ends_at
    second = dt.timedelta(seconds=1)
    a_fact(pseudonym="told in time", recorded_from=midnight - second)
    a_fact(pseudonym="told too late", recorded_from=midnight)
    a_fact(pseudonym="changed on Monday", recorded_until=midnight, phase="planning")
    a_fact(pseudonym="changed on Monday", recorded_from=midnight, phase="closure")
    a_fact(pseudonym="changed on Sunday", recorded_until=midnight - second, phase="planning")
    a_fact(pseudonym="changed on Sunday", recorded_from=midnight - second, phase="closure")

    rolled()

    phases = WeeklyFigure.objects.filter(indicator="O01", breakdown="phase")
    assert {figure.part: figure.value for figure in phases} == {
        "closure": 1,
        "implementation": 1,
        "planning": 1,
    }


@pytest.mark.usefixtures("as_owner")
def test_a_week_computed_late_says_the_same_as_one_computed_in_time() -> None:
    fact = a_fact(recorded_from=at("26.10."))
    a_capacity()
    rolled(Week(2026, 45))
    in_time = stored(Week(2026, 45)).sha256

    with acting_in_role(OWNER):
        WeeklyRollup.objects.all().delete()
        Fact.objects.filter(pk=fact.pk).update(recorded_until=at("10.11."))
        a_fact(pseudonym=fact.pseudonym, phase="closure", recorded_from=at("10.11."))
    rolled(Week(2026, 45))

    assert stored(Week(2026, 45)).sha256 == in_time


@pytest.mark.usefixtures("as_owner")
def test_missed_weeks_are_caught_up_from_the_first_fact_on() -> None:
    a_fact(recorded_from=at("20.10."))  # in week 43
    rolled(Week(2026, 44))

    with clock.at(AFTER):
        caught_up = ensure_rollups(by=SYSTEM)
        again = ensure_rollups(by=SYSTEM)

    assert [str(outcome.week) for outcome in caught_up] == ["2026-W43", "2026-W45", "2026-W46"]
    assert again == []
    assert sorted(WeeklyRollup.objects.values_list("number", flat=True)) == [43, 44, 45, 46]


@pytest.mark.usefixtures("as_owner")
def test_a_week_is_due_on_monday_at_four() -> None:
    a_fact(recorded_from=at("9.11."))
    monday = dt.datetime(2026, 11, 16, 3, 59, tzinfo=BERLIN)

    with clock.at(monday):
        assert ensure_rollups(by=SYSTEM) == []
    with clock.at(monday + dt.timedelta(minutes=1)):
        assert [str(outcome.week) for outcome in ensure_rollups(by=SYSTEM)] == ["2026-W46"]


@pytest.mark.usefixtures("as_owner")
def test_no_figure_crosses_a_municipality() -> None:
    a_fact(organisation="awo")
    a_fact(organisation="awo")
    a_fact(kommune=2, organisation="caritas")

    assert rolled() == (State.COMPUTED, State.COMPUTED)

    by_kommune = WeeklyFigure.objects.filter(indicator="O01", breakdown="").values_list("kommune", "value")
    assert dict(by_kommune) == {1: 2, 2: 1}


@pytest.mark.usefixtures("as_owner")
def test_the_database_refuses_a_week_twice() -> None:
    a_fact()
    rolled()
    twin = stored()
    twin.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


@pytest.mark.usefixtures("as_owner")
def test_the_database_refuses_two_facts_of_one_case_at_a_time() -> None:
    a_fact(pseudonym="one", recorded_until=at("9.11."))

    with pytest.raises(IntegrityError), transaction.atomic():
        a_fact(pseudonym="one", recorded_from=at("8.11."))


@pytest.mark.parametrize("table", ["casemanagement_case", "permissions_user", "indicators_factlink"])
def test_the_role_of_the_roll_up_reaches_nobody(table: str) -> None:
    with (
        acting_in_role("kim_rollup"),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        Fact.objects.raw(f"SELECT id FROM {table}")[:1]
