# SPDX-License-Identifier: AGPL-3.0-or-later
"""Small ledgers to attack: what a city would have published, in the form of the export."""

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from attacker.attack import Finding
from attacker.program import found
from attacker.published import read

Person = Mapping[str, str]
Show = Callable[[int], int | None]

HOUSES = {"categories": {"org": ["awo", "drk", "stadt"]}}
EXACT: dict[str, Any] = {"rule": {"kind": "exact"}} | HOUSES
RULE: dict[str, Any] = {
    "rule": {"kind": "round", "base": 5, "hide_below": 8},
    "null": {"lo": 0, "hi": 7},
} | HOUSES
PRIMARY: dict[str, Any] = {"rule": {"kind": "exact"}, "null": {"lo": 0, "hi": 4}} | HOUSES


def as_it_is(n: int) -> int:
    return n


def hidden_below_5(n: int) -> int | None:
    return None if n < 5 else n


def rounding(base: int, hide: int) -> Show:
    """To the nearest multiple, nothing below a limit; also where the product would refuse to."""
    return lambda n: None if n < hide else base * ((n + base // 2) // base)


by_the_rule = rounding(5, 8)


def row(value: int | None, week: str = "2026-W10", indicator: str = "N", **more: Any) -> dict[str, Any]:
    """One figure; what is not a word of the form is a dimension."""
    form = {name: more.pop(name) for name in ("percent_of", "decimals", "step", "lo", "hi") if name in more}
    return {"week": week, "indicator": indicator, "dims": more, "value": value} | form


def table(
    people: Iterable[Person],
    shapes: Sequence[tuple[str, ...]],
    categories: Mapping[str, Sequence[str]],
    show: Show,
    week: str = "2026-W10",
    indicator: str = "N",
) -> list[dict[str, Any]]:
    """Each shape with all its cells, counted and shown by this rule."""
    known, rows = list(people), []
    for shape in shapes:
        for names in itertools.product(*(categories[dim] for dim in shape)):
            cell = dict(zip(shape, names, strict=True))
            count = sum(all(one[dim] == name for dim, name in cell.items()) for one in known)
            rows.append(row(show(count), week, indicator, **cell))
    return rows


def attacked(rows: Iterable[Mapping[str, Any]], meta: Mapping[str, Any]) -> list[Finding]:
    return list(found(read({"meta": dict(meta), "rows": list(rows)})))


def kinds(rows: Iterable[Mapping[str, Any]], meta: Mapping[str, Any]) -> set[str]:
    return {finding.kind for finding in attacked(rows, meta)}
