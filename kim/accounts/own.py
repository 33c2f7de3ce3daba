# SPDX-License-Identifier: AGPL-3.0-or-later
"""One's own account: password, second factors, and where one is signed in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View

from kim.accounts import devices
from kim.accounts.confirming import OwnPage
from kim.accounts.forms import NewPasswordForm
from kim.accounts.signing_in import NewFactor
from kim.accounts.ways import itself, ours
from permissions import actions, sessions
from permissions.accounts import factors, own_sessions
from permissions.models import Session, User
from permissions.stepup import FreshSignIn


class Account(OwnPage, TemplateView):
    template_name = "registration/account.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        here = sessions.hashed(self.request.session.session_key)
        return super().get_context_data(
            factors=factors.of(self.person),
            rows=[(row, self._browser(row), row.pk == here) for row in own_sessions.of(self.person)],
            **kwargs,
        )

    def _browser(self, row: Session) -> str:
        return str(self.request.session.decode(row.session_data).get(devices.BROWSER, ""))


class EndSession(OwnPage, FreshSignIn, View):
    """Sign out elsewhere: one session, or all but this one."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        here = sessions.hashed(request.session.session_key)
        own_sessions.end(self.person, only=request.POST.get("session", ""), keep=here, by=itself(self.person))
        messages.success(request, _("Die Sitzung ist beendet."))
        return HttpResponseRedirect(reverse("account"))


class ChangePassword(OwnPage, FreshSignIn, FormView):  # type: ignore[type-arg]  # generic only for the type checker
    """Everybody's own password; the old one is asked for, every other session ends."""

    template_name = "registration/change_password.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("account")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.person, "request": self.request}

    def get_form(self, form_class: Any = None) -> NewPasswordForm:
        """Without Django's sentence under the second field: its label says it, and says it correctly."""
        form: NewPasswordForm = super().get_form(form_class)
        form.fields["new_password2"].help_text = ""
        return form

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:
        person = self.person
        actions.change_password(person, password=form.cleaned_data["new_password1"], by=itself(person))
        update_session_auth_hash(self.request, person)
        own_sessions.end(person, keep=sessions.hashed(self.request.session.session_key), by=itself(person))
        messages.success(self.request, _("Das Passwort ist geändert."))
        return super().form_valid(form)


class AddFactor(OwnPage, FreshSignIn, NewFactor):
    """Another second factor."""

    def whose(self) -> User:
        return self.person


class RemoveFactor(OwnPage, FreshSignIn, View):
    """One second factor less; the last one stays while it is compulsory."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        passkey = request.POST.get("passkey", "")
        if factors.is_last(self.person):
            messages.error(
                request, _("Das ist Ihr einziger zweiter Faktor. Richten Sie erst einen anderen ein.")
            )
        else:
            factors.remove_factor(
                self.person, passkey=int(passkey) if passkey.isdecimal() else None, by=itself(self.person)
            )
            messages.success(request, _("Der zweite Faktor ist entfernt."))
        return HttpResponseRedirect(reverse("account"))


class RenewCodes(OwnPage, FreshSignIn, View):
    """Ten new codes for paper."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        fresh = factors.renew_recovery_codes(self.person, by=itself(self.person))
        return render(
            request, "registration/recovery_codes.html", {"codes": fresh, "onward": reverse("account")}
        )


class ChooseLanguage(OwnPage, View):
    """The language of the pages, for oneself; back to where one was."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponseRedirect:
        language = request.POST.get("language", "")
        actions.choose_language(self.person, language=language, by=itself(self.person))
        return HttpResponseRedirect(ours(request) or "/")
