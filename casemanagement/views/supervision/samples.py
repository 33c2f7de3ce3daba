# SPDX-License-Identifier: AGPL-3.0-or-later
"""„Stichproben“: what was drawn each month, by which seed, and what is still to check."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from casemanagement import towns
from casemanagement.actions import samples
from casemanagement.models import Sample, SampledCase
from casemanagement.views.base import HatPage
from casemanagement.views.supervision.work import case_url
from permissions import clock
from permissions.models import Kommune
from permissions.rights import Right

MONTHS = 6


@dataclass(frozen=True)
class Drawn:
    """One month: how it was drawn, and its cases with the page of each."""

    sample: Sample
    cases: list[tuple[SampledCase, str]]


class Samples(HatPage):
    template_name = "supervision/samples.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        drawn = [samples.draw(kommune, by=self.actor) for kommune in self._kommunen()]
        if any(drawn):
            messages.success(request, _("Die Stichprobe dieses Monats ist gezogen."))
        else:
            messages.info(request, _("Die Stichprobe dieses Monats ist schon gezogen."))
        return redirect("supervision:samples")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(Sample.objects.order_by("-month", "-pk")[:MONTHS])
        month = clock.today().replace(day=1)
        kommunen = self._kommunen()
        known = {row.kommune_id for row in rows if row.month == month}
        return super().get_context_data(
            months=self._months(rows),
            may_draw=any(kommune.pk not in known for kommune in kommunen),
            share=samples.SHARE * 100,
            **kwargs,
        )

    def _months(self, rows: list[Sample]) -> list[Drawn]:
        cases = SampledCase.objects.permitted(self.actor, Right.READ_SUPERVISION).filter(sample__in=rows)
        found = list(cases.select_related("case", "organisation").order_by("organisation__short_name", "pk"))
        return [Drawn(row, [(one, _url(one)) for one in found if one.sample_id == row.pk]) for row in rows]

    def _kommunen(self) -> list[Kommune]:
        person: Any = self.actor.person
        return list(towns.coordinated(person))


def _url(row: SampledCase) -> str:
    if row.finished_at is not None:
        return case_url(row.case.number, "remarks")
    return case_url(row.case.number, "sample", pk=row.pk)
