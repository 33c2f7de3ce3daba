# SPDX-License-Identifier: AGPL-3.0-or-later
"""The first page of a case: who it is, where from, and to which programme it belongs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import Gender, ReferralMode, ReferralSource, Stadtbezirk
from casemanagement.forms.case_form import note
from casemanagement.forms.dates import BirthDateField, GermanDateField
from casemanagement.models import Programme
from casemanagement.models.programme import KIM
from permissions import clock
from permissions.actor import Actor

BLANK = [("", _("bitte wählen"))]
NAME_LENGTH = 200


def _today() -> Any:
    return clock.today()


class ProgrammeField(forms.ChoiceField):
    """What nobody chose is KIM."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value) or KIM


class Referral(forms.Form):
    """The least that a case begins with: who it is, where from, and that the person knows of it."""

    fieldsets = (
        (
            _("Person"),
            [("given_name", "family_name"), ("birth_date", "gender"), "languages", "interpreter_needed"],
        ),
        (_("Erreichbar"), [("phone", "email"), "stadtbezirk"]),
        (
            _("Meldung"),
            [
                "programme",
                ("source", "mode"),
                ("received_on", "referrer"),
                "need_summary",
                "client_consented",
            ],
        ),
    )

    given_name = forms.CharField(label=_("Vorname"), max_length=NAME_LENGTH)
    family_name = forms.CharField(label=_("Familienname"), max_length=NAME_LENGTH)
    birth_date = BirthDateField(label=_("Geburtsdatum"), required=False)
    gender = forms.ChoiceField(label=_("Geschlecht"), choices=BLANK + Gender.choices, required=False)
    languages = forms.CharField(
        label=_("Sprachen"),
        required=False,
        max_length=NAME_LENGTH,
        help_text=_("Durch Komma getrennt, die wichtigste zuerst"),
    )
    interpreter_needed = forms.BooleanField(label=_("Sprachmittlung nötig"), required=False)
    phone = forms.CharField(label=_("Telefon"), required=False, max_length=60)
    email = forms.EmailField(label=_("E-Mail"), required=False)
    stadtbezirk = forms.ChoiceField(
        label=_("Stadtbezirk"), choices=BLANK + Stadtbezirk.choices, required=False
    )
    source = forms.ChoiceField(label=_("Zugangsweg"), choices=BLANK + ReferralSource.choices)
    mode = forms.ChoiceField(label=_("Art der Meldung"), choices=BLANK + ReferralMode.choices)
    received_on = GermanDateField(label=_("Eingegangen am"), initial=_today, latest=_today)
    programme = ProgrammeField(label=_("Programm"), initial=KIM)
    referrer = forms.CharField(label=_("Meldende Stelle oder Person"), required=False, max_length=NAME_LENGTH)
    need_summary = note(_("Anliegen"), help_text=_("In wenigen Sätzen: Was wird gebraucht?"))
    client_consented = forms.BooleanField(
        label=_("Die Person weiß von der Meldung und ist einverstanden"),
        error_messages={
            "required": _(
                "Ohne Einverständnis darf niemand namentlich gemeldet werden. "
                "Möglich ist eine anonyme Kurzberatung."
            )
        },
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Programme.objects.offered_to(actor)
        self.fields["programme"].choices = offered  # type: ignore[attr-defined]
        if not offered:
            del self.fields["programme"]

    def clean_languages(self) -> list[str]:
        """One entry per language, as it was typed."""
        parts = self.cleaned_data["languages"].split(",")
        return [part.strip() for part in parts if part.strip()]
