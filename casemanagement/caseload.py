# SPDX-License-Identifier: AGPL-3.0-or-later
"""How much a case manager carries: weighted cases against the working time that is there this week."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal

from django.db import connection
from django.db.models import QuerySet

from casemanagement.working_days import ONE_DAY, is_working_day
from permissions import clock
from permissions.models import Absence, Membership, Organisation
from permissions.roles import Role

# What a case weighs; 40 points fill one full-time post (the plan's 40 cases per VZÄ).
WEIGHTS = {
    "low": Decimal("0.5"),
    "medium": Decimal("1.0"),
    "high": Decimal("2.0"),
    "paused": Decimal("0.1"),
    "entering": Decimal("0.5"),
}
POINTS_PER_VZAE = 40
NEARLY_FULL, TOO_FULL = 90, 110  # per cent
DAYS_OF_WEEK = 7

_LOADS = """
SELECT organisation_id, person_id, responsible, deputising, urgent, overdue,
       low, medium, high, paused, entering FROM kim.staff_load()
"""
_UNCOVERED = """
SELECT organisation_id, case_number, urgency, person_id, absent_until, substitute_id FROM kim.uncovered()
"""


@dataclass(frozen=True)
class Load:
    """Numbers of cases; without a person they are the sum of the house."""

    organisation_id: int
    person_id: int | None
    responsible: int = 0
    deputising: int = 0
    urgent: int = 0
    overdue: int = 0
    low: int = 0
    medium: int = 0
    high: int = 0
    paused: int = 0
    entering: int = 0

    @property
    def points(self) -> Decimal:
        """The cases led, each with its weight; standing in for somebody adds nothing."""
        return sum((getattr(self, name) * weight for name, weight in WEIGHTS.items()), Decimal(0))


@dataclass(frozen=True)
class Uncovered:
    """A case whose responsible person is away and for whom nobody stands in."""

    organisation_id: int
    case_number: str
    urgency: str
    person_id: int
    absent_until: dt.date
    substitute_id: int | None


@dataclass(frozen=True)
class Share:
    """A person's or a house's working time and what it carries."""

    vzae: Decimal
    available: Decimal
    load: Load

    @property
    def percent(self) -> int | None:
        """The load against the time that is there; nothing where nobody is."""
        if not self.available:
            return None
        return round(self.load.points / (self.available * POINTS_PER_VZAE) * 100)

    @property
    def kind(self) -> str:
        """How a bar shows it."""
        if self.percent is None:
            return "warning" if self.load.points else ""
        return "danger" if self.percent > TOO_FULL else "warning" if self.percent >= NEARLY_FULL else ""


@dataclass(frozen=True)
class Colleague(Share):
    """One case manager in one house."""

    name: str
    person_id: int
    organisation: Organisation
    absent_until: dt.date | None
    substitute: str


def loads() -> list[Load]:
    """As the database counts them for the present hat; it alone may look at the cases."""
    with connection.cursor() as cursor:
        cursor.execute(_LOADS)
        return [Load(*row) for row in cursor.fetchall()]


def uncovered() -> list[Uncovered]:
    """The same for cases without cover today."""
    with connection.cursor() as cursor:
        cursor.execute(_UNCOVERED)
        return [Uncovered(*row) for row in cursor.fetchall()]


def colleagues(organisations: QuerySet[Organisation]) -> list[Colleague]:
    """The case managers of these houses by name, never by load."""
    today = clock.today()
    members = Membership.objects.valid_on(today).filter(
        organisation__in=organisations, role=Role.CASE_MANAGEMENT
    )
    rows = list(members.select_related("person", "organisation", "post").order_by("person__display_name"))
    known = {(load.person_id, load.organisation_id): load for load in loads()}
    away = _absences({row.person_id for row in rows})
    return [_colleague(row, known, away.get(row.person_id, []), today) for row in rows]


def total(colleagues: Iterable[Share], carried: Iterable[Load]) -> Share:
    """The house as a whole."""
    shares, summands = list(colleagues), list(carried)
    names = [field.name for field in fields(Load)][2:]
    counts = {name: sum(getattr(load, name) for load in summands) for name in names}
    house = summands[0].organisation_id if summands else 0
    return Share(
        vzae=sum((share.vzae for share in shares), Decimal(0)),
        available=sum((share.available for share in shares), Decimal(0)),
        load=Load(house, None, **counts),
    )


def available(vzae: Decimal, absences: Iterable[Absence], day: dt.date) -> Decimal:
    """The share of a post that is at work in the week of this day."""
    monday = day - ONE_DAY * day.weekday()
    week = [monday + ONE_DAY * n for n in range(DAYS_OF_WEEK) if is_working_day(monday + ONE_DAY * n)]
    rows = list(absences)
    missed = sum(any(row.valid_from <= day <= row.valid_until for row in rows) for day in week)
    return vzae * (len(week) - missed) / len(week) if week else vzae


def _colleague(
    row: Membership,
    known: dict[tuple[int | None, int], Load],
    absences: list[Absence],
    today: dt.date,
) -> Colleague:
    vzae = row.post.vzae if row.post and _lasts(row, today) else Decimal(0)
    now = next((absence for absence in absences if absence.valid_from <= today <= absence.valid_until), None)
    return Colleague(
        vzae=vzae,
        available=available(vzae, absences, today),
        load=known.get((row.person_id, row.organisation_id), Load(row.organisation_id, row.person_id)),
        name=row.person.display_name,
        person_id=row.person_id,
        organisation=row.organisation,
        absent_until=now.valid_until if now else None,
        substitute=now.substitute.display_name if now and now.substitute else "",
    )


def _lasts(row: Membership, today: dt.date) -> bool:
    post = row.post
    return post is not None and (post.valid_until is None or today <= post.valid_until)


def _absences(people: set[int]) -> dict[int, list[Absence]]:
    """Those that touch this week; the present one is among them."""
    monday = clock.today() - ONE_DAY * clock.today().weekday()
    rows = Absence.objects.filter(
        person__in=people, valid_from__lte=monday + ONE_DAY * DAYS_OF_WEEK, valid_until__gte=monday
    )
    found: dict[int, list[Absence]] = {}
    for row in rows.select_related("substitute"):
        found.setdefault(row.person_id, []).append(row)
    return found
