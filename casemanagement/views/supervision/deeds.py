# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the Fachaufsicht does on a case outside a process: open a file, name a deputy, agree to more time."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.actions import deputies, extensions, openings
from casemanagement.choices import AssignmentRole, OpeningReason
from casemanagement.forms.pages_edit import EditForm
from casemanagement.forms.pages_supervision import Deputy, Extension, OpenFile
from casemanagement.models import Assignment, Case
from casemanagement.views.supervision.case_base import SupervisedCase, SupervisedForm, why_shut
from casemanagement.views.supervision.staff import staff_load
from permissions import clock
from permissions.rights import Right
from permissions.web import attempt


class OpenFilePage(SupervisedForm):
    """Asks for the reason; where no reason opens the file, says why."""

    right = Right.OPEN_FILE
    form_class = OpenFile
    template_name = "supervision/open_file.html"
    title = gettext_lazy("Akte öffnen")
    submit = gettext_lazy("Für 60 Minuten öffnen")

    def initial(self) -> dict[str, Any]:
        """A page that leads here may know the reason; it stays hers to choose."""
        asked = self.request.GET.get("reason", "")
        return {"reason": asked} if asked in OpeningReason.values else {}

    def deed(self, form: EditForm, case: Case) -> Any:
        return openings.open_file(case, by=self.actor, **form.deed())

    def done(self, result: Any) -> HttpResponseBase:
        return redirect(self.url("file"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(why_shut=why_shut(self.case), **kwargs)


class CloseFile(SupervisedCase):
    """Ends the hour early."""

    right = Right.OPEN_FILE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.opening is None:
            return redirect(self.url("case"))
        deed = partial(openings.close_file, self.opening, by=self.actor)
        return attempt(request, deed, _("Die Akte ist wieder geschlossen."), self.url("case"))


class DeputyPage(SupervisedForm):
    right = Right.ASSIGN
    form_class = Deputy
    template_name = "supervision/deputy.html"
    title = gettext_lazy("Vertretung benennen")
    submit = gettext_lazy("Vertretung benennen")
    lead = gettext_lazy(
        "Die Vertretung sieht den Fall vom ersten bis zum letzten Tag der Zeit, danach nichts mehr."
    )

    def deed(self, form: EditForm, case: Case) -> Any:
        return deputies.name(case, by=self.actor, **form.deed())

    def done(self, result: Any) -> HttpResponseBase:
        messages.success(self.request, _("Vertretung benannt: %s") % result.person.display_name)
        return super().done(result)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(staff=staff_load(self.actor), **kwargs)


class DeputyEnd(SupervisedCase):
    right = Right.ASSIGN
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = Assignment.objects.permitted(self.actor, Right.ASSIGN).filter(role=AssignmentRole.DEPUTY)
        deputy = get_object_or_404(rows, case=self.case, pk=kwargs["pk"])
        done = _("Die Vertretung ist beendet. Der Zugriff endet sofort.")
        return attempt(request, partial(deputies.end, deputy, by=self.actor), done, self.url("case"))


class ExtensionPage(SupervisedForm):
    right = Right.APPROVE
    form_class = Extension
    title = gettext_lazy("Verlängerung über 18 Monate")
    submit = gettext_lazy("Verlängerung freigeben")
    back = "case"

    def deed(self, form: EditForm, case: Case) -> Any:
        return extensions.approve(case, by=self.actor, **form.deed())

    def done(self, result: Any) -> HttpResponseBase:
        messages.success(self.request, _("Die Verlängerung ist freigegeben."))
        return super().done(result)

    @property
    def lead(self) -> str:  # type: ignore[override]  # a sentence about this case
        if self.case.accepted_on is None:
            return ""
        months = self.case.months_open(clock.today())
        return _("Aufgenommen am %(day)s, seit %(months)d Monaten.") % {
            "day": f"{self.case.accepted_on:%d.%m.%Y}",
            "months": months,
        }
