# SPDX-License-Identifier: AGPL-3.0-or-later
"""How load is weighed against the working time that is there."""

import datetime as dt
from decimal import Decimal

import pytest

from casemanagement.caseload import Load, Share, available
from permissions.models import Absence

MONDAY = dt.date(2026, 11, 16)

WEIGHED = [
    ({"medium": 40}, "40.0"),
    ({"low": 4, "high": 3}, "8.0"),
    ({"paused": 10}, "1.0"),
    ({"entering": 2}, "1.0"),
    ({}, "0"),
    ({"deputising": 5}, "0"),
]


@pytest.mark.parametrize(("counts", "points"), WEIGHED)
def test_each_class_of_case_weighs_its_own(counts: dict[str, int], points: str) -> None:
    assert Load(1, 1, **counts).points == Decimal(points)


SHARES = [
    ("1.00", 40, 100, "warning"),
    ("0.50", 40, 200, "danger"),
    ("1.00", 35, 88, ""),
    ("1.00", 36, 90, "warning"),
    ("1.00", 44, 110, "warning"),
    ("1.00", 45, 112, "danger"),
    ("0", 3, None, "warning"),
    ("0", 0, None, ""),
]


@pytest.mark.parametrize(("vzae", "cases", "percent", "kind"), SHARES)
def test_forty_points_fill_a_post(vzae: str, cases: int, percent: int | None, kind: str) -> None:
    share = Share(Decimal(vzae), Decimal(vzae), Load(1, 1, medium=cases))

    assert (share.percent, share.kind) == (percent, kind)


# Days from Monday of the week, both included.
WEEKS = [
    ([], "1.00"),
    ([(0, 4)], "0"),
    ([(-10, 10)], "0"),
    ([(0, 0)], "0.80"),
    ([(4, 6)], "0.80"),
    ([(5, 6)], "1.00"),
    ([(0, 1), (1, 2)], "0.40"),
    ([(7, 9)], "1.00"),
]


@pytest.mark.parametrize(("absences", "share"), WEEKS)
@pytest.mark.parametrize("weekday", [0, 3, 6])
def test_absent_working_days_of_the_week_count_against_the_post(
    absences: list[tuple[int, int]], share: str, weekday: int
) -> None:
    rows = [
        Absence(valid_from=MONDAY + dt.timedelta(days=first), valid_until=MONDAY + dt.timedelta(days=last))
        for first, last in absences
    ]

    assert available(Decimal("1.00"), rows, MONDAY + dt.timedelta(days=weekday)) == Decimal(share)


def test_a_public_holiday_is_no_working_day_to_miss() -> None:
    week_of_new_year = dt.date(2026, 1, 1)
    away = Absence(valid_from=dt.date(2026, 1, 1), valid_until=dt.date(2026, 1, 1))

    assert available(Decimal("1.00"), [away], week_of_new_year) == Decimal("1.00")
