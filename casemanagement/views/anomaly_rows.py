# SPDX-License-Identifier: AGPL-3.0-or-later
"""What in a month of the record of access is worth a question; counted by day and occasion, never by person in total."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casemanagement.models import AccessList, Case
from permissions import accesslog, clock
from permissions.hats import Hat
from permissions.models import AccessAction, AccessEvent, Anomaly, AnomalyThreshold, User

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

TAKEN_OUT = (AccessAction.EXPORT, AccessAction.PRINT)
SEEN = (AccessAction.READ, AccessAction.SEARCH, *TAKEN_OUT)
WEEKEND = 5
Key = tuple[dt.date, int]


@dataclass(frozen=True)
class Finding:
    """One day on which one thing was more than usual."""

    kind: Anomaly
    day: dt.date
    person: str
    number: int
    usual: int
    case_number: str = ""

    @property
    def label(self) -> "_StrPromise":
        return self.kind.label


def findings(organisations: Iterable[int], first: dt.date) -> list[Finding]:
    """Of the month that begins on this day, in the order of the days."""
    until = (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    start, end = (dt.datetime.combine(day, dt.time(), clock.BERLIN) for day in (first, until))
    rows = AccessEvent.objects.filter(
        organisation_id__in=organisations, at__gte=start, at__lt=end, person_id__isnull=False
    )
    known = {Anomaly(rule.code): rule for rule in AnomalyThreshold.objects.all()}
    events = list(rows.order_by("at", "pk"))
    listed = _listed(events)
    found = [one for kind, rule in known.items() for one in _over(kind, rule, events, listed)]
    return _named(sorted(found, key=lambda one: (one[1], one[0], one[2])))


def _over(
    kind: Anomaly, rule: AnomalyThreshold, events: list[AccessEvent], listed: set[int]
) -> Iterator[tuple[Anomaly, dt.date, int, int, int, int]]:
    """Kind, day, person, number, what is usual, and the case where it is one."""
    counted: dict[Key, list[AccessEvent]] = defaultdict(list)
    for event in events:
        if event.pk in listed if kind is Anomaly.NAMED_USERS else MATCHES[kind](event, rule):
            counted[event.at.astimezone(clock.BERLIN).date(), event.person_id or 0].append(event)
    for (day, person), matching in counted.items():
        cases = {event.case_id for event in matching if event.case_id}
        number = len(cases) if kind is Anomaly.MANY_FILES else len(matching)
        if number > rule.usual:
            yield kind, day, person, number, rule.usual, cases.pop() if len(cases) == 1 else 0


def _listed(events: list[AccessEvent]) -> set[int]:
    """Accesses to the content of a case while only named people saw it; no grant says so, the list does."""
    known: dict[int, list[tuple[dt.datetime, dt.datetime | None]]] = defaultdict(list)
    for row in AccessList.objects.filter(case__in={event.case_id for event in events if event.case_id}):
        known[row.case_id].append((row.set_at, row.ended_at))
    return {
        event.pk
        for event in events
        if event.action in SEEN and event.block not in {"", "frame"}
        for began, ended in known.get(event.case_id or 0, [])
        if began <= event.at and (ended is None or event.at < ended)
    }


def _off_hours(event: AccessEvent, rule: AnomalyThreshold) -> bool:
    at = event.at.astimezone(clock.BERLIN)
    first, last = rule.first_hour or 0, rule.last_hour or 24
    return event.action in SEEN and (at.weekday() >= WEEKEND or not first <= at.hour < last)


MATCHES: dict[Anomaly, Callable[[AccessEvent, AnomalyThreshold], bool]] = {
    Anomaly.MANY_FILES: lambda event, _: event.action == AccessAction.READ and event.block != "frame",
    Anomaly.OFF_HOURS: _off_hours,
    Anomaly.WITHOUT_ASSIGNMENT: lambda event, _: (
        event.action == AccessAction.READ
        and event.hat == Hat.FACH
        and event.case_id is not None
        and event.block not in {"", "frame", "request", "access_log"}
    ),
    Anomaly.EMERGENCY: lambda event, _: accesslog.is_emergency(event),
    Anomaly.EMPTY_SEARCHES: lambda event, _: (
        event.action == AccessAction.SEARCH and event.detail.get("shown") == 0
    ),
    Anomaly.EXPORTS: lambda event, _: event.action in TAKEN_OUT,
}


def _named(found: list[tuple[Anomaly, dt.date, int, int, int, int]]) -> list[Finding]:
    people = User.objects.filter(pk__in={one[2] for one in found})
    names = dict(people.values_list("pk", "display_name"))
    cases = dict(Case.objects.filter(pk__in={one[5] for one in found}).values_list("pk", "number"))
    return [
        Finding(kind, day, names.get(person, ""), number, usual, cases.get(case, ""))
        for kind, day, person, number, usual, case in found
    ]
