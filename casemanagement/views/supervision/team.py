# SPDX-License-Identifier: AGPL-3.0-or-later
"""„Team-Fälle“: every case under this Fachaufsicht by number, never by name."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.db.models import Case as Decision
from django.db.models import Exists, F, OuterRef, Q, Value, When

from casemanagement import blind_index
from casemanagement.choices import CaseState, Phase
from casemanagement.forms.pages_supervision import TeamFilter
from casemanagement.models import Case, Handover
from casemanagement.views.base import HatPage
from casemanagement.views.case_header import Badge, badges_of, other_programme
from casemanagement.views.supervision.long_lists import LongList, by_due
from casemanagement.views.supervision.uncovered import with_cover
from casemanagement.views.supervision.work import case_url
from casemanagement.working_days import ONE_DAY
from permissions import clock
from permissions.actor import Actor
from permissions.models import AccessAction, User
from permissions.rights import Right

PER_PAGE = 25
SOON = ONE_DAY * 7
ENDED = [CaseState.CLOSED, CaseState.DECLINED, CaseState.REFERRED_ON]
COLUMNS = {
    "number": "number",
    "phase": "phase_order",
    "organisation": "organisation__short_name",
    "responsible": "responsible_name",
    "due": "next_due_on",
    "received": "received_on",
}
DEFAULT_SORT = "due"
MARKS = {
    "urgent": Q(urgency="urgent"),
    "crisis": Q(in_crisis=True),
    "paused": Q(paused_since__isnull=False),
    "restricted": Q(is_restricted=True),
    "handover": Q(in_handover=True),
    "uncovered": Q(uncovered=True),
}


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    case: Any
    url: str
    badges: list[Badge]


class Team(HatPage):
    template_name = "supervision/team.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filters = TeamFilter(self.request.GET, actor=self.actor)
        chosen = filters.chosen()
        page = _page(
            _filtered(_cases(self.actor, chosen), chosen),
            sort=self.request.GET.get("sort", DEFAULT_SORT),
            number=self.request.GET.get("page"),
        )
        if chosen.get("number"):
            self.note(
                AccessAction.SEARCH,
                reason="number",
                query=blind_index.mark(chosen["number"]),
                shown=page.paginator.count,
            )
        return super().get_context_data(filters=filters, page=page, **kwargs)


def _cases(actor: Actor, chosen: dict[str, Any]) -> Any:
    cases = Case.objects.permitted(actor, Right.READ_FRAME)
    state = chosen.get("state", "")
    cases = cases.filter(state__in=ENDED) if state == "ended" else cases.open()
    if state == CaseState.WAITING:
        cases = cases.waiting()
    order = Decision(
        *(When(phase=phase, then=Value(place)) for place, phase in enumerate(Phase)),
        default=Value(len(Phase)),
    )
    return with_cover(cases.with_next_due().with_programme(), clock.today()).annotate(
        in_handover=Exists(Handover.objects.living().filter(case=OuterRef("pk"))), phase_order=order
    )


def _filtered(cases: Any, chosen: dict[str, Any]) -> Any:
    for name in ("programme", "phase", "organisation", "stadtbezirk", "intensity"):
        if name in chosen:
            cases = cases.filter(**{name: chosen[name]})
    if number := chosen.get("number"):
        cases = cases.filter(number__icontains=number)
    if person := chosen.get("responsible"):
        cases = cases.led_by(User(pk=person), clock.today())
    if mark := MARKS.get(chosen.get("mark", "")):
        cases = cases.filter(mark)
    return _due(cases, chosen.get("due", ""))


def _due(cases: Any, due: str) -> Any:
    today = clock.today()
    match due:
        case "overdue":
            return cases.filter(next_due_on__lt=today)
        case "week":
            return cases.filter(next_due_on__range=(today, today + SOON))
        case "none":
            return cases.filter(next_due_on=None)
    return cases


def _page(cases: Any, *, sort: str, number: str | None) -> Page[Any]:
    name, backwards = sort.removeprefix("-"), sort.startswith("-")
    column = COLUMNS.get(name, COLUMNS[DEFAULT_SORT])
    order = F(column).desc(nulls_last=True) if backwards else F(column).asc(nulls_last=True)
    cases = cases.select_related("organisation")
    pages = LongList(cases.order_by(order, "number"), PER_PAGE)
    page: Page[Any] = pages.get_page(number)
    found = None
    if pages.has_more and column == COLUMNS["due"]:
        found = by_due(cases, start=page.start_index() - 1, stop=page.end_index(), backwards=backwards)
    page.object_list = [_row(case) for case in found or page.object_list]
    return page


def _row(case: Any) -> Row:
    return Row(
        case, case_url(case.number), badges(case, in_handover=case.in_handover) + other_programme(case)
    )


def badges(case: Any, *, in_handover: bool) -> list[Badge]:
    """The marks of the frame; whether the case manager's own access is open is none of them."""
    return badges_of(case, clock.today(), in_handover=in_handover, rights=frozenset({Right.READ_FILE}))
