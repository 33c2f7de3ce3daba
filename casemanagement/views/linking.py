# SPDX-License-Identifier: AGPL-3.0-or-later
"""Searching for an offer from a case: by its goal, its Stadtbezirk and its language, and who may attend what."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from casemanagement.choices import FIELD_OF_DOMAIN, Domain, MeasureType, Stadtbezirk
from casemanagement.choices.structure import GapType
from casemanagement.entitlement import Answer, Verdict
from casemanagement.forms.pages_directory import CaseDirectoryFilter
from casemanagement.gates import ENDED_GOALS
from casemanagement.models import Goal, Offer
from casemanagement.views.base import CasePage
from casemanagement.views.directory_rows import OfferRow, offer_rows
from casemanagement.views.entitlements import answers_for
from permissions import clock
from permissions.rights import Right

PER_PAGE = 25


@dataclass(frozen=True)
class Found:
    """An offer, what the table says about this client and it, and what can be done with one click."""

    row: OfferRow
    answer: Answer | None
    measure_url: str
    gap_url: str


class CaseDirectory(CasePage):
    """Where this client can be sent."""

    tab = "plan"
    title = gettext_lazy("Angebot suchen")
    template_name = "directory/of_case.html"

    @cached_property
    def goals(self) -> list[Goal]:
        """Those that still run, of the version somebody works on."""
        plan = self.case.draft_plan() or self.case.current_plan()
        return list(plan.goals.exclude(state__in=ENDED_GOALS).order_by("-weight", "pk")) if plan else []

    @cached_property
    def goal(self) -> Goal | None:
        return self._goal(self.request.GET.get("goal", ""))

    def _goal(self, asked: str) -> Goal | None:
        return next((goal for goal in self.goals if str(goal.pk) == asked), None)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """?ziel= begins with what the goal and the case suggest; from then on every filter can be taken away."""
        if "ziel" not in request.GET:
            return super().get(request, *args, **kwargs)
        goal = self._goal(request.GET["ziel"])
        district = self.case.stadtbezirk if self.case.stadtbezirk != Stadtbezirk.UNKNOWN else ""
        asked = {"goal": goal.pk, "need": FIELD_OF_DOMAIN[Domain(goal.domain)].value} if goal else {}
        return redirect(f"{request.path}?{urlencode(asked | {'district': district})}")

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """What the table says about this client; to whoever may read her situation."""
        return answers_for(self.case) if self.shows_situation else {}

    @property
    def shows_situation(self) -> bool:
        return Right.READ_SENSITIVE in self.standing.rights

    def shown_block(self) -> str:
        return "file, sensitive" if self.shows_situation else "file"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filters = CaseDirectoryFilter(self.request.GET, goals=self.goals)
        rows = filters.narrow(Offer.objects.seen_by(self.actor).there_on(clock.today()))
        if filters.chosen().get("entitled"):
            shut = [course for course, one in self.answers.items() if one.verdict is Verdict.MAY_NOT]
            rows = rows.exclude(type__in=shut)
        page = Paginator(rows.with_checks(), PER_PAGE).get_page(self.request.GET.get("page"))
        need = filters.chosen().get("need", "")
        return super().get_context_data(
            filters=filters,
            page=page,
            found=[self._found(row) for row in offer_rows(page.object_list, self.actor)],
            answers=[(MeasureType(course).label, answer) for course, answer in self.answers.items()],
            shows_situation=self.shows_situation,
            goal=self.goal,
            missing_url=self._gap(need, GapType.OFFER_MISSING) if self._may_write else "",
            all_url=self.request.path,
            **kwargs,
        )

    @property
    def _may_write(self) -> bool:
        return Right.WRITE_FILE in self.standing.rights and self.case.is_open

    def _found(self, row: OfferRow) -> Found:
        answer = self.answers.get(row.offer.type)
        need = row.offer.fields_of_action[0]
        gap = ""
        if answer is not None and answer.verdict is Verdict.MAY_NOT:
            gap = self._gap(need, GapType.ACCESS_BLOCKED_BY_STATUS)
        elif row.places[1] == "warning":
            gap = self._gap(need, GapType.OFFER_FULL)
        measure = self.url("measure_new", pk=self.goal.pk) if self.goal else ""
        return Found(
            row,
            answer,
            f"{measure}?angebot={row.offer.pk}" if measure and self._may_write else "",
            gap if self._may_write else "",
        )

    def _gap(self, need: str, gap: GapType) -> str:
        return f"{self.url('finding_new')}?{urlencode({'bedarf': need, 'luecke': gap.value})}"
