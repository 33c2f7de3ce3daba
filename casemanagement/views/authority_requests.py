# SPDX-License-Identifier: AGPL-3.0-or-later
"""Questions of authorities: the register, a new entry, the decision of data protection."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.actions import authority_requests
from casemanagement.forms.case_form import CaseForm
from casemanagement.forms.pages_disclosures import (
    DecidedCaseRequest,
    DecidedRequest,
    NewCaseRequest,
    NewRequest,
    RequestsFilter,
)
from casemanagement.forms.pages_edit import EditForm
from casemanagement.models import AuthorityRequest, Case
from casemanagement.views.base import CaseFormPage, HatPage
from casemanagement.views.words import Text
from permissions import accesslog
from permissions.access import REQUEST_ACCESS
from permissions.models import AccessAction
from permissions.rights import Right
from permissions.web import refuse

PER_PAGE = 25
BLOCK = "authority_requests"


def requests_for(page: HatPage, chosen: dict[str, Any]) -> Any:
    """The questions this person may read, newest first, a page at a time."""
    rows = REQUEST_ACCESS.rows(page.actor, Right.READ_REQUEST).select_related("case", "recorded_by")
    if decision := chosen.get("decision"):
        rows = rows.filter(decision=decision)
    return Paginator(rows.order_by("-asked_on", "-pk"), PER_PAGE).get_page(page.request.GET.get("page"))


class Requests(HatPage):
    """The register of a house, or what a case manager was asked."""

    shows = BLOCK
    right = Right.READ_REQUEST
    template_name = "casemanagement/authority_requests.html"
    new_url = "cases:authority_request_new"
    decide_url = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filters = RequestsFilter(self.request.GET)
        page = requests_for(self, filters.chosen())
        self.note(shown=len(page.object_list))
        return super().get_context_data(
            filters=filters,
            page=page,
            new_url=reverse(self.new_url),
            decide_url=self.decide_url,
            **kwargs,
        )

    def note(
        self, action: AccessAction = AccessAction.READ, *, reason: str = "list", **detail: str | int
    ) -> None:
        """The register has grants of its own."""
        grant = REQUEST_ACCESS.named(self.actor, self.right)[:200]
        accesslog.record(
            self.actor, action, block=self.shows, grant=grant, reason=reason, case=None, **detail
        )


class RequestNew(HatPage):
    """A question about somebody who need not be known here."""

    shows = ""
    template_name = "casemanagement/authority_request_form.html"
    back: ClassVar[str] = "cases:authority_requests"
    form_class: ClassVar[type[forms.Form]] = NewRequest
    title: ClassVar[Text] = gettext_lazy("Behördenanfrage erfassen")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.shown(self.form_class())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.shown(form)
        try:
            self.deed(form)
        except ValidationError as error:
            form.refuse(error) if isinstance(form, CaseForm) else form.add_error(None, error)
            return self.shown(form)
        messages.success(request, _("Die Anfrage steht im Register. Sie ist noch nicht beantwortet."))
        return redirect(self.back)

    def form(self, data: Any = None, **kwargs: Any) -> forms.Form:
        return self.form_class(data, **kwargs)

    def deed(self, form: forms.Form) -> Any:
        return authority_requests.enter(by=self.actor, **form.cleaned_data)

    def shown(self, form: forms.Form, **context: Any) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(form=form, form_title=self.title, cancel_url=reverse(self.back), **context)
        )


class CaseRequestNew(CaseFormPage):
    """A question about this case; it also stands in its journal."""

    right = Right.RECORD_CONSENT
    block = "consents"
    form_class = NewCaseRequest
    template_name = "casemanagement/case_request.html"
    tab = back = "disclosures"
    title = gettext_lazy("Behördenanfrage erfassen")

    def deed(self, form: EditForm, case: Case) -> Any:
        return authority_requests.enter(by=self.actor, case=case, **form.deed())

    def done(self, result: Any) -> HttpResponseBase:
        messages.success(
            self.request, _("Die Anfrage steht im Register. Antworten Sie nicht, bevor entschieden ist.")
        )
        return super().done(result)


class GuardedRequests(Requests):
    """The register of the data protection officer's own house."""

    new_url = "dataprotection:authority_request_new"
    decide_url = "dataprotection:authority_request"


class GuardedRequestNew(RequestNew):
    back = "dataprotection:authority_requests"


class RequestDecision(RequestNew):
    """One question, and the decision without which nobody answers."""

    template_name = "casemanagement/authority_request_decide.html"
    back = "dataprotection:authority_requests"
    form_class = DecidedRequest
    title = gettext_lazy("Über die Anfrage entscheiden")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        wanted = REQUEST_ACCESS.rows(self.actor, Right.DECIDE_REQUEST).select_related("case", "recorded_by")
        found: AuthorityRequest | None = wanted.filter(pk=kwargs["pk"]).first()
        if found is None:
            raise refuse(self.request, BLOCK)
        self.found = found
        accesslog.record(
            self.actor,
            AccessAction.READ,
            case=found.case,
            block=BLOCK,
            grant=REQUEST_ACCESS.named(self.actor, Right.DECIDE_REQUEST)[:200],
            request=found.pk,
        )
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        known = self.found.decided_at is not None
        fields = list(DecidedRequest.base_fields)
        return self.shown(self.form(initial={f: getattr(self.found, f) for f in fields} if known else {}))

    def form(self, data: Any = None, **kwargs: Any) -> forms.Form:
        """Only about somebody who is known here can something be told."""
        if self.found.case is None:
            return super().form(data, **kwargs)
        return DecidedCaseRequest(data, case=self.found.case, actor=self.actor, **kwargs)

    def deed(self, form: forms.Form) -> Any:
        given = form.deed() if isinstance(form, CaseForm) else form.cleaned_data
        return authority_requests.decide(self.found, by=self.actor, **given)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(asked=self.found, **kwargs)
