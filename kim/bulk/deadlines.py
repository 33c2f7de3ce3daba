# SPDX-License-Identifier: AGPL-3.0-or-later
"""The deadlines of a case that came so far: which were met, which run, which fell away with its end."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from casemanagement.choices import CaseState
from casemanagement.deadline_terms import shifted
from casemanagement.models import DeadlineRule
from kim.bulk.lives import ADMITTED, AGREED, ASSESSED, CONTACTED, DECIDED, REVIEWED, Life, moment


@dataclass(frozen=True)
class Span:
    """One deadline; running where it was neither met nor cancelled."""

    code: str
    started_on: dt.date
    met_on: dt.date | None = None
    cancelled_on: dt.date | None = None

    @property
    def is_running(self) -> bool:
        return self.met_on is None and self.cancelled_on is None

    def row(self, today: dt.date) -> dict[str, Any]:
        """Its columns; what was due before the load counts as reminded, so that the beat need not."""
        due_on, remind_on, escalate_on = days_of(self.code, self.started_on)
        return {
            "rule_id": rules()[self.code].pk,
            "started_on": self.started_on,
            "due_on": due_on,
            "remind_on": remind_on,
            "escalate_on": escalate_on,
            "reminded_at": moment(remind_on) if remind_on and remind_on < today else None,
            "escalated_at": moment(escalate_on) if escalate_on and escalate_on < today else None,
            "met_on": self.met_on,
            "cancelled_at": moment(self.cancelled_on) if self.cancelled_on else None,
        }

    @property
    def due_on(self) -> dt.date:
        return days_of(self.code, self.started_on)[0]


def spans(life: Life) -> Iterator[Span]:
    """In the order in which they began."""
    yield Span("first_contact", life.received_on, life.on(CONTACTED))
    yield Span("triage", life.received_on, life.on(DECIDED))
    if life.stage.state == CaseState.WAITING:
        yield Span("waiting_list", life.days[DECIDED - 1])
    admitted, assessed, agreed, reviewed = map(life.on, (ADMITTED, ASSESSED, AGREED, REVIEWED))
    if admitted:
        yield Span("duration", admitted, cancelled_on=life.closed_on)
        yield Span("assessment", admitted, assessed)
    if assessed:
        yield Span("plan", assessed, agreed)
    if agreed:
        yield Span("first_review", agreed, reviewed)
    if reviewed:
        yield Span(f"review_{life.intensity}", reviewed, cancelled_on=life.closed_on)


def forget() -> None:
    """Read the rules again; they may have been changed since the last load."""
    rules.cache_clear()
    days_of.cache_clear()


@cache
def rules() -> dict[str, DeadlineRule]:
    return {rule.code: rule for rule in DeadlineRule.objects.all()}


@cache
def days_of(code: str, start: dt.date) -> tuple[dt.date, dt.date | None, dt.date | None]:
    """When it is due, reminds, and is reported: the same days for thousands of cases."""
    rule = rules()[code]

    def after(amount: int | None) -> dt.date | None:
        return None if amount is None else shifted(start, amount, rule.unit)

    return shifted(start, rule.amount, rule.unit), after(rule.remind_after), after(rule.escalate_after)
