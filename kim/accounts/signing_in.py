# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signing in: password, then the second factor; whoever has none yet sets one up before anything else."""

import base64
import datetime as dt
from typing import Any

import segno
from django.contrib.auth import login
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from kim.accounts import devices, oidc
from kim.accounts.forms import AuthenticatorForm, PasskeyForm, PasswordForm, RedeemForm, SecondFactorForm
from kim.accounts.ways import after_sign_in, itself, ours
from permissions import clock, held_forms, stepup
from permissions.accounts import codes, events, factors, passkeys, sealing
from permissions.models import SecurityEventKind, User

BACKEND = "permissions.authentication.PasswordBackend"
HALF_WAY_FOR = dt.timedelta(minutes=10)
_HALF, _NEW_SECRET = "half_way", "new_secret"  # in the session


def go_half_way(request: HttpRequest, person: User, back: str) -> HttpResponseRedirect:
    """The password was right; nothing is open yet."""
    request.session.cycle_key()
    request.session[_HALF] = [person.pk, clock.now().isoformat(), back]
    return HttpResponseRedirect(reverse("second_factor" if factors.of(person) else "set_up_factor"))


def half_way(request: HttpRequest) -> tuple[User, str] | None:
    """Whose password was right a moment ago, and where she wanted to go."""
    pk, at, back = request.session.get(_HALF, (None, "", ""))
    if pk is None or clock.now() - dt.datetime.fromisoformat(at) > HALF_WAY_FOR:
        return None
    person = User.objects.filter(pk=pk, is_active=True).first()
    return (person, back) if person else None


def sign_in(request: HttpRequest, person: User, *, way: str) -> None:
    """Open the session: a new name for it, and a proof that counts for five minutes."""
    request.session.pop(_HALF, None)
    login(request, person, backend=BACKEND)
    request.session[devices.BROWSER] = devices.browser_of(request)
    stepup.confirm(request)
    events.note(SecurityEventKind.SIGNED_IN, person=person, by=None, way=way)


class SignIn(LoginView):
    """Name and password, or the way to the provider that knows the person."""

    template_name = "registration/login.html"
    redirect_authenticated_user = True
    authentication_form = PasswordForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = held_forms.is_waiting(self.request)
        return super().get_context_data(waiting=waiting, provider=oidc.provider(), **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        person = form.get_user()
        assert isinstance(person, User)  # noqa: S101  PasswordBackend knows no others
        if factors.of(person) or factors.missing(person):
            return go_half_way(self.request, person, self.get_redirect_url())
        sign_in(self.request, person, way="password")
        return HttpResponseRedirect(after_sign_in(self.request, self.get_redirect_url()))


class HalfWay(TemplateView):
    """Pages between the password and the open session; others are sent back to the beginning."""

    person: User
    back: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        known = half_way(request)
        if known is None:
            return HttpResponseRedirect(reverse("login"))
        self.person, self.back = known
        return super().dispatch(request, *args, **kwargs)


class SecondFactor(HalfWay, FormView):  # type: ignore[type-arg]  # generic only for the type checker
    template_name = "registration/second_factor.html"
    form_class = SecondFactorForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"person": self.person, "request": self.request}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = factors.of(self.person)
        question = passkeys.ask(self.request, self.person) if known.passkeys else None
        return super().get_context_data(factors=known, question=question, **kwargs)

    def form_valid(self, form: Form) -> HttpResponse:
        way = "passkey" if form.cleaned_data["passkey"] else "code"
        sign_in(self.request, self.person, way=way)
        return HttpResponseRedirect(after_sign_in(self.request, self.back))


class NewFactor(TemplateView):
    """An authenticator app or a passkey; the page of whoever has none yet, and of whoever wants another."""

    template_name = "registration/new_factor.html"
    back: str = ""

    def whose(self) -> User:
        """Whose factor it will be."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        secret = self._secret()
        picture = segno.make(codes.uri(secret, account=self.whose().username), error="m")
        known = {"app": AuthenticatorForm(), "device": PasskeyForm(auto_id="id_device_%s")} | kwargs
        return super().get_context_data(
            picture=picture.svg_data_uri(scale=4, border=2),
            spelled=codes.spelled(secret),
            question=passkeys.ask_new(self.request, self.whose()),
            is_first=not factors.of(self.whose()),
            **known,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "passkey" in request.POST:
            return self._add_passkey(PasskeyForm(request.POST, auto_id="id_device_%s"))
        return self._add_app(AuthenticatorForm(request.POST))

    def _add_app(self, form: AuthenticatorForm) -> HttpResponse:
        if form.is_valid():
            first, code = not factors.of(self.whose()), form.cleaned_data["code"].replace(" ", "")
            if factors.add_authenticator(
                self.whose(), secret=self._secret(), code=code, by=itself(self.whose())
            ):
                return self.added(first=first)
            form.add_error("code", ValidationError(_("Der Code passt nicht zu diesem Bild.")))
        return self.render_to_response(self.get_context_data(app=form, form=form))

    def _add_passkey(self, form: PasskeyForm) -> HttpResponse:
        if form.is_valid():
            first, values = not factors.of(self.whose()), form.cleaned_data
            if passkeys.add(
                self.request,
                self.whose(),
                answer=values["passkey"],
                name=values["name"],
                by=itself(self.whose()),
            ):
                return self.added(first=first)
            form.add_error("name", ValidationError(_("Das Gerät hat keinen gültigen Schlüssel geschickt.")))
        return self.render_to_response(self.get_context_data(device=form, form=form))

    def added(self, *, first: bool) -> HttpResponse:
        """Where to go on; with the first factor come the codes for the day it is lost."""
        self.request.session.pop(_NEW_SECRET, None)
        if not first:
            return HttpResponseRedirect(reverse("account"))
        fresh = factors.renew_recovery_codes(self.whose(), by=itself(self.whose()))
        context = {"codes": fresh, "onward": after_sign_in(self.request, self.back)}
        return render(self.request, "registration/recovery_codes.html", context)

    def _secret(self) -> bytes:
        """The secret that the picture shows: the same until it is kept or given up."""
        owner, session = self.whose().pk, self.request.session
        try:
            sealed = base64.b64decode(session[_NEW_SECRET])
            return sealing.unseal(sealed, purpose=_NEW_SECRET, owner=owner)
        except (KeyError, ValueError, sealing.CannotUnseal):
            secret = codes.new_secret()
            sealed = sealing.seal(secret, purpose=_NEW_SECRET, owner=owner)
            session[_NEW_SECRET] = base64.b64encode(sealed).decode()
            return secret


class SetUpFactor(HalfWay, NewFactor):
    """The first factor, before the first page."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        known = half_way(request)
        if known and factors.of(known[0]):
            return HttpResponseRedirect(reverse("second_factor"))  # else a password would be enough
        return super().dispatch(request, *args, **kwargs)

    def whose(self) -> User:
        return self.person

    def added(self, *, first: bool) -> HttpResponse:
        sign_in(self.request, self.person, way="first_factor")
        return super().added(first=True)


class Redeem(FormView):  # type: ignore[type-arg]  # generic only for the type checker
    """The invitation on paper becomes a password; then one signs in with it."""

    template_name = "registration/redeem.html"
    form_class = RedeemForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form: Form) -> HttpResponse:
        assert isinstance(form, RedeemForm)  # noqa: S101  the only form of this page
        assert form.person is not None  # noqa: S101  else it would not be valid
        if factors.of(form.person) or factors.missing(form.person):
            return go_half_way(self.request, form.person, ours(self.request))
        sign_in(self.request, form.person, way="invitation")
        return HttpResponseRedirect("/")
