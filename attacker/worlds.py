# SPDX-License-Identifier: AGPL-3.0-or-later
"""All worlds that agree with one edition, as a linear program: how small and how large can a group be?

One unknown per indicator, edition and finest cross cell. Each published figure is a row: so many people in
these cells together. The model stays; only what is asked for changes, so that the solver goes on from the
solution before (HiGHS, simplex). Each solution is one possible world, and is shown to every other question as well.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence

import highspy
import numpy as np
from numpy.typing import NDArray

from attacker.published import Cell, Figure, Ledger

Key = tuple[str, str]  # indicator and week of the edition
Terms = tuple[tuple[Key, Cell, int], ...]  # cells that are added (1) or taken away (-1)
Row = tuple[float, float, NDArray[np.int32], NDArray[np.float64]]  # least, most, columns, their factors
SLACK = 1e-6  # of the solver
ENDLESS = 10**9
RANDOM_WORLDS = 40


class Contradiction(Exception):
    """No world agrees with what was published: somebody has made a mistake, or has lied."""


class Worlds:
    """Every possible world behind the figures of some linked indicators in one edition."""

    def __init__(self, ledger: Ledger, figures: Sequence[Figure], asked: Sequence[Terms]) -> None:
        """Raises Contradiction where there is none."""
        self._ledger = ledger
        self._figures = figures
        self._dims = sorted({dim for figure in figures for dim, _ in figure.cell})
        self._atoms = self._cross_cells()
        self._keys = sorted({(figure.indicator, figure.week) for figure in figures})
        self._offset = {key: place * self._size for place, key in enumerate(self._keys)}
        self._cells: dict[Cell, NDArray[np.int32]] = {}
        self._solver = self._model()
        self._asked = {terms: place for place, terms in enumerate(asked)}
        # Between which numbers worlds have been seen; the true ends may lie further out.
        self._seen_lo = np.full(len(asked), math.inf)
        self._seen_hi = np.full(len(asked), -math.inf)
        self._least: dict[Terms, int] = {}
        self._most: dict[Terms, int] = {}
        self._columns, self._signs, self._starts = self._sums(asked)
        self._see_some()

    def seen(self, terms: Terms) -> tuple[float, float]:
        """Between which numbers some world was seen already; costs nothing."""
        place = self._asked[terms]
        return float(self._seen_lo[place]), float(self._seen_hi[place])

    def least(self, terms: Terms) -> int:
        """The smallest whole number that any world allows."""
        if terms not in self._least:
            found = self._solve(terms, highspy.ObjSense.kMinimize)
            self._least[terms] = -ENDLESS if math.isinf(found) else math.ceil(found - SLACK)
        return self._least[terms]

    def most(self, terms: Terms) -> int:
        """The largest whole number that any world allows; where there is no end, ENDLESS."""
        if terms not in self._most:
            found = self._solve(terms, highspy.ObjSense.kMaximize)
            self._most[terms] = ENDLESS if math.isinf(found) else math.floor(found + SLACK)
        return self._most[terms]

    # --- The model ------------------------------------------------------------------------------

    def _cross_cells(self) -> dict[str, NDArray[np.str_]]:
        """For each dimension the category of every finest cell."""
        categories = [self._ledger.categories[dim] for dim in self._dims]
        cells = list(itertools.product(*categories))
        self._size = len(cells)
        return {dim: np.array([cell[place] for cell in cells]) for place, dim in enumerate(self._dims)}

    @property
    def _width(self) -> int:
        return self._size * len(self._keys)

    def _within(self, cell: Cell) -> NDArray[np.int32]:
        """Which finest cells lie in this one."""
        if cell not in self._cells:
            inside = np.ones(self._size, dtype=bool)
            for dim, name in cell:
                inside &= self._atoms[dim] == name
            self._cells[cell] = np.flatnonzero(inside).astype(np.int32)
        return self._cells[cell]

    def _columns_of(self, key: Key, cell: Cell) -> NDArray[np.int32]:
        """The unknowns that make up this cell of this indicator in this edition."""
        return self._within(cell) + np.int32(self._offset[key])

    def _model(self) -> highspy.Highs:
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        solver.addVars(self._width, np.zeros(self._width), np.full(self._width, highspy.kHighsInf))
        for lo, hi, columns, values in self._rows():
            most = highspy.kHighsInf if math.isinf(hi) else hi
            least = -highspy.kHighsInf if math.isinf(lo) else lo
            solver.addRow(least, most, len(columns), columns, values)
        return solver

    def _rows(self) -> Iterable[Row]:
        for figure in self._figures:
            if figure.percent_of:
                yield from self._share(figure)
            else:
                columns = self._columns_of((figure.indicator, figure.week), figure.cell)
                yield figure.lo, figure.hi, columns, np.ones(len(columns))
        yield from self._nested()

    def _share(self, figure: Figure) -> Iterable[Row]:
        """Lo * whole <= 100 * part <= hi * whole, even where both counts are hidden."""
        whole_key = (figure.percent_of, figure.week)
        if whole_key not in self._offset:
            return
        part = self._columns_of((figure.indicator, figure.week), figure.cell)
        whole = self._columns_of(whole_key, figure.cell)
        columns, ones = np.concatenate([part, whole]), np.ones(len(part))
        yield 0, math.inf, columns, np.concatenate([100 * ones, -figure.lo * ones])
        yield -math.inf, 0, columns, np.concatenate([100 * ones, -figure.hi * ones])

    def _nested(self) -> Iterable[Row]:
        """A child is part of its parent, and a counter of the edition before part of the present one, cell by cell."""
        pairs = [
            ((child, week), (parent, week))
            for child, parent in self._ledger.meta.implies
            for week in {week for _, week in self._keys}
        ]
        for indicator in self._ledger.meta.cumulative:
            editions = [key for key in self._keys if key[0] == indicator]
            pairs += itertools.pairwise(editions)
        both = np.array([1.0, -1.0])
        for smaller, larger in pairs:
            if smaller in self._offset and larger in self._offset:
                for atom in range(self._size):
                    columns = np.array([self._offset[smaller] + atom, self._offset[larger] + atom], np.int32)
                    yield -math.inf, 0, columns, both

    # --- Asking ---------------------------------------------------------------------------------

    def _sums(
        self, asked: Sequence[Terms]
    ) -> tuple[NDArray[np.int32], NDArray[np.float64], NDArray[np.int64]]:
        """All questions as one list of columns with their signs, and where each question begins."""
        columns: list[NDArray[np.int32]] = []
        signs: list[NDArray[np.float64]] = []
        starts, length = [], 0
        for terms in asked:
            starts.append(length)
            for key, cell, sign in terms:
                inside = self._columns_of(key, cell)
                columns.append(inside)
                signs.append(np.full(len(inside), float(sign)))
                length += len(inside)
        if not columns:
            return np.zeros(0, np.int32), np.zeros(0), np.zeros(0, np.int64)
        return np.concatenate(columns), np.concatenate(signs), np.array(starts)

    def _see_some(self) -> None:
        """A first world, or none; then some at random corners."""
        self._run(np.zeros(self._width), highspy.ObjSense.kMinimize)
        chance = np.random.default_rng(1)
        if len(self._asked) > RANDOM_WORLDS:
            for _world in range(RANDOM_WORLDS):
                self._run(chance.uniform(0.1, 1.0, self._width), highspy.ObjSense.kMinimize)

    def _solve(self, terms: Terms, sense: highspy.ObjSense) -> float:
        cost = np.zeros(self._width)
        for key, cell, sign in terms:
            cost[self._columns_of(key, cell)] += sign
        return self._run(cost, sense)

    def _run(self, cost: NDArray[np.float64], sense: highspy.ObjSense) -> float:
        solver = self._solver
        solver.changeObjectiveSense(sense)
        solver.changeColsCost(self._width, np.arange(self._width, dtype=np.int32), cost)
        solver.run()
        status = solver.getModelStatus()
        if status in {highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible}:
            return math.inf if sense == highspy.ObjSense.kMaximize else -math.inf
        if status == highspy.HighsModelStatus.kInfeasible:
            raise Contradiction
        world = np.array(solver.getSolution().col_value)
        self._show(world)
        return float(cost @ world)

    def _show(self, world: NDArray[np.float64]) -> None:
        """Every question is answered by this world, too."""
        if not self._asked:
            return
        answers = np.add.reduceat(self._signs * world[self._columns], self._starts)
        np.minimum(self._seen_lo, answers, out=self._seen_lo)
        np.maximum(self._seen_hi, answers, out=self._seen_hi)
