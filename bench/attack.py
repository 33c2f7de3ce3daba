# SPDX-License-Identifier: AGPL-3.0-or-later
"""How long the attacker takes for a release: 60 indicators in tables of 143 cells, and the edition before."""

import itertools
import json
import random
import subprocess
import sys
import time
from collections import Counter
from typing import Any

from bench.stage import ROOT

INDICATORS, PEOPLE, CHANGED = 60, 240, 10
SIZES = {"stadtbezirk": 10, "status_group": 6, "phase": 3, "housing_status": 3}
CATEGORIES = {dim: [f"{dim} {number}" for number in range(size)] for dim, size in SIZES.items()}
SHAPES = [(), *((dim,) for dim in SIZES), *(("stadtbezirk", dim) for dim in SIZES if dim != "stadtbezirk")]
FINISHED = {0, 1}  # before anything is locked some cells of such tables can be narrowed
META = {"rule": {"kind": "round", "base": 5, "hide_below": 8}, "null": {"lo": 0, "hi": 7}}


def seconds() -> float:
    """As the release runs it: the program with two processes, the new edition judged, the old one known."""
    ledger = json.dumps({"meta": META | {"categories": CATEGORIES}, "rows": _rows(random.Random(1))})
    began = time.monotonic()
    program = [sys.executable, "-m", "attacker", "-", "--since", "2026-W11", "--jobs", "2"]
    done = subprocess.run(program, cwd=ROOT, input=ledger, text=True, check=False, stdout=subprocess.PIPE)
    if done.returncode not in FINISHED:
        raise RuntimeError(f"the attacker ended with {done.returncode}")
    return time.monotonic() - began


def _rows(chance: random.Random) -> list[dict[str, Any]]:
    rows = []
    for number in range(INDICATORS):
        people = _people(chance, int(PEOPLE * chance.choice([0.2, 0.5, 0.9])))
        for week in ("2026-W10", "2026-W11"):
            rows += [line | {"week": week, "indicator": f"i{number}"} for line in _table(people)]
            people = people[CHANGED:] + _people(chance, CHANGED)
    return rows


def _people(chance: random.Random, number: int) -> list[dict[str, str]]:
    """The first category of each dimension is frequent, the last one rare."""
    weights = {dim: [2.0**-place + 0.1 for place in range(size)] for dim, size in SIZES.items()}
    return [
        {dim: chance.choices(names, weights[dim])[0] for dim, names in CATEGORIES.items()}
        for _person in range(number)
    ]


def _table(people: list[dict[str, str]]) -> list[dict[str, Any]]:
    lines = []
    for shape in SHAPES:
        counts = Counter(tuple(one[dim] for dim in shape) for one in people)
        for names in itertools.product(*(CATEGORIES[dim] for dim in shape)):
            count = counts[names]
            shown = None if count < 8 else 5 * ((count + 2) // 5)  # noqa: PLR2004  the rule 8/5
            lines.append({"dims": dict(zip(shape, names, strict=True)), "value": shown})
    return lines
