# SPDX-License-Identifier: AGPL-3.0-or-later
"""„Freigaben“: decisions that the rules leave to the Fachaufsicht."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F

from casemanagement.gates import LONGEST_MONTHS
from casemanagement.models import Case, Handover
from casemanagement.views.base import HatPage
from casemanagement.views.supervision import work
from casemanagement.views.supervision.work import case_url
from casemanagement.working_days import add_months
from permissions import clock
from permissions.actor import Actor
from permissions.rights import Right

PER_PAGE = 25


@dataclass(frozen=True)
class Row:
    """One decision: what about, whose case, since when."""

    case: Any
    url: str
    step_url: str
    title: str
    about: str
    since: Any
    due_on: date | None


class Approvals(HatPage):
    template_name = "supervision/approvals.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "page": _page(self.actor, self.request.GET.get("page")),
            "extensions": _extensions(self.actor, self.request.GET.get("dauer")),
        }
        return super().get_context_data(**context, **kwargs)


def _page(actor: Actor, number: str | None) -> Page[Any]:
    items = work.items(actor).filter(group=work.APPROVALS).select_related("case__organisation")
    items = items.order_by(F("due_on").asc(nulls_last=True), "opened_at")
    page: Page[Any] = Paginator(items, PER_PAGE).get_page(number)
    found = list(page.object_list)
    about = _handovers([item.case_id for item in found])
    page.object_list = [
        Row(
            item.case,
            case_url(item.case.number),
            work.step_url(item),
            item.title,
            about.get(item.case_id, "") if "handover" in item.kind else "",
            item.opened_at,
            item.due_on,
        )
        for item in found
    ]
    return page


def _handovers(cases: list[int]) -> dict[int, str]:
    """Case → from where to where it is to move."""
    rows = Handover.objects.living().filter(case__in=cases)
    return {
        row.case_id: f"{row.from_organisation.short_name} → {row.to_organisation.short_name}"
        for row in rows.select_related("from_organisation", "to_organisation")
    }


def _extensions(actor: Actor, number: str | None) -> Page[Any]:
    """Cases that run for 18 months or longer without anybody's agreement."""
    since = add_months(clock.today(), -LONGEST_MONTHS)
    cases = Case.objects.permitted(actor, Right.READ_FRAME).open()
    cases = cases.filter(extended_at=None, accepted_on__lte=since)
    page: Page[Any] = Paginator(
        cases.select_related("organisation").order_by("accepted_on", "number"), PER_PAGE
    ).get_page(number)
    page.object_list = [
        Row(
            case,
            case_url(case.number),
            case_url(case.number, "extension"),
            "",
            "",
            case.accepted_on,
            None,
        )
        for case in page.object_list
    ]
    return page
