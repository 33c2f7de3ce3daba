# SPDX-License-Identifier: AGPL-3.0-or-later
"""How much working time a week had: posts that are filled, less the days of absence, and never whose."""

import datetime as dt
import json
from collections.abc import Callable
from decimal import Decimal

import pytest

from indicators import tasks
from indicators.actions import backdate_capacity
from indicators.models import CapacityFact, WeeklyRollup
from indicators.snapshot import available
from indicators.week import Week
from permissions import actions, clock
from permissions.actor import Actor, acting_in_role
from permissions.database.roles import OWNER
from permissions.models import User
from tests.cast import House
from tests.indicators.store import WEEK, a_fact, at, city, day

FULL = {"vzae": 1.0, "valid_from": "2021-01-01", "valid_until": None, "absences": []}


def away(*periods: tuple[str, str]) -> list[dict[str, str]]:
    return [
        {"valid_from": day(first).isoformat(), "valid_until": day(last).isoformat()}
        for first, last in periods
    ]


@pytest.mark.parametrize(
    ("posts", "week", "vzae"),
    [
        ([], WEEK, "0"),
        ([FULL], WEEK, "1.00"),
        ([FULL, FULL | {"vzae": 0.5}], WEEK, "1.50"),
        ([FULL | {"valid_from": "2026-11-12"}], WEEK, "0.40"),
        ([FULL | {"valid_until": "2026-11-09"}], WEEK, "0.20"),
        ([FULL | {"absences": away(("10.11.", "10.11."))}], WEEK, "0.80"),
        ([FULL | {"absences": away(("2.11.", "30.11."))}], WEEK, "0.00"),
        ([FULL | {"absences": away(("14.11.", "15.11."))}], WEEK, "1.00"),  # a weekend is no working day
        (
            [FULL | {"absences": away(("6.4.", "7.4."))}],
            Week(2026, 15),
            "0.75",
        ),  # Easter Monday counts for nobody
    ],
    ids=["nobody", "one", "and a half", "begins", "ends", "a day", "a month", "a weekend", "Easter"],
)
def test_available_time_of_a_week(posts: list[dict], week: Week, vzae: str) -> None:
    assert available(posts, week) == Decimal(vzae)


def known(organisation: str) -> list[CapacityFact]:
    with acting_in_role(OWNER):
        rows = CapacityFact.objects.filter(organisation=organisation).order_by("recorded_from")
        return list(rows)


def test_an_absence_is_known_to_the_figures_without_its_person(
    house: House, carla: User, actor: Callable
) -> None:
    with acting_in_role(OWNER), clock.at(clock.now() + dt.timedelta(hours=1)):
        actions.report_absence(carla, valid_from=day("7.12."), valid_until=day("11.12."), by=actor("anna"))

    before, after = known("awo")[-2:]
    assert before.recorded_until == after.recorded_from
    (post,) = after.posts
    assert post["absences"] == [{"valid_from": "2026-12-07", "valid_until": "2026-12-11"}]
    assert post.keys() == {"vzae", "valid_from", "valid_until", "absences"}
    assert "Rossi" not in json.dumps(after.posts)
    assert available(after.posts, Week(2026, 50)) == 0
    assert available(after.posts, Week(2026, 51)) == 1


def test_a_vacant_post_is_not_available(house: House) -> None:
    assert available(known("stadt")[-1].posts, WEEK) == 2  # six posts, two of the cast


def test_an_invented_past_has_the_staff_of_today(house: House) -> None:
    start = at("1.9.")

    with acting_in_role(OWNER):
        backdate_capacity(since=start, by=Actor.system())

    (awo,) = known("awo")
    assert (awo.recorded_from, awo.recorded_until) == (start, None)


@pytest.mark.django_db
@pytest.mark.parametrize("task", [tasks.roll_up, tasks.catch_up], ids=["monday", "hourly"])
def test_the_beat_computes_what_is_due(task: Callable[[], None]) -> None:
    a_fact(recorded_from=at("9.11."))

    with clock.at(WEEK.ends_at + dt.timedelta(hours=4)):
        task()
        task()

    with acting_in_role(OWNER):
        assert [str(rollup.week) for rollup in WeeklyRollup.objects.all()] == [str(WEEK)]
    assert city("O01", "open") == (1, None, 1)
