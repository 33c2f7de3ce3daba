# SPDX-License-Identifier: AGPL-3.0-or-later
"""„Überlastung anzeigen“: own numbers and own words to the employer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from casemanagement.actions import overload
from casemanagement.forms.pages_employer import OverloadForm
from casemanagement.models import OverloadNotice
from casemanagement.views.base import HatPage
from casemanagement.views.employer_rows import in_words


class OverloadPage(HatPage):
    template_name = "casemanagement/overload.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = OverloadForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        overload.submit(by=self.actor, **form.cleaned_data)
        messages.success(request, _("Ihre Anzeige ist bei Ihrem Arbeitgeber."))
        return redirect("cases:overload")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", OverloadForm())
        rows = OverloadNotice.objects.filter(person=self.actor.person).order_by("-submitted_at")
        return super().get_context_data(
            now=in_words(overload.numbers_today(self.actor)),
            sent=[(row, in_words(row.numbers)) for row in rows[:10]],
            **kwargs,
        )
