# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dienstleistungsketten over all cases: how long from step to step, and where cases stand still.

Internal to the Fachaufsicht: the database gives the days to nobody else (kim.chain_days). The Integrationszentrum
gets what many cases of closed quarters have in common, and small paths are hidden from it (kim.chain_paths).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection

from casemanagement.choices.chains import CHAINS, Chain

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

STANDS_STILL = 90  # days


class ReachedStep(NamedTuple):
    """One line of kim.chain_days()."""

    place: int
    chain: str
    step: str
    day: dt.date
    is_open: bool


@dataclass(frozen=True)
class Stretch:
    """From one step to the next that was dated: how many went it, and in how many days."""

    start: _StrPromise
    end: _StrPromise
    cases: int
    days: float  # the median
    longest: int


@dataclass(frozen=True)
class Standing:
    """Where open cases have come to and not further."""

    step: _StrPromise
    cases: int
    days: float
    still: int  # longer than a quarter


@dataclass(frozen=True)
class ChainTimes:
    """One chain."""

    chain: Chain
    cases: int
    stretches: list[Stretch] = field(default_factory=list)
    standing: list[Standing] = field(default_factory=list)

    @property
    def slowest(self) -> Stretch | None:
        return max(self.stretches, key=lambda one: one.days, default=None)

    @property
    def breaks_at(self) -> Standing | None:
        """The step at which most cases have stood for long."""
        found = max(self.standing, key=lambda one: one.still, default=None)
        return found if found and found.still else None


def reached_steps() -> list[ReachedStep]:
    """What the present hat may know of; the database decides."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT place, chain, step, day, is_open FROM kim.chain_days()")
        return [ReachedStep(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class Path:
    """A stretch as the Integrationszentrum may know it: about so many cases, about so many weeks."""

    start: str
    end: str
    about: int
    weeks: int


def protected_paths() -> list[tuple[Chain, list[Path]]]:
    """Every chain with the stretches that at least ten cases went in closed quarters."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT chain, step, next_step, about, weeks FROM kim.chain_paths()")
        rows = cursor.fetchall()
    return [(chain, list(_paths_of(chain, rows))) for chain in CHAINS]


def _paths_of(chain: Chain, rows: list[tuple[str, str, str, int, int]]) -> Iterable[Path]:
    label = {step.code: str(step.label) for step in chain.steps}
    order = list(label)
    forwards = [
        (start, end, about, weeks)
        for code, start, end, about, weeks in rows
        if code == chain.code and start in label and end in label and order.index(start) < order.index(end)
    ]
    for start, end, about, weeks in sorted(forwards, key=lambda row: [order.index(one) for one in row[:2]]):
        yield Path(label[start], label[end], about, weeks)


def times(rows: Iterable[ReachedStep], today: dt.date) -> list[ChainTimes]:
    """Each chain on which anybody is."""
    of_chain: defaultdict[str, list[ReachedStep]] = defaultdict(list)
    for row in rows:
        of_chain[row.chain].append(row)
    return [_times_of(chain, of_chain[chain.code], today) for chain in CHAINS if of_chain[chain.code]]


def _times_of(chain: Chain, rows: list[ReachedStep], today: dt.date) -> ChainTimes:
    ways: defaultdict[int, dict[str, ReachedStep]] = defaultdict(dict)
    for row in rows:
        ways[row.place][row.step] = row
    walked: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    stands: defaultdict[str, list[int]] = defaultdict(list)
    for way in ways.values():
        dated = [(step.code, way[step.code]) for step in chain.steps if step.code in way]
        for (start, first), (end, second) in pairwise(dated):
            if second.day >= first.day:  # who had the place before the test did not wait for it
                walked[start, end].append((second.day - first.day).days)
        last, row = dated[-1]
        if row.is_open and last != chain.steps[-1].code:
            stands[last].append((today - row.day).days)
    order = {step.code: number for number, step in enumerate(chain.steps)}
    label = {step.code: step.label for step in chain.steps}
    return ChainTimes(
        chain,
        len(ways),
        [
            Stretch(label[start], label[end], len(days), median(days), max(days))
            for (start, end), days in sorted(walked.items(), key=lambda item: [order[one] for one in item[0]])
        ],
        [
            Standing(label[step], len(days), median(days), sum(day > STANDS_STILL for day in days))
            for step, days in sorted(stands.items(), key=lambda item: order[item[0]])
        ],
    )
