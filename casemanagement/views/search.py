# SPDX-License-Identifier: AGPL-3.0-or-later
"""A new case begins with the question whether there is one already; names travel by POST alone."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from casemanagement import blind_index
from casemanagement.actions import intake, referrals
from casemanagement.forms.intake import Referral
from casemanagement.forms.pages_search import PersonSearch
from casemanagement.models import Case, ClientIdentity
from casemanagement.views.base import HatPage
from casemanagement.views.people import listed, names_of
from permissions import accesslog
from permissions.models import AccessAction, Organisation
from permissions.rights import Right

AT_MOST = 20
CARRIED = ("given_name", "family_name", "birth_date")


@dataclass(frozen=True)
class Candidate:
    """An own case whose client is called like that."""

    case: Case
    identity: ClientIdentity

    @property
    def name(self) -> str:
        return listed(self.identity)


class Search(HatPage):
    """First own cases by the blind index, then the exact question whether anybody else has a file."""

    template_name = "casemanagement/search.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.render_to_response(self.get_context_data(form=PersonSearch()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = PersonSearch(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        exists, organisation = self.elsewhere(form)
        return self.render_to_response(
            self.get_context_data(
                form=form,
                is_searched=True,
                candidates=self.own(form),
                exists=exists,
                ask=organisation,
                carried={name: form.data.get(name, "") for name in CARRIED},
            )
        )

    def own(self, form: PersonSearch) -> list[Candidate]:
        cases = Case.objects.permitted(self.actor, Right.READ_IDENTITY)
        born = form.cleaned_data["birth_date"]
        name = {part: form.cleaned_data[part] for part in ("given_name", "family_name")}
        # A slip in the date must not hide the name, nor the other way round.
        alike = blind_index.find(**name, rows=cases) | blind_index.find(birth_date=born, rows=cases)
        found = list(alike.order_by("-received_on")[:AT_MOST])
        names = names_of(self.actor, [case.pk for case in found])
        accesslog.record(self.actor, AccessAction.SEARCH, block="identity", reason="own", shown=len(found))
        return [Candidate(case, names[case.pk]) for case in found if case.pk in names]

    def elsewhere(self, form: PersonSearch) -> tuple[bool, Organisation | None]:
        if not form.is_complete:
            return False, None
        return intake.duplicate_of_person(**form.cleaned_data, by=self.actor)


class NewCase(HatPage):
    """The least a case begins with; the process takes over from here."""

    template_name = "casemanagement/new_case.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Nobody begins without having searched."""
        return redirect("cases:search")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "source" not in request.POST:
            carried = {name: request.POST.get(name, "") for name in CARRIED}
            return self.show(Referral(initial=carried))
        form = Referral(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            case = referrals.register(by=self.actor, **form.cleaned_data)
        except ValidationError as error:
            _refuse(form, error)
            return self.show(form)
        messages.success(request, _("Die Meldung ist erfasst. Weiter geht es mit dem ersten Schritt."))
        return redirect("cases:file", number=case.number)

    def show(self, form: Referral) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))


def _refuse(form: Referral, error: ValidationError) -> None:
    """What the action found wrong, beside its field where the form has it."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, found in error.error_dict.items():
        form.add_error(field if field in form.fields and field != NON_FIELD_ERRORS else None, found)
