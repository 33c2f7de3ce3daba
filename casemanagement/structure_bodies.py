# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who in the city takes a theme up, and for which integration goal: read from structure_bodies.toml."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from casemanagement.choices import FieldOfAction

FILE = Path(__file__).parent / "structure_bodies.toml"


@dataclass(frozen=True)
class IntegrationGoal:
    """A goal of the city's concept of integration; the paper numbers two of them alike."""

    code: str
    number: int
    text: str

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


@dataclass(frozen=True)
class WorkingGroup:
    """A group of „Bielefeld integriert“, or another body to which the Lenkungsgruppe sends a theme."""

    code: str
    name: str
    led_by: str
    fields: tuple[FieldOfAction, ...]
    goals: tuple[IntegrationGoal, ...]

    def __str__(self) -> str:
        return f"{self.name} ({self.led_by})"


@cache
def working_groups() -> tuple[WorkingGroup, ...]:
    return tuple(_groups(tomllib.loads(FILE.read_text(encoding="utf-8"))["group"]))


def group_of(code: str) -> WorkingGroup | None:
    return next((group for group in working_groups() if group.code == code), None)


def goal_of(code: str) -> IntegrationGoal | None:
    return next((goal for group in working_groups() for goal in group.goals if goal.code == code), None)


def _groups(rows: Iterable[dict[str, Any]]) -> Iterable[WorkingGroup]:
    for row in rows:
        goals = [
            IntegrationGoal(f"{row['code']}:{goal['number']}", goal["number"], goal["text"])
            for goal in row["goals"]
        ]
        fields = tuple(FieldOfAction(code) for code in row["fields"])
        yield WorkingGroup(row["code"], row["name"], row["led_by"], fields, tuple(goals))
