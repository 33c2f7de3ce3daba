# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a rule asks for in a town on a day: what the coordination made of it, else what it began with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from casemanagement import working_days
from casemanagement.choices import DeadlineUnit, EscalateTo
from casemanagement.models import DeadlineChange, DeadlineRule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casemanagement.models import Programme

SETTINGS = ("amount", "unit", "remind_after", "escalate_after", "own_extensions")


@dataclass(frozen=True)
class Terms:
    """How long, who hears when, and how often the case manager extends it; counted in one unit from the start."""

    rule: DeadlineRule
    amount: int
    unit: str
    remind_after: int | None
    escalate_after: int | None
    own_extensions: int | None
    change: DeadlineChange | None = None
    # What the programme of the case asks for; it goes before the change, which stays named for the beat.
    own: dict[str, Any] | None = None

    @property
    def is_changed(self) -> bool:
        return self.change is not None and not self.change.is_default

    @property
    def escalate_to(self) -> EscalateTo | None:
        """A rule that told nobody before tells the coordination once it tells at all."""
        if self.escalate_after is None:
            return None
        return EscalateTo(self.rule.escalate_to or EscalateTo.COORDINATOR)

    def days(self, on: dt.date, rested: int = 0) -> dict[str, dt.date | None]:
        """When it is due, when the case manager is reminded, when somebody else hears."""

        def after(amount: int | None) -> dt.date | None:
            return None if amount is None else later(shifted(on, amount, self.unit), rested, self.unit)

        return {
            "due_on": after(self.amount),
            "remind_on": after(self.remind_after),
            "escalate_on": after(self.escalate_after),
        }


def values_of(source: DeadlineRule | DeadlineChange) -> dict[str, Any]:
    """The values of a rule, or of a change of it."""
    return {name: getattr(source, name) for name in SETTINGS}


def as_asked_by(programme: Programme, terms: Terms) -> Terms:
    """The same rule as the programme has it, where it has one of its own."""
    own = programme.deadlines.get(terms.rule.code)
    return replace(terms, **own, own=own) if own else terms


def default_terms(rule: DeadlineRule) -> Terms:
    """What the installation began with."""
    return Terms(rule, **values_of(rule))


def terms_of(rule: DeadlineRule, kommune_id: int, day: dt.date) -> Terms:
    """What counts for this rule on this day."""
    return all_terms([rule], kommune_id, day)[rule.code]


def all_terms(rules: Iterable[DeadlineRule], kommune_id: int, day: dt.date) -> dict[str, Terms]:
    """The same for many rules at once; of several changes the one that began last counts."""
    known = list(rules)
    begun = DeadlineChange.objects.filter(
        Q(kommune=kommune_id), Q(rule__in=[rule.pk for rule in known]), valid_from__lte=day
    )
    latest = {change.rule_id: change for change in begun.order_by("valid_from", "pk")}
    return {rule.code: _terms(rule, latest.get(rule.pk)) for rule in known}


def _terms(rule: DeadlineRule, change: DeadlineChange | None) -> Terms:
    source = rule if change is None or change.is_default else change
    return Terms(rule, **values_of(source), change=change)


def shifted(start: dt.date, amount: int, unit: str) -> dt.date:
    """The day an amount of time after the start; a deadline never ends on a day nobody works."""
    match unit:
        case DeadlineUnit.WORKING_DAYS:
            return working_days.add_working_days(start, amount)
        case DeadlineUnit.WEEKS:
            return working_days.next_working_day(start + dt.timedelta(weeks=amount))
        case DeadlineUnit.MONTHS:
            return working_days.next_working_day(working_days.add_months(start, amount))
    return start + dt.timedelta(days=amount)


def rest(since: dt.date, until: dt.date, unit: str) -> int:
    """How long a rest was, as the rule counts: working days, or days of the calendar."""
    if unit == DeadlineUnit.WORKING_DAYS:
        return working_days.working_days_between(since, until)
    return max((until - since).days, 0)


def later(day: dt.date, rested: int, unit: str) -> dt.date:
    """The day moved by the length of a rest."""
    if not rested:
        return day
    if unit == DeadlineUnit.WORKING_DAYS:
        return working_days.add_working_days(day, rested)
    return working_days.next_working_day(day + dt.timedelta(days=rested))
