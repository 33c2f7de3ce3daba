# SPDX-License-Identifier: AGPL-3.0-or-later
"""Questions about working days that only figures ask."""

import datetime as dt

from casemanagement.working_days import add_working_days

ONE_DAY = dt.timedelta(days=1)


def is_working_day(day: dt.date) -> bool:
    return add_working_days(day - ONE_DAY, 1) == day


def working_days_until(start: dt.date, end: dt.date) -> int:
    """How many working days lie after the start, up to and including the end."""
    days = (start + ONE_DAY * n for n in range(1, (end - start).days + 1))
    return sum(is_working_day(day) for day in days)
