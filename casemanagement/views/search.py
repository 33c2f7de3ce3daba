# SPDX-License-Identifier: AGPL-3.0-or-later
"""A new case begins with the question whether there is one already; names travel by POST alone."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from casemanagement import blind_index
from casemanagement.actions import intake, referrals
from casemanagement.forms.pages_reopening import Following
from casemanagement.forms.pages_search import PersonSearch
from casemanagement.forms.refusals import beside_fields
from casemanagement.models import Case, ClientIdentity
from casemanagement.views.base import HatPage
from casemanagement.views.caseload_rows import ENDED
from casemanagement.views.people import listed, names_of
from permissions import accesslog
from permissions.actor import Actor
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
    shows, right = "identity", Right.READ_IDENTITY

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.render_to_response(self.get_context_data(form=PersonSearch()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = PersonSearch(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        candidates = self.own(form)
        exists, organisation = self.elsewhere(form, shown=len(candidates))
        return self.render_to_response(
            self.get_context_data(
                form=form,
                is_searched=True,
                candidates=candidates,
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
        return [Candidate(case, names[case.pk]) for case in found if case.pk in names]

    def elsewhere(self, form: PersonSearch, *, shown: int) -> tuple[bool, Organisation | None]:
        """Whoever types once has searched once, in the own cases and, if it is complete, in all."""
        answer: tuple[bool, Organisation | None] = (False, None)
        if form.is_complete:
            answer = intake.duplicate_of_person(**form.cleaned_data, by=self.actor, shown=shown)
        if not accesslog.is_recorded():
            query = " ".join(str(form.cleaned_data[name] or "") for name in CARRIED)
            self.note(AccessAction.SEARCH, reason="own", query=blind_index.mark(query), shown=shown)
        return answer


class NewCase(HatPage):
    """The least a case begins with; the process takes over from here."""

    template_name = "casemanagement/new_case.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Nobody begins without having searched."""
        return redirect("cases:search")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        earlier = self.earlier()
        if "source" not in request.POST:
            carried = {name: request.POST.get(name, "") for name in CARRIED}
            known = _known(self.actor, earlier) if earlier else {}
            return self.show(Following(initial=carried | known, actor=self.actor))
        form = Following(request.POST, actor=self.actor)
        if not form.is_valid():
            return self.show(form)
        try:
            case = referrals.register(by=self.actor, follows=earlier, **form.given())
        except ValidationError as error:
            beside_fields(form, error)
            return self.show(form)
        if not Case.objects.permitted(self.actor, Right.READ_FRAME).filter(pk=case.pk).exists():
            messages.success(request, _("Die Meldung ist erfasst. Die Koordination teilt sie zu."))
            return redirect("cases:today")
        messages.success(request, _("Die Meldung ist erfasst. Weiter geht es mit dem ersten Schritt."))
        return redirect("cases:file", number=case.number)

    def earlier(self) -> Case | None:
        """The ended case that this one follows; a number that is nobody's business names none."""
        number = self.request.POST.get("follows", "")
        own = Case.objects.permitted(self.actor, Right.READ_FRAME)
        return own.filter(number=number, state__in=ENDED).first() if number else None

    def show(self, form: Following) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, earlier=self.earlier()))


def _known(actor: Actor, earlier: Case) -> dict[str, Any]:
    """What is on file already need not be typed again, as far as it may still be read."""
    rows = ClientIdentity.objects.permitted(actor, Right.READ_IDENTITY)
    identity = rows.filter(case=earlier).first()
    known = {name: getattr(identity, name) for name in CARRIED} if identity else {}
    return known | {"follows": earlier.number}
