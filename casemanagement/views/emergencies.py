# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of the Notfallzugriff: asking for it, prolonging and ending it, and the officer's register."""

from functools import partial
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from casemanagement.actions import emergencies
from casemanagement.forms.pages_shields import Emergency, EmergencyExtension, EmergencyVerdict
from casemanagement.forms.refusals import beside_fields
from casemanagement.models import EmergencyAccess
from casemanagement.models.emergency import EmergencyQuerySet
from casemanagement.views.base import HatPage
from casemanagement.views.notice_rows import NAMESPACE
from permissions import clock
from permissions.actor import Actor
from permissions.duties import organisations_of
from permissions.hats import Hat
from permissions.models import Organisation
from permissions.stepup import FreshSignIn
from permissions.web import attempt, refuse

PER_PAGE = 25
FILE = {Hat.CASE: "cases:file", Hat.FACH: "supervision:file", Hat.DSB: "dataprotection:file"}


def file_url(hat: Hat, number: str) -> str:
    return reverse(FILE[hat], kwargs={"number": number})


class EmergencyPage(HatPage):
    """One form; what the action finds wrong stands beside its field."""

    shows = ""
    form_class: ClassVar[type[forms.Form]]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.show(self.form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            return self.deed(form.cleaned_data)
        except ValidationError as error:
            beside_fields(form, error)
            return self.show(form)

    def form(self, *args: Any) -> Any:
        return self.form_class(*args)

    def deed(self, answers: dict[str, Any]) -> HttpResponseBase:
        raise NotImplementedError

    def show(self, form: forms.Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))

    def found(self, rows: Any) -> EmergencyAccess:
        emergency: EmergencyAccess | None = (
            rows.select_related("case", "person").filter(pk=self.kwargs["pk"]).first()
        )
        if emergency is None:
            raise refuse(self.request, "frame")
        return emergency


class EmergencyNew(FreshSignIn, EmergencyPage):
    """Who is asked for must be known exactly; a list to look through is nowhere."""

    template_name = "casemanagement/emergency.html"
    form_class = Emergency

    def form(self, *args: Any) -> Any:
        return Emergency(*args, actor=self.actor)

    def deed(self, answers: dict[str, Any]) -> HttpResponseBase:
        emergency = emergencies.begin(by=self.actor, **answers)
        messages.warning(
            self.request,
            _("Die Akte ist bis %(time)s Uhr offen. Datenschutz, Koordination und Fallführung wissen es.")
            % {"time": clock_time(emergency)},
        )
        return redirect(file_url(self.actor.hat, emergency.case.number))


class EmergencyLonger(FreshSignIn, EmergencyPage):
    template_name = "casemanagement/emergency_longer.html"
    form_class = EmergencyExtension

    def deed(self, answers: dict[str, Any]) -> HttpResponseBase:
        emergency = emergencies.extend(self.own(), by=self.actor, **answers)
        messages.warning(
            self.request, _("Die Akte ist bis %(time)s Uhr offen.") % {"time": clock_time(emergency)}
        )
        return redirect(file_url(self.actor.hat, emergency.case.number))

    def own(self) -> EmergencyAccess:
        return self.found(of_own(self.actor))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(emergency=self.own(), **kwargs)


class EmergencyEnd(HatPage):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        emergency = of_own(self.actor).running().filter(pk=kwargs["pk"]).first()
        if emergency is None:
            raise refuse(self.request, "frame")
        done = _("Der Notfallzugriff ist beendet. Die Akte ist Ihnen wieder verschlossen.")
        deed = partial(emergencies.end, emergency, by=self.actor)
        return attempt(request, deed, done, self.actor.hat.prefix)


def of_own(actor: Actor) -> EmergencyQuerySet:
    """What this person opened in this hat."""
    return EmergencyAccess.objects.filter(person=actor.person, hat=actor.hat.value)


def of_own_house(actor: Actor) -> Any:
    """What the officer watches over."""
    houses = organisations_of(actor.person, Hat.DSB) if actor.person else Organisation.objects.none()
    return EmergencyAccess.objects.filter(organisation__in=houses.values("pk"))


class EmergencyRegister(HatPage):
    """All of the own house: those that wait for a review first, the oldest first."""

    template_name = "dataprotection/emergencies.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = of_own_house(self.actor).select_related("case", "person", "reviewed_by")
        rows = rows.order_by(F("reviewed_at").asc(nulls_first=True), "opened_at")
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page=page, me=self.actor.person, **kwargs)


class EmergencyReviewPage(EmergencyPage):
    template_name = "dataprotection/emergency_review.html"
    form_class = EmergencyVerdict

    def deed(self, answers: dict[str, Any]) -> HttpResponseBase:
        emergencies.review(self.found(of_own_house(self.actor)), by=self.actor, **answers)
        messages.success(self.request, _("Die Prüfung ist vermerkt."))
        return redirect(f"{NAMESPACE[self.actor.hat]}:emergencies")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(emergency=self.found(of_own_house(self.actor)), **kwargs)


def clock_time(emergency: EmergencyAccess) -> str:
    return f"{emergency.valid_until.astimezone(clock.BERLIN):%H:%M}"
