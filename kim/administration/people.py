# SPDX-License-Identifier: AGPL-3.0-or-later
"""One person: account, tasks, invitation. What is powerful becomes a proposal for a second person."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View

from kim.administration.forms import ChangePersonForm, EndForm, PersonForm, TaskForm
from permissions import clock
from permissions.accounts import grants, invitations, throttle
from permissions.actor import Actor, current_actor
from permissions.models import Membership, Organisation, Post, Proposal, ProposalKind, User
from permissions.stepup import FreshSignIn
from permissions.web import attempt


class AdminPage(FreshSignIn):
    """Whatever changes rights asks again who sits there."""

    @property
    def actor(self) -> Actor:
        actor = current_actor()
        assert actor is not None  # noqa: S101  no page of a hat is opened without
        return actor


class OfPerson(AdminPage):
    """A page about somebody of the municipality, or about somebody without a task yet."""

    @property
    def person(self) -> User:
        return get_object_or_404(User, pk__in=grants.managed(), pk=self.kwargs["pk"])

    def back(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("administration:person", args=[self.kwargs["pk"]]))

    def try_to(self, deed: Callable[[], object], done: str) -> HttpResponseRedirect:
        return attempt(self.request, deed, done, self.back().url)


class NewPerson(AdminPage, FormView):  # type: ignore[type-arg]  # generic only for the type checker
    template_name = "administration/form.html"
    form_class = PersonForm
    extra_context = {"page_title": gettext_lazy("Neue Person")}

    def form_valid(self, form: Any) -> HttpResponse:
        person = grants.enter_person(by=self.actor, **form.cleaned_data)
        messages.success(
            self.request, _("Die Person ist eingetragen. Übertragen Sie ihr jetzt eine Aufgabe.")
        )
        return HttpResponseRedirect(reverse("administration:person", args=[person.pk]))


class ChangePerson(OfPerson, FormView):  # type: ignore[type-arg]  # generic only for the type checker
    template_name = "administration/form.html"
    form_class = ChangePersonForm
    extra_context = {"page_title": gettext_lazy("Angaben zur Person")}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.person}

    def form_valid(self, form: Any) -> HttpResponse:
        change = form.cleaned_data
        return self.try_to(
            lambda: grants.change_person(self.person, by=self.actor, **change),
            _("Die Angaben sind geändert."),
        )


class PersonPage(OfPerson, TemplateView):
    template_name = "administration/person.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.person
        marks = [throttle.account(person.username), throttle.second_step(person.pk)]
        return super().get_context_data(
            subject=person,
            tasks=Membership.objects.filter(person=person)
            .select_related("organisation", "post")
            .order_by("-valid_from", "-pk"),
            today=clock.today(),
            waiting=Proposal.objects.open().filter(person=person).select_related("organisation"),
            is_locked=any(throttle.looks_closed(mark) for mark in marks),
            **{"form": task_form(), **kwargs},
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Another task."""
        form = task_form(request.POST)
        if form.is_valid():
            try:
                made = grants.give_task(
                    self.person, form.cleaned_data["organisation"], by=self.actor, **form.task()
                )
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                waits = isinstance(made, Proposal)
                messages.success(request, _PROPOSED if waits else _("Die Aufgabe ist übertragen."))
                return self.back()
        return self.render_to_response(self.get_context_data(form=form))


_PROPOSED = gettext_lazy("Vorgeschlagen. Eine zweite Person muss es freigeben.")


def task_form(data: Any = None) -> TaskForm:
    posts = Post.objects.valid_on(clock.today()).order_by("organisation", "title")
    return TaskForm(data, houses=Organisation.objects.all(), posts=posts)


class EndTask(AdminPage, FormView):  # type: ignore[type-arg]  # generic only for the type checker
    """End an appointment, on a day or at once."""

    template_name = "administration/form.html"
    form_class = EndForm
    extra_context = {"page_title": gettext_lazy("Aufgabe beenden")}

    @property
    def task(self) -> Membership:
        return get_object_or_404(Membership.objects.select_related("person"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lead=str(self.task), **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        task, until = self.task, form.cleaned_data["until"]
        page = reverse("administration:person", args=[task.person_id])
        if until is None:
            now = _("Die Aufgabe ist beendet, mit sofortiger Wirkung.")
            return attempt(self.request, lambda: grants.withdraw_task(task, by=self.actor), now, page)
        then = _("Die Aufgabe endet an diesem Tag.")
        return attempt(self.request, lambda: grants.end_task(task, until=until, by=self.actor), then, page)


class Invite(OfPerson, View):
    """A code on paper; it is shown this once."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        code = invitations.invite(self.person, by=self.actor)
        context = {"subject": self.person, "code": code, "days": invitations.VALID_FOR.days}
        return render(request, "administration/invitation.html", context)


class Unlock(OfPerson, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.try_to(lambda: grants.unlock(self.person, by=self.actor), _("Die Sperre ist aufgehoben."))


class EndSessions(OfPerson, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.try_to(
            lambda: grants.end_sessions(self.person, by=self.actor),
            _("Jede Sitzung dieser Person ist beendet; das Konto bleibt offen."),
        )


class CloseAccount(OfPerson, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.try_to(
            lambda: grants.close_account(self.person, by=self.actor),
            _("Das Konto ist geschlossen; jede Sitzung ist beendet."),
        )


class ProposeChange(OfPerson, View):
    """Reset the second factor, or open a closed account: both need a second person."""

    http_method_names = ["post"]
    kind: ProposalKind = ProposalKind.REOPEN

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.try_to(self._propose, str(_PROPOSED))

    def _propose(self) -> None:
        person = self.person
        task = person.memberships.order_by("-valid_from").first()
        if task is None:
            raise ValidationError(_("Diese Person hatte noch keine Aufgabe."))
        grants.propose(self.kind, person, task.organisation, by=self.actor)
