# SPDX-License-Identifier: AGPL-3.0-or-later
"""The plan as a page shows it: target, the owner's value and KIM's contribution, never mixed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from indicators import wording
from indicators.definitions import contributions_to
from indicators.models import OwnerValue, PlanDocument, PlanIndicator, PlanMeasure

if TYPE_CHECKING:
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
    def facts(self) -> list[tuple[str, str]]:
        told = self.owner_text
        if self.newest:
            told += _(" (Stand %(day)s, %(source)s)") % {
                "day": f"{self.newest.as_of:%d.%m.%Y}",
                "source": self.newest.source,
            }
        items = [
            (_("Ziel im Plan"), f"{self.target}, {self.due}"),
            (_("Wert der verantwortlichen Stelle"), told),
        ]
        if self.indicator.parts:
            parts = ", ".join(f"{name} {number}" for name, number in self.parts)
            items.append((_("Teile des Ziels"), parts))
        return items

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

    @property
    def headline(self) -> Row | None:
        """The indicator that stands for the measure in the overview: KIM's own, a number, or the first."""
        own = [row for row in self.rows if row.contributions]
        numbers = [row for row in self.rows if row.indicator.number is not None]
        return next(iter([*own, *numbers, *self.rows]), None)

    @property
    def others(self) -> int:
        return len(self.rows) - 1

    @property
    def reported(self) -> int:
        """How many of the indicators have a value of the owner."""
        return sum(row.newest is not None for row in self.rows)

    @property
    def contribution(self) -> tuple[str, str] | None:
        """What KIM counts towards the headline: the number and what it is."""
        cards = self.headline.contributions if self.headline else []
        return (cards[0].lines[0].text, str(cards[0].lines[0].figure.title)) if cards else None


@dataclass(frozen=True)
class PlanBoard:
    plan: PlanDocument | None
    measures: list[MeasureRows]

    @property
    def groups(self) -> list[tuple[str, list[MeasureRows]]]:
        """The measures by target group, in the order of the plan."""
        by_group = groupby(self.measures, key=lambda one: one.measure.target_group)
        return [(title, list(members)) for title, members in by_group]

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
    return PlanBoard(plan, told)


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
