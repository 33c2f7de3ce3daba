# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signing in, the way to one's first page, and the three statements every public site owes."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import LoginView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View

from permissions import actions, clock
from permissions.actor import Actor
from permissions.hats import Hat, hats_of
from permissions.models import User


class SignIn(LoginView):
    template_name = "registration/login.html"
    redirect_authenticated_user = True


class ChangePassword(LoginRequiredMixin, FormView):  # type: ignore[type-arg]  # generic only for the type checker
    """Everybody's own password; the old one is asked for, every other session ends."""

    template_name = "registration/change_password.html"
    form_class = PasswordChangeForm
    success_url = reverse_lazy("home")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        person = form.user
        actions.change_password(person, password=form.cleaned_data["new_password1"], by=_self(person))
        update_session_auth_hash(self.request, person)
        messages.success(self.request, _("Das Passwort ist geändert."))
        return super().form_valid(form)


class ChooseLanguage(LoginRequiredMixin, View):
    """The language of the pages, for oneself; back to where one was."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponseRedirect:
        person = request.user
        assert isinstance(person, User)  # noqa: S101  # LoginRequiredMixin has seen to it
        actions.choose_language(person, language=request.POST.get("language", ""), by=_self(person))
        back = request.POST.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(
            back, {request.get_host()}, require_https=request.is_secure()
        )
        return HttpResponseRedirect(back if is_ours else "/")


def _self(person: User) -> Actor:
    hats = hats_of(person, clock.today())
    return Actor(person, hats[0] if hats else Hat.READ)


class Statement(TemplateView):
    """A page of plain text that anybody may read."""


@login_required
def home(request: HttpRequest) -> HttpResponseRedirect:
    """Lead to the first page of the person's first hat."""
    assert isinstance(request.user, User)  # noqa: S101  # login_required has seen to it
    hats = hats_of(request.user, clock.today())
    if not hats:
        raise PermissionDenied(_("Ihnen ist zurzeit keine Aufgabe übertragen."))
    return HttpResponseRedirect(hats[0].prefix)
