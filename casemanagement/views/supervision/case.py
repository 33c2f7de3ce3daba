# SPDX-License-Identifier: AGPL-3.0-or-later
"""A case as the Fachaufsicht sees it without a name: frame, deadlines, consents, who led it, what was done when."""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.choices import AssignmentRole, EventKind
from casemanagement.models import Case, CaseEvent, Deadline, DeadlineRule
from casemanagement.views.consents_rows import consent_rows
from casemanagement.views.event_words import title_of
from casemanagement.views.links import Line
from casemanagement.views.supervision import work
from casemanagement.views.supervision.case_base import SupervisedCase, why_shut
from casemanagement.views.timeline_rows import EVENT_ICONS
from permissions import clock
from permissions.actor import Actor
from permissions.hats import Hat
from permissions.rights import Right

PER_PAGE = 25
NEAREST = 6
# When a residence title or a protection ends belongs to another block, whoever counts the days to it.
SENSITIVE_RULES = r"^(residence|protection)_"


@dataclass(frozen=True)
class Entry:
    """One deed without its content."""

    at: datetime
    title: str
    icon: str
    by: str
    text: str = ""
    badge: str = ""


class SupervisedCasePage(SupervisedCase):
    tab = "case"
    title = gettext_lazy("Fall")
    template_name = "supervision/case.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = clock.today()
        page = Paginator(_events(self.case), PER_PAGE).get_page(self.request.GET.get("page"))
        context = {
            "page": page,
            "entries": _entries(list(page.object_list)),
            "deadlines": _deadlines(self.case)[:NEAREST],
            "consents": consent_rows(self.case, today),
            "assignments": _assignments(self.case),
            "openings": list(self.case.openings.select_related("person").order_by("-opened_at")[:5]),
            "steps": _steps(self.actor, self.case),
            "why_shut": "" if Right.READ_FILE in self.standing.rights else why_shut(self.case),
            "may_be_assigned": Right.ASSIGN in self.standing.rights and not self.case.is_past(today),
            "needs_extension": self.case.needs_extension(today),
            "today": today,
        }
        return super().get_context_data(**context, **kwargs)


def _events(case: Case) -> Any:
    return CaseEvent.objects.filter(case=case).select_related("person").order_by("-seq")


def _entries(events: list[CaseEvent]) -> list[Entry]:
    rules = {event.data.get("rule") for event in events if event.kind.startswith("deadline_")}
    titles = dict(_rule_titles(rules)) if rules else {}
    told = [
        Entry(
            at=event.at.astimezone(clock.BERLIN),
            title=title_of(event),
            icon=EVENT_ICONS.get(EventKind(event.kind), "check"),
            by=_by(event),
            text=titles.get(event.data.get("rule"), ""),
        )
        for event in events
    ]
    return [_as_one(list(same)) for _key, same in groupby(told, key=_what)]


def _what(entry: Entry) -> tuple[str, ...]:
    return f"{entry.at:%d.%m.%Y %H:%M}", entry.title, entry.by, entry.text


def _as_one(same: list[Entry]) -> Entry:
    """Sixteen areas rated in one go are one line."""
    return replace(same[0], badge=f"{len(same)} ×") if len(same) > 1 else same[0]


def _rule_titles(codes: set[str]) -> Any:
    told = DeadlineRule.objects.filter(code__in=codes).exclude(code__regex=SENSITIVE_RULES)
    return told.values_list("code", "title")


def _by(event: CaseEvent) -> str:
    if event.person is None:
        return _("System")
    hats = {hat.value: hat.label for hat in (Hat.FACH, Hat.DESK)}
    return (
        f"{event.person.display_name} ({hats[event.hat]})" if event.hat in hats else event.person.display_name
    )


def _deadlines(case: Case) -> Any:
    rows = Deadline.objects.running().filter(case=case).exclude(rule__code__regex=SENSITIVE_RULES)
    return rows.select_related("rule", "extended_by").order_by("due_on")


def _assignments(case: Case) -> Any:
    """The history, newest first, without periods that ended before they began."""
    rows = case.assignments.select_related("person", "organisation", "granted_by").order_by(
        "-valid_from", "-pk"
    )
    today = clock.today()
    return [
        (row, row.role == AssignmentRole.DEPUTY and (row.valid_until is None or row.valid_until >= today))
        for row in rows
        if row.valid_until is None or row.valid_until >= row.valid_from
    ]


def _steps(actor: Actor, case: Case) -> list[Line]:
    """What waits for the Fachaufsicht in this case."""
    items = work.items(actor).filter(case=case).select_related("case").order_by("due_on", "pk")
    # An alarm or a missed deadline has no page of its own; here one is already on the case.
    return [Line(item.title, work.step_url(item) if item.task_id else "", item.due_on) for item in items]
