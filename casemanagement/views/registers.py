# SPDX-License-Identifier: AGPL-3.0-or-later
"""The register of breaches with its clock, and complaints: entered by anybody, answered by whom they are for."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from casemanagement.actions import registers
from casemanagement.choices.requests import ComplaintState
from casemanagement.forms import pages_registers as forms
from casemanagement.forms.refusals import beside_fields
from casemanagement.models import Case, Complaint, DataBreach
from casemanagement.models.register import ANSWERED_BY
from casemanagement.views.base import HatPage
from permissions.rights import Right
from permissions.web import refuse

PER_PAGE = 25


class FormPage(HatPage):
    """One form, one deed; what the deed finds wrong stands beside its field."""

    def done(self) -> HttpResponseBase:
        messages.success(self.request, _("Gespeichert."))
        return redirect(self.request.path)

    def form(self, data: Any = None) -> Any:
        raise NotImplementedError

    def deed(self, **answers: Any) -> Any:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.form())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.form(request.POST)
        if form.is_valid():
            try:
                self.deed(**form.deed())
            except ValidationError as error:
                beside_fields(form, error)
            else:
                return self.done()
        if self.shows:
            self.note()
        return self.render_to_response(self.get_context_data(form=form))


class Breaches(FormPage):
    """What happened, newest first, and the form that starts the clock."""

    template_name = "dataprotection/breaches.html"
    shows = ""

    def form(self, data: Any = None) -> Any:
        return forms.NewBreach(data)

    def deed(self, **answers: Any) -> Any:
        return registers.enter_breach(by=self.actor, **answers)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(DataBreach.objects.all(), PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page=page, **kwargs)


class BreachPage(FormPage):
    template_name = "dataprotection/breach.html"
    shows = ""

    @cached_property
    def breach(self) -> DataBreach:
        found = DataBreach.objects.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise refuse(self.request, "breach")
        return found

    def form(self, data: Any = None) -> Any:
        return forms.BreachState.of(self.breach, data)

    def deed(self, **answers: Any) -> Any:
        return registers.assess_breach(self.breach, by=self.actor, **answers)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(breach=self.breach, **kwargs)


class Complaints(FormPage):
    """Those that are for this hat or that this person took down, and the form for a new one."""

    template_name = "registers/complaints.html"

    def form(self, data: Any = None) -> Any:
        return forms.NewComplaint(data, actor=self.actor)

    def deed(self, **answers: Any) -> Any:
        return registers.enter_complaint(by=self.actor, **answers)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Complaint.objects.seen_by(self.actor)
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page=page, is_answering=self.actor.hat in ANSWERED_BY, **kwargs)


class ComplaintPage(FormPage):
    """Answered only by whom it is for."""

    template_name = "registers/complaint.html"
    shows = "complaint"

    @cached_property
    def complaint(self) -> Complaint:
        rows = Complaint.objects.for_answer_by(self.actor).select_related("about")
        found = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise refuse(self.request, self.shows)
        return found

    def form(self, data: Any = None) -> Any:
        return forms.ComplaintAnswer(data, initial={"state": ComplaintState.IN_PROGRESS})

    def deed(self, **answers: Any) -> Any:
        return registers.answer_complaint(self.complaint, by=self.actor, **answers)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(complaint=self.complaint, case=self.case, **kwargs)

    @cached_property
    def case(self) -> Case | None:
        """The case it is about: the words were written for the addressee, the number is not."""
        seen = Case.objects.permitted(self.actor, Right.READ_FRAME)
        return seen.filter(pk=self.complaint.case_id).first() if self.complaint.case_id else None
