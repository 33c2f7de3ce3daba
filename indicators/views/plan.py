# SPDX-License-Identifier: AGPL-3.0-or-later
"""The plan: for controlling with values, for readers with definitions and targets only."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from indicators.actions import enter_owner_value
from indicators.board import board
from indicators.forms import OwnerValueForm
from indicators.models import PlanDocument, PlanIndicator, PlanMeasure
from indicators.plan_board import MeasureRows, PlanBoard, plan_board
from indicators.wording import due, target

if TYPE_CHECKING:
    from permissions.web import ActorRequest


class ControllingPlan(TemplateView):
    """All measures, each indicator with target, owner's value and contribution."""

    template_name = "indicators/plan.html"
    request: "ActorRequest"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figures = board(self.request.actor, exact=False)
        return super().get_context_data(plan_board=plan_board(figures), figures=figures, **kwargs)


class MeasurePage(TemplateView):
    """One measure in full."""

    template_name = "indicators/measure.html"
    request: "ActorRequest"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figures = board(self.request.actor, exact=False)
        one = measure_rows(plan_board(figures, only=self.kwargs["code"]))
        crumbs = [(_("Ziele- und Maßnahmenplan"), reverse("indicators:plan")), (one.measure.code, "")]
        return super().get_context_data(
            one=one, facts=facts_of(one.measure), figures=figures, breadcrumbs=crumbs, **kwargs
        )


def measure_rows(found: PlanBoard) -> MeasureRows:
    if not found.measures:
        raise Http404(_("Diese Maßnahme gibt es im Plan nicht."))
    return found.measures[0]


def facts_of(measure: PlanMeasure) -> list[tuple[str, str]]:
    place = _("%(source)s, Zeile %(line)s") % {"source": measure.plan.source, "line": measure.line}
    return [
        (_("Schwerpunktthema"), measure.focus),
        (_("Verantwortlich"), measure.responsible),
        (_("Datenquelle"), measure.data_source),
        (_("Was KIM beitragen kann"), measure.get_contribution_display()),
        (_("Fundstelle"), place),
    ]


class EnterOwnerValue(TemplateView):
    """The form for one value; what was typed stays when something is wrong."""

    template_name = "indicators/owner_value.html"
    request: "ActorRequest"

    @cached_property
    def indicator(self) -> PlanIndicator:
        newest = PlanDocument.objects.first()
        rows = PlanIndicator.objects.select_related("measure").filter(measure__plan=newest)
        return get_object_or_404(rows, code=self.kwargs["code"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = OwnerValueForm(request.POST, indicator=self.indicator)
        if form.is_valid():
            try:
                enter_owner_value(self.indicator, **form.cleaned_data, by=self.request.actor)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("Der Wert ist eingetragen."))
                return HttpResponseRedirect(self.measure_url)
        return self.render_to_response(self.get_context_data(form=form))

    @property
    def measure_url(self) -> str:
        return reverse("indicators:measure", args=[self.indicator.measure.code])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", OwnerValueForm(indicator=self.indicator))
        crumbs = [
            (_("Ziele- und Maßnahmenplan"), reverse("indicators:plan")),
            (self.indicator.measure.code, self.measure_url),
            (_("Wert eintragen"), ""),
        ]
        return super().get_context_data(
            indicator=self.indicator,
            target=target(self.indicator),
            due=due(self.indicator),
            measure_url=self.measure_url,
            breadcrumbs=crumbs,
            **kwargs,
        )


class ReadersPlan(TemplateView):
    """What the plan wants; no value is released yet."""

    template_name = "indicators/readers_plan.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(plan_board=plan_board(), **kwargs)


class ReadersMeasure(TemplateView):
    """One measure with all its targets; no value is released yet."""

    template_name = "indicators/readers_measure.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        one = measure_rows(plan_board(only=self.kwargs["code"]))
        crumbs = [(_("Ziele- und Maßnahmenplan"), reverse("reports:plan")), (one.measure.code, "")]
        return super().get_context_data(one=one, facts=facts_of(one.measure), breadcrumbs=crumbs, **kwargs)
