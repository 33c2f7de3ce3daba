# SPDX-License-Identifier: AGPL-3.0-or-later
"""Proposals about somebody's power: those who may only propose, those who decide, and what has happened."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.generic import ListView, TemplateView

from kim.administration.forms import ProposalForm
from kim.administration.people import AdminPage
from permissions import clock
from permissions.accounts import grants
from permissions.duties import organisations_of
from permissions.hats import Hat
from permissions.models import Organisation, Post, Proposal, SecurityEvent, User
from permissions.web import attempt

SHOWN = 50


class Approvals(AdminPage, TemplateView):
    """What waits for a second person. Administrators, and data protection where there is no other."""

    template_name = "administration/approvals.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        related = Proposal.objects.select_related("person", "organisation", "proposed_by", "decided_by")
        houses = dict(Organisation.objects.values_list("pk", "short_name"))
        waiting = [
            (proposal, grants.may_decide(proposal, self.actor), [houses.get(pk, "") for pk in proposal.over])
            for proposal in related.open()[:SHOWN]
        ]
        return super().get_context_data(
            waiting=waiting,
            decided=related.filter(decided_at__isnull=False)[:SHOWN],
            me=self.actor.person,
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        number = request.POST.get("proposal", "")
        proposal = get_object_or_404(Proposal, pk=number if number.isdecimal() else 0)
        approve = request.POST.get("answer") == "yes"
        done = _("Freigegeben.") if approve else _("Abgelehnt.")
        deed = partial(grants.decide, proposal, approve=approve, by=self.actor)
        return attempt(request, deed, done, request.path)


class Propose(AdminPage, TemplateView):
    """The coordinator and an employer propose who shall do what in their own houses."""

    template_name = "administration/propose.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = Proposal.objects.filter(proposed_by=self.actor.person)
        return super().get_context_data(
            **{"form": self._form(), **kwargs},
            proposals=mine.select_related("person", "organisation")[:SHOWN],
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST)
        if form.is_valid():
            values = form.cleaned_data
            try:
                grants.give_task(values["person"], values["organisation"], by=self.actor, **form.task())
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("Vorgeschlagen. Die Verwaltung entscheidet."))
                return HttpResponseRedirect(request.path)
        return self.render_to_response(self.get_context_data(form=form))

    def _form(self, data: Any = None) -> ProposalForm:
        assert self.actor.person is not None  # noqa: S101  a page is opened by somebody
        houses = organisations_of(self.actor.person, self.actor.hat)
        posts = Post.objects.valid_on(clock.today()).filter(organisation__in=houses.values("pk"))
        return ProposalForm(data, houses=houses, posts=posts)


class Events(ListView):  # type: ignore[type-arg]  # generic only for the type checker
    """What happened to accounts and rights: for administrators and data protection."""

    template_name = "administration/events.html"
    context_object_name = "events"
    paginate_by = 50
    queryset = SecurityEvent.objects.all()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        shown = context["events"]
        people = {event.person_id for event in shown} | {event.by_id for event in shown}
        names = dict(User.objects.filter(pk__in=people - {None}).values_list("pk", "display_name"))
        hats = {hat.value: hat.label for hat in Hat}
        rows = [
            (event, names.get(event.person_id, ""), names.get(event.by_id, ""), hats.get(event.hat, ""))
            for event in shown
        ]
        return context | {"rows": rows}
