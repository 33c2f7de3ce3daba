# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writing down a contact, and what was entrusted to the case manager alone."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from casemanagement.actions import contacts
from casemanagement.forms.pages_contacts import ConfidentialEntry, QuickNote
from casemanagement.forms.pages_edit import EditForm
from casemanagement.models import Case, ConfidentialNote
from casemanagement.views.base import CaseFormPage
from permissions.rights import Right


class Note(CaseFormPage):
    form_class = QuickNote
    title = _("Notiz")
    tab = "timeline"
    back = "timeline"
    submit = _("Notiz speichern")

    def initial(self) -> dict[str, Any]:
        client = getattr(self.case, "client", None)
        return {"language": client.languages[0]} if client and client.languages else {}

    def deed(self, form: EditForm, case: Case) -> Any:
        return contacts.write(case, by=self.actor, **form.deed())

    def done(self, result: Any) -> HttpResponseBase:
        messages.success(self.request, _("Die Notiz ist gespeichert."))
        return super().done(result)


class Confidential(CaseFormPage):
    """A page of its own, so that nobody writes here by mistake what others must know."""

    right = Right.WRITE_CONFIDENTIAL
    block = "confidential"
    form_class = ConfidentialEntry
    template_name = "casemanagement/confidential.html"
    title = _("Vertrauliche Notizen")
    back = "confidential"
    submit = _("Vertraulich speichern")

    def deed(self, form: EditForm, case: Case) -> Any:
        return contacts.write_confidential(case, by=self.actor, **form.deed())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = ConfidentialNote.objects.permitted(self.actor, Right.READ_CONFIDENTIAL)
        notes = mine.filter(case=self.case).select_related("written_by").order_by("-pk")
        return super().get_context_data(notes=notes, **kwargs)
