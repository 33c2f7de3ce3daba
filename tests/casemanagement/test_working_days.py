# SPDX-License-Identifier: AGPL-3.0-or-later
"""Working days in North Rhine-Westphalia."""

import datetime as dt

import pytest

from casemanagement.working_days import (
    add_months,
    add_working_days,
    is_working_day,
    working_days_between,
)


def day(text: str) -> dt.date:
    return dt.datetime.strptime(text, "%d.%m.%Y").date()  # noqa: DTZ007  # a day has no zone


@pytest.mark.parametrize(
    ("on", "works"),
    [
        ("05.01.2026", True),
        ("06.01.2026", True),  # Heilige Drei Könige is none here
        ("03.01.2026", False),
        ("04.01.2026", False),
        ("03.04.2026", False),  # Karfreitag
        ("06.04.2026", False),  # Ostermontag
        ("14.05.2026", False),  # Christi Himmelfahrt
        ("04.06.2026", False),  # Fronleichnam
        ("03.10.2025", False),
        ("31.10.2025", True),  # Reformationstag is none here
        ("01.11.2027", False),  # Allerheiligen, a Monday
        ("24.12.2026", True),
        ("25.12.2026", False),
    ],
)
def test_the_holidays_are_those_of_north_rhine_westphalia(on: str, works: bool) -> None:
    assert is_working_day(day(on)) is works


@pytest.mark.parametrize(
    ("start", "amount", "end"),
    [
        ("02.03.2026", 0, "02.03.2026"),
        ("02.03.2026", 5, "09.03.2026"),
        ("06.03.2026", 1, "09.03.2026"),
        ("07.03.2026", 1, "09.03.2026"),
        ("02.04.2026", 1, "07.04.2026"),  # over Easter
        ("03.06.2026", 1, "05.06.2026"),  # over Fronleichnam
        ("29.10.2027", 1, "02.11.2027"),  # over Allerheiligen
        ("23.12.2026", 10, "08.01.2027"),
    ],
)
def test_so_many_working_days_later(start: str, amount: int, end: str) -> None:
    assert add_working_days(day(start), amount) == day(end)
    assert working_days_between(day(start), day(end)) == amount


@pytest.mark.parametrize(
    ("start", "amount", "end"),
    [
        ("31.01.2026", 1, "28.02.2026"),
        ("31.01.2028", 1, "29.02.2028"),
        ("15.11.2026", 3, "15.02.2027"),
        ("31.12.2026", 6, "30.06.2027"),
        ("01.06.2026", -1, "01.05.2026"),
    ],
)
def test_so_many_months_later(start: str, amount: int, end: str) -> None:
    assert add_months(day(start), amount) == day(end)
