# SPDX-License-Identifier: AGPL-3.0-or-later
"""Befangenheit for the case manager: on one case, and the list of people whose cases one must not see."""

from functools import partial
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.actions import conflicts, protections
from casemanagement.forms.pages_edit import EditForm
from casemanagement.forms.pages_shields import Avoided, ConflictDeclared, DoNotInform
from casemanagement.models import AvoidedPerson, Case, RiskPerson
from casemanagement.views.base import CaseFormPage, CasePage, HatPage
from permissions.rights import Right
from permissions.web import attempt, refuse


class ConflictPage(CaseFormPage):
    """The last page of this case that the person sees."""

    right = Right.READ_FRAME
    block: ClassVar[str] = ""
    form_class = ConflictDeclared
    title = gettext_lazy("Befangenheit erklären")
    lead = gettext_lazy(
        "Angehörige, Freunde, Nachbarn, Vermieter, Streit: Sobald Sie erklären, befangen zu sein, "
        "sehen Sie diesen Fall nicht mehr. Die Koordination teilt ihn neu zu."
    )
    submit = gettext_lazy("Ich bin befangen")

    def deed(self, form: EditForm, case: Case) -> Any:
        return conflicts.declare(case, by=self.actor, **form.deed())

    def done(self, result: Any) -> HttpResponseBase:
        messages.success(self.request, _("Ihre Befangenheit ist erklärt. Die Koordination weiß Bescheid."))
        return redirect(self.actor.hat.prefix)


class AvoidedPeople(HatPage):
    """Whether any of these people has a case is said nowhere."""

    template_name = "casemanagement/avoided.html"
    shows = ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = Avoided(request.POST)
        if form.is_valid():
            try:
                conflicts.avoid(by=self.actor, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("Eingetragen. Fälle dieser Person erreichen Sie nicht mehr."))
                return redirect("cases:avoided")
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", Avoided())
        entries = AvoidedPerson.objects.filter(person=self.actor.person, ended_at__isnull=True)
        return super().get_context_data(entries=list(entries), **kwargs)


class AvoidedStrike(HatPage):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        entry = AvoidedPerson.objects.filter(person=self.actor.person, pk=kwargs["pk"]).first()
        if entry is None:
            raise refuse(self.request, "")
        deed = partial(conflicts.avoid_no_more, entry, by=self.actor)
        return attempt(request, deed, _("Der Eintrag ist gestrichen."), reverse("cases:avoided"))


class DoNotInformPage(CaseFormPage):
    """From whom the client hides; read before anything leaves the house."""

    right = Right.WRITE_FILE
    block: ClassVar[str] = "protected"
    form_class = DoNotInform
    template_name = "casemanagement/do_not_inform.html"
    tab = back = "household"
    title = gettext_lazy("Nicht informieren")
    lead = gettext_lazy("Wer auf keinen Fall erfahren darf, wo die Klientin oder der Klient ist.")
    submit = gettext_lazy("Eintragen")

    def deed(self, form: EditForm, case: Case) -> Any:
        return protections.add_risk_person(case, by=self.actor, **form.deed())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = RiskPerson.objects.filter(case=self.case, ended_at__isnull=True)
        return super().get_context_data(people=list(people), **kwargs)

    def back_url(self) -> str:
        return self.url("household")


class DoNotInformStrike(CasePage):
    right = Right.WRITE_FILE
    block: ClassVar[str] = "protected"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        row = RiskPerson.objects.filter(case=self.case, pk=kwargs["pk"]).first()
        if row is None:
            raise refuse(self.request, self.block)
        deed = partial(protections.strike_risk_person, row, by=self.actor)
        return attempt(request, deed, "", self.url("do_not_inform"))
