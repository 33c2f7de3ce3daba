# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a plan says, as values: measures, their indicators, and the words both may use."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from decimal import Decimal


class Kind(StrEnum):
    COUNT = "count"
    STOCK = "stock"
    SHARE = "share"
    DURATION = "duration"
    MILESTONE = "milestone"
    COVERAGE = "coverage"
    TREND = "trend"
    SCALE = "scale"
    UNIVERSAL = "universal"
    REPORT_ONLY = "report_only"


class Comparator(StrEnum):
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    EXACTLY = "exactly"
    BETWEEN = "between"
    ALL = "all"
    DONE = "done"
    REDUCTION_OF_AT_LEAST = "reduction_of_at_least"
    LESS_THAN_PREVIOUS_YEAR = "less_than_previous_year"
    NONE = "none"  # the target is open, or the plan only asks for a report


class Rhythm(StrEnum):
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    TWO_YEARS = "two_years"


class Contribution(StrEnum):
    """What case data can say about a measure; never its value, that is entered by the owner."""

    PARTIAL = "P"
    CONTEXT = "C"
    MILESTONE = "M"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    number: Decimal


@dataclass(frozen=True, slots=True)
class IndicatorEntry:
    code: str
    sentence: str
    kind: Kind
    comparator: Comparator
    implied: bool  # the plan gives a number without a word of comparison
    number: Decimal | None
    number_max: Decimal | None
    alternative: Decimal | None  # the other reading where the plan contradicts itself
    unit: str
    per: Rhythm | None
    scale_min: Decimal | None
    scale_max: Decimal | None
    due_on: dt.date | None
    period_from: dt.date | None
    period_until: dt.date | None
    due_text: str
    data_source: str
    contribution: Contribution
    line: int
    ambiguous: bool
    note: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class MeasureEntry:
    code: str
    title: str
    target_group: str
    subgroup: str
    focus: str
    responsible: str
    data_source: str
    contribution: Contribution
    line: int
    note: str
    indicators: tuple[IndicatorEntry, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    code: str
    title: str
    valid_from: dt.date
    valid_until: dt.date
    issued_on: dt.date
    source: str
    source_sha256: str
    measures: tuple[MeasureEntry, ...]

    @property
    def indicators(self) -> Iterator[IndicatorEntry]:
        for measure in self.measures:
            yield from measure.indicators
