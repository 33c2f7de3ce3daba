# SPDX-License-Identifier: AGPL-3.0-or-later
"""„Dringend und unversorgt“: what cannot wait while nobody is there for it; one page, made to be printed."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Case as Decision
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import Phase, Urgency
from casemanagement.models import Assignment, Case, Deadline
from casemanagement.views.base import HatPage
from casemanagement.views.supervision.work import case_url
from casemanagement.views.words import Text
from casemanagement.working_days import add_working_days
from permissions import clock
from permissions.actor import Actor
from permissions.models import Absence, Membership, valid_on
from permissions.rights import Right
from permissions.roles import Role

NOBODY, AWAY = "nobody", "away"
REASONS: dict[str, Text] = {
    NOBODY: _("keine Fallführung"),
    AWAY: _("Fallführung abwesend"),
}
WITHIN_WORKING_DAYS = 2


@dataclass(frozen=True)
class Row:
    """One case that waits, why nobody is there, and what is next."""

    case: Any
    url: str
    deputy_url: str
    reason: Text
    why_urgent: list[tuple[Text, str]]


@dataclass(frozen=True)
class UncoveredCases:
    """What cannot wait, and how much else is without cover."""

    urgent: list[Row]
    others: int


class UncoveredPage(HatPage):
    template_name = "supervision/uncovered.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            cases=uncovered_cases(self.actor), day=clock.today(), now=clock.now(), **kwargs
        )


def uncovered_cases(actor: Actor) -> UncoveredCases:
    """Both in one query: the database says which of the cases cannot wait."""
    cases = with_cover(Case.objects.permitted(actor, Right.READ_FRAME).open(), clock.today())
    rows = list(_urgency(cases.filter(uncovered=True)).select_related("organisation"))
    urgent = [row for row in rows if row.cannot_wait]
    # A referral that can wait for its assignment is on the list of referrals, not here.
    others = [row for row in rows if not row.cannot_wait and row.phase != Phase.INTAKE]
    return UncoveredCases([_row(case) for case in urgent], len(others))


def with_cover(cases: Any, today: dt.date) -> Any:
    """Each case with `uncovered`, `cover` (why) and who should be there until when."""
    away = Absence.objects.valid_on(today).filter(person=OuterRef("person"))
    led = _serving(Assignment.objects.responsible(today), today)
    there = _serving(Assignment.objects.valid_on(today), today).exclude(Exists(away))
    leading = led.values("person__display_name")[:1]
    absence = Absence.objects.valid_on(today).filter(
        person__in=Assignment.objects.responsible(today)
        .filter(case=OuterRef(OuterRef("pk")))
        .values("person")
    )
    return cases.annotate(
        is_led=Exists(led),
        uncovered=~Exists(there),
        responsible_name=Subquery(leading),
        absent_until=Subquery(absence.order_by("-valid_until").values("valid_until")[:1]),
        substitute_name=Subquery(absence.order_by("-valid_until").values("substitute__display_name")[:1]),
        cover=Decision(When(is_led=False, then=Value(NOBODY)), default=Value(AWAY), output_field=CharField()),
    )


def _serving(rows: QuerySet[Any], today: dt.date) -> QuerySet[Any]:
    """Assignments of this case to people who still hold their appointment."""
    members = Membership.objects.filter(
        valid_on(today), person=OuterRef("person"), role=Role.CASE_MANAGEMENT, person__is_active=True
    )
    return rows.filter(Exists(members), case=OuterRef("pk"))


def _urgency(cases: Any) -> Any:
    today = clock.today()
    soon = add_working_days(today, WITHIN_WORKING_DAYS)
    late = Deadline.objects.overdue(today).filter(case=OuterRef("pk"))
    return (
        cases.with_next_due()
        .annotate(is_late=Exists(late))
        .annotate(
            cannot_wait=Decision(
                When(
                    Q(urgency=Urgency.URGENT)
                    | Q(in_crisis=True)
                    | Q(is_late=True)
                    | Q(next_due_on__lte=soon),
                    then=Value(value=True),
                ),
                default=Value(value=False),
            )
        )
        .order_by("-urgency", F("next_due_on").asc(nulls_last=True), "number")
    )


def _row(case: Any) -> Row:
    marks: list[tuple[bool, Text, str]] = [
        (case.is_urgent(), _("dringend"), "danger"),
        (case.in_crisis, _("Krise"), "danger"),
        (case.is_late, _("Frist überschritten"), "warning"),
    ]
    return Row(
        case,
        case_url(case.number),
        case_url(case.number, "deputy"),
        REASONS[case.cover],
        [(text, kind) for applies, text, kind in marks if applies],
    )
