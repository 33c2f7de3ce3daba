# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who leads the cases: the real case managers, and as many invented ones as the caseload needs."""

import datetime as dt
from dataclasses import dataclass

from permissions import clock
from permissions.models import Membership, Organisation, User
from permissions.roles import Role

CASES_PER_MANAGER = 40
SINCE = dt.date(2021, 1, 1)
# As in the demo: most posts are the city's.
HOUSES = ("stadt", "stadt", "stadt", "stadt", "stadt", "stadt", "awo", "drk")


@dataclass(frozen=True)
class Manager:
    """A case manager in one house."""

    person_id: int
    organisation_id: int


@dataclass(frozen=True)
class Staff:
    """Everybody a case needs; the desk registers what nobody clarifies yet."""

    managers: list[Manager]
    organisations: dict[int, Organisation]
    coordinator_id: int
    desk_id: int


def appoint(led_cases: int, today: dt.date) -> Staff:
    """The staff for so many open cases; who is invented here has no credential and cannot sign in."""
    organisations = {row.code: row for row in Organisation.objects.filter(code__in=HOUSES)}
    real = [
        Manager(row.person_id, row.organisation_id)
        for row in _in_role(Role.CASE_MANAGEMENT, today)
        if row.organisation_id in {known.pk for known in organisations.values()}
    ]
    missing = max(0, -(-led_cases // CASES_PER_MANAGER) - len(real))
    return Staff(
        managers=real + _invented(missing, organisations),
        organisations={row.pk: row for row in organisations.values()},
        coordinator_id=_first(Role.FACHAUFSICHT, today),
        desk_id=_first(Role.INTAKE_DESK, today),
    )


def everybody() -> list[Manager]:
    """Everybody who manages cases today."""
    return [
        Manager(row.person_id, row.organisation_id) for row in _in_role(Role.CASE_MANAGEMENT, clock.today())
    ]


def _in_role(role: Role, today: dt.date) -> list[Membership]:
    return list(Membership.objects.valid_on(today).in_role(role).order_by("pk"))


def _first(role: Role, today: dt.date) -> int:
    return _in_role(role, today)[0].person_id


def _invented(amount: int, organisations: dict[str, Organisation]) -> list[Manager]:
    known = User.objects.filter(username__startswith="fallmanagement.").count()
    people = User.objects.bulk_create(
        User(username=f"fallmanagement.{number:05d}", display_name=f"Fallmanagement {number:05d}")
        for number in range(known + 1, known + amount + 1)
    )
    homes = [organisations[HOUSES[place % len(HOUSES)]].pk for place in range(amount)]
    Membership.objects.bulk_create(
        Membership(person=person, organisation_id=home, role=Role.CASE_MANAGEMENT, valid_from=SINCE)
        for person, home in zip(people, homes, strict=True)
    )
    return [Manager(person.pk, home) for person, home in zip(people, homes, strict=True)]
