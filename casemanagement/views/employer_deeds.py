# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the Dienstaufsicht changes: posts, absences, the date of the agreement, its answer to an overload."""

from functools import partial
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.actions import overload
from casemanagement.forms.pages_employer import (
    AbsenceForm,
    AgreementForm,
    OverloadAnswerForm,
    PostForm,
    staff_of,
)
from casemanagement.models import OverloadNotice
from casemanagement.views import employer_rows as rows
from casemanagement.views.base import HatPage
from casemanagement.views.words import Text
from permissions import actions, staffing
from permissions.duties import organisations_of
from permissions.models import Absence, Organisation, Post
from permissions.roles import Role
from permissions.web import attempt


class EmployerForm(HatPage):
    """One form and one deed; a mistake keeps what was typed."""

    template_name = "employer/form.html"
    title: ClassVar[Text] = ""
    submit: ClassVar[Text] = gettext_lazy("Speichern")
    back: ClassVar[str] = "today"
    success: ClassVar[Text] = gettext_lazy("Gespeichert.")

    def form(self, data: Any = None) -> forms.Form:
        raise NotImplementedError

    def deed(self, answers: dict[str, Any]) -> Any:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            self.deed(dict(form.cleaned_data))
        except ValidationError as error:
            form.add_error(None, error)
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, self.success)
        return redirect(f"employer:{self.back}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if "form" not in kwargs:
            kwargs["form"] = self.form()
        return super().get_context_data(
            page_title=self.title,
            submit=self.submit,
            cancel_url=reverse(f"employer:{self.back}"),
            **kwargs,
        )

    @property
    def houses(self) -> Any:
        person: Any = self.actor.person
        return organisations_of(person, self.actor.hat)


class PostNew(EmployerForm):
    title = gettext_lazy("Stelle eintragen")
    back = "contracts"
    success = gettext_lazy("Die Stelle ist eingetragen.")

    def form(self, data: Any = None) -> forms.Form:
        return PostForm(data, actor=self.actor)

    def deed(self, answers: dict[str, Any]) -> Post:
        organisation = answers.pop("organisation")
        return actions.add_post(organisation, role=Role.CASE_MANAGEMENT, by=self.actor, **answers)


class PostChange(EmployerForm):
    title = gettext_lazy("Stelle ändern")
    back = "contracts"
    success = gettext_lazy("Die Stelle ist geändert.")

    @property
    def stored(self) -> Post:
        rows = Post.objects.filter(organisation__in=self.houses.values("pk")).select_related("organisation")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def form(self, data: Any = None) -> forms.Form:
        return PostForm(data, actor=self.actor, post=self.stored)

    def deed(self, answers: dict[str, Any]) -> Post:
        return staffing.change_post(self.stored, by=self.actor, **answers)


class AbsenceChange(EmployerForm):
    title = gettext_lazy("Abwesenheit ändern")
    back = "absences"
    success = gettext_lazy("Die Abwesenheit ist geändert.")

    @property
    def stored(self) -> Absence:
        people = staff_of(self.actor).values("person")
        found = Absence.objects.filter(person__in=people).select_related("person")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def form(self, data: Any = None) -> forms.Form:
        return AbsenceForm(data, actor=self.actor, absence=self.stored)

    def deed(self, answers: dict[str, Any]) -> Absence:
        return staffing.change_absence(self.stored, by=self.actor, **answers)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lead=self.stored.person.display_name, **kwargs)


class AbsenceEnd(AbsenceChange):
    """Back at work today."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        deed = partial(staffing.end_absence, self.stored, by=self.actor)
        return attempt(request, deed, _("Die Abwesenheit ist beendet."), reverse("employer:absences"))


class Agreement(EmployerForm):
    """Figures by person open with the date that is entered here, and not before."""

    title = gettext_lazy("Dienst- oder Betriebsvereinbarung")
    template_name = "employer/agreement.html"
    success = gettext_lazy("Die Vereinbarung ist eingetragen.")

    def form(self, data: Any = None) -> forms.Form:
        return AgreementForm(data, actor=self.actor)

    def deed(self, answers: dict[str, Any]) -> None:
        staffing.enter_agreement(answers["organisation"], on=answers["on"], by=self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        houses: list[Organisation] = list(self.houses.order_by("name"))
        return super().get_context_data(houses=houses, **kwargs)


class Overloads(HatPage):
    """Notices of overload in own houses, the unanswered first."""

    template_name = "employer/overloads.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(overloads=rows.overloads(self.actor), **kwargs)


class OverloadAnswer(EmployerForm):
    title = gettext_lazy("Überlastungsanzeige beantworten")
    back = "overloads"
    template_name = "employer/overload.html"
    success = gettext_lazy("Ihre Antwort ist gesendet.")

    @property
    def stored(self) -> OverloadNotice:
        found = OverloadNotice.objects.filter(organisation__in=self.houses.values("pk"))
        return get_object_or_404(found.select_related("person"), pk=self.kwargs["pk"], answered_at=None)

    def form(self, data: Any = None) -> forms.Form:
        return OverloadAnswerForm(data)

    def deed(self, answers: dict[str, Any]) -> None:
        overload.answer(self.stored, by=self.actor, **answers)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            notice=self.stored, numbers=rows.in_words(self.stored.numbers), **kwargs
        )
