# SPDX-License-Identifier: AGPL-3.0-or-later
"""A small plan of an invented municipality, for tests that break it in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indicators.plan_file import PlanErrors, read_plan

if TYPE_CHECKING:
    from pathlib import Path

PLAN = """\
[plan]
code = "2030"
title = "Plan einer Kommune"
valid_from = 2030-01-01
valid_until = 2031-12-31
issued_on = 2029-12-01
source = "Ratsvorlage 1/2029"

[[measure]]
code = "500-1"
title = "Beratung"
target_group = "Geflüchtete Menschen"
focus = "Integration"
responsible = "Sozialamt"
data_source = "Eigene Daten"
contribution = "P"
line = 7

[[measure.indicator]]
code = "500-1.1"
sentence = "So viele haben einen Kurs begonnen."
kind = "share"
comparator = "at_least"
number = 80
unit = "%"
due_on = 2031-06-30
line = 9

[[measure.indicator]]
code = "500-1.2"
sentence = "Menschen sind beraten."
kind = "count"
comparator = "at_least"
implied = true
number = 3
unit = "Menschen"
per = "month"
parts = [{ name = "Nord", number = 1 }, { name = "Süd", number = 2 }]
contribution = "M"
data_source = "Liste"
line = 10

[[measure]]
code = "500-2"
title = "Wohnen"
target_group = "Geflüchtete Menschen"
focus = "Wohnen"
responsible = "Sozialamt"
contribution = "none"
line = 20

[[measure.indicator]]
code = "500-2.1"
sentence = "Das Konzept liegt vor."
kind = "milestone"
comparator = "done"
period_from = 2030-09-01
period_until = 2030-11-30
due_text = "Herbst 2030"
line = 22
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "plan.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refusals(folder: Path, text: str) -> list[str]:
    with pytest.raises(PlanErrors) as refusal:
        read_plan(written(folder, text))
    return [str(problem) for problem in refusal.value.problems]
