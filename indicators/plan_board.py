# SPDX-License-Identifier: AGPL-3.0-or-later
"""The plan as a page shows it: target, the owner's value and KIM's contribution, never mixed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from indicators import wording
from indicators.definitions import contributions_to
from indicators.models import OwnerValue, PlanDocument, PlanIndicator, PlanMeasure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicators.board import Board, Card


@dataclass(frozen=True)
class Row:
    """One indicator of the plan."""

    indicator: PlanIndicator
    values: list[OwnerValue]  # newest first
    contributions: list[Card]

    @property
    def target(self) -> str:
        return wording.target(self.indicator)

    @property
    def due(self) -> str:
        return wording.due(self.indicator)

    @property
    def newest(self) -> OwnerValue | None:
        return self.values[0] if self.values else None

    @property
    def owner_text(self) -> str:
        return wording.owner_reading(self.indicator, self.newest.value if self.newest else None)

    @property
    def told(self) -> list[tuple[OwnerValue, str]]:
        return [(value, wording.owner_reading(self.indicator, value.value)) for value in self.values]

    @property
    def parts(self) -> list[tuple[str, str]]:
        return [(part["name"], wording.plain(part["number"])) for part in self.indicator.parts]


@dataclass(frozen=True)
class MeasureRows:
    measure: PlanMeasure
    rows: list[Row]

    @property
    def is_ambiguous(self) -> bool:
        return any(row.indicator.ambiguous for row in self.rows)


@dataclass(frozen=True)
class Group:
    """The measures for one target group."""

    title: str
    measures: list[MeasureRows]


@dataclass(frozen=True)
class PlanBoard:
    plan: PlanDocument | None
    groups: list[Group]

    @property
    def measures(self) -> list[MeasureRows]:
        return [one for group in self.groups for one in group.measures]

    @property
    def indicators(self) -> int:
        return sum(len(one.rows) for one in self.measures)


def plan_board(figures: Board | None = None, *, only: str = "") -> PlanBoard:
    """The newest plan, or one measure of it. Without figures: what the plan itself says, nothing else."""
    plan = PlanDocument.objects.first()
    if plan is None:
        return PlanBoard(None, [])
    measures = PlanMeasure.objects.filter(plan=plan).select_related("plan").prefetch_related("indicators")
    if only:
        measures = measures.filter(code=only)
    values = _values(plan) if figures is not None else {}
    told = [
        MeasureRows(measure, [_row(indicator, values, figures) for indicator in measure.indicators.all()])
        for measure in measures
    ]
    return PlanBoard(plan, _grouped(told))


def _grouped(measures: Sequence[MeasureRows]) -> list[Group]:
    by_group = groupby(measures, key=lambda one: one.measure.target_group)
    return [Group(title, list(members)) for title, members in by_group]


def _values(plan: PlanDocument) -> dict[int, list[OwnerValue]]:
    found: dict[int, list[OwnerValue]] = {}
    rows = OwnerValue.objects.filter(indicator__measure__plan=plan)
    for value in rows.newest_first().select_related("entered_by"):
        found.setdefault(value.indicator_id, []).append(value)
    return found


def _row(indicator: PlanIndicator, values: dict[int, list[OwnerValue]], figures: Board | None) -> Row:
    codes = [one.code for one in contributions_to(indicator.code)] if figures else []
    cards = [card for code in codes if figures and (card := figures.card(code))]
    return Row(indicator, values.get(indicator.pk, []), cards)
