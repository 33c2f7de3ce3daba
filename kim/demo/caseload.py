# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fills the demo with a caseload: households arrive week by week until so many cases are open."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from kim.demo.invented import Newcomer, family
from kim.demo.lives import Life, Staff
from permissions.models import Organisation, User
from permissions.roles import Role

# The city has six of the eight posts; AWO and DRK mostly clarify and hand over.
HOUSES = {"stadt": 6, "awo": 3, "drk": 3}
# So many of a hundred cases are at home in their first weeks: what the city started with.
START_OF_100 = 30
ENDING_OF_100 = 22


@dataclass(frozen=True)
class Part:
    """The share of the caseload that one process lives through: every so-manieth household."""

    place: int
    of: int
    cases: int
    weeks: int
    seed: int
    today: date


def parts(*, of: int, cases: int, weeks: int, seed: int, today: date) -> list[Part]:
    """The whole caseload in equal shares; the result does not depend on which is faster."""
    shares = [cases // of + (place < cases % of) for place in range(of)]
    return [Part(place, of, share, weeks, seed, today) for place, share in enumerate(shares)]


def fill(part: Part, staff: Staff, *, tell: Callable[[int], None]) -> int:
    """Live through the weeks until the share's cases are open; returns how many were registered.

    Each household has its own random numbers, so the same seed gives the same people and the same days.
    """
    open_cases = registered = 0
    household = part.place
    while open_cases < part.cases:
        rng = Random(f"{part.seed}-{household}")
        for newcomer, arrival in _household(rng, part):
            life = Life(
                rng=rng,
                staff=staff,
                newcomer=newcomer,
                house=rng.choices(list(HOUSES), weights=list(HOUSES.values()))[0],
                today=part.today,
                day=arrival,
                ends=rng.randint(1, 100) <= ENDING_OF_100,
            )
            open_cases += life.live()
            registered += 1
            tell(open_cases)
            if open_cases == part.cases:
                break
        household += part.of
    return registered


def _household(rng: Random, part: Part) -> list[tuple[Newcomer, date]]:
    first = part.today - timedelta(weeks=part.weeks)
    span = 28 if rng.randint(1, 100) <= START_OF_100 else part.weeks * 7 - 3
    arrival = first + timedelta(days=rng.randint(0, span))
    size = rng.choices([1, 2, 3], weights=[75, 20, 5])[0]
    return [(newcomer, arrival) for newcomer in family(rng, arrival, size)]


def staff_of_demo() -> Staff:
    """The demo's case managers and coordinator, as set_up --demo appointed them."""
    organisations = {organisation.code: organisation for organisation in Organisation.objects.all()}
    managers = {
        code: list(
            User.objects.filter(
                memberships__role=Role.CASE_MANAGEMENT, memberships__organisation=organisations[code]
            ).order_by("pk")
        )
        for code in HOUSES
    }
    return Staff(managers, User.objects.get(username="koordination"), organisations)
