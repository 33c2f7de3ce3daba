# SPDX-License-Identifier: AGPL-3.0-or-later
"""„Eingang und Zuteilung“: referrals without names, and everybody's load beside the decision."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from casemanagement.choices import CaseState
from casemanagement.choices.advice import OutsideState
from casemanagement.models import Assignment, Case, OutsideReferral, WorkItem
from casemanagement.views.base import HatPage
from casemanagement.views.supervision import work
from casemanagement.views.supervision.staff import staff_load
from permissions import clock
from permissions.actor import Actor
from permissions.hats import Hat
from permissions.rights import Right

PER_PAGE = 25


@dataclass(frozen=True)
class Row:
    """One referral and the decision it waits for."""

    case: Any
    url: str
    step_url: str
    step_title: str
    days: int


class Incoming(HatPage):
    template_name = "supervision/incoming.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cases = _cases(self.actor)
        context = {
            "page": _page(self.actor, cases.filter(state=CaseState.OPEN), self.request.GET.get("page")),
            "waiting": _page(
                self.actor,
                _in_line(cases.filter(state=CaseState.WAITING)),
                self.request.GET.get("warteliste"),
            ),
            "staff": staff_load(self.actor),
            "outside": list(OutsideReferral.objects.filter(state=OutsideState.OPEN)),
        }
        return super().get_context_data(**context, **kwargs)


def _cases(actor: Actor) -> QuerySet[Any]:
    """Referrals in the intake: those that wait for an assignment first, urgent before normal, old before new."""
    steps = WorkItem.objects.open().for_hat(Hat.FACH).filter(kind__in=work.ASSIGNMENT_KINDS)
    leading = Assignment.objects.responsible(clock.today()).filter(case=OuterRef("pk"))
    cases = Case.objects.permitted(actor, Right.READ_FRAME).incoming()
    return (
        cases.select_related("referral", "triage", "client", "organisation")
        .annotate(
            awaits_us=Exists(steps.filter(case=OuterRef("pk"))),
            responsible_name=Subquery(leading.values("person__display_name")[:1]),
            since=Coalesce(F("triage__waiting_since"), F("received_on")),
        )
        .order_by("-awaits_us", "-urgency", "since", "number")
    )


def _in_line(cases: QuerySet[Any]) -> QuerySet[Any]:
    """The waiting list: whom the Fachaufsicht put on a place, then by the day."""
    return cases.order_by(F("triage__waiting_place").asc(nulls_last=True), "-urgency", "since", "number")


def _page(actor: Actor, cases: QuerySet[Any], number: str | None) -> Page[Any]:
    page: Page[Any] = Paginator(cases, PER_PAGE).get_page(number)
    found = list(page.object_list)
    steps = work.steps_of(actor, [case.pk for case in found], work.ASSIGNMENTS)
    page.object_list = [_row(case, steps.get(case.pk)) for case in found]
    return page


def _row(case: Any, step: WorkItem | None) -> Row:
    return Row(
        case,
        work.case_url(case.number),
        work.step_url(step) if step else "",
        step.title if step else "",
        _days(case.since),
    )


def _days(since: dt.date) -> int:
    return (clock.today() - since).days
