# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a row of a file may say: its columns under their German headings, and what is wrong with each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.actions.consent_terms import WITH_RECIPIENT, usual_end
from casemanagement.choices import (
    AddressGround,
    BenefitRegime,
    ConsentForm,
    ConsentKind,
    Gender,
    Intensity,
    Phase,
    ReferralMode,
    ReferralSource,
    ResidenceStatus,
    Stadtbezirk,
)
from casemanagement.validators import birth_date, not_in_future, note_length, plausible_day
from permissions import clock
from permissions.actor import Actor
from permissions.duties import coordinated_by
from permissions.models import Membership, Organisation, User
from permissions.roles import Role

# Where a running case may stand. What the former papers hold of plans does not come from a table.
PHASES = (Phase.INTAKE, Phase.ASSESSMENT, Phase.PLANNING)
MISSING = gettext_lazy("Diese Angabe fehlt.")
SEPARATORS = str.maketrans({";": ",", "/": ",", "\n": ","})


def plain(words: str) -> str:
    """How headings and answers are compared."""
    return " ".join(words.replace("*", " ").replace(":", " ").split()).casefold()


class Text(forms.CharField):
    default_error_messages = {"required": MISSING}

    def __init__(self, *aliases: str, label: Any, max_length: int = 200, **options: Any) -> None:
        self.aliases = aliases
        super().__init__(
            label=label, max_length=max_length, required=options.pop("required", False), **options
        )


class Day(forms.DateField):
    default_error_messages = {
        "required": MISSING,
        "invalid": gettext_lazy("Dieses Datum ist nicht lesbar. Bitte als TT.MM.JJJJ schreiben."),
    }

    def __init__(self, *aliases: str, label: Any, **options: Any) -> None:
        self.aliases = aliases
        super().__init__(
            label=label,
            input_formats=["%d.%m.%Y", "%Y-%m-%d"],
            required=options.pop("required", False),
            **options,
        )


class Listed(Text):
    """One answer of a list, by its German word or its code."""

    def __init__(
        self, choices: Iterable[Any], *aliases: str, label: Any, empty: str = "", **options: Any
    ) -> None:
        super().__init__(*aliases, label=label, **options)
        self.answers, self.empty = list(choices), empty

    def clean(self, value: Any) -> Any:
        word = super().clean(value)
        if not word:
            return self.empty
        found = [one for one in self.answers if plain(word) in {plain(str(one.label)), plain(one.value)}]
        if not found:
            known = "; ".join(str(one.label) for one in self.answers)
            raise ValidationError(
                _("Diese Angabe steht nicht in der Liste. Möglich sind: %(known)s.") % {"known": known}
            )
        return found[0].value


class YesNo(Text):
    def clean(self, value: Any) -> Any:
        word = plain(super().clean(value))
        if word not in {"", "ja", "nein", "j", "n", "x"}:
            raise ValidationError(_("Bitte „ja“ oder „nein“ schreiben."))
        return word in {"ja", "j", "x"}


class Several(Text):
    def clean(self, value: Any) -> Any:
        words = super().clean(value).translate(SEPARATORS).split(",")
        return [word.strip() for word in words if word.strip()]


