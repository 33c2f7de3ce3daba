# SPDX-License-Identifier: AGPL-3.0-or-later
"""How much work the next eight weeks bring: what falls due, the rhythm of reviews, assessments to be expected."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext_lazy as _

from casemanagement.deadline_terms import Terms, all_terms
from casemanagement.models import DeadlineRule
from permissions import clock

WEEKS = 8
LATE = -1  # the week of what should be done already

# Kind → the rules that belong to it; what belongs to none is the last.
KINDS = {
    "intake": ("first_contact", "urgent_contact", "triage", "waiting_list"),
    "assessment": ("assessment", "reassessment"),
    "plan": ("plan",),
    "review": ("review", "first_review", "review_low", "review_medium", "review_high"),
    "handover": ("handover_answer", "deputy", "deputy_urgent"),
    "task": ("task",),
}
OTHER = "other"
LABELS = {
    "intake": _("Zugang und Entscheidung"),
    "assessment": _("Assessments"),
    "plan": _("Hilfepläne"),
    "review": _("Überprüfungen"),
    "handover": _("Übergabe und Vertretung"),
    "task": _("Aufgaben"),
    OTHER: _("Übrige Fristen"),
}
KIND_OF = {code: kind for kind, codes in KINDS.items() for code in codes}

_ASK = """
SELECT organisation_id, week, kind, expected, number FROM kim.load_forecast(%s, %s, %s, %s, %s)
"""


@dataclass(frozen=True)
class Week:
    """One week, or what is late, with its numbers by kind."""

    begins: dt.date | None
    numbers: dict[str, int]
    expected: int

    @property
    def total(self) -> int:
        return sum(self.numbers.values())

    @property
    def row(self) -> list[int]:
        """The numbers in the order of the columns."""
        return [self.numbers.get(kind, 0) for kind in LABELS]


@dataclass(frozen=True)
class Forecast:
    """What lies ahead of one house, or of one person."""

    late: Week
    weeks: list[Week]

    @property
    def total(self) -> int:
        return self.late.total + sum(week.total for week in self.weeks)


def forecasts(kommune: int) -> dict[int, Forecast]:
    """House → what lies ahead, for the present hat; a case manager sees her own alone."""
    with connection.cursor() as cursor:
        cursor.execute(_ASK, [WEEKS, *_rhythm(kommune)])
        rows = cursor.fetchall()
    houses: dict[int, list[tuple[int, str, bool, int]]] = {}
    for house, *facts in rows:
        houses.setdefault(house, []).append((facts[0], facts[1], facts[2], facts[3]))
    return {house: _forecast(facts) for house, facts in houses.items()}


def together(parts: list[Forecast]) -> Forecast:
    """All houses as one."""
    return Forecast(
        late=_sum([part.late for part in parts], None),
        weeks=[_sum([part.weeks[place] for part in parts], _monday(place)) for place in range(WEEKS)],
    )


def _forecast(facts: list[tuple[int, str, bool, int]]) -> Forecast:
    weeks = {place: _week(place, facts) for place in range(LATE, WEEKS)}
    return Forecast(weeks[LATE], [weeks[place] for place in range(WEEKS)])


def _week(place: int, facts: list[tuple[int, str, bool, int]]) -> Week:
    numbers: Counter[str] = Counter()
    expected = 0
    for week, code, is_expected, number in facts:
        if week == place:
            numbers[KIND_OF.get(code, OTHER)] += number
            expected += number if is_expected else 0
    return Week(None if place == LATE else _monday(place), dict(numbers), expected)


def _sum(weeks: list[Week], begins: dt.date | None) -> Week:
    numbers: Counter[str] = Counter()
    for week in weeks:
        numbers.update(week.numbers)
    return Week(begins, dict(numbers), sum(week.expected for week in weeks))


def _monday(place: int) -> dt.date:
    today = clock.today()
    return today - dt.timedelta(days=today.weekday()) + dt.timedelta(weeks=place)


def _rhythm(kommune: int) -> list[int]:
    """Days between reviews by intensity, and from the admission to the assessment, as the rules say today."""
    codes = ("review_low", "review_medium", "review_high", "assessment")
    terms = all_terms(DeadlineRule.objects.filter(code__in=codes), kommune, clock.today())
    return [_days(terms[code]) for code in codes]


def _days(terms: Terms) -> int:
    today = clock.today()
    return max((terms.days(today)["due_on"] or today).toordinal() - today.toordinal(), 1)
