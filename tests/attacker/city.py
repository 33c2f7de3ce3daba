# SPDX-License-Identifier: AGPL-3.0-or-later
"""A city over weeks: people arrive alone or with their families, stay some thirty weeks, and are counted."""

import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from attacker.inference import Rates, gains, posterior
from attacker.program import found
from attacker.published import read
from indicators import editions
from indicators.disclosure import changed_persons
from indicators.editions import Block, Cell, Person, Programme, Row

STATUS = {"a": 0.40, "b": 0.20, "c": 0.15, "d": 0.10, "e": 0.08, "f": 0.05, "g": 0.02}
DISTRICTS = tuple(str(number) for number in range(10))
PROGRAMME = Programme(
    indicators=("active",),
    universes=("stadtbezirk",),
    breakdowns=("stadtbezirk", "status_group"),
    categories={"stadtbezirk": DISTRICTS, "status_group": tuple(STATUS)},
)
LEAVING = 1 / 30  # a week


@dataclass
class City:
    """Who is there, week by week."""

    people: list[Person]
    arriving: float
    chance: random.Random
    family_share: float = 0.0
    newcomers: list[Person] = field(default_factory=list)
    _count: int = 0

    @classmethod
    def of(cls, size: int, *, seed: int = 1, family_share: float = 0.0) -> "City":
        city = cls([], size * LEAVING, random.Random(seed), family_share)
        while len(city.people) < size:
            city.people += city._household()
        return city

    def week(self) -> None:
        """Some leave, some come."""
        self.people = [person for person in self.people if self.chance.random() >= LEAVING]
        self.newcomers = []
        for _household in range(self._so_many()):
            self.newcomers += self._household()
        self.people += self.newcomers

    def _so_many(self) -> int:
        """Households by Poisson, so that as many people arrive on average as leave."""
        number, product = 0, self.chance.random()
        limit = math.exp(-self.arriving / (1 + 2 * self.family_share))
        while product > limit:
            number, product = number + 1, product * self.chance.random()
        return number

    def _household(self) -> list[Person]:
        """One person, or a family of three that shares district and, mostly, status."""
        status = self.chance.choices(list(STATUS), list(STATUS.values()))[0]
        place = self.chance.choice(DISTRICTS)
        members = 3 if self.chance.random() < self.family_share else 1
        return [self._person(place, status) for _member in range(members)]

    def _person(self, district: str, status: str) -> Person:
        self._count += 1
        household = f"h{self._count}" if self.family_share == 0 else f"h{self._count // 3}"
        dims = {"stadtbezirk": district, "status_group": status}
        return Person(f"p{self._count}", household, dims, frozenset(PROGRAMME.indicators))


@dataclass
class Publisher:
    """Releases a city's figures week by week by some way of showing a count."""

    show: Callable[[Block, City], Mapping[Cell, Any]]
    gate: int = 0
    ledger: list[Row] = field(default_factory=list)
    _last: dict[Block, dict[str, editions.Contribution]] = field(default_factory=dict)

    def week(self, city: City, week: str) -> list[Row]:
        new: list[Row] = []
        for block in PROGRAMME.blocks():
            now = editions.contributions(PROGRAMME, block, city.people)
            before = self._last.get(block)
            changed = changed_persons(before or {}, now)
            if before is None or len(changed) >= self.gate:
                self._last[block] = now
                new += [
                    {"week": week, "indicator": block.indicator, "dims": dict(cell), "value": value}
                    for cell, value in self.show(block, city).items()
                ]
        self.ledger += new
        return new


def counted(block: Block, people: Sequence[Person]) -> dict[Cell, int]:
    return {cell: sum(person.stands_in(cell) for person in people) for cell in PROGRAMME.cells(block)}


def shown(rule: Callable[[int], int | None]) -> Callable[[Block, City], dict[Cell, int | None]]:
    return lambda block, city: {cell: rule(count) for cell, count in counted(block, city.people).items()}


def attack_of(ledger: Mapping[str, Any]) -> Sequence[tuple[str, Cell]]:
    """The attacker, in this process: in production it is one of its own."""
    return [(finding.indicator, finding.cell) for finding in found(read(ledger))]


def names_of_weeks(number: int) -> Iterator[str]:
    return (f"{2026 + place // 52}-W{place % 52 + 1:02}" for place in range(number))


# --- What a strong attacker guesses about newcomers ---------------------------------------------


@dataclass(frozen=True)
class Guessed:
    """How many newcomers there were, and about how many the attacker was sure and right."""

    newcomers: int
    sure_and_right: int

    @property
    def share(self) -> float:
        return self.sure_and_right / self.newcomers


SURE = 0.9


def guess(publisher: Publisher, city: City, weeks: int, bounds: Callable[[int | None], Any]) -> Guessed:
    """Weeks of a city; of each newcomer the attacker knows week and Stadtbezirk, and wants the status."""
    arrived: list[tuple[int, Person]] = []
    series: dict[Cell, list[Any]] = {}
    for place, week in enumerate(names_of_weeks(weeks)):
        if place:
            city.week()
            arrived += [(place, person) for person in city.newcomers]
        new = {tuple(sorted(row["dims"].items())): row["value"] for row in publisher.week(city, week)}
        for cell in _cells():
            series.setdefault(cell, []).append(bounds(new[cell]) if cell in new else None)
    gain = {cell: gains(values, _rates(cell, city), _most(cell, city)) for cell, values in series.items()}
    right = 0
    for place, person in arrived:
        own = person.dims["stadtbezirk"]
        sums = {
            status: float(
                gain[("status_group", status),][place]
                + gain[tuple(sorted((("stadtbezirk", own), ("status_group", status))))][place]
            )
            for status in STATUS
        }
        believed = posterior(STATUS, sums)
        best = max(believed, key=lambda name: believed[name])
        right += believed[best] >= SURE and best == person.dims["status_group"]
    return Guessed(len(arrived), right)


def _cells() -> list[Cell]:
    return sorted(
        {
            cell
            for block in PROGRAMME.blocks()
            for cell in PROGRAMME.cells(block)
            if "status_group" in dict(cell)
        }
    )


def _rates(cell: Cell, city: City) -> Rates:
    share = math.prod(STATUS[name] if dim == "status_group" else 1 / len(DISTRICTS) for dim, name in cell)
    return Rates(arriving=city.arriving * share, leaving=LEAVING)


def _most(cell: Cell, city: City) -> int:
    level = _rates(cell, city).arriving / LEAVING
    return int(level + 6 * math.sqrt(level) + 12)
