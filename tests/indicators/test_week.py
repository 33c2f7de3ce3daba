# SPDX-License-Identifier: AGPL-3.0-or-later
"""A week begins and ends where the city's calendar says, also around New Year and the clock change."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.week import Week, weeks_in

BERLIN = ZoneInfo("Europe/Berlin")
DAYS = st.dates(dt.date(2001, 1, 1), dt.date(2198, 12, 31))


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (dt.date(2026, 11, 9), "2026-W46"),
        (dt.date(2026, 11, 15), "2026-W46"),
        (dt.date(2026, 12, 31), "2026-W53"),
        (dt.date(2027, 1, 3), "2026-W53"),
        (dt.date(2027, 1, 4), "2027-W01"),
        (dt.date(2024, 12, 30), "2025-W01"),
        (dt.date(2021, 1, 1), "2020-W53"),
    ],
)
def test_a_day_lies_in_its_iso_week(day: dt.date, week: str) -> None:
    assert str(Week.from_date(day)) == week


@pytest.mark.parametrize(("year", "weeks"), [(2020, 53), (2022, 52), (2026, 53), (2032, 53)])
def test_a_year_has_52_or_53_weeks(year: int, weeks: int) -> None:
    assert weeks_in(year) == weeks


@given(DAYS)
def test_every_day_is_contained_in_exactly_its_own_week(day: dt.date) -> None:
    week = Week.from_date(day)

    assert week.contains(day)
    assert not week.previous().contains(day)
    assert not week.next().contains(day)


@given(DAYS)
def test_text_and_order_survive_the_way_there_and_back(day: dt.date) -> None:
    week = Week.from_date(day)

    assert Week.parse(str(week)) == week
    assert week.next().previous() == week
    assert week.previous() < week < week.next()


@given(DAYS)
def test_one_week_ends_in_the_moment_the_next_begins(day: dt.date) -> None:
    week = Week.from_date(day)

    assert week.ends_at == week.next().starts_at
    assert week.ends_at.date() == week.sunday + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("week", "hours"),
    [
        pytest.param("2026-W13", 167, id="clocks go forward"),
        pytest.param("2026-W43", 169, id="clocks go back"),
        pytest.param("2026-W46", 168, id="plain week"),
    ],
)
def test_the_clock_change_makes_a_week_shorter_or_longer(week: str, hours: int) -> None:
    this = Week.parse(week)
    length = this.ends_at.astimezone(dt.UTC) - this.starts_at.astimezone(dt.UTC)

    assert length == dt.timedelta(hours=hours)


@pytest.mark.parametrize(
    ("now", "closed"),
    [
        pytest.param("2026-11-15T23:59:59+01:00", "2026-W45", id="last second of the week"),
        pytest.param("2026-11-16T00:00:00+01:00", "2026-W46", id="Sunday 24:00"),
        pytest.param(
            "2026-11-15T23:30:00+00:00",
            "2026-W46",
            id="Monday in Berlin, Sunday in UTC",
        ),
        pytest.param("2026-11-16T04:00:00+01:00", "2026-W46", id="Monday 04:00"),
        pytest.param("2027-01-04T04:00:00+01:00", "2026-W53", id="first Monday after a long year"),
        pytest.param("2026-03-29T22:30:00+00:00", "2026-W13", id="summer time has begun"),
    ],
)
def test_the_last_closed_week_is_the_one_that_berlin_has_finished(now: str, closed: str) -> None:
    assert str(Week.last_closed(dt.datetime.fromisoformat(now))) == closed


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="ohne Zeitzone"):
        Week.last_closed(dt.datetime(2026, 11, 16, 4))  # noqa: DTZ001 - the point of the test


def test_a_range_includes_both_ends_and_crosses_the_year() -> None:
    weeks = [str(w) for w in Week.range(Week(2026, 52), Week(2027, 2))]

    assert weeks == ["2026-W52", "2026-W53", "2027-W01", "2027-W02"]


def test_a_range_that_runs_backwards_is_empty() -> None:
    assert list(Week.range(Week(2026, 2), Week(2026, 1))) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "2026-46",
            "„2026-46“ ist keine Kalenderwoche; erwartet wird zum Beispiel 2026-W46.",
        ),
        ("W46", "„W46“ ist keine Kalenderwoche; erwartet wird zum Beispiel 2026-W46."),
        ("2026-W00", "Eine Woche 0 gibt es 2026 nicht, das Jahr hat 53 Wochen."),
        ("2025-W53", "Eine Woche 53 gibt es 2025 nicht, das Jahr hat 52 Wochen."),
        ("1850-W01", "Das Jahr 1850 liegt nicht zwischen 2000 und 2199."),
    ],
)
def test_a_wrong_week_is_refused_with_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        Week.parse(text)


def test_monday_and_sunday_frame_the_week() -> None:
    week = Week.parse(" 2026-W53 ")

    assert (week.monday, week.sunday) == (dt.date(2026, 12, 28), dt.date(2027, 1, 3))
    assert week.ends_at == dt.datetime(2027, 1, 4, tzinfo=BERLIN)
