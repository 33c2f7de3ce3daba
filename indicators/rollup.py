# SPDX-License-Identifier: AGPL-3.0-or-later
"""Counts a week; nothing else reads the facts."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from indicators.definitions import living
from indicators.models import CapacityFact, Fact, WeeklyFigure, WeeklyRollup
from indicators.results import Result, results
from indicators.snapshot import Snapshot

if TYPE_CHECKING:
    import datetime as dt

    from indicators.definition import Figure, Indicator
    from indicators.week import Week


def kommunen(until: dt.datetime) -> list[int]:
    """The municipalities about which something was known before this moment."""
    known: set[int] = set()
    for model in (Fact, CapacityFact):
        rows = model._default_manager.filter(recorded_from__lt=until)
        known |= set(rows.order_by().values_list("kommune", flat=True).distinct())
    return sorted(known)


def compute(week: Week, kommune: int) -> tuple[WeeklyRollup, list[WeeklyFigure]]:
    """The week and its figures, not yet stored."""
    snapshot = Snapshot(week, kommune)
    indicators = [one for one in living(week) if is_led(one, snapshot)]
    figures = [
        stored(indicator, figure, result, kommune)
        for indicator in indicators
        for figure in indicator.figures
        for result in results(figure, snapshot)
    ]
    rollup = WeeklyRollup(
        kommune=kommune,
        year=week.year,
        number=week.number,
        definition_version=max(indicator.valid_from for indicator in indicators),
        facts=snapshot.of_all_programmes.count(),
        sha256=fingerprint(figures),
    )
    return rollup, figures


def is_led(indicator: Indicator, snapshot: Snapshot) -> bool:
    """A zero would say that a programme has no case where there is no such programme."""
    return not indicator.counting_for or snapshot.of_measure(indicator.counting_for).facts.exists()


def stored(indicator: Indicator, figure: Figure, result: Result, kommune: int) -> WeeklyFigure:
    return WeeklyFigure(
        kommune=kommune,
        indicator=indicator.code,
        figure=figure.code,
        version=indicator.valid_from,
        breakdown=result.breakdown,
        dims=result.dims,
        numerator=result.numerator,
        denominator=result.denominator,
        value=result.value,
        detail=result.detail,
    )


def as_data(figure: WeeklyFigure) -> dict[str, object]:
    """A figure in the words of `roll_up --json`; also what the fingerprint is taken from."""
    return {
        "indicator": figure.indicator,
        "figure": figure.figure,
        "dims": figure.dims,
        "numerator": number(figure.numerator),
        "denominator": number(figure.denominator),
        "value": number(figure.value),
        **figure.detail,
    }


def number(value: object) -> float | None:
    return None if value is None else float(str(value))


def fingerprint(figures: list[WeeklyFigure]) -> str:
    lines = sorted(json.dumps(as_data(figure), sort_keys=True) for figure in figures)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
