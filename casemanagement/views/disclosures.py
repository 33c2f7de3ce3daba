# SPDX-License-Identifier: AGPL-3.0-or-later
"""What left the house: the log of a case, a new entry, calling off what was planned."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.actions import disclosures
from casemanagement.choices import DataCategory
from casemanagement.forms.pages_disclosures import NewDisclosure
from casemanagement.forms.pages_edit import EditForm
from casemanagement.models import Case, Disclosure, DisclosureNote
from casemanagement.views.base import CaseFormPage, CasePage
from permissions import clock
from permissions.rights import Right
from permissions.web import attempt


@dataclass(frozen=True)
class DisclosureRow:
    """One act, in words; the reason only for those to whom the file is open."""

    row: Disclosure
    recipient: str
    data: str
    ground: str
    state: str
    kind: str
    can_call_off: bool
    words: DisclosureNote | None


def disclosure_rows(case: Case, rights: frozenset[Right]) -> list[DisclosureRow]:
    """The log, newest first."""
    rows = case.disclosures.select_related("recipient_organisation", "consent", "recorded_by")
    notes = case.disclosure_notes.all() if Right.READ_FILE in rights else []
    words = {note.disclosure_id: note for note in notes}
    return [_row(row, words.get(row.pk)) for row in rows.order_by("-disclosed_on", "-pk")]


def _row(row: Disclosure, words: DisclosureNote | None) -> DisclosureRow:
    ahead = row.disclosed_on > clock.today()
    state, kind = _("erfolgt"), "success"
    if row.cancelled_at:
        state, kind = _("abgesagt"), "neutral"
    elif ahead:
        state, kind = _("geplant"), "info"
    return DisclosureRow(
        row,
        row.recipient_organisation.name if row.recipient_organisation else row.recipient_text,
        ", ".join(str(DataCategory(code).label) for code in row.data_categories),
        row.consent.kind if row.consent else str(row.get_legal_basis_display()),
        state,
        kind,
        ahead and row.cancelled_at is None,
        words,
    )


class Disclosures(CasePage):
    right = Right.READ_CONSENTS
    block = "consents"
    tab = "disclosures"
    title = gettext_lazy("Weitergaben")
    template_name = "casemanagement/disclosures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rows=disclosure_rows(self.case, self.standing.rights), **kwargs)


class DisclosureNew(CaseFormPage):
    right = Right.RECORD_CONSENT
    block = "consents"
    form_class = NewDisclosure
    template_name = "casemanagement/disclosure_new.html"
    tab = back = "disclosures"
    title = gettext_lazy("Weitergabe festhalten")
    lead = gettext_lazy(
        "Jede Auskunft und jedes Papier an Dritte braucht eine geltende Einwilligung oder ein Gesetz."
    )

    def initial(self) -> dict[str, Any]:
        """A link from a paper names it."""
        wanted = self.request.GET.get("document", "")
        return {"document": int(wanted)} if wanted.isdecimal() and len(wanted) < len(str(2**63)) else {}

    def deed(self, form: EditForm, case: Case) -> Any:
        return disclosures.disclose(case, by=self.actor, **form.deed())

    def done(self, result: Any) -> HttpResponseBase:
        messages.success(self.request, _("Die Weitergabe ist festgehalten."))
        return super().done(result)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            is_protected=disclosures.is_protected(self.case),
            has_ground=bool(disclosures.grounds(self.case, clock.today())),
            **kwargs,
        )


class DisclosureCallOff(CasePage):
    right = Right.RECORD_CONSENT
    block = "consents"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        planned = get_object_or_404(Disclosure, case=self.case, pk=kwargs["pk"])
        deed = partial(disclosures.call_off, planned, by=self.actor)
        return attempt(request, deed, _("Die Weitergabe ist abgesagt."), self.url("disclosures"))
