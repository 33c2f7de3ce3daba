# SPDX-License-Identifier: AGPL-3.0-or-later
"""The counting sheet, the form for partners without an account, and the two answers to what they sent."""

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import FieldOfAction, ReferralSource, Stadtbezirk, Urgency
from casemanagement.choices.advice import AdviceLanguage, AdviceOutcome, OutsideReason
from casemanagement.forms.case_form import note
from casemanagement.models.advice import LONGEST, STEP
from casemanagement.validators import NOTE_LENGTH
from permissions.models import Kommune

BLANK = [("", _("bitte wählen"))]
USUAL = 10  # minutes
SALT = "kim.outside_referral"
QUICKEST, SLOWEST = 5, 12 * 60 * 60  # seconds between opening the form and sending it


class CountingSheet(forms.Form):
    """One Kurzberatung in twenty seconds; nothing can be written into it, so nothing about a person can."""

    fields_of_action = forms.MultipleChoiceField(
        label=_("Handlungsfeld"), choices=FieldOfAction.choices, widget=forms.CheckboxSelectMultiple
    )
    language = forms.ChoiceField(label=_("Sprache"), choices=BLANK + AdviceLanguage.choices)
    minutes = forms.TypedChoiceField(
        label=_("Minuten"),
        choices=[(number, number) for number in range(STEP, LONGEST + 1, STEP)],
        coerce=int,
        initial=USUAL,
    )
    outcome = forms.ChoiceField(
        label=_("Ergebnis"),
        choices=[one for one in AdviceOutcome.choices if one[0] != AdviceOutcome.INTAKE],
        widget=forms.RadioSelect,
    )
    stadtbezirk = forms.ChoiceField(
        label=_("Stadtbezirk"),
        choices=Stadtbezirk.choices,
        initial=Stadtbezirk.UNKNOWN,
        required=False,
    )

    def __init__(self, data: Any = None, *, is_complex: bool = False, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.is_complex = is_complex
        # The button says the outcome.
        self.fields["outcome"].required = not is_complex

    def deed(self) -> dict[str, Any]:
        outcome = AdviceOutcome.INTAKE if self.is_complex else self.cleaned_data["outcome"]
        return self.cleaned_data | {"outcome": outcome}


class OutsideForm(forms.Form):
    """A Meldung von außen. Nothing is looked up while it is filled in, and nothing afterwards."""

    fieldsets = (
        (_("Ihre Stelle"), ["kommune", "sender", "callback"]),
        (
            _("Die Person"),
            [("given_name", "family_name"), ("phone", "email"), "language"],
        ),
        (_("Worum geht es?"), ["urgency", "need", "client_consented"]),
    )

    kommune = forms.ModelChoiceField(label=_("Kommune"), queryset=Kommune.objects.none())
    sender = forms.CharField(label=_("Stelle oder Organisation"), max_length=200)
    callback = forms.CharField(
        label=_("Ihr Name und Ihre Telefonnummer"), max_length=200, help_text=_("Für unseren Rückruf")
    )
    given_name = forms.CharField(label=_("Vorname"), max_length=200)
    family_name = forms.CharField(label=_("Familienname"), max_length=200)
    phone = forms.CharField(
        label=_("Telefon"),
        required=False,
        max_length=60,
        help_text=_("Telefon oder E-Mail: mindestens eines von beiden"),
    )
    email = forms.EmailField(label=_("E-Mail"), required=False, max_length=200)
    language = forms.ChoiceField(label=_("Sprache"), choices=BLANK + AdviceLanguage.choices)
    urgency = forms.ChoiceField(
        label=_("Dringlichkeit"), choices=Urgency.choices, initial=Urgency.NORMAL, widget=forms.RadioSelect
    )
    need = note(
        _("Was wird gebraucht?"),
        required=True,
        max_length=NOTE_LENGTH,
        help_text=_("In wenigen Sätzen. Bitte keine Angaben zu Gesundheit, Religion oder Gewalt."),
    )
    client_consented = forms.BooleanField(
        label=_("Die Person ist einverstanden"),
        error_messages={"required": _("Ohne Einverständnis der Person nehmen wir keine Meldung an.")},
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        towns = Kommune.objects.order_by("name")
        self.only = towns[0] if len(towns) == 1 else None
        if self.only:
            del self.fields["kommune"]
        else:
            self.fields["kommune"].queryset = towns  # type: ignore[attr-defined]
        self.fields["opened"].initial = signing.dumps("", salt=SALT)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not (cleaned.get("phone") or cleaned.get("email")):
            self.add_error("phone", _("Bitte sagen Sie, wie wir die Person erreichen."))
        if not self._took_its_time():
            # A person who is refused by mistake sends it once more; the page carries the first moment.
            self.add_error(None, _("Bitte prüfen Sie Ihre Angaben und senden Sie das Formular noch einmal."))
        return cleaned

    def _took_its_time(self) -> bool:
        opened = self.data.get("opened", "")
        try:
            signing.loads(opened, salt=SALT, max_age=SLOWEST)
        except signing.BadSignature:
            # The next attempt starts from now.
            self.data = {**self.data.dict(), "opened": signing.dumps("", salt=SALT)}  # type: ignore[attr-defined]
            return False
        try:
            signing.loads(opened, salt=SALT, max_age=QUICKEST)
        except signing.SignatureExpired:
            return True
        return False

    def deed(self) -> dict[str, Any]:
        town = self.cleaned_data.get("kommune") or self.only
        words = {
            name: value for name, value in self.cleaned_data.items() if name not in {"opened", "kommune"}
        }
        return words | {"kommune": town}


class TakeOver(forms.Form):
    source = forms.ChoiceField(
        label=_("Zugangsweg"), choices=ReferralSource.choices, initial=ReferralSource.OTHER
    )


class Reject(forms.Form):
    reason = forms.ChoiceField(label=_("Grund"), choices=BLANK + OutsideReason.choices)
