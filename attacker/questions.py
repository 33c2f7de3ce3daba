# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an attacker asks of one edition: groups that nobody may isolate, each as a sum of cells."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from attacker.published import Cell, Figure, Ledger
from attacker.worlds import Key, Terms

CELL, REST, SIBLINGS, NESTING, GROWTH = "cell", "rest", "siblings", "nesting", "growth"


@dataclass(frozen=True, slots=True)
class Question:
    """How many people are in this group?"""

    kind: str
    indicator: str
    cell: Cell
    terms: Terms
    beside: str = ""  # the dimension whose other categories, or the indicator whose others, are meant
    is_hidden: bool = False

    @property
    def label(self) -> tuple[str, str, Cell, str]:
        """The same in every edition."""
        return self.kind, self.indicator, self.cell, self.beside

    def __str__(self) -> str:
        where = ", ".join(f"{dim} {name}" for dim, name in self.cell) or "all"
        words = {
            CELL: "",
            REST: f", all others by {self.beside}",
            SIBLINGS: f", what is hidden by {self.beside} together",
            NESTING: f", and not {self.beside}",
            GROWTH: ", since the edition before",
        }
        return f"{self.indicator}: {where}{words[self.kind]}"


def questions(ledger: Ledger, figures: Sequence[Figure], week: str) -> list[Question]:
    """Everything that is asked of the figures of one edition; each group once."""
    counts = [figure for figure in figures if not figure.percent_of and figure.week == week]
    found: dict[Terms, Question] = {}
    for indicator in sorted({figure.indicator for figure in counts}):
        own = {figure.cell: figure for figure in counts if figure.indicator == indicator}
        for question in _of_indicator(ledger, (indicator, week), own):
            found.setdefault(question.terms, question)
    for question in (*_nested(ledger, counts, week), *_grown(ledger, figures, week)):
        found.setdefault(question.terms, question)
    return list(found.values())


def without(cell: Cell, dim: str) -> Cell:
    """The total of the line in which the cell lies."""
    return tuple(one for one in cell if one[0] != dim)


def _of_indicator(ledger: Ledger, key: Key, own: dict[Cell, Figure]) -> Iterator[Question]:
    indicator = key[0]
    for shape in sorted({tuple(dim for dim, _ in cell) for cell in own}):
        lines: dict[tuple[Cell, str], list[Cell]] = {}
        # Cells that were not published themselves may follow from others.
        for names in itertools.product(*(ledger.categories[dim] for dim in shape)):
            cell = tuple(zip(shape, names, strict=True))
            hidden = cell in own and own[cell].is_hidden
            yield Question(CELL, indicator, cell, ((key, cell, 1),), is_hidden=hidden)
            for dim in shape:
                total = without(cell, dim)
                yield Question(REST, indicator, cell, ((key, total, 1), (key, cell, -1)), beside=dim)
                if hidden:
                    lines.setdefault((total, dim), []).append(cell)
        for (total, dim), cells in lines.items():
            if len(cells) > 1:
                yield Question(
                    SIBLINGS, indicator, total, tuple((key, cell, 1) for cell in cells), beside=dim
                )


def _nested(ledger: Ledger, counts: Sequence[Figure], week: str) -> Iterator[Question]:
    cells: dict[str, set[Cell]] = {}
    for figure in counts:
        cells.setdefault(figure.indicator, set()).add(figure.cell)
    for child, parent in ledger.meta.implies:
        if child in cells and parent in cells:
            for cell in sorted(cells[child] | cells[parent]):
                terms = (((parent, week), cell, 1), ((child, week), cell, -1))
                yield Question(NESTING, parent, cell, terms, beside=child)


def _grown(ledger: Ledger, figures: Sequence[Figure], week: str) -> Iterator[Question]:
    for indicator in sorted(ledger.meta.cumulative):
        own = [figure for figure in figures if figure.indicator == indicator]
        before = max((figure.week for figure in own if figure.week < week), default=None)
        if before is not None:
            for cell in sorted({figure.cell for figure in own if figure.week == week}):
                terms = (((indicator, week), cell, 1), ((indicator, before), cell, -1))
                yield Question(GROWTH, indicator, cell, terms)
