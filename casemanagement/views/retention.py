# SPDX-License-Identifier: AGPL-3.0-or-later
"""„Löschen“: what is due, what two persons have to agree to, what is held; for Fachaufsicht and data protection.

Both hats see the same pages about their own organisations: numbers, days and classes, never content.
"""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement import retention_schedule
from casemanagement.actions import retention
from casemanagement.forms.pages_edit import EditForm
from casemanagement.forms.pages_retention import Hold
from casemanagement.models import Case, DeletionRun, LegalHold
from casemanagement.printing.deletion_certificate import print_certificate
from casemanagement.views import retention_rows as rows
from casemanagement.views.base import CaseFormPage, HatPage
from casemanagement.views.supervision.case_base import SupervisedForm
from permissions import accesslog, clock
from permissions.hats import Hat
from permissions.models import AccessAction
from permissions.rights import Right
from permissions.stepup import FreshSignIn, hand_out
from permissions.web import attempt


class DeletionPage(HatPage):
    """A page that both hats have, each below its own address."""

    def url(self, name: str, **kwargs: Any) -> str:
        place = "supervision" if self.actor.hat is Hat.FACH else "dataprotection"
        return reverse(f"{place}:{name}", kwargs=kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            overview_url=self.url("deletion"), schedule_url=self.url("deletion_schedule"), **kwargs
        )


class Overview(DeletionPage):
    template_name = "retention/overview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            runs=[(row, self.url("deletion_run", run=row.run.pk)) for row in rows.runs(self.actor)],
            holds=[(row, self.url("hold_release", hold=row.hold.pk)) for row in rows.holds(self.actor)],
            **kwargs,
        )


class Schedule(DeletionPage):
    """The schedule with its periods and legal bases."""

    template_name = "retention/schedule.html"
    shows = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = clock.today()
        rules = [rows.rule_in_words(rule) for rule in retention_schedule.rules(today).values()]
        return super().get_context_data(rules=rules, on=today, **kwargs)


class RunPage(FreshSignIn, DeletionPage):
    """One run: what it would delete, who agreed, what the archive says."""

    template_name = "retention/run.html"

    @cached_property
    def run(self) -> DeletionRun:
        found = rows.permitted_runs(self.actor).filter(pk=self.kwargs["run"]).first()
        if found is None:
            raise Http404
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = self.run.supervised_at if self.actor.hat is Hat.FACH else self.run.protected_at
        page = rows.items(self.run, self.request.GET.get("page"))
        return super().get_context_data(
            run=self.run,
            counts=rows.counts(self.run),
            page=page,
            asks_archive=any(item.archive_answer == "open" for item in page.object_list),
            can_approve=self.run.is_open and own is None,
            can_withdraw=self.run.is_open and not (self.run.final_on and self.run.final_on <= clock.today()),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            messages.success(request, self._do(request.POST.get("deed", "")))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(self.url("deletion_run", run=self.run.pk))

    def _do(self, deed: str) -> str:
        match deed:
            case "approve":
                retention.approve(self.run, by=self.actor)
                return _("Sie haben zugestimmt.")
            case "withdraw":
                retention.withdraw(self.run, by=self.actor)
                return _("Der Löschlauf ist zurückgezogen. Nichts wird gelöscht.")
            case "archive":
                answers = {
                    int(name.removeprefix("item-")): value
                    for name, value in self.request.POST.items()
                    if name.removeprefix("item-").isdecimal() and value in {"taken", "declined"}
                }
                number = retention.answer_for_archive(self.run, by=self.actor, answers=answers)
                return _("Antworten des Archivs eingetragen: %(number)d.") % {"number": number}
        raise ValidationError(_("Bitte wählen Sie, was geschehen soll."))


class Certificate(FreshSignIn, DeletionPage):
    """The proof of a run that is done, as PDF; nobody is named in it but those who agreed."""

    def page_of_file(self) -> str:
        return self.url("deletion_run", run=self.kwargs["run"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        done = rows.permitted_runs(self.actor).filter(finished_at__isnull=False)
        run = done.filter(pk=kwargs["run"]).first()
        if run is None:
            raise Http404
        accesslog.record(self.actor, AccessAction.EXPORT, block="deletion", reason="certificate", run=run.pk)
        paper = print_certificate(run)
        return hand_out(self, paper, content_type="application/pdf", name=f"loeschlauf-{run.pk}.pdf")


# --- Holding a file -----------------------------------------------------------------------------


class HoldPage(CaseFormPage):
    form_class = Hold
    right = Right.HOLD
    block = ""
    back = "closure"
    title = submit = gettext_lazy("Löschung anhalten")
    lead = gettext_lazy("Solange die Akte angehalten ist, wird nichts von ihr gelöscht.")

    def deed(self, form: EditForm, case: Case) -> Any:
        return retention.place_hold(case, by=self.actor, **form.deed())


class SupervisedHoldPage(SupervisedForm, HoldPage):
    right = Right.HOLD
    back = "case"


class ProtectedHoldPage(DeletionPage):
    """The data protection officer holds a file without seeing any of it."""

    template_name = "retention/hold.html"
    right = Right.HOLD

    @cached_property
    def case(self) -> Case:
        found = Case.objects.permitted(self.actor, Right.HOLD).filter(number=self.kwargs["number"]).first()
        if found is None:
            raise Http404
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "case": self.case,
            "form": self._form(),
            "form_title": HoldPage.title,
            "submit": HoldPage.submit,
            "lead": HoldPage.lead,
        }
        return super().get_context_data(**context | kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self._form(data=request.POST)
        if form.is_valid():
            try:
                retention.place_hold(self.case, by=self.actor, **form.deed())
            except ValidationError as error:
                form.refuse(error)
            else:
                messages.success(request, _("Die Löschung ist angehalten."))
                return redirect(self.url("deletion"))
        self.note()
        return self.render_to_response(self.get_context_data(form=form))

    def _form(self, **kwargs: Any) -> Hold:
        return Hold(case=self.case, actor=self.actor, **kwargs)


class ReleaseHold(DeletionPage):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        holds = LegalHold.objects.permitted(self.actor, Right.HOLD).select_related("case")
        hold = holds.filter(pk=kwargs["hold"]).first()
        if hold is None:
            raise Http404
        deed = partial(retention.release_hold, hold, by=self.actor)
        return attempt(request, deed, _("Die Löschung ist nicht mehr angehalten."), self.url("deletion"))
