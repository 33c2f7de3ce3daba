# SPDX-License-Identifier: AGPL-3.0-or-later
"""Papers: the list, filing one, and taking one out, which is written down."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.actions import documents, retention
from casemanagement.forms.pages_edit import EditForm
from casemanagement.forms.pages_papers import Upload
from casemanagement.models import Case, Document
from casemanagement.models.document import COPIES, ENDINGS
from casemanagement.views.base import CaseFormPage, CasePage
from permissions import accesslog
from permissions.models import AccessAction
from permissions.rights import Right
from permissions.stepup import FreshSignIn, hand_out
from permissions.web import attempt


class Documents(CasePage):
    right = Right.READ_DOCUMENTS
    block = "documents"
    tab = "documents"
    title = gettext_lazy("Unterlagen")
    template_name = "casemanagement/documents.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        papers = self.case.documents.select_related("uploaded_by").order_by("-uploaded_at", "-pk")
        return super().get_context_data(papers=papers, copies=COPIES, **kwargs)


class DocumentNew(CaseFormPage):
    form_class = Upload
    block = "documents"
    tab = back = "documents"
    title = gettext_lazy("Unterlage ablegen")
    submit = gettext_lazy("Ablegen")

    def deed(self, form: EditForm, case: Case) -> Any:
        return documents.add(case, by=self.actor, **form.deed())

    def done(self, result: Any) -> HttpResponseBase:
        messages.success(self.request, _("Die Unterlage ist abgelegt."))
        return super().done(result)


class DocumentFile(FreshSignIn, CasePage):
    """The bytes, as an attachment whose name says nothing about anybody."""

    right = Right.READ_DOCUMENTS
    block = "documents"

    def page_of_file(self) -> str:
        return reverse("cases:documents", args=[self.kwargs["number"]])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.hand_out(get_object_or_404(Document, case=self.case, pk=kwargs["pk"], removed_at=None))

    def hand_out(self, document: Document) -> HttpResponseBase:
        accesslog.record(
            self.actor,
            AccessAction.EXPORT,
            case=self.case,
            block=self.block,
            grant=self.standing.reasons(self.right)[:200],
            document=document.pk,
        )
        ending = ENDINGS.get(document.content_type, "bin")
        name = f"{self.case.number}-dokument-{document.pk}.{ending}"
        content = documents.content_of(document)
        return hand_out(self, content, content_type=document.content_type, name=name)


class PurposeReached(CasePage):
    """The copy has served; from now on the schedule counts."""

    right = Right.WRITE_FILE
    block = "documents"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        paper = get_object_or_404(Document, case=self.case, pk=kwargs["pk"], removed_at=None)
        done = _("Vermerkt. Die Kopie wird nach drei Monaten gelöscht.")
        deed = partial(retention.reach_purpose, paper, by=self.actor)
        return attempt(request, deed, done, self.url("documents"))


class PlanPdf(DocumentFile):
    """The Hilfeplan as it was printed last."""

    def page_of_file(self) -> str:
        return reverse("cases:plan", args=[self.kwargs["number"]])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        plan = self.case.support_plans.filter(printed__isnull=False).order_by("-version").first()
        if plan is None or plan.printed is None:
            messages.info(request, _("Der Hilfeplan ist noch nicht gedruckt."))
            return redirect(self.url("plan"))
        return self.hand_out(plan.printed)
