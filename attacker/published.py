# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was published, and what its rule lets anybody conclude from each single figure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

TOTAL = "*"
Cell = tuple[tuple[str, str], ...]  # dimension and category, sorted; without those that are totals


class Unreadable(ValueError):
    """The ledger is not what the form says; the message names the row."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One published cell: between lo and hi people, both whole numbers or infinite."""

    week: str
    indicator: str
    cell: Cell
    lo: float
    hi: float
    is_hidden: bool = False
    # A share instead of a count: of which indicator, and between which percentages.
    percent_of: str = ""


@dataclass(frozen=True, slots=True)
class Meta:
    """The published rule, and how much the attacker must not learn.

    `smallest` (k): a group of 1 to k-1 people may not be isolated. `width`: a hidden cell below k keeps at
    least so many possible values. `implies`: (child, parent) indicators; who counts in the first counts in the
    second. `cumulative`: indicators that only ever grow from edition to edition.
    """

    smallest: int = 5
    width: int = 4
    implies: tuple[tuple[str, str], ...] = ()
    cumulative: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything ever published, in the order of the editions."""

    meta: Meta
    figures: tuple[Figure, ...]
    categories: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def weeks(self) -> list[str]:
        return sorted({figure.week for figure in self.figures})

    def groups(self) -> list[frozenset[str]]:
        """Indicators that say something about each other: by nesting, or by a share."""
        group = {figure.indicator: {figure.indicator} for figure in self.figures}
        links = [*self.meta.implies, *((one.indicator, one.percent_of) for one in self.figures)]
        for left, right in links:
            if left in group and right in group and group[left] is not group[right]:
                group[left] |= group[right]
                for name in group[right]:
                    group[name] = group[left]
        return sorted({frozenset(names) for names in group.values()}, key=sorted)


def read(data: Any) -> Ledger:
    """A ledger as it is exported: {"meta": {...}, "rows": [...]}; raises Unreadable."""
    try:
        meta, rows = data["meta"], data["rows"]
        known = Meta(
            smallest=int(meta.get("k", 5)),
            width=int(meta.get("width", 4)),
            implies=tuple((child, parent) for child, parent in meta.get("implies", [])),
            cumulative=frozenset(meta.get("cumulative", [])),
        )
        figures = tuple(_figure(number, row, meta) for number, row in enumerate(rows, 1))
    except (KeyError, TypeError, AttributeError) as error:
        raise Unreadable(f"not a ledger: {error}") from error
    return Ledger(known, figures, _categories(figures, meta.get("categories", {})))


def _figure(number: int, row: Mapping[str, Any], meta: Mapping[str, Any]) -> Figure:
    try:
        cell = tuple(sorted((dim, str(name)) for dim, name in row["dims"].items() if name != TOTAL))
        lo, hi = _interval(row, meta)
        return Figure(
            str(row["week"]),
            row["indicator"],
            cell,
            lo,
            hi,
            is_hidden=row["value"] is None,
            percent_of=row.get("percent_of", ""),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreadable(f"row {number}: {error}") from error


def _interval(row: Mapping[str, Any], meta: Mapping[str, Any]) -> tuple[float, float]:
    """What the true number can be, from this figure and the rule alone."""
    if "lo" in row or "hi" in row:
        return float(row.get("lo") or 0), _or_infinite(row.get("hi"))
    value = row["value"]
    if value is None:
        hidden = meta.get("null", {})
        return float(hidden.get("lo", 0)), _or_infinite(hidden.get("hi"))
    if row.get("percent_of"):
        half = float(row.get("step", 10 ** -int(row.get("decimals", 0)))) / 2
        return max(0.0, float(value) - half), min(100.0, float(value) + half)
    return _stands_for(int(value), meta["rule"])


def _stands_for(value: int, rule: Mapping[str, Any]) -> tuple[float, float]:
    if value < 0:
        raise ValueError(f"{value} people")
    if rule["kind"] == "exact":
        return value, value
    if rule["kind"] == "noise":
        return max(0, value - rule["most"]), value + rule["most"]
    if rule["kind"] != "round":
        raise ValueError(f"unknown rule {rule['kind']}")
    lowest = value - rule["base"] // 2
    return max(lowest, rule.get("hide_below", 0), 0), lowest + rule["base"] - 1


def _or_infinite(number: Any) -> float:
    return math.inf if number is None else float(number)


def _categories(figures: Iterable[Figure], told: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Every category that anybody has heard of; together they are the total."""
    found = {dim: set(names) for dim, names in told.items()}
    for figure in figures:
        for dim, name in figure.cell:
            found.setdefault(dim, set()).add(name)
    return {dim: tuple(sorted(names)) for dim, names in sorted(found.items())}
