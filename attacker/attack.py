# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tries everything that was ever published, edition by edition, and says what it proves about few people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from attacker.published import Figure, Ledger
from attacker.questions import CELL, REST, Question, questions
from attacker.worlds import ENDLESS, SLACK, Contradiction, Terms, Worlds

SMALL, NARROW, ALL, CHANGE, CONTRADICTION = "small", "narrow", "all", "change", "contradiction"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that nobody should be able to conclude."""

    kind: str
    week: str
    indicator: str
    cell: tuple[tuple[str, str], ...]
    lo: int
    hi: int
    words: str

    def __str__(self) -> str:
        return f"{self.week} {self.kind}: {self.words}: {self.lo} to {self.hi}"


@dataclass(frozen=True)
class Asked:
    """A question and the worlds in which it has an answer."""

    worlds: Worlds
    terms: Terms

    def seen(self) -> tuple[float, float]:
        return self.worlds.seen(self.terms)

    def least(self) -> int:
        return self.worlds.least(self.terms)

    def most(self) -> int:
        return self.worlds.most(self.terms)


def attack(ledger: Ledger, group: frozenset[str], *, since: str = "") -> Iterator[Finding]:
    """What the figures of these linked indicators prove, from the edition `since` on."""
    own = [figure for figure in ledger.figures if figure.indicator in group]
    last: dict[object, Asked] = {}
    for week in sorted({figure.week for figure in own}):
        figures = _known_in(ledger, own, week)
        asked = questions(ledger, figures, week)
        try:
            worlds = Worlds(ledger, figures, [question.terms for question in asked])
        except Contradiction:
            yield Finding(CONTRADICTION, week, min(group), (), 0, 0, "no world agrees with these figures")
            continue
        for question in asked:
            now = Asked(worlds, question.terms)
            if week >= since:
                yield from _in_one_edition(ledger, week, question, now)
                yield from _between(ledger, week, question, last.get(question.label), now)
            last[question.label] = now


def _known_in(ledger: Ledger, own: Sequence[Figure], week: str) -> list[Figure]:
    """The figures of the edition; what only grows ties it to all editions before."""
    return [
        figure
        for figure in own
        if figure.week == week or (figure.indicator in ledger.meta.cumulative and figure.week < week)
    ]


def _in_one_edition(ledger: Ledger, week: str, question: Question, now: Asked) -> Iterator[Finding]:
    k, width = ledger.meta.smallest, ledger.meta.width
    if is_isolated(now, k):
        yield _finding(SMALL, week, question, now)
    elif question.is_hidden and is_narrow(now, k, width):
        yield _finding(NARROW, week, question, now)
    elif question.kind == REST and is_empty(now) and _is_somebody(question, now):
        yield _finding(ALL, week, question, now)


def _between(
    ledger: Ledger, week: str, question: Question, before: Asked | None, now: Asked
) -> Iterator[Finding]:
    """Between two editions a change by 1 to k-1 people is proved."""
    if before is None or question.kind not in {CELL, REST}:
        return
    k = ledger.meta.smallest
    old_lo, old_hi = before.seen()
    new_lo, new_hi = now.seen()
    if _is_wide(new_lo - old_hi, new_hi - old_lo, k):
        return
    lo, hi = now.least() - before.most(), now.most() - before.least()
    if (lo >= 1 and hi < k) or (-k < lo and hi <= -1):
        yield Finding(CHANGE, week, question.indicator, question.cell, lo, hi, str(question))


def _is_wide(lo: float, hi: float, k: int) -> bool:
    """Nothing about 1 to k-1 people more or fewer follows, since worlds were seen so far apart."""
    more = lo > SLACK and hi < k - SLACK
    fewer = hi < -SLACK and lo > -k + SLACK
    return not (more or fewer)


def is_isolated(group: Asked, k: int) -> bool:
    """Every world has 1 to k-1 people here."""
    lo, hi = group.seen()
    if lo <= SLACK or hi >= k - SLACK:
        return False
    return group.least() >= 1 and group.most() < k


def is_narrow(group: Asked, k: int, width: int) -> bool:
    """A small hidden number keeps fewer than `width` possible values."""
    lo, hi = group.seen()
    if lo >= k - SLACK or hi - lo >= width - 1 + SLACK:
        return False
    return group.least() < k and group.most() - group.least() + 1 < width


def is_empty(group: Asked) -> bool:
    lo, hi = group.seen()
    return hi <= SLACK and lo >= -SLACK and group.most() == 0


def _is_somebody(question: Question, now: Asked) -> bool:
    """Nobody is in the rest of the line: then everybody has what the cell says, if there is anybody."""
    total = (question.terms[0],)
    return now.worlds.least(total) >= 1


def _finding(kind: str, week: str, question: Question, now: Asked) -> Finding:
    most = now.most()
    return Finding(
        kind,
        week,
        question.indicator,
        question.cell,
        now.least(),
        -1 if most == ENDLESS else most,
        str(question),
    )
