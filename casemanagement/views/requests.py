# SPDX-License-Identifier: AGPL-3.0-or-later
"""Requests of clients: the register with its deadlines, one request with its four eyes, and taking the answer out."""

import secrets
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement import subject_access, subject_papers
from casemanagement.actions import requests as deeds
from casemanagement.forms import pages_requests as forms
from casemanagement.forms.pages_edit import EditForm
from casemanagement.forms.refusals import beside_fields
from casemanagement.models import Case, Redaction, SubjectRequest
from casemanagement.printing.archive import packed
from casemanagement.printing.subject_access import as_json, on_paper
from casemanagement.views.base import CaseFormPage, HatPage
from casemanagement.views.request_steps import next_step, place_of
from permissions import accesslog
from permissions.access import CASE_ACCESS
from permissions.hats import Hat
from permissions.models import AccessAction
from permissions.rights import Right
from permissions.stepup import FreshSignIn, hand_out
from permissions.web import attempt, refuse

PER_PAGE = 25
TREES = {Hat.CASE: "cases", Hat.FACH: "supervision", Hat.DSB: "dataprotection"}
CASE_PAGES = {Hat.CASE: "cases:file", Hat.FACH: "supervision:case"}


class Requests(HatPage):
    """Every request the hat sees, the one that is due first on top."""

    template_name = "requests/register.html"
    right = Right.READ_SUBJECT_REQUEST

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = SubjectRequest.objects.permitted(self.actor, self.right).select_related("case")
        rows = rows.defer("seen_texts")
        is_open = self.request.GET.get("stand") != "beantwortet"
        rows = rows.filter(decision="") if is_open else rows.exclude(decision="")
        page = Paginator(rows.order_by("due_on", "pk"), PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            page=page,
            is_open=is_open,
            tree=TREES[self.actor.hat],
            case_page=CASE_PAGES.get(self.actor.hat),
            **kwargs,
        )


