# SPDX-License-Identifier: AGPL-3.0-or-later
"""Working days: Monday to Friday without the public holidays of North Rhine-Westphalia."""

import calendar
import datetime as dt

import holidays

SATURDAY = 5
ONE_DAY = dt.timedelta(days=1)

# Fills itself year by year when it is asked.
NRW = holidays.country_holidays("DE", subdiv="NW")


def is_working_day(day: dt.date) -> bool:
    return day.weekday() < SATURDAY and day not in NRW


def next_working_day(day: dt.date) -> dt.date:
    """This day, or the first working day after it."""
    while not is_working_day(day):
        day += ONE_DAY
    return day


def add_working_days(start: dt.date, amount: int) -> dt.date:
    """The day on which so many working days after the start have passed; the start does not count."""
    day = start
    for _ in range(amount):
        day = next_working_day(day + ONE_DAY)
    return day


def working_days_between(start: dt.date, end: dt.date) -> int:
    """Working days after the start up to and including the end."""
    days = (end - start).days
    return sum(is_working_day(start + dt.timedelta(days=n)) for n in range(1, days + 1))


def add_months(start: dt.date, amount: int) -> dt.date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(start.year * 12 + start.month - 1 + amount, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(start.day, last))
