# SPDX-License-Identifier: AGPL-3.0-or-later
"""Consent texts read together on the screen, printed, signed; and the client's own list of consents."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement import consent_texts
from casemanagement.actions import consent_terms, consents
from casemanagement.choices import ConsentKind
from casemanagement.forms.pages_consents import ConsentReading
from casemanagement.forms.pages_edit import EditForm
from casemanagement.models import Case
from casemanagement.printing.consent import Sheet, Terms, consent_on_paper, print_consent
from casemanagement.printing.consent_list import print_consent_list
from casemanagement.views.base import CaseFormPage, CasePage
from permissions import accesslog
from permissions.models import AccessAction
from permissions.rights import Right
from permissions.stepup import FreshSignIn, hand_out


class PaperPage(FreshSignIn, CasePage):
    """A page that hands out a paper of the case."""


def handed_out(page: PaperPage, content: bytes, name: str) -> HttpResponseBase:
    """A paper that leaves the program: written down, never kept by the browser."""
    accesslog.record(
        page.actor,
        AccessAction.EXPORT,
        case=page.case,
        block=page.block,
        grant=page.standing.reasons(page.right)[:200],
        reason=name,
    )
    return hand_out(page, content, content_type="application/pdf", name=f"{page.case.number}-{name}.pdf")


class ConsentRead(PaperPage, CaseFormPage):
    """The text is shown only after a first answer, so that the right language stands beside the German."""

    right = Right.RECORD_CONSENT
    block = "consents"
    form_class = ConsentReading
    template_name = "casemanagement/consent_read.html"
    tab = back = "consents"
    title = gettext_lazy("Einwilligung zusammen lesen")
    submit = gettext_lazy("Text zeigen")

    def needs_proof(self, request: HttpRequest) -> bool:
        return "pdf" in request.POST  # reading and signing go on undisturbed

    def initial(self) -> dict[str, Any]:
        return {"kinds": [ConsentKind.C0, ConsentKind.C1], "text_language": self._spoken()}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "sign" in request.POST:
            return super().post(request, *args, **kwargs)
        form = self.form(data=request.POST)
        if not form.is_valid():
            return self.page(form=form)
        sheet = sheet_of(self.case, form.cleaned_data)
        if "pdf" in request.POST:
            return handed_out(self, print_consent(sheet), "einwilligung")
        return self.page(form=form, paper=consent_on_paper(sheet))

    def deed(self, form: EditForm, case: Case) -> Any:
        return consents.sign_on_screen(case, by=self.actor, **form.deed())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        paper = kwargs.get("paper")
        return super().get_context_data(parts=side_by_side(paper) if paper else [], **kwargs)

    def page(self, status: int = 200, **context: Any) -> HttpResponse:
        # A signature that was refused must not hide the text that is to be signed.
        form = context["form"]
        if "paper" not in context and form.is_bound and form.cleaned_data.get("kinds"):
            context["paper"] = consent_on_paper(sheet_of(self.case, form.cleaned_data))
        return super().page(status, **context)

    def done(self, result: Any) -> HttpResponseBase:
        messages.success(self.request, _("Die Einwilligung ist unterschrieben und liegt bei den Unterlagen."))
        return super().done(result)

    def _spoken(self) -> str:
        """The client's first language, if there is a text in it."""
        client = getattr(self.case, "client", None)
        return consent_texts.spoken(client.languages if client else [])


def side_by_side(paper: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """The paper row by row, each cell with its language and direction."""
    languages = paper["languages"]
    found: list[list[dict[str, Any]]] = []

    def add(cells: list[dict[str, Any]]) -> None:
        for language, cell in zip(languages, cells, strict=True):
            foreign_rtl = paper["rtl"] and language != consent_texts.GERMAN
            cell |= {"lang": language, "dir": "rtl" if foreign_rtl else "ltr"}
        found.append(cells)

    for name in ("intro", "voluntary", "happens"):
        add([{"text": words[name]} for words in paper["texts"]])
    for item in paper["items"]:
        add([dict(cell, title=f"{cell['code']} {cell['title']}") for cell in item])
    for name in ("revoke", "agree", "complain"):
        add([{"text": words[name]} for words in paper["texts"]])
    return found


def sheet_of(case: Case, chosen: dict[str, Any]) -> Sheet:
    """The paper with these answers; what an answer is not about stays off it."""
    house, ticked = chosen.get("recipient_organisation"), chosen.get("data_categories", [])
    recipient = house.name if house else chosen.get("recipient_text", "")
    named = {
        "recipient": recipient,
        "purpose": chosen.get("purpose", ""),
        "direction": chosen.get("direction", ""),
    }
    terms = tuple(
        Terms(
            kind,
            data_categories=tuple(consent_terms.ticked(kind, ticked)),
            valid_until=None if kind == ConsentKind.C0 else consent_terms.usual_end(None),
            **(named if kind in consent_terms.WITH_RECIPIENT else {}),
        )
        for kind in chosen["kinds"]
    )
    speaker = chosen.get("representative")
    return Sheet(
        case, terms, chosen["text_language"], chosen.get("interpreter", ""), speaker.name if speaker else ""
    )


class ConsentList(PaperPage):
    """What the client agreed to, on paper for her own hands, at any time."""

    right = Right.READ_CONSENTS
    block = "consents"

    def page_of_file(self) -> str:
        return reverse("cases:consents", args=[self.kwargs["number"]])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return handed_out(self, print_consent_list(self.case), "einwilligungen")
