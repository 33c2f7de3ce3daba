# SPDX-License-Identifier: AGPL-3.0-or-later
"""The questions of the Zugang: from the referral to the decision whether a case is taken on."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemanagement.actions import intake
from casemanagement.actions.grounds import EXCHANGE, Ground
from casemanagement.choices import (
    SPECIAL_CATEGORIES,
    AddressGround,
    ConsentForm,
    ConsentKind,
    DataCategory,
    DeclineReason,
    OverlapAnswer,
    OverlapConsequence,
    OverlapService,
    OverlapSource,
    RiskFlag,
    TriageDecision,
    UrgentReason,
)
from casemanagement.choices import Urgency as UrgencyLevel
from casemanagement.consent_texts import GERMAN
from casemanagement.forms.assigning import Clarification as Clarification  # noqa: PLC0414  steps of the same page
from casemanagement.forms.assigning import Leader as Leader  # noqa: PLC0414
from casemanagement.forms.case_form import CaseForm, note, yes_no
from casemanagement.forms.dates import GermanDateField
from casemanagement.forms.grounds import Grounded, chosen_consent
from casemanagement.forms.pages_consents import (
    check_proof,
    check_ticks,
    drawn_signature,
    seen,
    text_languages,
    typed_name,
)
from permissions import clock

if TYPE_CHECKING:
    from casemanagement.forms.case_form import Facts

BLANK = [("", _("bitte wählen"))]
NAME_LENGTH = 200


def _today() -> Any:
    return clock.today()


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
        (
            service.label,
            [(f"{service}_answer", f"{service}_source"), (f"{service}_consequence", f"{service}_consent")],
        )
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
            self.fields[f"{service}_consent"] = chosen_consent(
                self.case,
                EXCHANGE,
                label=_("Entbindung (C6)"),
                help_text=_("Nur wenn die Stelle selbst gefragt wurde"),
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
        answer = {part: self.cleaned_data[f"{service}_{part}"] for part in parts}
        ground = Ground(consent=self.cleaned_data[f"{service}_consent"])
        return {"service": service, "ground": ground} | answer


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
        (_("Gespräch"), ["information_given", "is_given", "kinds", "special_categories"]),
        (_("Nachweis"), ["form", ("language", "interpreter")]),
        (
            _("Unterschrift auf dem Bildschirm"),
            ["text_language", "signed_name", "signed_strokes", "witnessed"],
        ),
        (_("Papier oder Protokoll"), ["document", "protocol"]),
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
    special_categories = forms.MultipleChoiceField(
        label=_("C2 gilt für"),
        choices=[(code.value, code.label) for code in DataCategory if code in SPECIAL_CATEGORIES],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nur was angekreuzt ist, darf aufgeschrieben werden."),
    )
    form = forms.ChoiceField(label=_("Form"), choices=ConsentForm.choices, widget=forms.RadioSelect)
    text_language = text_languages(required=False)
    signed_name = typed_name()
    signed_strokes = drawn_signature()
    witnessed = seen()
    language = forms.CharField(label=_("Sprache des Gesprächs"), max_length=40, required=False)
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
            check_ticks(
                self, cleaned.get("kinds", []), "special_categories", cleaned.get("special_categories")
            )
            check_proof(self, cleaned)
        return cleaned

    def _demand_core(self, cleaned: dict[str, Any]) -> None:
        if ConsentKind.C1 not in cleaned.get("kinds", []):
            self.add_error("kinds", _("Ohne C1 kann keine Akte geführt werden."))

    def deed(self) -> dict[str, Any]:
        given = {name: value for name, value in self.cleaned_data.items() if name != "information_given"}
        given["text_language"] = given["text_language"] or GERMAN
        return given


class Conflict(CaseForm):
    """Whether the clarifying person is free to run this case."""

    has_conflict = yes_no(
        _("Sind Sie befangen?"),
        yes=_("ja, eine andere Person soll übernehmen"),
        no=_("nein, ich kenne die Person nicht privat und habe kein eigenes Interesse"),
    )


class ReferredOn(Grounded):
    """Another service hears of the client on a ground, or the client goes there herself."""

    ground_heading = _("Wenn weiterverwiesen wird: worauf es beruht")
    ground_known = ()

    def prepare(self) -> None:
        super().prepare()
        self.fields["ground_nothing_told"].label = _(
            "Die Person wendet sich selbst dorthin: wir sagen nichts über sie"
        )


class Triage(ReferredOn):
    """The decision whether the case is taken on."""

    fieldsets = ((_("Aufnahme"), ["decision", "reason", "is_disputed", "note"]),)
    ground_when = ("decision", TriageDecision.REFERRED_ON)

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

    def hints(self) -> list[str]:
        return self.case.missing_for_admission(clock.today())

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


class Place(ReferredOn):
    """How the waiting ends."""

    fieldsets = ((_("Platz"), ["outcome", "note"]),)
    ground_when = ("outcome", "elsewhere")

    outcome = forms.ChoiceField(
        label=_("Wie endet das Warten?"),
        choices=[
            ("place", _("Platz frei: wird aufgenommen")),
            ("elsewhere", _("an andere Stelle verwiesen")),
        ],
        widget=forms.RadioSelect,
    )
    note = note(_("Hinweis"), rows=2)
