# SPDX-License-Identifier: AGPL-3.0-or-later
"""What signing in and confirming ask for. Wrong answers are counted; the sentence tells nobody who exists."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from permissions.accounts import events, factors, invitations, passkeys, throttle
from permissions.models import SecurityEventKind, User

TOO_MANY = _("Zu viele falsche Versuche. Bitte versuchen Sie es in 15 Minuten noch einmal.")


def remote(request: HttpRequest) -> str:
    """Where a request comes from; behind a web server its own note counts, the last one, and none before it."""
    if settings.BEHIND_PROXY and (noted := request.headers.get("X-Forwarded-For", "")):
        return str(noted.rpartition(",")[2].strip())
    return str(request.META.get("REMOTE_ADDR", ""))


class Guarded(forms.Form):
    """A form whose wrong answers are counted against an account and an address."""

    request: HttpRequest

    def marks(self) -> list[str]:
        """What is counted: the account first, then the address."""
        raise NotImplementedError

    def refuse_if_closed(self) -> None:
        account, address = self.marks()
        closed = throttle.is_closed(account)
        if throttle.is_closed(address, most=throttle.MOST_OF_ADDRESS) or closed:
            raise ValidationError(TOO_MANY, code="too_many")

    def wrong(self, person: User | None) -> None:
        """Count one wrong answer, and note it when it was one too many."""
        throttle.count(*self.marks())
        if person is not None and throttle.is_closed(self.marks()[0]):
            events.note(SecurityEventKind.LOCKED, person=person, by=None)

    def right(self) -> None:
        throttle.forget(self.marks()[:1])


class PasswordForm(Guarded, AuthenticationForm):
    """Name and password."""

    request: HttpRequest
    error_messages = AuthenticationForm.error_messages | {
        "invalid_login": _(
            "Benutzername oder Passwort stimmt nicht. Achten Sie auf Groß- und Kleinschreibung."
        )
    }

    def marks(self) -> list[str]:
        return [
            throttle.account(self.cleaned_data.get("username", "")),
            throttle.address(remote(self.request)),
        ]

    def clean(self) -> dict[str, Any]:
        self.refuse_if_closed()
        try:
            cleaned = super().clean()
        except ValidationError:
            name = self.cleaned_data.get("username", "")
            self.wrong(User.objects.filter(username=name).first())
            raise
        if self.get_user() is not None:
            self.right()
        return cleaned


class NewPasswordForm(Guarded, PasswordChangeForm):
    """A new password for the old one, which nobody guesses here either."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def marks(self) -> list[str]:
        return [throttle.second_step(self.user.pk), throttle.address(remote(self.request))]

    def clean_old_password(self) -> str:
        self.refuse_if_closed()
        try:
            return str(super().clean_old_password())
        except ValidationError:
            self.wrong(self.user)
            raise


class OwnProof(Guarded):
    """Something only this person has or knows."""

    def __init__(self, *args: Any, person: User, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.request = request

    def marks(self) -> list[str]:
        return [throttle.second_step(self.person.pk), throttle.address(remote(self.request))]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        self.refuse_if_closed()
        if not self.proves():
            self.wrong(self.person)
            raise ValidationError(self.refusal())
        self.right()
        return cleaned

    def proves(self) -> bool:
        raise NotImplementedError

    def refusal(self) -> Any:
        raise NotImplementedError


class PasswordAgain(OwnProof):
    """The password once more, of whoever is signed in and has no second factor."""

    password = forms.CharField(
        label=_("Passwort"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def proves(self) -> bool:
        return self.person.check_password(self.cleaned_data["password"])

    def refusal(self) -> Any:
        return _("Das Passwort stimmt nicht.")


class SecondFactorForm(OwnProof):
    """A code of the app or of the paper, or the answer of a passkey."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("Sechs Ziffern aus Ihrer App, oder einer Ihrer Ersatzcodes."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )
    passkey = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-passkey-answer": ""}))

    mark_optional = False

    def proves(self) -> bool:
        if answer := self.cleaned_data["passkey"]:
            return passkeys.accept(self.request, self.person, answer)
        return factors.accept_code(self.person, self.cleaned_data["code"])

    def refusal(self) -> Any:
        return _("Der Code gilt nicht oder nicht mehr. Warten Sie auf den nächsten und geben Sie ihn ein.")


class AuthenticatorForm(forms.Form):
    """The first code of an app that has just read the picture."""

    code = forms.CharField(
        label=_("Code aus der App"),
        help_text=_("Sechs Ziffern, die alle 30 Sekunden wechseln."),
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class PasskeyForm(forms.Form):
    """A new passkey and what to call it."""

    name = forms.CharField(
        label=_("Bezeichnung"),
        help_text=_("Woran Sie das Gerät erkennen, zum Beispiel „Dienstlaptop“."),
        max_length=60,
    )
    passkey = forms.CharField(widget=forms.HiddenInput(attrs={"data-passkey-answer": ""}))


class RedeemForm(Guarded):
    """The printed invitation, and the first password."""

    username = forms.CharField(
        label=_("Benutzername"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    code = forms.CharField(
        label=_("Einladungscode"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    password = forms.CharField(
        label=_("Neues Passwort"),
        help_text=_("Mindestens 12 Zeichen."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def marks(self) -> list[str]:
        return [
            throttle.account(self.cleaned_data.get("username", "")),
            throttle.address(remote(self.request)),
        ]

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(username=self.cleaned_data.get("username", "")))
        return password

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        self.refuse_if_closed()
        with transaction.atomic():
            self.person = invitations.redeem(
                cleaned["username"], code=cleaned["code"], password=cleaned["password"], by=None
            )
        if self.person is None:
            self.wrong(None)
            raise ValidationError(
                _("Benutzername und Einladungscode passen nicht zusammen, oder der Code gilt nicht mehr.")
            )
        self.right()
        return cleaned
