# SPDX-License-Identifier: AGPL-3.0-or-later
"""Everybody's load beside the decisions that change it: alphabetical, never a ranking."""

from dataclasses import dataclass
from typing import Any

from casemanagement.caseload import Colleague, colleagues
from permissions.actor import Actor
from permissions.duties import organisations_of

FULL = 100  # per cent
WIDEST = 150


@dataclass(frozen=True)
class StaffLoad:
    """The table and the scale of its bars."""

    people: list[Colleague]

    @property
    def maximum(self) -> int:
        return max([WIDEST, *(person.percent or 0 for person in self.people)])

    @property
    def limit(self) -> int:
        return FULL


def staff_load(actor: Actor) -> StaffLoad:
    """The case managers of the houses over which this hat stands."""
    person: Any = actor.person
    return StaffLoad(colleagues(organisations_of(person, actor.hat)))