class RowForm(forms.Form):
    """One row. Its labels are the headings that are known without a mapping."""

    given_name = Text(label="Vorname", required=True)
    family_name = Text("Nachname", "Name", label="Familienname", required=True)
    birth_date = Day("Geboren am", label="Geburtsdatum", validators=[birth_date])
    gender = Listed(Gender, label="Geschlecht")
    languages = Several("Sprache", label="Sprachen")
    interpreter_needed = YesNo("Dolmetschen", label="Dolmetschen nötig")
    phone = Text("Telefonnummer", "Mobil", label="Telefon", max_length=60)
    email = Text("Mail", "EMail", label="E-Mail")
    street = Text("Straße", "Anschrift", label="Straße und Hausnummer")
    postcode = Text("PLZ", label="Postleitzahl", max_length=10)
    city = Text("Wohnort", label="Ort", max_length=100)
    address_ground = Listed(AddressGround, "Auskunftssperre", label="Anschrift geschützt (Grund)")
    stadtbezirk = Listed(Stadtbezirk, "Bezirk", label="Stadtbezirk", empty=Stadtbezirk.UNKNOWN)
    nationality = Text("Nationalität", label="Staatsangehörigkeit", max_length=60)
    entry_on = Day("Eingereist am", label="Einreise am", validators=[not_in_future])
    residence_status = Listed(ResidenceStatus, label="Aufenthaltsstatus")
    residence_valid_until = Day(label="Aufenthalt gültig bis", validators=[plausible_day])
    benefit_regime = Listed(BenefitRegime, "Leistungsbezug", label="Rechtskreis")
    received_on = Day("Eingang", "Gemeldet am", label="Meldung am", required=True, validators=[not_in_future])
    source = Listed(ReferralSource, "Herkunft der Meldung", label="Zugangsweg", empty=ReferralSource.OTHER)
    referrer = Text(label="Meldende Stelle", max_length=300)
    need_summary = Text("Bedarf", label="Anliegen", max_length=20_000, validators=[note_length])
    referral_agreed = YesNo(label="Mit der Meldung einverstanden")
    organisation = Text("Träger", label="Organisation", required=True)
    lead = Text("Fallmanagement", "Zuständig", label="Fallführung")
    phase = Listed([Phase(code) for code in PHASES], label="Phase", required=True)
    accepted_on = Day("Aufnahme am", "Fallbeginn", label="Aufgenommen am", validators=[not_in_future])
    intensity = Listed(Intensity, label="Intensität")
    informed_on = Day(label="Datenschutzinformation am", validators=[not_in_future])
    consented_on = Day("Einwilligung vom", label="Einwilligung am", validators=[not_in_future])
    consent_form = Listed(
        [ConsentForm.PAPER, ConsentForm.ORAL_PROTOCOL, ConsentForm.ELECTRONIC], label="Form der Einwilligung"
    )
    consented_until = Day(label="Einwilligung gültig bis", validators=[plausible_day])
    more_consents = Several(label="Weitere Einwilligungen")

    def __init__(self, data: dict[str, str], *, by: Actor) -> None:
        super().__init__(data)
        self.by = by

    def clean_organisation(self) -> Organisation | None:
        word = plain(self.cleaned_data["organisation"])
        houses = coordinated_by(self.by.person) if self.by.person else Organisation.objects.none()
        found = [
            house
            for house in houses
            if word in {plain(house.code), plain(house.name), plain(house.short_name)}
        ]
        if len(found) != 1:
            raise ValidationError(
                _("Diese Organisation ist nicht bekannt oder gehört nicht zu Ihrer Fachaufsicht.")
            )
        return found[0]

    def clean_more_consents(self) -> list[str]:
        codes = [code.upper() for code in self.cleaned_data["more_consents"]]
        if unknown := [code for code in codes if code not in ConsentKind.values]:
            raise ValidationError(
                _("Unbekannte Einwilligung: %(list)s. Geschrieben wird C2, C3 und so weiter.")
                % {"list": ", ".join(unknown)}
            )
        if named := [code for code in codes if code in WITH_RECIPIENT]:
            raise ValidationError(
                _("%(list)s nennt eine bestimmte Stelle und wird in der Akte einzeln erfasst.")
                % {"list": ", ".join(named)}
            )
        return sorted(set(codes) - {ConsentKind.C0, ConsentKind.C1})

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        self._check_lead(given)
        self._check_consent(given)
        if given.get("phase") not in {None, Phase.INTAKE}:
            for name in ("lead", "accepted_on", "informed_on", "consented_on", "consent_form"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("Diese Angabe fehlt; ab der Phase Assessment ist sie nötig."))
        self._check_order(given)
        return given

    def _check_lead(self, given: dict[str, Any]) -> None:
        word, house = plain(given.get("lead") or ""), given.get("organisation")
        given["lead"] = None
        if not word or house is None:
            return
        here = Membership.objects.valid_on(clock.today()).filter(
            organisation=house, role=Role.CASE_MANAGEMENT, person__is_active=True
        )
        people = User.objects.filter(pk__in=here.values("person"))
        found = [one for one in people if word in {plain(one.username), plain(one.display_name)}]
        if len(found) != 1:
            self.add_error(
                "lead",
                _("Diese Person arbeitet nicht im Fallmanagement dieser Organisation, oder es gibt mehrere."),
            )
            return
        given["lead"] = found[0]

    def _check_consent(self, given: dict[str, Any]) -> None:
        begun, ends = given.get("consented_on"), given.get("consented_until")
        if begun is None:
            if not given.get("referral_agreed") and not self.errors.keys() & {
                "consented_on",
                "referral_agreed",
            }:
                self.add_error(
                    "consented_on",
                    _(
                        "Ohne Einwilligung oder Einverständnis mit der Meldung darf niemand namentlich übernommen werden."
                    ),
                )
            return
        if not given.get("consent_form") and "consent_form" not in self.errors:
            self.add_error("consent_form", _("Diese Angabe fehlt; zu einer Einwilligung gehört ihre Form."))
        if ends and ends < begun:
            self.add_error("consented_until", _("Das Ende liegt vor dem Anfang."))
        elif (ends or usual_end(begun)) < clock.today():
            self.add_error(
                "consented_on",
                _("Die Einwilligung ist abgelaufen (üblich sind zwölf Monate). Bitte zuerst erneuern."),
            )

    def _check_order(self, given: dict[str, Any]) -> None:
        received, accepted = given.get("received_on"), given.get("accepted_on")
        if received and accepted and accepted < received:
            self.add_error("accepted_on", _("Die Aufnahme liegt vor der Meldung."))
        if given.get("phase") == Phase.INTAKE and accepted:
            self.add_error("accepted_on", _("In der Phase Zugang ist noch niemand aufgenommen."))


FIELDS: dict[str, Any] = RowForm.base_fields
REQUIRED = tuple(name for name, field in FIELDS.items() if field.required)
MODE = ReferralMode.WRITTEN


def heading_of(field: str) -> str:
    """How a column is called in KIM; an error that belongs to no column stands under the whole row."""
    known = FIELDS.get(field)
    return str(known.label) if known else _("Zeile")


def known_headings() -> dict[str, str]:
    """Each heading, and what it is also called → the field."""
    return {
        plain(word): name
        for name, field in FIELDS.items()
        for word in (str(field.label), name, *field.aliases)
    }


def matched(headings: Iterable[str], mapping: dict[str, str] | None = None) -> dict[str, str]:
    """Heading of the file → field; what somebody chose counts before what the heading says."""
    known, chosen = known_headings(), mapping or {}
    found: dict[str, str] = {}
    for heading in filter(None, headings):
        field = chosen[heading] if heading in chosen else known.get(plain(heading), "")
        if field:
            found[heading] = field
    return found


def missing(mapping: dict[str, str]) -> list[str]:
    """Columns without which no row can be read."""
    return [heading_of(name) for name in REQUIRED if name not in mapping.values()]


def doubly(mapping: dict[str, str]) -> list[str]:
    """Fields for which two columns stand."""
    named = list(mapping.values())
    return [heading_of(name) for name in sorted({name for name in named if named.count(name) > 1})]
