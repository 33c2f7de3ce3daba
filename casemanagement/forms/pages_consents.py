# SPDX-License-Identifier: AGPL-3.0-or-later
"""Consents of a case: reading them together, giving, renewing and revoking them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemanagement import consent_texts
from casemanagement.actions.consent_terms import WITH_RECIPIENT
from casemanagement.choices import (
    SPECIAL_CATEGORIES,
    ConsentForm,
    ConsentKind,
    DataCategory,
    Direction,
    Representation,
    RepresentationScope,
    RevokedVia,
    SignedBy,
)
from casemanagement.forms.case_form import note
from casemanagement.forms.dates import GermanDateField
from casemanagement.forms.pages_edit import BLANK, EditForm
from casemanagement.forms.pages_papers import FILE_HELP
from casemanagement.models import Representative
from casemanagement.validators import NOTE_LENGTH
from permissions import clock
from permissions.models import Organisation
from permissions.rights import Right

COLUMNS = {"layout": "columns"}


def _today() -> Any:
    return clock.today()


def text_languages(**options: Any) -> forms.ChoiceField:
    """The languages in which there is a text; German is always beside it."""
    return forms.ChoiceField(
        label=_("Text gelesen auf"), choices=consent_texts.choices, initial=consent_texts.GERMAN, **options
    )


def typed_name() -> forms.CharField:
    return forms.CharField(
        label=_("Name der unterschreibenden Person"),
        required=False,
        max_length=200,
        help_text=_("Bei Unterschrift auf dem Bildschirm: Die Person gibt ihren Namen selbst ein."),
    )


class DrawnSignature(forms.TextInput):
    """A field to draw in; what is sent are its strokes."""

    template_name = "kern/drawn_signature.html"
    use_fieldset = True

    def id_for_label(self, id_: str | None) -> str:
        return f"{id_}_pad" if id_ else ""


def drawn_signature() -> forms.CharField:
    return forms.CharField(
        label=_("Unterschrift zeichnen"),
        required=False,
        widget=DrawnSignature,
        help_text=_("Wenn die Person das möchte. Es genügt der eingegebene Name."),
    )


def seen() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("Ich habe gesehen, dass die Person den Text gelesen oder gehört und selbst zugestimmt hat"),
        required=False,
    )


def check_proof(form: forms.Form, cleaned: dict[str, Any]) -> None:
    """Each form has its own proof: paper, name and witness, or protocol."""
    match cleaned.get("form"):
        case ConsentForm.ORAL_PROTOCOL:
            if not cleaned.get("protocol"):
                form.add_error("protocol", _("Eine mündliche Einwilligung braucht ein Protokoll."))
        case ConsentForm.ELECTRONIC if not cleaned.get("document") and "document" not in form.errors:
            if not cleaned.get("signed_name"):
                form.add_error("signed_name", _("Bitte den Namen der unterschreibenden Person eingeben."))
            if not cleaned.get("witnessed"):
                form.add_error(
                    "witnessed", _("Bitte bestätigen Sie, dass Sie die Unterschrift gesehen haben.")
                )
        case ConsentForm.PAPER if not cleaned.get("document") and "document" not in form.errors:
            form.add_error("document", _("Bitte legen Sie die unterschriebene Einwilligung bei."))


def check_ticks(form: forms.Form, kinds: Any, field: str, given: Any) -> None:
    """What is specially protected is named one by one, or nothing of it is allowed."""
    if ConsentKind.C2 in kinds and not set(given or []) & SPECIAL_CATEGORIES:
        form.add_error(field, _("Bitte kreuzen Sie an, welche besonders geschützten Angaben C2 erlaubt."))


class Proved(EditForm):
    """What every consent needs, whatever it is about."""

    form = forms.ChoiceField(
        label=_("Form"), choices=ConsentForm.choices, widget=forms.RadioSelect(attrs={"layout": "horizontal"})
    )
    language = forms.CharField(label=_("Sprache des Gesprächs"), required=False, max_length=40)
    interpreter = forms.CharField(label=_("Gedolmetscht durch"), required=False, max_length=200)
    text_language = text_languages(required=False)
    signed_name = typed_name()
    signed_strokes = drawn_signature()
    witnessed = seen()
    document = forms.FileField(label=_("Unterschriebene Einwilligung"), required=False, help_text=FILE_HELP)
    protocol = note(_("Protokoll der mündlichen Einwilligung"), rows=4, max_length=NOTE_LENGTH)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        check_proof(self, cleaned)
        return cleaned

    def clean_text_language(self) -> str:
        """A form that does not ask means German."""
        return str(self.cleaned_data["text_language"] or consent_texts.GERMAN)


PROOF: list[Any] = ["form", ("language", "interpreter")]
ON_SCREEN: list[Any] = ["text_language", "signed_name", "signed_strokes", "witnessed"]
ON_PAPER: list[Any] = ["document", "protocol"]


class RenewedConsent(Proved):
    """The terms stay; only the proof is new."""

    fieldsets = (
        (_("Wie"), PROOF),
        (_("Unterschrift auf dem Bildschirm"), ON_SCREEN),
        (_("Papier oder Protokoll"), ON_PAPER),
    )


class GivenConsent(Proved):
    """One consent: to whom, for what, which data, until when."""

    fieldsets = (
        (
            _("Wozu"),
            [
                "kind",
                ("recipient_organisation", "recipient_text"),
                "purpose",
                "data_categories",
                "direction",
                ("valid_from", "valid_until"),
            ],
        ),
        (_("Wie"), [*PROOF, ("signed_by", "representative")]),
        (_("Unterschrift auf dem Bildschirm"), ON_SCREEN),
        (_("Papier oder Protokoll"), ON_PAPER),
    )

    kind = forms.ChoiceField(label=_("Einwilligung"), choices=BLANK + ConsentKind.choices)
    recipient_organisation = forms.ModelChoiceField(
        label=_("Empfänger im KIM"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="—",
        help_text=_("Bei C5 nötig"),
    )
    recipient_text = forms.CharField(
        label=_("Andere Stelle"),
        required=False,
        max_length=200,
        help_text=_("Bei C6 und C7, zum Beispiel Jobcenter"),
    )
    purpose = forms.CharField(label=_("Zweck"), required=False, max_length=300)
    data_categories = forms.MultipleChoiceField(
        label=_("Welche Daten"),
        required=False,
        choices=DataCategory.choices,
        widget=forms.CheckboxSelectMultiple(attrs=COLUMNS),
        help_text=_("Bei C2: was aufgeschrieben werden darf. Bei C5 bis C7: was weitergegeben werden darf."),
    )
    direction = forms.ChoiceField(label=_("Richtung"), required=False, choices=BLANK + Direction.choices)
    valid_from = GermanDateField(label=_("Gültig ab"), initial=_today, latest=_today)
    valid_until = GermanDateField(
        label=_("Gültig bis"), required=False, help_text=_("Leer lassen für zwölf Monate")
    )
    signed_by = forms.ChoiceField(
        label=_("Unterschrieben von"), choices=SignedBy.choices, initial=SignedBy.CLIENT, required=False
    )
    representative = forms.ModelChoiceField(
        label=_("Vertretungsperson"),
        queryset=Representative.objects.none(),
        required=False,
        empty_label="—",
        help_text=_("Bei Minderjährigen, Vormundschaft und Betreuung"),
    )

    def prepare(self) -> None:
        houses = Organisation.objects.filter(kommune=self.case.kommune_id)
        self.fields["recipient_organisation"].queryset = houses  # type: ignore[attr-defined]
        field: Any = self.fields["representative"]
        known = Representative.objects.filter(case=self.case).permitted(self.actor, Right.READ_IDENTITY)
        field.queryset = known.order_by("pk")
        field.label_from_instance = lambda row: f"{row.name} ({row.get_kind_display()})"

    def clean_signed_by(self) -> str:
        """A form that does not ask means the client."""
        return str(self.cleaned_data["signed_by"] or SignedBy.CLIENT)

    def clean(self) -> dict[str, Any]:
        """A recipient where one is meant, an end after the beginning, and a proof."""
        cleaned = super().clean()
        self._check_recipient(cleaned)
        check_ticks(self, [cleaned.get("kind")], "data_categories", cleaned.get("data_categories"))
        begins, ends = cleaned.get("valid_from"), cleaned.get("valid_until")
        if begins and ends and ends < begins:
            self.add_error("valid_until", _("Das Ende liegt vor dem Beginn."))
        if cleaned.get("signed_by") not in ("", None, SignedBy.CLIENT) and not cleaned.get("representative"):
            self.add_error("representative", _("Bitte wählen Sie die Vertretungsperson."))
        return cleaned

    def _check_recipient(self, cleaned: dict[str, Any]) -> None:
        kind, house, other = (
            cleaned.get(name) for name in ("kind", "recipient_organisation", "recipient_text")
        )
        if kind == ConsentKind.C5 and not house:
            self.add_error(
                "recipient_organisation", _("Bitte wählen Sie, an welche Organisation übergeben werden darf.")
            )
        if kind in WITH_RECIPIENT and not house and not other and kind != ConsentKind.C5:
            self.add_error("recipient_text", _("Bitte nennen Sie die Stelle."))
        if house and other:
            self.add_error(
                "recipient_text",
                _("Bitte nennen Sie nur einen Empfänger; für den zweiten eine eigene Einwilligung."),
            )


class RevokedConsent(EditForm):
    """How and when it was taken back; the consequences stand above."""

    revoked_on = GermanDateField(label=_("Widerrufen am"), initial=_today, latest=_today)
    revoked_via = forms.ChoiceField(label=_("Wie"), choices=BLANK + RevokedVia.choices)


class NamedRepresentative(EditForm):
    """Parent, guardian, court-appointed carer or attorney, and what they may decide."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Stellung"), choices=BLANK + Representation.choices)
    scope = forms.MultipleChoiceField(
        label=_("Aufgabenkreis"),
        choices=RepresentationScope.choices,
        widget=forms.CheckboxSelectMultiple(attrs=COLUMNS),
        help_text=_("Eine Betreuung gilt nur für die Aufgaben, die das Gericht genannt hat."),
    )
    reachable = forms.CharField(label=_("Erreichbar unter"), required=False, max_length=300)
    valid_from = GermanDateField(label=_("Seit"), initial=_today, latest=_today)
    valid_until = GermanDateField(label=_("Bis"), required=False)


