# SPDX-License-Identifier: AGPL-3.0-or-later
"""What „Heute“ shows: what must not be overlooked, what is due this week, what was worked on last."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from casemanagement.choices import ConsentKind, PlanState
from casemanagement.models import Case, CaseEvent, Consent, Deadline, SupportPlan, WorkItem
from casemanagement.models.workitem import WorkItemQuerySet
from casemanagement.views.links import Line, case_url, deadline_url, step_url, without_echoes
from casemanagement.views.people import listed, names_of
from permissions import clock
from permissions.actor import Actor
from permissions.hats import Hat
from permissions.rights import Right

SOON = dt.timedelta(days=7)
CONSENT_ENDS = dt.timedelta(days=30)
PLAN_WAITS = dt.timedelta(days=14)
SILENCE = dt.timedelta(weeks=6)
AT_MOST = 12
LAST = 5


@dataclass(frozen=True)
class Thing:
    """A line before the names are known."""

    case: Any
    title: str
    url: str
    due_on: dt.date | None = None
    note: str = ""


@dataclass(frozen=True)
class Today:
    """The three parts of the page."""

    attention: list[Line] = field(default_factory=list)
    more: int = 0
    due: list[Line] = field(default_factory=list)
    undated: list[Line] = field(default_factory=list)
    recent: list[Line] = field(default_factory=list)


def today_of(actor: Actor) -> Today:
    """Everything for one person in one hat; names in one query."""
    day = clock.today()
    items = without_echoes(_items(actor).filter(Q(due_on=None) | Q(due_on__lte=day + SOON)))
    attention = _attention(actor, day, [_thing(item) for item in items if item.due_on and item.due_on < day])
    shown = attention[:AT_MOST]
    due = [_thing(item) for item in items if item.due_on and item.due_on >= day]
    undated = [_thing(item) for item in items if not item.due_on][:AT_MOST]
    recent = _recent(actor)
    names = names_of(actor, {thing.case.pk for thing in [*shown, *due, *undated, *recent]})
    return Today(
        attention=_named(shown, names),
        more=len(attention) - len(shown),
        due=_named(due, names),
        undated=_named(undated, names),
        recent=_named(recent, names),
    )


def _attention(actor: Actor, day: dt.date, late: list[Thing]) -> list[Thing]:
    """What must not be overlooked, each thing once."""
    found = [*_crises(actor), *late, *_overdue(actor, day, late), *_consents(actor, day), *_plans(actor, day)]
    said = {thing.url for thing in found}
    return [*found, *(thing for thing in _silent(actor, day) if thing.url not in said)]


def _items(actor: Actor) -> WorkItemQuerySet:
    """Own ones; those of nobody who is still there wait for whoever leads or stands in."""
    items = WorkItem.objects.permitted(actor, Right.READ_FRAME).open().for_hat(Hat.CASE)
    return items.awake().of_person(actor.person, clock.today()).select_related("case").by_due()


def _thing(item: WorkItem) -> Thing:
    return Thing(item.case, item.title, step_url(item), item.due_on)


def _crises(actor: Actor) -> list[Thing]:
    cases = Case.objects.permitted(actor, Right.READ_FRAME).open().filter(in_crisis=True).order_by("number")
    return [
        Thing(case, _("Krise: %s") % case.get_crisis_reason_display(), case_url(case.number))
        for case in cases
    ]


def _overdue(actor: Actor, day: dt.date, known: list[Thing]) -> list[Thing]:
    """Deadlines that no overdue work item speaks of already."""
    said = {(thing.case.pk, thing.due_on) for thing in known}
    late = Deadline.objects.permitted(actor, Right.READ_FRAME).overdue(day).values("pk")
    rows = Deadline.objects.filter(pk__in=late, case__in=Case.objects.open())
    rows = rows.select_related("case", "rule").order_by("due_on")
    return [
        Thing(row.case, row.rule.title, deadline_url(row), row.last_day)
        for row in rows
        if (row.case_id, row.due_on) not in said
    ]


def _consents(actor: Actor, day: dt.date) -> list[Thing]:
    """Those that end soon, and the core consents that have ended unnoticed."""
    rows = Consent.objects.permitted(actor, Right.READ_CONSENTS).filter(case__in=Case.objects.open())
    ending = rows.expiring(after=day, until=day + CONSENT_ENDS)
    ended = rows.filter(kind=ConsentKind.C1, revoked_on=None, valid_until__lt=day)
    renewed = rows.living(day).of_kind(ConsentKind.C1).values("case")
    found = (ending | ended.exclude(case__in=renewed)).select_related("case").order_by("valid_until")
    return [_consent(row, day) for row in found]


def _consent(row: Consent, day: dt.date) -> Thing:
    gone = row.valid_until is not None and row.valid_until < day
    title = _("Einwilligung %(kind)s ist abgelaufen") if gone else _("Einwilligung %(kind)s läuft ab")
    return Thing(row.case, title % {"kind": row.kind}, case_url(row.case.number, "consents"), row.valid_until)


def _plans(actor: Actor, day: dt.date) -> list[Thing]:
    rows = SupportPlan.objects.permitted(actor, Right.READ_FILE).filter(state=PlanState.DRAFT)
    old = rows.filter(drafted_at__date__lt=day - PLAN_WAITS, case__in=Case.objects.running())
    return [
        Thing(
            row.case,
            _("Hilfeplan noch nicht vereinbart"),
            case_url(row.case.number, "plan"),
            note=_("Entwurf vom %(day)s") % {"day": f"{row.drafted_at.astimezone(clock.BERLIN):%d.%m.%Y}"},
        )
        for row in old.select_related("case").order_by("drafted_at")
    ]


def _silent(actor: Actor, day: dt.date) -> list[Thing]:
    since = day - SILENCE
    rows = Case.objects.permitted(actor, Right.READ_FILE).without_contact_since(since)
    rows = rows.filter(accepted_on__lte=since, paused_since=None).order_by("number")
    return [
        Thing(case, _("Seit mehr als 6 Wochen kein Kontakt"), case_url(case.number, "note")) for case in rows
    ]


def _recent(actor: Actor) -> list[Thing]:
    """The cases on which this person did something last."""
    events = CaseEvent.objects.permitted(actor, Right.READ_EVENTS).filter(person=actor.person).order_by()
    last = events.values("case", "case__number").annotate(last=Max("at")).order_by("-last")[:LAST]
    return [
        Thing(
            Case(pk=row["case"], number=row["case__number"]),
            row["case__number"],
            case_url(row["case__number"]),
            note=f"{row['last'].astimezone(clock.BERLIN):%d.%m.%Y, %H:%M}",
        )
        for row in last
    ]


def _named(things: Iterable[Thing], names: dict[int, Any]) -> list[Line]:
    return [
        Line(
            thing.title,
            thing.url,
            thing.due_on,
            listed(names.get(thing.case.pk)) or thing.case.number,
            thing.note,
        )
        for thing in things
    ]
