# SPDX-License-Identifier: AGPL-3.0-or-later
"""A note from anywhere: one action opens it, with the case to choose, the next one saves."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from casemanagement.actions import contacts
from casemanagement.blind_index import sort_key
from casemanagement.forms.pages_contacts import NoteFromAnywhere
from casemanagement.forms.refusals import beside_fields
from casemanagement.models import Case
from casemanagement.views.base import HatPage
from casemanagement.views.links import case_url
from casemanagement.views.people import listed, names_of
from permissions.rights import Right


class NoteAnywhere(HatPage):
    """Names the own cases, so it is written down like their list."""

    template_name = "casemanagement/quick_note.html"
    shows, right = "identity", Right.READ_IDENTITY

    @cached_property
    def cases(self) -> dict[str, Case]:
        """Number → each running case in which this person may write."""
        rows = Case.objects.permitted(self.actor, Right.WRITE_FILE).open().order_by("number")
        return {case.number: case for case in rows}

    def choices(self) -> list[tuple[str, str]]:
        """By name, where the name is open."""
        names = names_of(self.actor, [case.pk for case in self.cases.values()])
        known = [(names.get(case.pk), number) for number, case in self.cases.items()]
        known.sort(
            key=lambda one: (sort_key(one[0].family_name, one[0].given_name) if one[0] else "", one[1])
        )
        return [(number, " · ".join(filter(None, [listed(name), number]))) for name, number in known]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"form": NoteFromAnywhere(cases=self.choices())} | kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = NoteFromAnywhere(request.POST, cases=self.choices())
        if not form.is_valid():
            return self.again(form)
        case = self.cases[form.cleaned_data["case"]]
        try:
            contacts.write(case, by=self.actor, **form.deed())
        except ValidationError as error:
            beside_fields(form, error)
            return self.again(form)
        messages.success(request, _("Die Notiz ist gespeichert."))
        return redirect(case_url(case.number, "timeline"))

    def again(self, form: NoteFromAnywhere) -> HttpResponseBase:
        self.note()
        return self.render_to_response(self.get_context_data(form=form))
