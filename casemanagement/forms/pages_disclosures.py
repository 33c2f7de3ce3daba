# SPDX-License-Identifier: AGPL-3.0-or-later
"""What leaves the house: each asks for a living consent or a statute. And what authorities ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.actions import disclosures
from casemanagement.choices import (
    ClaimedBasis,
    DataCategory,
    Decider,
    Direction,
    LegalBasis,
    Medium,
    RequestDecision,
)
from casemanagement.forms.case_form import note
from casemanagement.forms.dates import GermanDateField
from casemanagement.forms.grounds import Grounded, in_words
from casemanagement.forms.pages_edit import BLANK, EditForm
from casemanagement.forms.pages_lists import ANY, Filter
from casemanagement.models import Consent, Document
from permissions import clock
from permissions.rights import Right

COLUMNS = {"layout": "columns"}


def _today() -> Any:
    return clock.today()


class NewDisclosure(EditForm):
    """One act towards one recipient, on one ground."""

    fieldsets: tuple[Any, ...] = (
        (gettext_lazy("Worauf sie beruht"), ["consent", "legal_basis", "recipient", ("decided_by",), "note"]),
        (
            gettext_lazy("Was weitergegeben wird"),
            ["purpose", "categories", "document", ("direction", "medium"), "disclosed_on"],
        ),
        (gettext_lazy("Schutz"), ["warning_read"]),
    )

    consent = forms.ModelChoiceField(
        label=gettext_lazy("Geltende Einwilligung"),
        queryset=Consent.objects.none(),
        required=False,
        empty_label="—",
        help_text=gettext_lazy("Die Einwilligung nennt die Stelle und die Daten."),
    )
    legal_basis = forms.ChoiceField(
        label=gettext_lazy("Oder: gesetzliche Grundlage"),
        required=False,
        choices=BLANK + LegalBasis.choices,
        help_text=gettext_lazy("Nur wenn keine Einwilligung trägt; mit Begründung."),
    )
    recipient = forms.CharField(
        label=gettext_lazy("Empfänger bei gesetzlicher Grundlage"), required=False, max_length=200
    )
    decided_by = forms.CharField(
        label=gettext_lazy("Wer hat entschieden?"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Bei Kindeswohl zum Beispiel mit der insoweit erfahrenen Fachkraft"),
    )
    note = note(gettext_lazy("Begründung"), rows=3)
    purpose = forms.CharField(label=gettext_lazy("Zweck"), max_length=300)
    categories = forms.MultipleChoiceField(
        label=gettext_lazy("Welche Daten"),
        choices=DataCategory.choices,
        widget=forms.CheckboxSelectMultiple(attrs=COLUMNS),
    )
    document = forms.ModelChoiceField(
        label=gettext_lazy("Unterlage"),
        queryset=Document.objects.none(),
        required=False,
        empty_label=gettext_lazy("keine, nur Auskunft"),
    )
    direction = forms.ChoiceField(
        label=gettext_lazy("Richtung"), choices=Direction.choices, initial=Direction.GIVE
    )
    medium = forms.ChoiceField(label=gettext_lazy("Weg"), choices=BLANK + Medium.choices[:-1])
    disclosed_on = GermanDateField(
        label=gettext_lazy("Am"),
        initial=_today,
        help_text=gettext_lazy("Ein späterer Tag plant die Weitergabe."),
    )
    warning_read = forms.BooleanField(
        label=gettext_lazy("Anschrift geschützt: Ich habe geprüft, dass nichts sie verrät"), required=False
    )

    def prepare(self) -> None:
        grounds: Any = self.fields["consent"]
        living = [row.pk for row in disclosures.grounds(self.case, clock.today())]
        grounds.queryset = Consent.objects.filter(pk__in=living).select_related("recipient_organisation")
        grounds.label_from_instance = in_words
        papers: Any = self.fields["document"]
        known = Document.objects.filter(case=self.case).permitted(self.actor, Right.READ_DOCUMENTS)
        papers.queryset = known.order_by("-uploaded_at")
        papers.label_from_instance = lambda row: str(row.title)
        if not disclosures.is_protected(self.case):
            del self.fields["warning_read"]
            self.fieldsets = self.fieldsets[:-1]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("legal_basis") and not cleaned.get("consent") and not cleaned.get("recipient"):
            self.add_error("recipient", _("Bitte nennen Sie die Stelle."))
        return cleaned

    def deed(self) -> dict[str, Any]:
        """The recipient is the one the consent names; a paper is one of its items."""
        given = super().deed()
        consent, paper = given["consent"], given.pop("document")
        if consent is not None:
            given["recipient"] = consent.recipient_organisation or consent.recipient_text
        given["items"] = [{"kind": "document", "id": paper.pk}] if paper else []
        return given


class NewRequest(forms.Form):
    """The question as it came; nothing is answered by writing it down."""

    authority = forms.CharField(label=gettext_lazy("Anfragende Behörde"), max_length=300)
    contact = forms.CharField(
        label=gettext_lazy("Ansprechperson und Aktenzeichen"), required=False, max_length=300
    )
    asked_on = GermanDateField(label=gettext_lazy("Eingegangen am"), initial=_today, latest=_today)
    claimed_basis = forms.ChoiceField(
        label=gettext_lazy("Genannte Rechtsgrundlage"), choices=BLANK + ClaimedBasis.choices
    )
    claimed_text = forms.CharField(
        label=gettext_lazy("Wortlaut der Rechtsgrundlage"), required=False, max_length=300
    )
    question = note(gettext_lazy("Was wird gefragt?"), required=True, rows=5)


class NewCaseRequest(EditForm):
    """The same about a known case."""

    authority = NewRequest.base_fields["authority"]
    contact = NewRequest.base_fields["contact"]
    asked_on = NewRequest.base_fields["asked_on"]
    claimed_basis = NewRequest.base_fields["claimed_basis"]
    claimed_text = NewRequest.base_fields["claimed_text"]
    question = NewRequest.base_fields["question"]


class DecidedRequest(forms.Form):
    """The word of data protection or the legal office."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Entscheidung"),
        choices=[choice for choice in RequestDecision.choices if choice[0] != RequestDecision.OPEN],
        widget=forms.RadioSelect,
    )
    decider = forms.ChoiceField(label=gettext_lazy("Entschieden durch"), choices=Decider.choices)
    decision_basis = note(
        gettext_lazy("Begründung"),
        required=True,
        rows=4,
        help_text=gettext_lazy("Welche Vorschrift erlaubt oder verbietet die Auskunft?"),
    )
    answered_on = GermanDateField(
        label=gettext_lazy("Beantwortet am"),
        required=False,
        latest=_today,
        help_text=gettext_lazy("Leer lassen, solange die Antwort noch nicht verschickt ist."),
    )
    answer = note(gettext_lazy("Was wurde geantwortet?"), rows=4)


class DecidedCaseRequest(Grounded, DecidedRequest):
    """The same about somebody known here: an answer that tells something rests on a consent or a statute."""

    fieldsets = (
        (gettext_lazy("Entscheidung"), ["decision", "decider", "decision_basis", "answered_on", "answer"]),
    )
    ground_heading = gettext_lazy("Wenn Auskunft erteilt ist: worauf sie beruht")
    ground_known = ("nothing_told", "recipient", "note", "decided_by")


class RequestsFilter(Filter):
    """Which questions are shown."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Entscheidung"), required=False, choices=ANY + RequestDecision.choices
    )
