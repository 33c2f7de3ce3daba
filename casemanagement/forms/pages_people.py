# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who the client is, who lives with her, and her situation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import (
    BenefitRegime,
    ConsentForm,
    CourseEntitlement,
    HouseholdConsentBy,
    HouseholdType,
    HousingStatus,
    LanguageLevel,
    Relation,
    ResidenceStatus,
    RiskFlag,
    TargetGroup,
)
from casemanagement.forms.case_form import note
from casemanagement.forms.dates import BirthDateField, GermanDateField
from casemanagement.forms.pages_edit import EditForm
from casemanagement.validators import NOTE_LENGTH
from permissions import clock

NAME_LENGTH = 200
IDENTITY = ("given_name", "family_name", "birth_date", "phone", "email", "street", "postcode", "city")
PERSON = ("given_name", "family_name", "birth_date", "relation")
SITUATION = (
    "nationality",
    "residence_status",
    "residence_valid_until",
    "entry_on",
    "course_entitlement",
    "benefit_regime",
    "household_type",
    "housing_status",
    "language_level",
    "target_groups",
    "risk_flags",
    "health_notes",
)


def _today() -> Any:
    return clock.today()


def _choice(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices.choices)


class Identity(EditForm):
    """Name and how to reach the person."""

    stored_fields = IDENTITY
    fieldsets = (
        (_("Person"), [("given_name", "family_name"), "birth_date"]),
        (_("Erreichbar"), [("phone", "email"), "street", ("postcode", "city")]),
    )

    given_name = forms.CharField(label=_("Vorname"), max_length=NAME_LENGTH)
    family_name = forms.CharField(label=_("Familienname"), max_length=NAME_LENGTH)
    birth_date = BirthDateField(label=_("Geburtsdatum"), required=False)
    phone = forms.CharField(label=_("Telefon"), required=False, max_length=60)
    email = forms.EmailField(label=_("E-Mail"), required=False, max_length=NAME_LENGTH)
    street = forms.CharField(label=_("Straße und Hausnummer"), required=False, max_length=NAME_LENGTH)
    postcode = forms.RegexField(
        label=_("Postleitzahl"),
        regex=r"^\d{5}$",
        required=False,
        error_messages={"invalid": _("Eine Postleitzahl hat fünf Ziffern.")},
    )
    city = forms.CharField(label=_("Ort"), required=False, max_length=100)


class HouseholdMember(EditForm):
    """Somebody who lives with the client."""

    stored_fields = PERSON
    fieldsets = (("", [("given_name", "family_name"), ("birth_date", "relation")]),)

    given_name = forms.CharField(label=_("Vorname"), max_length=NAME_LENGTH)
    family_name = forms.CharField(label=_("Familienname"), required=False, max_length=NAME_LENGTH)
    birth_date = BirthDateField(label=_("Geburtsdatum"), required=False)
    relation = _choice(_("Beziehung zur Klientin oder zum Klienten"), Relation)


class HouseholdConsent(EditForm):
    """The word of a person in the household, apart from the client's."""

    fieldsets = (("", [("consented_on", "consent_until"), "consented_by", "consent_form"]),)

    consented_on = GermanDateField(label=_("Eingewilligt am"), initial=_today, latest=_today)
    consent_until = GermanDateField(
        label=_("Gültig bis"), required=False, earliest=_today, help_text=_("Leer: zwölf Monate")
    )
    consented_by = forms.ChoiceField(
        label=_("Wer hat eingewilligt?"),
        choices=HouseholdConsentBy.choices,
        widget=forms.RadioSelect,
        help_text=_("Ab etwa 15 Jahren die Person selbst, darunter die Sorgeberechtigten"),
    )
    consent_form = forms.ChoiceField(label=_("Form"), choices=ConsentForm.choices, widget=forms.RadioSelect)


class Situation(EditForm):
    """The sensitive block."""

    stored_fields = SITUATION
    fieldsets = (
        (
            _("Aufenthalt"),
            [
                "nationality",
                ("residence_status", "residence_valid_until"),
                ("status_since", "is_correction"),
                ("entry_on", "course_entitlement"),
            ],
        ),
        (_("Leben"), [("benefit_regime", "language_level"), ("household_type", "housing_status")]),
        (_("Zielgruppen und Gefährdungen"), ["target_groups", "risk_flags"]),
        (_("Gesundheit"), ["health_notes"]),
    )

    nationality = forms.CharField(label=_("Staatsangehörigkeit"), required=False, max_length=60)
    residence_status = _choice(_("Aufenthaltsstatus"), ResidenceStatus)
    residence_valid_until = GermanDateField(label=_("Aufenthalt gültig bis"), required=False)
    status_since = GermanDateField(
        label=_("Wenn sich der Aufenthalt ändert: gilt seit"),
        required=False,
        latest=_today,
        help_text=_(
            "Leer: heute. Ein besserer Titel und die Einbürgerung werden von selbst zum Meilenstein."
        ),
    )
    is_correction = forms.BooleanField(
        label=_("Nichts hat sich geändert, ich berichtige nur eine falsche Angabe."), required=False
    )
    entry_on = GermanDateField(label=_("Einreise am"), required=False, latest=_today)
    course_entitlement = _choice(_("Zugang zum Integrationskurs"), CourseEntitlement)
    benefit_regime = _choice(_("Rechtskreis"), BenefitRegime)
    household_type = _choice(_("Haushalt"), HouseholdType)
    housing_status = _choice(_("Wohnsituation"), HousingStatus)
    language_level = _choice(_("Deutschkenntnisse"), LanguageLevel)
    target_groups = forms.MultipleChoiceField(
        label=_("Zielgruppen"),
        required=False,
        choices=TargetGroup.choices,
        widget=forms.CheckboxSelectMultiple(attrs={"layout": "columns"}),
    )
    risk_flags = forms.MultipleChoiceField(
        label=_("Gefährdungen"),
        required=False,
        choices=RiskFlag.choices,
        widget=forms.CheckboxSelectMultiple(attrs={"layout": "columns"}),
    )
    health_notes = note(
        _("Gesundheit"),
        rows=4,
        max_length=NOTE_LENGTH,
        help_text=_("Nur was für die Hilfe nötig ist; setzt die Einwilligung C2 voraus."),
    )
