# SPDX-License-Identifier: AGPL-3.0-or-later
"""What must fit together within one indicator of a plan; each rule names the field and says why."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from indicators.plan_entries import Comparator, IndicatorEntry, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HUNDRED = Decimal(100)
PERCENT = "%"
LONGEST_AFTER_PLAN = dt.timedelta(days=2 * 366)  # a Kita year may end later, a century may not
WITHOUT_NUMBER = {Comparator.DONE, Comparator.LESS_THAN_PREVIOUS_YEAR, Comparator.NONE}
OF_A_TREND = {Comparator.REDUCTION_OF_AT_LEAST, Comparator.LESS_THAN_PREVIOUS_YEAR}
ONLY_HERE = {
    Kind.MILESTONE: {Comparator.DONE},
    Kind.UNIVERSAL: {Comparator.ALL},
    Kind.REPORT_ONLY: {Comparator.NONE},
    Kind.TREND: OF_A_TREND,
}
ANYWHERE_ELSE = set(Comparator) - {Comparator.DONE, Comparator.ALL} - OF_A_TREND


def comparator_fits_the_kind(entry: IndicatorEntry) -> Iterator[tuple[str, str]]:
    allowed = ONLY_HERE.get(entry.kind, ANYWHERE_ELSE)
    if entry.comparator not in allowed:
        words = " oder ".join(word for word in Comparator if word in allowed)
        chosen = f"„comparator“ ist „{entry.comparator}“"
        yield "comparator", f"{chosen}, zu „kind“ = „{entry.kind}“ passt nur {words}."


def number_is_there_where_it_is_needed(entry: IndicatorEntry) -> Iterator[tuple[str, str]]:
    if entry.comparator in WITHOUT_NUMBER:
        if entry.number is not None:
            yield "number", f"„number“ passt nicht zu „comparator“ = „{entry.comparator}“."
        if entry.implied:
            yield "implied", "„implied“ steht nur neben einer Zahl."
    elif entry.number is None:
        yield "number", f"„number“ fehlt, „comparator“ ist „{entry.comparator}“."
    elif not entry.unit:
        yield "unit", "„unit“ fehlt: Eine Zahl braucht eine Einheit."


def share_is_a_part_of_hundred(entry: IndicatorEntry) -> Iterator[tuple[str, str]]:
    if entry.kind not in {Kind.SHARE, Kind.UNIVERSAL} and (
        entry.comparator != Comparator.REDUCTION_OF_AT_LEAST
    ):
        return
    if entry.number is not None and entry.number > HUNDRED:
        yield "number", f"„number“ ist {entry.number}, ein Anteil liegt nicht über 100."
    if entry.kind == Kind.UNIVERSAL and entry.number != HUNDRED:
        yield "number", "„number“ muss bei „alle“ 100 sein."
    if entry.unit != PERCENT:
        yield "unit", f"„unit“ ist „{entry.unit}“, ein Anteil hat die Einheit %."


def range_has_two_ends(entry: IndicatorEntry) -> Iterator[tuple[str, str]]:
    if entry.comparator != Comparator.BETWEEN:
        if entry.number_max is not None:
            yield "number_max", "„number_max“ steht nur neben „comparator“ = „between“."
    elif entry.number_max is None or entry.number is None or entry.number_max <= entry.number:
        yield "number_max", "„number_max“ muss bei „between“ über „number“ liegen."


def scale_holds_its_target(entry: IndicatorEntry) -> Iterator[tuple[str, str]]:
    low, high = entry.scale_min, entry.scale_max
    if entry.kind != Kind.SCALE:
        if low is not None or high is not None:
            yield "scale_min", "„scale_min“ und „scale_max“ stehen nur neben „kind“ = „scale“."
    elif low is None or high is None or low >= high:
        yield "scale_max", "Eine Skala braucht „scale_min“ und ein größeres „scale_max“."
    elif entry.number is not None and not low <= entry.number <= high:
        yield "number", f"„number“ ist {entry.number}, die Skala reicht von {low} bis {high}."


def period_has_two_ends(entry: IndicatorEntry) -> Iterator[tuple[str, str]]:
    first, last = entry.period_from, entry.period_until
    if (first is None) != (last is None):
        yield "period_from", "„period_from“ und „period_until“ gehören zusammen."
    elif first is not None and last is not None and last < first:
        yield "period_until", "„period_until“ liegt vor „period_from“."
    if first is not None and entry.due_on is not None:
        yield "due_on", "„due_on“ und „period_from“ schließen einander aus."
    if entry.due_text and entry.due_on is None and last is None:
        yield (
            "due_text",
            "„due_text“ braucht „due_on“ oder einen Zeitraum, damit gerechnet werden kann.",
        )


def doubt_is_explained(entry: IndicatorEntry) -> Iterator[tuple[str, str]]:
    if entry.ambiguous and not entry.note:
        yield "note", "„note“ fehlt: Was mehrdeutig ist, wird erklärt."
    if entry.alternative is not None and not entry.ambiguous:
        yield "alternative", "„alternative“ steht nur neben „ambiguous“ = true."


def parts_add_up(entry: IndicatorEntry) -> Iterator[tuple[str, str]]:
    if not entry.parts:
        return
    total = sum((part.number for part in entry.parts), Decimal(0))
    if entry.number is not None and total != entry.number:
        yield "parts", f"„parts“ ergeben zusammen {total}, „number“ ist {entry.number}."
    if len({part.name for part in entry.parts}) < len(entry.parts):
        yield "parts", "In „parts“ kommt ein Name zweimal vor."


RULES: tuple[Callable[[IndicatorEntry], Iterator[tuple[str, str]]], ...] = (
    number_is_there_where_it_is_needed,
    share_is_a_part_of_hundred,
    range_has_two_ends,
    scale_holds_its_target,
    period_has_two_ends,
    doubt_is_explained,
    parts_add_up,
)


def findings(entry: IndicatorEntry) -> Iterator[tuple[str, str]]:
    """Every field of the indicator that contradicts another, with its sentence."""
    misfit = tuple(comparator_fits_the_kind(entry))
    yield from misfit or (finding for rule in RULES for finding in rule(entry))


def days_outside(
    entry: IndicatorEntry, valid_from: dt.date, valid_until: dt.date
) -> Iterator[tuple[str, str]]:
    """Days that cannot belong to this plan, most often a slip in the year."""
    for key in ("due_on", "period_from", "period_until"):
        day: dt.date | None = getattr(entry, key)
        if day is not None and day < valid_from:
            yield (
                key,
                f"„{key}“ ist {day:%d.%m.%Y}, der Plan beginnt erst am {valid_from:%d.%m.%Y}.",
            )
        elif day is not None and day - valid_until > LONGEST_AFTER_PLAN:
            yield (
                key,
                f"„{key}“ ist {day:%d.%m.%Y}, der Plan endet schon am {valid_until:%d.%m.%Y}.",
            )
