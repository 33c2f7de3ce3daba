# SPDX-License-Identifier: AGPL-3.0-or-later
"""A closed case is opened again: why, and each consent anew."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.actions import reopenings
from casemanagement.forms.pages_edit import EditForm
from casemanagement.forms.pages_reopening import Reopening
from casemanagement.models import Case
from casemanagement.views.base import CaseFormPage
from permissions import clock
from permissions.rights import Right


class Reopen(CaseFormPage):
    """For whoever leads the case, although its file is closed: the consent is what opens it."""

    right = Right.RECORD_CONSENT
    block: ClassVar[str] = "consents"
    form_class = Reopening
    tab = "file"
    title = gettext_lazy("Fall wieder öffnen")
    lead = gettext_lazy(
        "Dieselbe Akte geht als neue Episode weiter und beginnt mit einem Assessment. Frühere Einwilligungen "
        "gelten nicht mehr: Bitte sprechen Sie über jede neu."
    )
    submit = gettext_lazy("Wieder öffnen")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.case.may_be_reopened(clock.today()):
            messages.error(request, _("Dieser Fall kann nicht wieder geöffnet werden."))
            return redirect(self.url("file"))
        return super().get(request, *args, **kwargs)

    def deed(self, form: EditForm, case: Case) -> Any:
        return reopenings.reopen(case, by=self.actor, **form.deed())

    def done(self, result: Any) -> HttpResponseBase:
        messages.success(self.request, _("Der Fall läuft wieder. Es beginnt ein neues Assessment."))
        return super().done(result)
