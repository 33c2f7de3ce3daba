# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the overview of a file shows, block by block, as far as each block is open."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from casemanagement.choices import ConsentKind, GoalState, PlanState
from casemanagement.models import Case, Consent, Deadline, Goal, HouseholdPerson, WorkItem
from casemanagement.views.consents_rows import ConsentRow, consent_rows
from casemanagement.views.links import Line, case_url, step_url
from casemanagement.views.plan_rows import KIND_OF_GOAL
from casemanagement.views.standing import Standing
from casemanagement.views.timeline_rows import Entry, latest_entries
from permissions import clock
from permissions.actor import Actor
from permissions.hats import Hat
from permissions.rights import Right

CONSENT_ENDS = dt.timedelta(days=30)
SILENCE = dt.timedelta(weeks=6)
ENTRIES = 5
REACHED = (GoalState.ACHIEVED, GoalState.PARTIALLY_ACHIEVED)
DROPPED = (GoalState.WITHDRAWN_BY_CLIENT, GoalState.OBSOLETE)


@dataclass(frozen=True)
class GoalLine:
    """One goal on its card."""

    goal: Any
    kind: str


@dataclass(frozen=True)
class Overview:
    """The parts of the page; empty where a block is closed."""

    attention: list[Line]
    work: list[Line]
    elsewhere: list[Any]
    consents: list[ConsentRow]
    deadlines: list[Deadline]
    goals: list[GoalLine] = field(default_factory=list)
    goals_reached: int = 0
    entries: list[Entry] = field(default_factory=list)
    household: list[HouseholdPerson] = field(default_factory=list)


def overview_of(standing: Standing, actor: Actor) -> Overview:
    """Everything the page needs, each block asked for once."""
    case, rights, today = standing.case, standing.rights, clock.today()
    items = list(WorkItem.objects.filter(case=case).open().select_related("case", "owner").by_due())
    consents = consent_rows(case, today)
    deadlines = list(Deadline.objects.filter(case=case).running().select_related("rule").order_by("due_on"))
    is_open = Right.READ_FILE in rights
    goals = _goals(case) if is_open else []
    entries = latest_entries(case, ENTRIES) if is_open else []
    return Overview(
        attention=_attention(case, items, consents, deadlines, entries if is_open else None),
        work=[_line(item) for item in items if item.hat == Hat.CASE],
        elsewhere=[item for item in items if item.hat != Hat.CASE],
        consents=[row for row in consents if row.is_living],
        deadlines=deadlines,
        goals=goals,
        goals_reached=sum(line.goal.state in REACHED for line in goals),
        entries=entries,
        household=list(case.household.order_by("pk")) if Right.READ_IDENTITY in rights else [],
    )


def _line(item: WorkItem) -> Line:
    owner = item.owner.display_name if item.owner else ""
    return Line(item.title, step_url(item), item.due_on, note=owner)


def _goals(case: Case) -> list[GoalLine]:
    goals = Goal.objects.filter(case=case).exclude(plan__state=PlanState.REPLACED).exclude(state__in=DROPPED)
    counted = goals.annotate(steps=Count("measures"))
    return [
        GoalLine(goal, KIND_OF_GOAL.get(GoalState(goal.state), "neutral"))
        for goal in counted.order_by("state", "pk")
    ]


def _attention(
    case: Case,
    items: list[WorkItem],
    consents: list[ConsentRow],
    deadlines: list[Deadline],
    entries: list[Entry] | None,
) -> list[Line]:
    today = clock.today()
    late = [item for item in items if item.due_on and item.due_on < today]
    lines = [Line(item.title, step_url(item), item.due_on) for item in late]
    said = {item.due_on for item in late}
    lines += [
        Line(row.rule.title, "", row.last_day)
        for row in deadlines
        if row.is_overdue(today) and row.due_on not in said
    ]
    lines += [_consent_line(case, row.consent) for row in consents if _ends_soon(row, today)]
    if case.resume_on and case.resume_on < today:
        lines.append(Line(_("Der Fall sollte wieder aufgenommen sein"), "", case.resume_on))
    if entries is not None and _is_silent(case, today):
        lines.append(Line(_("Seit mehr als 6 Wochen kein Kontakt"), case_url(case.number, "note"), None))
    return lines


def _ends_soon(row: ConsentRow, today: dt.date) -> bool:
    until = row.consent.valid_until
    return row.is_living and until is not None and until <= today + CONSENT_ENDS


def _consent_line(case: Case, consent: Consent) -> Line:
    title = _("Einwilligung läuft ab: %(kind)s") % {"kind": ConsentKind(consent.kind).label}
    return Line(title, case_url(case.number, "consents"), consent.valid_until)


def _is_silent(case: Case, today: dt.date) -> bool:
    since = today - SILENCE
    if case.accepted_on is None or case.accepted_on > since or case.paused_since or not case.is_open:
        return False
    return not case.contacts.with_client().filter(occurred_on__gte=since).exists()
