# SPDX-License-Identifier: AGPL-3.0-or-later
"""Papers: the list, filing one, and taking one out, which is written down."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.actions import documents
from casemanagement.forms.pages_edit import EditForm
from casemanagement.forms.pages_papers import Upload
from casemanagement.models import Case, Document
from casemanagement.views.base import CaseFormPage, CasePage
from permissions import accesslog
from permissions.models import AccessAction
from permissions.rights import Right

ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


class Documents(CasePage):
    right = Right.READ_DOCUMENTS
    block = "documents"
    tab = "documents"
    title = gettext_lazy("Unterlagen")
    template_name = "casemanagement/documents.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        papers = self.case.documents.select_related("uploaded_by").order_by("-uploaded_at", "-pk")
        return super().get_context_data(papers=papers, **kwargs)


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


class DocumentFile(CasePage):
    """The bytes, as an attachment whose name says nothing about anybody."""

    right = Right.READ_DOCUMENTS
    block = "documents"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.hand_out(get_object_or_404(Document, case=self.case, pk=kwargs["pk"]))

    def hand_out(self, document: Document) -> HttpResponse:
        accesslog.record(
            self.actor,
            AccessAction.EXPORT,
            case=self.case,
            block=self.block,
            grant=self.standing.reasons(self.right)[:200],
            document=document.pk,
        )
        response = HttpResponse(documents.content_of(document), content_type=document.content_type)
        ending = ENDINGS.get(document.content_type, "bin")
        name = f"{self.case.number}-dokument-{document.pk}.{ending}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        return response


class PlanPdf(DocumentFile):
    """The Hilfeplan as it was printed last."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        plan = self.case.support_plans.filter(printed__isnull=False).order_by("-version").first()
        if plan is None or plan.printed is None:
            messages.info(request, _("Der Hilfeplan ist noch nicht gedruckt."))
            return redirect(self.url("plan"))
        return self.hand_out(plan.printed)
