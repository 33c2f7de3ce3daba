# SPDX-License-Identifier: AGPL-3.0-or-later
"""The editions of the released figures: which tables are due, what they say, what stays locked. Pure, no Django.

A block is one indicator in one universe (the city, or one part of it). Its table is issued as a whole, and
only when enough people in it have changed. What is issued is then given to an attacker who knows nothing but
what was published; a cell through which he learns something is locked with its cheapest neighbour, or the
block waits for another week. Method and evidence: docs/decisions/0046.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from indicators.disclosure import (
    DEFAULT,
    LOCKED,
    Kind,
    Profile,
    Published,
    changed_persons,
    edition_is_due,
    publish,
)

SMALLEST, WIDTH = 5, 4  # of the audit: nobody isolates 1 to 4; a hidden number keeps 4 possible values
MOST_ROUNDS = 20

# What released tables may be broken down by: no person, no household, no house (two single posts beside a
# known total are two people).
DIMENSIONS = frozenset(
    {
        "stadtbezirk",
        "status_group",
        "phase",
        "housing_status",
        "course_entitlement",
        "intensity",
        "decline_reason",
        "closure_reason",
        "outcome_level",
    }
)

Cell = tuple[tuple[str, str], ...]  # dimension and category, sorted by dimension
Contribution = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One indicator in one universe."""

    indicator: str
    universe: Cell = ()


@dataclass(frozen=True, slots=True)
class Person:
    """What a person contributes this week: where she stands in each dimension, and to which indicators."""

    key: str
    household: str
    dims: Mapping[str, str]
    indicators: frozenset[str]

    def stands_in(self, cell: Cell) -> bool:
        return all(self.dims[dim] == name for dim, name in cell)


@dataclass(frozen=True, slots=True)
class Programme:
    """The tables that are released, fixed and public: per universe a total and one line for each breakdown.

    `universes` names the dimensions whose parts are universes of their own, beside the city.
    """

    indicators: tuple[str, ...]
    universes: tuple[str, ...]
    breakdowns: tuple[str, ...]
    categories: Mapping[str, tuple[str, ...]]
    implies: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        """A table of people, households or houses is no table for the public."""
        if wrong := {*self.universes, *self.breakdowns} - DIMENSIONS:
            raise ValueError(f"Danach darf nicht veröffentlicht werden: {', '.join(sorted(wrong))}.")

    def blocks(self) -> Iterator[Block]:
        for indicator in self.indicators:
            yield Block(indicator)
            for dim in self.universes:
                yield from (Block(indicator, ((dim, name),)) for name in self.categories[dim])

    def cells(self, block: Block) -> Iterator[Cell]:
        yield block.universe
        own = {dim for dim, _ in block.universe}
        for dim in self.breakdowns:
            if dim not in own:
                for name in self.categories[dim]:
                    yield tuple(sorted((*block.universe, (dim, name))))


@dataclass(frozen=True)
class Edition:
    """The table of a block as it is issued, and who contributed what to it (which is never published)."""

    block: Block
    figures: Mapping[Cell, Published]
    contributions: Mapping[str, Contribution] = field(repr=False)

    def locking(self, cell: Cell) -> Edition:
        return replace(self, figures={**self.figures, cell: LOCKED})


Last = Mapping[Block, Mapping[str, Contribution]]
Row = dict[str, Any]
# What the attacker finds in a ledger: indicator and cell of each finding.
Attack = Callable[[Mapping[str, Any]], Sequence[tuple[str, Cell]]]


def contributions(programme: Programme, block: Block, people: Iterable[Person]) -> dict[str, Contribution]:
    """Who stands in the block, and under which category of each breakdown."""
    return {
        person.key: tuple(person.dims[dim] for dim in programme.breakdowns)
        for person in people
        if block.indicator in person.indicators and person.stands_in(block.universe)
    }


def due(
    programme: Programme, people: Sequence[Person], last: Last, profile: Profile = DEFAULT
) -> list[Edition]:
    """The blocks in which enough people have changed since their last edition, with their new tables."""
    editions = []
    for block in programme.blocks():
        now = contributions(programme, block, people)
        changed = changed_persons(last.get(block, {}), now)
        if edition_is_due(changed, first=block not in last, profile=profile):
            editions.append(Edition(block, _table(programme, block, people, profile), now))
    return editions


