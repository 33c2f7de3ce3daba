# SPDX-License-Identifier: AGPL-3.0-or-later
"""Proving oneself again, and sending what was typed before the proof was asked for."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.generic import FormView, TemplateView

from kim.accounts.forms import PasswordAgain, SecondFactorForm
from kim.accounts.oidc_views import BY_PROVIDER
from kim.accounts.ways import after_sign_in, ours
from permissions import held_forms, stepup
from permissions.accounts import factors, passkeys
from permissions.models import User


class OwnPage(LoginRequiredMixin):
    """A page about the person who is signed in."""

    request: HttpRequest

    @property
    def person(self) -> User:
        user = self.request.user
        assert isinstance(user, User)  # noqa: S101  LoginRequiredMixin has seen to it
        return user


class Confirm(OwnPage, FormView):  # type: ignore[type-arg]  # generic only for the type checker
    """By second factor where there is one, else by password; or at the provider, if that was the way in."""

    template_name = "registration/confirm.html"

    def get_form_class(self) -> type[Form]:
        return SecondFactorForm if factors.of(self.person) else PasswordAgain

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"person": self.person, "request": self.request}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = factors.of(self.person)
        question = passkeys.ask(self.request, self.person) if known.passkeys else None
        return super().get_context_data(
            next=ours(self.request),
            question=question,
            by_provider=self.request.session.get(BY_PROVIDER, False),
            **kwargs,
        )

    def form_valid(self, form: Form) -> HttpResponse:
        stepup.confirm_again(self.request)
        return HttpResponseRedirect(after_sign_in(self.request, ours(self.request)))


class HeldForm(OwnPage, TemplateView):
    """What was typed before the session ended: send it now, or let it go."""

    template_name = "registration/held_form.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        waiting = held_forms.held(request, self.person.pk)
        if waiting is None:
            return HttpResponseRedirect("/")
        held_forms.forget(request)
        return self.render_to_response(self.get_context_data(held=waiting))
