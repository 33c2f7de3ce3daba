# SPDX-License-Identifier: AGPL-3.0-or-later
"""The picture of gaps: how many Strukturhinweise there are in each Handlungsfeld and Stadtbezirk.

The Fachaufsicht counts exactly and everything that was not refused. Whoever else reads it counts what was
released, and small numbers are hidden as those of people are.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count

from casemanagement.choices import FieldOfAction, Stadtbezirk
from casemanagement.choices.structure import FindingState
from casemanagement.models import Finding
from indicators.disclosure import DEFAULT, publish

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from permissions.actor import Actor

DISTRICTS = tuple(Stadtbezirk)
LEVELS = 4


@dataclass(frozen=True)
class Cell:
    """A count as it may be read: a number, or that it is small."""

    value: int | None

    @property
    def text(self) -> str:
        return f"<{DEFAULT.hide_below}" if self.value is None else str(self.value)

    @property
    def is_hidden(self) -> bool:
        return self.value is None


@dataclass(frozen=True)
class FieldRow:
    """One Handlungsfeld: a cell for each Stadtbezirk, and all of them together."""

    label: _StrPromise
    cells: dict[Stadtbezirk, Cell]
    total: Cell


def picture(actor: Actor, *, exact: bool) -> list[FieldRow]:
    """Every Handlungsfeld, also those without a gap."""
    rows = Finding.objects.exclude(state=FindingState.REJECTED)
    rows = rows.examined_by(actor) if exact else rows.released_in_town_of(actor)
    counted = Counter(
        {
            (field, district): number
            for field, district, number in rows.order_by()
            .values_list("field_of_action", "stadtbezirk")
            .annotate(number=Count("pk"))
        }
    )
    return [_row(field, counted, exact=exact) for field in FieldOfAction]


def _row(field: FieldOfAction, counted: Counter[tuple[str, str]], *, exact: bool) -> FieldRow:
    numbers = {district: counted[field.value, district.value] for district in DISTRICTS}
    return FieldRow(
        field.label,
        {district: _cell(number, exact=exact) for district, number in numbers.items()},
        _cell(sum(numbers.values()), exact=exact),
    )


def _cell(number: int, *, exact: bool) -> Cell:
    return Cell(number if exact else publish(number).value)
