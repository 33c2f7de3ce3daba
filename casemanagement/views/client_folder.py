# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page of the Laufmappe: what it shall hold, and the paper."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy

from casemanagement.actions import disclosures
from casemanagement.consent_texts import spoken
from casemanagement.forms.pages_folder import FolderForm
from casemanagement.printing.client_folder import print_client_folder
from casemanagement.printing.support_plan import language_of
from casemanagement.views.base import CaseFormPage
from casemanagement.views.consent_papers import PaperPage, handed_out


class ClientFolder(PaperPage, CaseFormPage):
    """Nothing of it is kept: printed again it says how things stand then."""

    form_class = FolderForm
    template_name = "casemanagement/client_folder.html"
    tab = back = "plan"
    title = gettext_lazy("Laufmappe")
    lead = gettext_lazy(
        "Die eigene Mappe der Klientin oder des Klienten: Kontakte, Termine, Hilfeplan und Rechte, in einfacher Sprache."
    )
    submit = gettext_lazy("Drucken")

    def needs_proof(self, request: HttpRequest) -> bool:
        return request.method == "POST"

    def initial(self) -> dict[str, Any]:
        plan = self.case.current_plan()
        client = getattr(self.case, "client", None)
        return {"language": language_of(plan) if plan else spoken(client.languages if client else [])}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.form(data=request.POST)
        if not form.is_valid():
            return self.page(form=form)
        paper = print_client_folder(self.case, self.standing.rights, **form.deed())
        return handed_out(self, paper, "laufmappe")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(is_protected=disclosures.is_protected(self.case), **kwargs)
