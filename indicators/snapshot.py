# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was known of one municipality when a week ended: the only thing a definition may ask."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from casemanagement.models.programme import KIM
from casemanagement.working_days import is_working_day
from indicators.models import (
    CapacityFact,
    Fact,
    GoalFact,
    MeasureFact,
    MilestoneFact,
    PhaseSpan,
)

if TYPE_CHECKING:
    from indicators.models.fact import FactQuerySet
    from indicators.models.unfolded import UnfoldedQuerySet
    from indicators.week import Week

LOOK_BACK = dt.timedelta(weeks=13)


@dataclass(frozen=True)
class Snapshot:
    """The facts valid on Sunday at 24:00, whenever it is asked."""

    week: Week
    kommune: int
    counting_for: str = ""  # a measure of the plan, and with it its programmes; else KIM alone

    def of_measure(self, code: str) -> Snapshot:
        """The same week of the programmes that count for this measure of the plan."""
        return replace(self, counting_for=code)

    @property
    def facts(self) -> FactQuerySet:
        return Fact.objects.filter(self._asked()).valid_at(self.week.ends_at)

    @property
    def of_all_programmes(self) -> FactQuerySet:
        return Fact.objects.filter(kommune=self.kommune).valid_at(self.week.ends_at)

    @property
    def cases(self) -> FactQuerySet:
        """All accepted cases, closed ones too."""
        return self.facts.accepted(self.week.sunday)

    @property
    def open_cases(self) -> FactQuerySet:
        return self.facts.open(self.week.sunday)

    @property
    def phases(self) -> UnfoldedQuerySet[PhaseSpan]:
        return PhaseSpan.objects.filter(self._asked("fact__")).valid_at(self.week.ends_at)

    @property
    def measures(self) -> UnfoldedQuerySet[MeasureFact]:
        return MeasureFact.objects.filter(self._asked("fact__")).valid_at(self.week.ends_at)

    @property
    def goals(self) -> UnfoldedQuerySet[GoalFact]:
        return GoalFact.objects.filter(self._asked("fact__")).valid_at(self.week.ends_at)

    @property
    def milestones(self) -> UnfoldedQuerySet[MilestoneFact]:
        return MilestoneFact.objects.filter(self._asked("fact__")).valid_at(self.week.ends_at)

    def _asked(self, prefix: str = "") -> Q:
        """Which cases a figure is about; facts from before there were several programmes are KIM's."""
        of_town = Q(**{f"{prefix}kommune": self.kommune})
        if self.counting_for:
            return of_town & Q(**{f"{prefix}plan_measure": self.counting_for})
        return of_town & (Q(**{f"{prefix}programme": KIM}) | Q(**{f"{prefix}programme__isnull": True}))

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        return self.week.monday, self.week.sunday

    @property
    def last_13_weeks(self) -> tuple[dt.date, dt.date]:
        return self.week.sunday - LOOK_BACK + dt.timedelta(days=1), self.week.sunday

    @cached_property
    def available_vzae(self) -> dict[str, Decimal]:
        """Full-time equivalents of case management by organisation, less the days of absence."""
        known = CapacityFact.objects.filter(kommune=self.kommune).valid_at(self.week.ends_at)
        return {row.organisation: available(row.posts, self.week) for row in known}


def available(posts: list[dict[str, Any]], week: Week) -> Decimal:
    """Contract share × share of the week's working days on which the post is filled and present."""
    days = [day for day in days_of(week) if is_working_day(day)]
    total = Decimal(0)
    for post in posts:
        present = sum(is_present(post, day) for day in days)
        total += Decimal(str(post["vzae"])) * present / max(len(days), 1)
    return total.quantize(Decimal("0.01"))


def days_of(week: Week) -> list[dt.date]:
    return [week.monday + dt.timedelta(days=n) for n in range(7)]


def is_present(post: dict[str, Any], day: dt.date) -> bool:
    return covers(post, day) and not any(covers(absence, day) for absence in post["absences"])


def covers(period: dict[str, Any], day: dt.date) -> bool:
    until = period["valid_until"]
    return period["valid_from"] <= day.isoformat() and (until is None or day.isoformat() <= until)
