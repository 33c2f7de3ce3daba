# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the overview of a file shows, block by block, as far as each block is open."""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from casemanagement.choices import ConsentKind, GoalState, PlanState
from casemanagement.models import Case, Consent, Deadline, Goal, HouseholdPerson, WorkItem
from casemanagement.models.workitem import OF_THE_REST
from casemanagement.views.consents_rows import ConsentRow, consent_rows
from casemanagement.views.links import Line, case_url, deadline_url, line_of, without_echoes
from casemanagement.views.plan_rows import KIND_OF_GOAL
from casemanagement.views.standing import Standing
from casemanagement.views.timeline_rows import Entry, latest_entries
from permissions import clock
from permissions.actor import Actor
from permissions.hats import Hat
from permissions.rights import Right

CONSENT_ENDS = dt.timedelta(days=30)
SILENCE = dt.timedelta(weeks=6)
NEAR = dt.timedelta(days=60)
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
    elsewhere: list[WorkItem]
    consents: list[ConsentRow]
    deadlines: list[Deadline]
    far_deadlines: list[Deadline]
    goals: list[GoalLine] = field(default_factory=list)
    goals_reached: int = 0
    entries: list[Entry] = field(default_factory=list)
    household: list[HouseholdPerson] = field(default_factory=list)
    linked: list[tuple[str, Case]] = field(default_factory=list)
    reopening_until: dt.date | None = None


def overview_of(standing: Standing, actor: Actor) -> Overview:
    """Everything the page needs, each block asked for once."""
    case, rights, today = standing.case, standing.rights, clock.today()
    items = list(WorkItem.objects.filter(case=case).open().select_related("case", "owner").by_due())
    mine = without_echoes(item for item in items if item.hat == Hat.CASE)
    consents = consent_rows(case, today)
    deadlines = _deadlines(case, items)
    is_open = Right.READ_FILE in rights
    goals = _goals(case) if is_open else []
    return Overview(
        attention=[
            *_late(mine, deadlines, today),
            *_warnings(case, consents, today, is_open=is_open),
        ],
        work=[_line(item) for item in mine if item.task_id is None or not _is_late(item, today)],
        elsewhere=[item for item in items if item.hat != Hat.CASE],
        consents=[row for row in consents if row.is_living],
        deadlines=[row for row in deadlines if row.last_day <= today + NEAR],
        far_deadlines=[row for row in deadlines if row.last_day > today + NEAR],
        goals=goals,
        goals_reached=sum(line.goal.state in REACHED for line in goals),
        entries=latest_entries(case, ENTRIES) if is_open else [],
        household=list(case.household.order_by("pk")) if Right.READ_IDENTITY in rights else [],
        linked=linked_cases(case, actor),
        reopening_until=case.reopening_ends_on() if not case.is_open else None,
    )


def linked_cases(case: Case, actor: Actor) -> list[tuple[str, Case]]:
    """Earlier and later cases of the same person, those alone that this reader may see as well."""
    seen = Case.objects.permitted(actor, Right.READ_FRAME).order_by("received_on")
    rows = seen.filter(Q(pk=case.follows_id) | Q(follows=case.pk))
    return [(_("früherer Fall") if row.pk == case.follows_id else _("späterer Fall"), row) for row in rows]


def _line(item: WorkItem) -> Line:
    line = line_of(item, note=item.owner.display_name if item.owner else "")
    return replace(line, due_on=None, note=_("ruht")) if _rests(item) else line


def _is_late(item: WorkItem, today: dt.date) -> bool:
    return item.due_on is not None and item.due_on < today and not _rests(item)


def _rests(item: WorkItem) -> bool:
    """While a case rests nothing of it is late, but what watches over the rest."""
    return item.case.is_paused and item.kind not in OF_THE_REST


def _deadlines(case: Case, items: list[WorkItem]) -> list[Deadline]:
    """Running ones that no task on the list speaks of already."""
    said = {item.deadline_id for item in items}
    rows = Deadline.objects.filter(case=case).running().select_related("rule", "case").order_by("due_on")
    return [row for row in rows if row.pk not in said]


def _goals(case: Case) -> list[GoalLine]:
    goals = Goal.objects.filter(case=case).exclude(plan__state=PlanState.REPLACED).exclude(state__in=DROPPED)
    counted = goals.annotate(steps=Count("measures"))
    return [
        GoalLine(goal, KIND_OF_GOAL.get(GoalState(goal.state), "neutral"))
        for goal in counted.order_by("state", "pk")
    ]


def _late(mine: list[WorkItem], deadlines: list[Deadline], today: dt.date) -> list[Line]:
    overdue = [row for row in deadlines if row.is_overdue(today)]
    return [
        *(_line(item) for item in mine if _is_late(item, today)),
        *(Line(row.rule.title, deadline_url(row), row.last_day) for row in overdue),
    ]


def _warnings(case: Case, consents: list[ConsentRow], today: dt.date, *, is_open: bool) -> list[Line]:
    lines = [_consent_line(case, row.consent) for row in consents if _ends_soon(row, today)]
    if case.resume_on and case.resume_on < today:
        lines.append(Line(_("Der Fall sollte wieder aufgenommen sein"), "", case.resume_on))
    if is_open and case.in_crisis and case.crisis_since:
        title = _("Krise: %s") % case.get_crisis_reason_display()
        lines.append(Line(title, case_url(case.number, "crisis"), None))
    if is_open and _is_silent(case, today):
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
