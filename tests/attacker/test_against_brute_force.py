# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sound and complete: on small tables the attacker's bounds are those of all possible worlds, counted one by one."""

import itertools
import math
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from attacker.attack import SMALL, attack
from attacker.published import Figure, Ledger, read
from attacker.questions import Question, questions
from attacker.worlds import Worlds
from tests.attacker.ledgers import EXACT, PRIMARY, RULE, as_it_is, by_the_rule, hidden_below_5, row

ROWS, COLUMNS = ["a", "b"], ["x", "y"]
ATOMS = list(itertools.product(ROWS, COLUMNS))
MOST = 9  # people in a cell of a counted world
RULES = {"exact": (EXACT, as_it_is), "primary": (PRIMARY, hidden_below_5), "8/5": (RULE, by_the_rule)}

Counts = tuple[int, ...]
tables = st.tuples(*(st.integers(0, 8) for _ in ATOMS))
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])


def published(counts: Counts, name: str, shown: frozenset[str]) -> Ledger:
    """Total, margins and cells of a two-way table, as far as they are among `shown`."""
    meta, show = RULES[name]
    rows = [row(show(sum(counts)))]
    for dim, names, place in (("r", ROWS, 0), ("c", COLUMNS, 1)):
        if dim in shown:
            for one in names:
                inside = sum(n for n, atom in zip(counts, ATOMS, strict=True) if atom[place] == one)
                rows.append(row(show(inside), **{dim: one}))
    if "cells" in shown:
        rows += [row(show(n), r=r, c=c) for n, (r, c) in zip(counts, ATOMS, strict=True)]
    return read({"meta": meta | {"categories": {"r": ROWS, "c": COLUMNS}}, "rows": rows})


def in_it(figure_cell: Any, counts: Counts) -> int:
    wanted = dict(figure_cell)
    return sum(
        n
        for n, (r, c) in zip(counts, ATOMS, strict=True)
        if wanted.get("r", r) == r and wanted.get("c", c) == c
    )


def worlds_that_agree(figures: tuple[Figure, ...]) -> Iterator[Counts]:
    for counts in itertools.product(range(MOST + 1), repeat=len(ATOMS)):
        if all(figure.lo <= in_it(figure.cell, counts) <= figure.hi for figure in figures):
            yield counts


def answer(question: Question, counts: Counts) -> int:
    return sum(sign * in_it(cell, counts) for _key, cell, sign in question.terms)


shapes = st.sets(st.sampled_from(["r", "c", "cells"]), min_size=1).map(frozenset)


@quick
@given(tables, st.sampled_from(sorted(RULES)), shapes)
def test_the_truth_lies_within_what_the_attacker_says(
    counts: Counts, rule: str, shown: frozenset[str]
) -> None:
    ledger = published(counts, rule, shown)
    asked = questions(ledger, ledger.figures, "2026-W10")
    worlds = Worlds(ledger, ledger.figures, [question.terms for question in asked])

    for question in asked:
        truth = answer(question, counts)
        assert worlds.least(question.terms) <= truth <= worlds.most(question.terms), question


@quick
@given(tables, st.sampled_from(sorted(RULES)), shapes)
def test_its_bounds_are_those_of_all_worlds_counted(counts: Counts, rule: str, shown: frozenset[str]) -> None:
    ledger = published(counts, rule, shown)
    assume(("cells" in shown and rule == "8/5") or sum(counts) <= MOST)  # else a world would lie outside
    agreeing = list(worlds_that_agree(ledger.figures))
    asked = questions(ledger, ledger.figures, "2026-W10")
    worlds = Worlds(ledger, ledger.figures, [question.terms for question in asked])

    for question in asked:
        answers = [answer(question, world) for world in agreeing]
        if max(max(world) for world in agreeing) < MOST:
            assert (worlds.least(question.terms), worlds.most(question.terms)) == (min(answers), max(answers))


@quick
@given(tables, st.sampled_from(sorted(RULES)), shapes)
def test_it_finds_every_isolated_group_and_no_other(counts: Counts, rule: str, shown: frozenset[str]) -> None:
    """Whatever was spared by a world that was seen by chance was rightly spared."""
    ledger = published(counts, rule, shown)
    found = {finding.words for finding in attack(ledger, frozenset({"N"})) if finding.kind == SMALL}
    asked = questions(ledger, ledger.figures, "2026-W10")
    worlds = Worlds(ledger, ledger.figures, [question.terms for question in asked])

    expected = {
        str(question)
        for question in asked
        if worlds.least(question.terms) >= 1 and worlds.most(question.terms) < ledger.meta.smallest
    }
    assert found == expected


def test_a_group_without_an_end_is_not_taken_for_a_small_one() -> None:
    rows = [row(None, lo=0, hi=None), row(None, r="a", lo=0, hi=None)]
    ledger = read({"meta": RULE | {"categories": {"r": ROWS}}, "rows": rows})

    assert math.isinf(ledger.figures[0].hi)
    assert list(attack(ledger, frozenset({"N"}))) == []