def _table(
    programme: Programme, block: Block, people: Sequence[Person], profile: Profile
) -> dict[Cell, Published]:
    inside = [person for person in people if block.indicator in person.indicators]
    table = {}
    for cell in programme.cells(block):
        there = [person for person in inside if person.stands_in(cell)]
        households = Counter(person.household for person in there)
        table[cell] = publish(len(there), households=list(households.values()), profile=profile)
    return table


# --- Before the attacker ------------------------------------------------------------------------


def meta(programme: Programme, profile: Profile = DEFAULT) -> dict[str, Any]:
    """The published rule, as it stands at the head of every ledger."""
    return {
        "k": SMALLEST,
        "width": WIDTH,
        "rule": {"kind": "round", "base": profile.base, "hide_below": profile.hide_below},
        "null": {"lo": 0, "hi": profile.hide_below - 1},
        "categories": {dim: list(names) for dim, names in programme.categories.items()},
        "implies": [list(pair) for pair in programme.implies],
    }


def rows(edition: Edition, week: str) -> Iterator[Row]:
    """The lines of the ledger; a locked cell says that it can be anything."""
    for cell, figure in edition.figures.items():
        line: Row = {
            "week": week,
            "indicator": edition.block.indicator,
            "dims": dict(cell),
            "value": figure.value,
        }
        if figure.kind is Kind.DOT:
            line |= {"lo": 0, "hi": None}
        yield line


@dataclass(frozen=True)
class Release:
    """What is issued this week, and what had to give way for it."""

    editions: list[Edition]
    locked: int = 0
    waiting: tuple[Block, ...] = ()
    rounds: int = 0


def protect(
    editions: Sequence[Edition], ledger: Sequence[Row], week: str, attack: Attack, head: Mapping[str, Any]
) -> Release:
    """Lock and hold back until the attacker finds nothing in everything ever published and these editions.

    What cannot be laid at the door of one of them lets all of them wait: a person has to look.
    """
    kept = {edition.block: edition for edition in editions}
    locked, waiting, rounds = 0, list[Block](), 0
    while kept:
        rounds += 1
        drafted = [line for edition in kept.values() for line in rows(edition, week)]
        found = _by_block(kept, attack({"meta": dict(head), "rows": [*ledger, *drafted]}))
        if not found:
            break
        for block, cells in found.items():
            victim = _cheapest(kept[block], cells) if rounds < MOST_ROUNDS else None
            if victim is None:
                del kept[block]
                waiting.append(block)
            else:
                kept[block] = kept[block].locking(victim)
                locked += 1
    return Release(list(kept.values()), locked, tuple(waiting), rounds)


def _by_block(
    kept: Mapping[Block, Edition], found: Iterable[tuple[str, Cell]]
) -> dict[Block, list[Cell] | None]:
    """The findings of each drafted block; None where all of it has to wait."""
    cells: dict[Block, list[Cell] | None] = {}
    for indicator, cell in found:
        block = _block_of(kept, indicator, cell)
        if block is None:
            return dict.fromkeys(kept)
        cells.setdefault(block, []).append(cell)  # type: ignore[union-attr]  # None ends the loop
    return cells


def _block_of(kept: Mapping[Block, Edition], indicator: str, cell: Cell) -> Block | None:
    """The narrowest drafted block in which the finding lies."""
    fitting = [block for block in kept if block.indicator == indicator and set(block.universe) <= set(cell)]
    return max(fitting, key=lambda block: len(block.universe), default=None)


def _cheapest(edition: Edition, cells: Iterable[Cell] | None) -> Cell | None:
    """The smallest visible number in a line of what was found; the total of a block is never locked."""
    if cells is None:
        return None
    own = {dim for dim, _ in edition.block.universe}
    dims = {dim for cell in cells for dim, _ in cell} - own
    visible = [
        (figure.value, cell)
        for cell, figure in edition.figures.items()
        if figure.value is not None
        and cell != edition.block.universe
        and (not dims or dims & {dim for dim, _ in cell})
    ]
    return min(visible)[1] if visible else None
