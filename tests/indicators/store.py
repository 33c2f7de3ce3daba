# SPDX-License-Identifier: AGPL-3.0-or-later
"""Facts made by hand, so that a definition can be checked against a known answer."""

import datetime as dt
from decimal import Decimal
from itertools import count
from typing import Any

from django.db import transaction

from indicators.definitions import by_code
from indicators.models import CapacityFact, Fact
from indicators.results import Result, results
from indicators.snapshot import Snapshot
from indicators.week import Week
from permissions.actor import acting_in_role
from permissions.clock import BERLIN
from permissions.database.roles import OWNER

WEEK = Week(2026, 46)  # 9 to 15 November
KOMMUNE = 1
LONG_AGO = dt.datetime(2026, 1, 5, 9, tzinfo=BERLIN)

_number = count(1)


def day(text: str) -> dt.date:
    """9.11. → 9 November 2026."""
    number, month = text.rstrip(".").split(".")
    return dt.date(2026, int(month), int(number))


def at(text: str, hour: int = 12) -> dt.datetime:
    return dt.datetime.combine(day(text), dt.time(hour), BERLIN)


def a_fact(**known: Any) -> Fact:
    """A running case of the city, received and accepted long ago, unless something else is said."""
    number = next(_number)
    content = {
        "kommune": KOMMUNE,
        "pseudonym": f"case-{number}",
        "client_pseudonym": f"client-{number}",
        "household_pseudonym": f"household-{number}",
        "organisation": "stadt",
        "stadtbezirk": "mitte",
        "phase": "implementation",
        "state": "open",
        "intensity": "medium",
        "is_assigned": True,
        "is_paused": False,
        "persons": 1,
        "has_ukraine_protection": False,
        "received_on": day("5.1."),
        "accepted_on": day("12.1."),
        "recorded_from": LONG_AGO,
    }
    with transaction.atomic(), acting_in_role(OWNER):
        return Fact.objects.create(**(content | known))


def a_referral(**known: Any) -> Fact:
    content = {"accepted_on": None, "phase": "intake", "is_assigned": False, "received_on": day("10.11.")}
    return a_fact(**(content | known))


def a_capacity(organisation: str = "stadt", vzae: float = 1.0, *absences: tuple[str, str]) -> CapacityFact:
    away = [
        {"valid_from": day(first).isoformat(), "valid_until": day(last).isoformat()}
        for first, last in absences
    ]
    post = {"vzae": vzae, "valid_from": "2021-01-01", "valid_until": None, "absences": away}
    with transaction.atomic(), acting_in_role(OWNER):
        return CapacityFact.objects.create(
            kommune=KOMMUNE, organisation=organisation, posts=[post], recorded_from=LONG_AGO
        )


def counted(code: str, figure: str, week: Week = WEEK) -> list[Result]:
    """The city and every part, as the roll-up's own role reads them."""
    indicator = by_code(code)
    assert indicator is not None
    asked = indicator.figure(figure)
    assert asked is not None
    with acting_in_role("kim_rollup"):
        return list(results(asked, Snapshot(week, KOMMUNE)))


def city(code: str, figure: str, week: Week = WEEK) -> tuple[Any, Any, Any]:
    """Numerator, denominator and value of the whole city."""
    total = counted(code, figure, week)[0]
    return plain(total.numerator), plain(total.denominator), plain(total.value)


def parts(code: str, figure: str, breakdown: str) -> dict[str, Any]:
    """Part → value, of one breakdown."""
    return {
        result.dims[breakdown]: plain(result.value)
        for result in counted(code, figure)
        if result.breakdown == breakdown
    }


def plain(number: Decimal | None) -> float | None:
    return None if number is None else float(number)
