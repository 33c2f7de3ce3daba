# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the Fachaufsicht writes and decides on a case: remarks, the waiting list, exceptions, the sample."""

from functools import partial
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.actions import decisions, remarks, samples
from casemanagement.choices import SampleAnswer, SampleItem
from casemanagement.forms.pages_edit import EditForm
from casemanagement.forms.pages_remarks import Checklist, ExceptionForm, Remark, WaitingPlace
from casemanagement.models import Case, PeerDiscussion, SampledCase, SupervisionRemark
from casemanagement.views.counsel_rows import counsel_of, sheet_of
from casemanagement.views.supervision.case_base import SupervisedCase, SupervisedForm, why_shut
from permissions.rights import Right
from permissions.web import attempt


class Remarks(SupervisedCase):
    """All of it, newest first; the sheet of a discussion without names, as the invited see it."""

    right = Right.READ_SUPERVISION
    block = "supervision"
    tab = "remarks"
    title = gettext_lazy("Hinweise und Entscheidungen")
    template_name = "supervision/remarks.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(counsel=counsel_of(self.case), **kwargs)


class RemarkNew(SupervisedForm):
    right = Right.SUPERVISE
    form_class: ClassVar[type[EditForm]] = Remark
    tab = back = "remarks"
    title = gettext_lazy("Fachlicher Hinweis")
    submit = gettext_lazy("Hinweis senden")
    lead = gettext_lazy("Die Fallführung wird benachrichtigt und antwortet; Vertretungen lesen mit.")

    def deed(self, form: EditForm, case: Case) -> Any:
        return remarks.write_remark(case, by=self.actor, **form.deed())

    def done(self, result: Any) -> HttpResponseBase:
        messages.success(self.request, _("Der Hinweis ist bei der Fallführung."))
        return super().done(result)


class RemarkClose(SupervisedCase):
    right = Right.SUPERVISE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        remark = get_object_or_404(SupervisionRemark, case=self.case, pk=kwargs["pk"])
        deed = partial(remarks.close, remark, by=self.actor)
        return attempt(request, deed, _("Der Hinweis ist geschlossen."), self.url("remarks"))


class PlacePage(SupervisedForm):
    """Who comes first on the waiting list."""

    right = Right.SUPERVISE
    form_class: ClassVar[type[EditForm]] = WaitingPlace
    back = "remarks"
    title = gettext_lazy("Platz auf der Warteliste")
    submit = gettext_lazy("Entscheiden")

    def initial(self) -> dict[str, Any]:
        triage = getattr(self.case, "triage", None)
        return {"waiting_place": triage.waiting_place if triage is not None else None}

    def deed(self, form: EditForm, case: Case) -> Any:
        return decisions.place(case, by=self.actor, **form.deed())


class ExceptionPage(SupervisedForm):
    right = Right.SUPERVISE
    form_class: ClassVar[type[EditForm]] = ExceptionForm
    back = "remarks"
    title = gettext_lazy("Ausnahme")
    submit = gettext_lazy("Ausnahme zulassen")

    def deed(self, form: EditForm, case: Case) -> Any:
        return decisions.allow_exception(case, by=self.actor, **form.deed())


class SamplePage(SupervisedForm):
    """The checklist of one drawn case; what data say is proposed."""

    right = Right.SUPERVISE
    form_class: ClassVar[type[EditForm]] = Checklist
    back = "remarks"
    title = gettext_lazy("Stichprobe")
    submit = gettext_lazy("Prüfung abschließen")
    template_name = "supervision/sample.html"

    @cached_property
    def sampled(self) -> SampledCase:
        rows = SampledCase.objects.filter(case=self.case, finished_at=None).select_related("sample")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def form(self, **kwargs: Any) -> EditForm:
        return Checklist(
            case=self.case,
            actor=self.actor,
            sampled=self.sampled,
            proposed=samples.proposals(self.case) | self._without_a_reader(),
            stored=None,
            **kwargs,
        )

    def _without_a_reader(self) -> dict[str, str]:
        """Where nobody may open the file, nobody can judge its words."""
        return {SampleItem.LANGUAGE_RESPECTFUL: SampleAnswer.NOT_ASSESSABLE} if why_shut(self.case) else {}

    def deed(self, form: EditForm, case: Case) -> Any:
        sampled = SampledCase.objects.select_related("sample").get(pk=self.sampled.pk)
        sampled.case = case
        return samples.finish(sampled, by=self.actor, **form.deed())

    def done(self, result: Any) -> HttpResponseBase:
        messages.success(self.request, _("Die Prüfung ist abgeschlossen. Zuerst sieht sie die Fallführung."))
        return super().done(result)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(sampled=self.sampled, why_shut=why_shut(self.case), **kwargs)


class PeerSheet(SupervisedCase):
    """A peer discussion as the invited see it."""

    right = Right.READ_SUPERVISION
    block = "supervision"
    tab = "remarks"
    title = gettext_lazy("Kollegiale Fallberatung")
    template_name = "supervision/peer.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        discussion = get_object_or_404(PeerDiscussion, case=self.case, pk=self.kwargs["pk"])
        return super().get_context_data(
            discussion=discussion,
            sheet=sheet_of(discussion),
            comments=discussion.comments.select_related("written_by").order_by("pk"),
            **kwargs,
        )