class RequestBase(HatPage):
    """One request, for whoever may see it."""

    shows = "request"
    right = Right.READ_SUBJECT_REQUEST

    @cached_property
    def row(self) -> SubjectRequest:
        rows = SubjectRequest.objects.permitted(self.actor, self.right).select_related("case__organisation")
        found = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise refuse(self.request, self.shows)
        return found

    @cached_property
    def rights(self) -> frozenset[Right]:
        return CASE_ACCESS.rights(self.actor, self.row.case)

    def note(
        self, action: AccessAction = AccessAction.READ, *, reason: str = "", **detail: str | int
    ) -> None:
        accesslog.record(
            self.actor,
            action,
            case=self.row.case,
            block=self.shows,
            grant=", ".join(CASE_ACCESS.reasons(self.actor, self.right, self.row.case))[:200],
            reason=reason,
            **detail,
        )

    def url(self, name: str) -> str:
        return reverse(f"{TREES[self.actor.hat]}:{name}", args=[self.row.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            row=self.row, case=self.row.case, rights=self.rights, tree=TREES[self.actor.hat], **kwargs
        )


class RequestPage(FreshSignIn, RequestBase):
    """Where it stands, what is proposed for blackening, and what this person may do now."""

    template_name = "requests/request.html"

    def needs_proof(self, request: HttpRequest) -> bool:
        return request.POST.get("do") == "release"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        me, proposals = self.actor.person, self._proposals()
        may_decide = Right.DECIDE_SUBJECT_REQUEST in self.rights and self.row.is_open
        kwargs.setdefault("decision_form", forms.Decision(request=self.row))
        kwargs.setdefault("extension_form", forms.Extension())
        has_open = any(row.confirmed_at is None for row in proposals)
        return super().get_context_data(
            proposals=proposals,
            may_decide=may_decide,
            may_enter=Right.ENTER_SUBJECT_REQUEST in self.rights and self.row.is_open,
            needs_four_eyes=self.row.kind in deeds.FOUR_EYES,
            may_release=self._waits_for(me) and not has_open,
            may_export=Right.EXPORT_FILE in self.rights and self._is_exportable(),
            next_step=next_step(self.row, has_open_proposals=has_open),
            case_page=CASE_PAGES.get(self.actor.hat),
            papers=self._papers(),
            restriction_url=self._restriction_url(),
            me=me,
            **kwargs,
        )

    def _waits_for(self, me: Any) -> bool:
        """Whether this person may be the second pair of eyes."""
        return self.row.is_open and self.row.reviewed_at is not None and self.row.reviewed_by != me

    def _is_exportable(self) -> bool:
        """Before the second pair of eyes there is nothing to hand out, and no button for it."""
        waits = self.row.kind in deeds.FOUR_EYES and self.row.released_at is None
        return self.row.kind in deeds.EXPORTED and not waits

    def _restriction_url(self) -> str:
        """Where what was granted stands, for whoever may lift it again."""
        if Right.RESTRICT not in self.rights or not self.row.restrictions.exists():
            return ""
        return reverse(f"{TREES[self.actor.hat]}:restriction", args=[self.row.case.number])

    def _papers(self) -> list[dict[str, Any]]:
        """What the copy would hold of the documents, for whoever may read them and looks through."""
        if self.row.kind not in deeds.FOUR_EYES or Right.READ_DOCUMENTS not in self.rights:
            return []
        asked = {row.row for row in subject_papers.withheld(self.row).filter(confirmed_at=None)}
        titles = dict(self.row.case.documents.values_list("pk", "title"))
        return [
            {
                "number": paper.document,
                "title": titles[paper.document] or paper.kind,
                "kind": paper.kind,
                "why_not": paper.why_not,
                "is_asked": paper.document in asked,
                "place": subject_papers.place_of(paper.document),
            }
            for paper in subject_papers.papers_of(self.row)
        ]

    def _proposals(self) -> list[Any]:
        """Passages of the file: data protection reads them to confirm, the Fachaufsicht only in her hour."""
        if self.actor.hat is Hat.FACH and Right.READ_FILE not in self.rights:
            return []
        found: list[Any] = list(
            self.row.redactions.select_related("proposed_by", "confirmed_by").order_by("pk")
        )
        for proposal in found:
            proposal.confirm_value, proposal.reject_value = f"confirm:{proposal.pk}", f"reject:{proposal.pk}"
            proposal.is_document = proposal.field == subject_papers.CONTENT
            proposal.place = "" if proposal.is_document else place_of(proposal)
        return found

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        deed, _colon, number = request.POST.get("do", "").partition(":")
        if deed == "decide":
            return self._answer(forms.Decision(request.POST, request=self.row), "decision_form", deeds.answer)
        if deed == "extend":
            return self._answer(forms.Extension(request.POST), "extension_form", deeds.extend)
        return attempt(request, partial(self._do, deed, number), _("Gespeichert."), self.url("request"))

    def _do(self, deed: str, number: str) -> None:
        match deed:
            case "review":
                deeds.review(self.row, by=self.actor)
            case "release":
                deeds.release(self.row, by=self.actor)
            case "confirm" | "reject":
                deeds.settle(self._proposal(number), by=self.actor, is_confirmed=deed == "confirm")
            case _:
                raise ValidationError(_("Das geht hier nicht."))

    def _answer(self, form: Any, name: str, deed: Any) -> HttpResponseBase:
        if form.is_valid():
            try:
                deed(self.row, by=self.actor, **form.cleaned_data)
            except ValidationError as error:
                beside_fields(form, error)
            else:
                messages.success(self.request, _("Gespeichert."))
                return redirect(self.url("request"))
        self.note()
        return self.render_to_response(self.get_context_data(**{name: form}))

    def _proposal(self, number: str) -> Redaction:
        found = (
            self.row.redactions.filter(pk=number, confirmed_at=None).first() if number.isdecimal() else None
        )
        if found is None:
            raise ValidationError(_("Diese Schwärzung gibt es nicht mehr."))
        return found


class ExportPage(FreshSignIn, RequestBase):
    """Asks for the reason, writes it down, and hands the file out once."""

    template_name = "requests/export.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.form())
        return super().get_context_data(back=self.url("request"), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.form(request.POST)
        if form.is_valid():
            try:
                return self.hand_out(form.cleaned_data["form"], form.cleaned_data["reason"])
            except ValidationError as error:
                form.add_error(None, error)
        self.note()
        return self.render_to_response(self.get_context_data(form=form))

    def form(self, data: Any = None) -> forms.Export:
        return forms.Export(data, with_documents=self.row.kind in deeds.FOUR_EYES)

    def hand_out(self, kind: str, reason: str) -> HttpResponseBase:
        export_id = f"{self.row.case.number}-{secrets.token_hex(4)}"
        answer = deeds.export(self.row, by=self.actor, export_id=export_id)
        content: str | bytes | Iterable[bytes]
        if kind == "zip":
            files = self.files(answer, on_paper(answer, by=self.actor), as_json(answer).encode())
            content = packed(files, at=answer.made_at)
        else:
            content = on_paper(answer, by=self.actor) if kind == "pdf" else as_json(answer)
        self.note(AccessAction.EXPORT, reason=reason, export=export_id, form=kind)
        return hand_out(
            self, content, content_type=f"application/{kind}", name=f"auskunft-{export_id}.{kind}"
        )

    def files(self, answer: subject_access.Answer, paper: bytes, data: bytes) -> Iterator[tuple[str, bytes]]:
        """What goes into the archive; each document is fetched when the one before has been sent."""
        yield f"auskunft-{answer.export_id}.pdf", paper
        yield f"auskunft-{answer.export_id}.json", data
        for one in answer.papers:
            if not one.why_not:
                yield one.name, deeds.content_of(self.row, by=self.actor, document=one.document)


class RequestNew(CaseFormPage):
    right = Right.ENTER_SUBJECT_REQUEST
    block = ""
    form_class = forms.NewRequest
    tab = "file"
    title = gettext_lazy("Antrag aufnehmen")
    lead = gettext_lazy(
        "Was Klientinnen und Klienten von Rechts wegen verlangen können. Zu beantworten in einem Monat."
    )

    def deed(self, form: EditForm, case: Case) -> Any:
        return deeds.enter(case, by=self.actor, **form.deed())

    def done(self, result: Any) -> HttpResponseBase:
        messages.success(self.request, _("Der Antrag ist aufgenommen."))
        return redirect("cases:request", result.pk)


class RedactionNew(CaseFormPage):
    """One more passage that the copy will not show."""

    right = Right.WRITE_FILE
    form_class = forms.NewRedaction
    tab = "file"
    title = gettext_lazy("Schwärzung vorschlagen")
    lead = gettext_lazy("Angaben über andere Menschen. Eine zweite Person bestätigt.")

    def row(self) -> SubjectRequest:
        found = SubjectRequest.objects.filter(case=self.case, pk=self.kwargs["pk"]).first()
        if found is None:
            raise refuse(self.request, "request")
        return found

    def initial(self) -> dict[str, Any]:
        return {"place": self.request.GET.get("stelle", "")}

    def deed(self, form: EditForm, case: Case) -> Any:
        return deeds.propose(self.row(), by=self.actor, **form.deed())

    def back_url(self) -> str:
        return reverse("cases:request", args=[self.row().pk])


class RectificationNew(CaseFormPage):
    block = "identity"
    form_class = forms.Corrected
    tab = back = "household"
    title = gettext_lazy("Angabe berichtigen")
    lead = gettext_lazy("Der bisherige Wert bleibt mit dem Grund in der Akte.")
    template_name = "requests/rectification.html"

    def deed(self, form: EditForm, case: Case) -> Any:
        return deeds.rectify(case, by=self.actor, **form.deed())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.case.rectifications.select_related("made_by").order_by("-pk")
        return super().get_context_data(rectifications=rows, **kwargs)


class StatementNew(CaseFormPage):
    form_class = forms.Statement
    tab = "file"
    title = gettext_lazy("Darstellung beilegen")
    lead = gettext_lazy(
        "Wo Sie beide etwas verschieden sehen, stehen die Worte der Klientin oder des Klienten daneben."
    )
    template_name = "requests/statement.html"

    def deed(self, form: EditForm, case: Case) -> Any:
        return deeds.attach_statement(case, by=self.actor, **form.deed())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.case.client_statements.select_related("entered_by").order_by("-pk")
        return super().get_context_data(statements=rows, **kwargs)
