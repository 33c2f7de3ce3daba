# SPDX-License-Identifier: AGPL-3.0-or-later
"""The cases for which somebody stands in, by the person who is away; what cannot wait stands first."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from casemanagement.choices import AssignmentRole
from casemanagement.models import Assignment, Deadline, WorkItem
from casemanagement.views.case_header import Badge
from casemanagement.views.links import Line, case_url, deadline_url, line_of, without_echoes
from casemanagement.views.people import listed, names_of
from permissions import clock
from permissions.actor import Actor
from permissions.hats import Hat
from permissions.models import Absence
from permissions.rights import Right

SOON = dt.timedelta(days=7)


@dataclass
class RepresentedCase:
    """One case, and what is due in it until next week."""

    case: Any
    name: str
    url: str
    until: dt.date | None
    badges: list[Badge] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def is_urgent(self) -> bool:
        today = clock.today()
        return bool(self.badges) or any(line.due_on and line.due_on <= today for line in self.lines)


@dataclass
class Represented:
    """Somebody who is away, and her cases."""

    name: str
    cases: list[RepresentedCase] = field(default_factory=list)

    @property
    def until(self) -> dt.date | None:
        return max((case.until for case in self.cases if case.until), default=None)

    @property
    def urgent(self) -> list[RepresentedCase]:
        return [case for case in self.cases if case.is_urgent]

    @property
    def others(self) -> list[RepresentedCase]:
        return [case for case in self.cases if not case.is_urgent]


def represented(actor: Actor) -> list[Represented]:
    """Today's deputies' rows of this person; whose turn is over is not among them."""
    today = clock.today()
    rows = Assignment.objects.permitted(actor, Right.READ_FRAME).valid_on(today)
    mine = list(
        rows.filter(person=actor.person, role=AssignmentRole.DEPUTY)
        .filter(case__closed_on=None)
        .select_related("case")
    )
    cases = {row.case_id: row for row in mine}
    leaders = dict(
        Assignment.objects.responsible(today)
        .filter(case__in=cases)
        .values_list("case", "person__display_name")
    )
    names, lines = names_of(actor, cases), _lines(actor, set(cases), today)
    people: dict[str, Represented] = {}
    for pk, row in cases.items():
        leader = leaders.get(pk, _("niemand"))
        one = people.setdefault(leader, Represented(leader))
        known = lines.get(pk, [])
        one.cases.append(_case(row, listed(names.get(pk)), known, today))
    for one in people.values():
        one.cases.sort(
            key=lambda case: min((x.due_on or dt.date.max for x in case.lines), default=dt.date.max)
        )
    return [people[name] for name in sorted(people)]


def own_absences(actor: Actor) -> list[Absence]:
    """Present and coming ones, the nearest first."""
    rows = Absence.objects.filter(person=actor.person, valid_until__gte=clock.today())
    return list(rows.select_related("substitute").order_by("valid_from"))


def _lines(actor: Actor, cases: set[int], today: dt.date) -> dict[int, list[Line]]:
    """Steps, tasks and deadlines whoever's they are: the person who has them is away."""
    until = today + SOON
    found: dict[int, list[Line]] = {}
    items = WorkItem.objects.permitted(actor, Right.READ_FRAME).open().for_hat(Hat.CASE)
    items = items.filter(Q(due_on=None) | Q(due_on__lte=until), case__in=cases).select_related("case")
    said = set()
    for item in without_echoes(items.by_due()):
        found.setdefault(item.case_id, []).append(line_of(item))
        said.add((item.case_id, item.due_on))
    late = Deadline.objects.permitted(actor, Right.READ_FRAME).overdue(today).filter(case__in=cases)
    for row in late.select_related("case", "rule").order_by("due_on"):
        if (row.case_id, row.due_on) not in said:
            line = Line(row.rule.title, deadline_url(row), row.last_day)
            found.setdefault(row.case_id, []).append(line)
    return found


def _case(row: Assignment, name: str, lines: list[Line], today: dt.date) -> RepresentedCase:
    case = row.case
    marks: list[tuple[bool, Any, str]] = [
        (case.is_urgent(), _("dringend"), "danger"),
        (case.in_crisis, _("Krise"), "danger"),
        (any(line.due_on and line.due_on < today for line in lines), _("Frist überschritten"), "warning"),
    ]
    badges = [(text, kind) for applies, text, kind in marks if applies]
    return RepresentedCase(case, name or case.number, case_url(case.number), row.valid_until, badges, lines)
