# SPDX-License-Identifier: AGPL-3.0-or-later
"""The questions of the Zugang: from the referral to the decision whether a case is taken on."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemanagement.actions import intake
from casemanagement.choices import (
    AddressGround,
    ConsentForm,
    ConsentKind,
    DeclineReason,
    Gender,
    OverlapAnswer,
    OverlapConsequence,
    OverlapService,
    OverlapSource,
    ReferralMode,
    ReferralSource,
    RiskFlag,
    Stadtbezirk,
    TriageDecision,
    UrgentReason,
)
from casemanagement.choices import Urgency as UrgencyLevel
from casemanagement.forms.case_form import CaseForm, note, yes_no
from casemanagement.forms.dates import BirthDateField, GermanDateField
from casemanagement.forms.people import CaseManagerField
from permissions import clock

if TYPE_CHECKING:
    from casemanagement.forms.case_form import Facts

BLANK = [("", _("bitte wählen"))]
NAME_LENGTH = 200


def _today() -> Any:
    return clock.today()


class Referral(forms.Form):
    """The least that a case begins with: who it is, where from, and that the person knows of it."""

    fieldsets = (
        (
            _("Person"),
            [("given_name", "family_name"), ("birth_date", "gender"), "languages", "interpreter_needed"],
        ),
        (_("Erreichbar"), [("phone", "email"), "stadtbezirk"]),
        (_("Meldung"), [("source", "mode"), ("received_on", "referrer"), "need_summary", "client_consented"]),
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

    def clean_languages(self) -> list[str]:
        """One entry per language, as it was typed."""
        parts = self.cleaned_data["languages"].split(",")
        return [part.strip() for part in parts if part.strip()]


class Clarification(CaseForm):
    """Who clarifies a referral from the desk."""

    person = CaseManagerField(label=_("Wer klärt?"))
    note = note(_("Hinweis"), rows=2)

    def prepare(self) -> None:
        self.fields["person"].offer(self.case, self.actor)  # type: ignore[attr-defined]


class Leader(Clarification):
    """Who runs the case from now on."""

    person = CaseManagerField(label=_("Fallführung"))


class Urgency(CaseForm):
    """What cannot wait, and what must not become known."""

    fieldsets = (
        (_("Dringlichkeit"), ["urgency", "urgent_reason", "risk_flags"]),
        (
            _("Schutz der Adresse"),
            ["has_protected_address", "protected_ground", "protected_address", "protected_until"],
        ),
    )

    urgency = forms.ChoiceField(
        label=_("Dringlichkeit"), choices=UrgencyLevel.choices, widget=forms.RadioSelect
    )
    urgent_reason = forms.ChoiceField(
        label=_("Grund der Dringlichkeit"), choices=BLANK + UrgentReason.choices, required=False
    )
    risk_flags = forms.MultipleChoiceField(
        label=_("Gefährdungen (Ersteinschätzung)"),
        choices=RiskFlag.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    has_protected_address = yes_no(
        _("Muss die Adresse geschützt werden?"), yes=_("ja, Adresse schützen"), no=_("nein")
    )
    protected_ground = forms.ChoiceField(
        label=_("Grund des Schutzes"), choices=BLANK + AddressGround.choices, required=False
    )
    protected_address = forms.CharField(label=_("Geschützte Adresse"), required=False, max_length=NAME_LENGTH)
    protected_until = GermanDateField(label=_("Schutz gilt bis"), required=False)

    def clean(self) -> dict[str, Any]:
        """A reason belongs to each alarm."""
        cleaned = super().clean()
        if cleaned.get("urgency") == UrgencyLevel.URGENT and not cleaned.get("urgent_reason"):
            self.add_error("urgent_reason", _("Bitte nennen Sie, warum die Meldung dringend ist."))
        if cleaned.get("has_protected_address") and not cleaned.get("protected_ground"):
            self.add_error("protected_ground", _("Bitte nennen Sie den Grund des Schutzes."))
        return cleaned


class Duplicates(CaseForm):
    """Tells that a file exists and whom to ask, and nothing else."""

    is_duplicate = yes_no(
        _("Wie geht es weiter?"),
        yes=_("Dieselbe Person: Die Meldung endet hier"),
        no=_("Weiter mit dieser Meldung"),
    )

    def facts(self) -> "Facts":
        """The blind index answers with an organisation at most."""
        exists, organisation = intake.duplicate_of(self.case, by=self.actor)
        if not exists:
            return [(_("Dublettenprüfung"), _("Keine weitere Akte gefunden."))]
        ask = organisation.name if organisation else _("Koordination")
        return [(_("Dublettenprüfung"), _("Es gibt bereits eine Akte. Bitte dort nachfragen: %s") % ask)]


class Overlap(CaseForm):
    """For each service that does the same work: the answer, who gave it, and what follows."""

    fieldsets = tuple(
        (service.label, [(f"{service}_answer", f"{service}_source"), f"{service}_consequence"])
        for service in OverlapService
    )

    def prepare(self) -> None:
        for service in OverlapService:
            self.fields[f"{service}_answer"] = forms.ChoiceField(
                label=_("Antwort"), choices=BLANK + OverlapAnswer.choices
            )
            self.fields[f"{service}_source"] = forms.ChoiceField(
                label=_("Quelle der Auskunft"), choices=OverlapSource.choices, initial=OverlapSource.CLIENT
            )
            self.fields[f"{service}_consequence"] = forms.ChoiceField(
                label=_("Folge"), choices=OverlapConsequence.choices, initial=OverlapConsequence.NONE
            )

    def clean(self) -> dict[str, Any]:
        """Whoever is accompanied elsewhere needs a consequence."""
        cleaned = super().clean()
        for service in OverlapService:
            overlaps = cleaned.get(f"{service}_answer") == OverlapAnswer.YES
            if overlaps and cleaned.get(f"{service}_consequence") == OverlapConsequence.NONE:
                self.add_error(
                    f"{service}_consequence", _("Bitte sagen Sie, was aus der Überschneidung folgt.")
                )
        return cleaned

    def deed(self) -> dict[str, Any]:
        return {"answers": [self._answer(service) for service in OverlapService]}

    def _answer(self, service: OverlapService) -> dict[str, Any]:
        parts = ("answer", "source", "consequence")
        return {"service": service} | {part: self.cleaned_data[f"{service}_{part}"] for part in parts}


KINDS_AT_INTAKE = (
    ConsentKind.C1,
    ConsentKind.C2,
    ConsentKind.C3,
    ConsentKind.C4,
    ConsentKind.C5,
    ConsentKind.C8,
    ConsentKind.C9,
    ConsentKind.C10,
)


class Consent(CaseForm):
    """The conversation about data: information first, then each consent for itself, proved by paper or protocol."""

    fieldsets = (
        (_("Gespräch"), ["information_given", "is_given", "kinds"]),
        (_("Nachweis"), ["form", ("language", "interpreter"), "document", "protocol"]),
    )

    information_given = forms.BooleanField(
        label=_("Datenschutzinformation nach Art. 13 DSGVO ausgehändigt (C0)"),
        error_messages={"required": _("Ohne Information gibt es keine wirksame Einwilligung.")},
    )
    is_given = yes_no(
        _("Willigt die Person in die Verarbeitung im KIM ein?"),
        yes=_("ja"),
        no=_("nein, es wird keine Akte geführt"),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Erteilte Einwilligungen"),
        choices=[(kind.value, kind.label) for kind in KINDS_AT_INTAKE],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    form = forms.ChoiceField(label=_("Form"), choices=ConsentForm.choices, widget=forms.RadioSelect)
    language = forms.CharField(label=_("Sprache des Gesprächs"), max_length=60, required=False)
    interpreter = forms.CharField(label=_("Sprachmittlung durch"), max_length=NAME_LENGTH, required=False)
    document = forms.FileField(
        label=_("Unterschriebene Einwilligung"),
        required=False,
        help_text=_("PDF, JPEG oder PNG, höchstens 10 MB"),
    )
    protocol = note(_("Protokoll der mündlichen Einwilligung"))

    def clean(self) -> dict[str, Any]:
        """A given consent names C1 and is proved."""
        cleaned = super().clean()
        if cleaned.get("is_given"):
            self._demand_core(cleaned)
            self._demand_proof(cleaned)
        return cleaned

    def _demand_core(self, cleaned: dict[str, Any]) -> None:
        if ConsentKind.C1 not in cleaned.get("kinds", []):
            self.add_error("kinds", _("Ohne C1 kann keine Akte geführt werden."))

    def _demand_proof(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("form") == ConsentForm.ORAL_PROTOCOL:
            if not cleaned.get("protocol"):
                self.add_error("protocol", _("Eine mündliche Einwilligung braucht ein Protokoll."))
        elif "document" not in self.errors and not cleaned.get("document"):
            self.add_error("document", _("Bitte legen Sie die unterschriebene Einwilligung bei."))

    def deed(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "information_given"}


class Conflict(CaseForm):
    """Whether the clarifying person is free to run this case."""

    has_conflict = yes_no(
        _("Sind Sie befangen?"),
        yes=_("ja, eine andere Person soll übernehmen"),
        no=_("nein, ich kenne die Person nicht privat und habe kein eigenes Interesse"),
    )


class Triage(CaseForm):
    """The decision whether the case is taken on."""

    decision = forms.ChoiceField(
        label=_("Entscheidung"), choices=TriageDecision.choices, widget=forms.RadioSelect
    )
    reason = forms.ChoiceField(
        label=_("Grund, wenn nicht aufgenommen"), choices=BLANK + DeclineReason.choices, required=False
    )
    is_disputed = forms.BooleanField(
        label=_("Meldende Stelle oder Klient*in widerspricht: Koordination entscheidet"), required=False
    )
    note = note(_("Begründung"))

    def clean(self) -> dict[str, Any]:
        """Whoever is not taken on is told why."""
        cleaned = super().clean()
        refused = cleaned.get("decision") in (TriageDecision.DECLINED, TriageDecision.REFERRED_ON)
        if refused and not cleaned.get("reason"):
            self.add_error("reason", _("Bitte nennen Sie den Grund."))
        return cleaned


class Dispute(CaseForm):
    """The coordinator's word on a refusal that somebody does not accept."""

    is_confirmed = yes_no(
        _("Bestätigen Sie die Ablehnung?"), yes=_("ja, bestätigen"), no=_("nein, erneut entscheiden")
    )
    note = note(_("Begründung"), rows=3)

    def clean(self) -> dict[str, Any]:
        """Whoever sends a decision back says why."""
        cleaned = super().clean()
        if cleaned.get("is_confirmed") is False and not cleaned.get("note"):
            self.add_error("note", _("Bitte nennen Sie den Grund."))
        return cleaned


class Place(CaseForm):
    """How the waiting ends."""

    outcome = forms.ChoiceField(
        label=_("Wie endet das Warten?"),
        choices=[
            ("place", _("Platz frei: wird aufgenommen")),
            ("elsewhere", _("an andere Stelle verwiesen")),
        ],
        widget=forms.RadioSelect,
    )
    note = note(_("Hinweis"), rows=2)