class ConsentReading(EditForm):
    """The text is read together first; the same page signs it, or prints it for a signature by hand."""

    fieldsets = (
        (
            _("Was zusammen gelesen wird"),
            [
                "text_language",
                "kinds",
                ("recipient_organisation", "recipient_text"),
                "purpose",
                "data_categories",
                "direction",
            ],
        ),
        (
            _("Auf dem Bildschirm unterschreiben"),
            ["signed_name", "signed_strokes", "witnessed", ("representative", "interpreter")],
        ),
    )

    text_language = text_languages()
    kinds = forms.MultipleChoiceField(
        label=_("Einwilligungen"),
        choices=ConsentKind.choices,
        widget=forms.CheckboxSelectMultiple(attrs=COLUMNS),
    )
    recipient_organisation = GivenConsent.base_fields["recipient_organisation"]
    recipient_text = GivenConsent.base_fields["recipient_text"]
    purpose = GivenConsent.base_fields["purpose"]
    data_categories = GivenConsent.base_fields["data_categories"]
    direction = GivenConsent.base_fields["direction"]
    signed_name = typed_name()
    signed_strokes = drawn_signature()
    witnessed = seen()
    representative = GivenConsent.base_fields["representative"]
    interpreter = forms.CharField(label=_("Gedolmetscht durch"), required=False, max_length=200)

    prepare = GivenConsent.prepare

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        house, other = cleaned.get("recipient_organisation"), cleaned.get("recipient_text")
        check_ticks(self, cleaned.get("kinds", []), "data_categories", cleaned.get("data_categories"))
        for kind in cleaned.get("kinds", []):
            if kind == ConsentKind.C5 and not house:
                self.add_error(
                    "recipient_organisation",
                    _("Bitte wählen Sie, an welche Organisation übergeben werden darf."),
                )
            elif kind in WITH_RECIPIENT and not house and not other:
                self.add_error("recipient_text", _("Bitte nennen Sie die Stelle."))
        return cleaned
