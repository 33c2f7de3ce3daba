# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rows of „Meine Fälle“: filtered and sorted by the database, by name in memory."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.urls import reverse

from casemanagement.blind_index import sort_key
from casemanagement.choices import AssignmentRole, CaseState, GoalState, Phase, PlanState
from casemanagement.models import Assignment, Case, Contact, Goal, Handover
from casemanagement.views.case_header import Badge, badges_of, other_programme
from casemanagement.views.people import listed, names_of
from permissions import clock
from permissions.access import CASE_ACCESS
from permissions.actor import Actor
from permissions.models import valid_on
from permissions.rights import Right

PER_PAGE = 25
SOON = dt.timedelta(days=7)
ENDED = [CaseState.CLOSED, CaseState.DECLINED, CaseState.REFERRED_ON]
DROPPED = (GoalState.WITHDRAWN_BY_CLIENT, GoalState.OBSOLETE)
# Parameter → column; the name has none, because the database cannot read it.
COLUMNS = {
    "number": "number",
    "phase": "phase_order",
    "contact": "last_contact_on",
    "due": "next_due_on",
    "goals": "goals_reached",
}
DEFAULT_SORT = "due"


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    case: Any
    url: str
    name: str
    badges: list[Badge]


def my_cases(actor: Actor, chosen: dict[str, Any]) -> QuerySet[Any]:
    """The cases of this person today, with what the list shows about each."""
    today = clock.today()
    # Once and for all columns, also where nothing is remembered.
    mine, readable = (list(CASE_ACCESS.keys(actor, right)) for right in (Right.READ_FRAME, Right.READ_FILE))
    cases = Case.objects.filter(pk__in=mine).with_next_due().with_programme()
    cases = cases.filter(state__in=ENDED) if chosen.get("state") == "ended" else cases.open()
    return _filtered(_annotated(cases, actor, readable, today), chosen, today)


def page_of(actor: Actor, cases: QuerySet[Any], *, sort: str, number: str | None) -> Page[Any]:
    """One page of rows, in the order that was asked for."""
    if sort.removeprefix("-") == "name":
        page: Page[Any] = Paginator(_by_name(actor, cases, sort), PER_PAGE).get_page(number)
        names = {case.pk: case.known_as for case in page}
    else:
        page = Paginator(_sorted(cases, sort), PER_PAGE).get_page(number)
        names = {pk: listed(row) for pk, row in names_of(actor, [case.pk for case in page]).items()}
    page.object_list = [_row(case, names.get(case.pk, "")) for case in page]
    return page


def _annotated(cases: QuerySet[Any], actor: Actor, readable: list[int], today: dt.date) -> QuerySet[Any]:
    contacts = Contact.objects.with_client().filter(case=OuterRef("pk"), case__in=readable)
    goals = Goal.objects.filter(case=OuterRef("pk"), case__in=readable).exclude(state__in=DROPPED)
    counted = goals.exclude(plan__state=PlanState.REPLACED).order_by().values("case")
    mine = Assignment.objects.filter(valid_on(today), case=OuterRef("pk"), person=actor.person)
    annotated: QuerySet[Any] = cases.annotate(
        last_contact_on=Subquery(contacts.order_by("-occurred_on").values("occurred_on")[:1]),
        goals_total=Subquery(counted.annotate(n=Count("pk")).values("n")),
        goals_reached=Subquery(
            counted.annotate(n=Count("pk", filter=Q(state=GoalState.ACHIEVED))).values("n")
        ),
        in_handover=Exists(Handover.objects.living().filter(case=OuterRef("pk"))),
        is_deputy=Exists(mine.filter(role=AssignmentRole.DEPUTY)),
        is_readable=models.Case(When(pk__in=readable, then=Value(value=True)), default=Value(value=False)),
        phase_order=models.Case(
            *(When(phase=phase, then=Value(place)) for place, phase in enumerate(Phase)),
            default=Value(len(Phase)),
        ),
    )
    return annotated


def _filtered(cases: QuerySet[Any], chosen: dict[str, Any], today: dt.date) -> QuerySet[Any]:
    for name in ("phase", "programme"):
        if name in chosen:
            cases = cases.filter(**{name: chosen[name]})
    if role := chosen.get("role"):
        cases = cases.filter(is_deputy=role == AssignmentRole.DEPUTY)
    if days := chosen.get("silent"):
        before = today - dt.timedelta(days=days)
        cases = cases.filter(Q(last_contact_on__lt=before) | Q(last_contact_on=None, received_on__lt=before))
    match chosen.get("due"):
        case "overdue":
            cases = cases.filter(next_due_on__lt=today)
        case "week":
            cases = cases.filter(next_due_on__range=(today, today + SOON))
        case "none":
            cases = cases.filter(next_due_on=None)
    return cases


def _sorted(cases: QuerySet[Any], sort: str) -> QuerySet[Any]:
    column = F(COLUMNS.get(sort.removeprefix("-"), COLUMNS[DEFAULT_SORT]))
    order = column.desc(nulls_last=True) if sort.startswith("-") else column.asc(nulls_last=True)
    return cases.order_by(order, "number")


def _by_name(actor: Actor, cases: QuerySet[Any], sort: str) -> list[Any]:
    """All of the person's cases: the name is encrypted, so the order is known only here."""
    found = list(cases)
    identities = names_of(actor, [case.pk for case in found])
    for case in found:
        case.person = identities.get(case.pk)
        case.known_as = listed(case.person)
    named = sorted((case for case in found if case.known_as), key=_name_key, reverse=sort.startswith("-"))
    return named + [case for case in found if not case.known_as]


def _name_key(case: Any) -> tuple[str, str]:
    return sort_key(case.person.family_name, case.person.given_name)


def _row(case: Any, name: str) -> Row:
    rights = frozenset({Right.READ_FILE}) if case.is_readable else frozenset()
    badges = badges_of(case, clock.today(), in_handover=case.in_handover, rights=rights)
    badges += other_programme(case)
    if case.is_deputy:
        badges.append((AssignmentRole.DEPUTY.label, "neutral"))
    return Row(case, reverse("cases:file", kwargs={"number": case.number}), name, badges)
