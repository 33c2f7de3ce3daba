# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every form asks by which words about a person may leave the house: on what that rests."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from casemanagement.actions import disclosures
from casemanagement.actions.grounds import EXCHANGE, PREFIX, Ground, on_offer
from casemanagement.choices import ConsentKind, DataCategory, LegalBasis
from casemanagement.forms.case_form import CaseForm, note
from casemanagement.models import Case, Consent
from permissions import clock
from permissions.hats import Hat

BLANK: list[Any] = [("", "—")]


def in_words(consent: Consent) -> str:
    """A consent as it stands in a list: what it is, to whom, until when."""
    until = f", bis {consent.valid_until:%d.%m.%Y}" if consent.valid_until else ""
    return f"{consent.kind} {consent.recipient or consent.get_kind_display()}{until}"


def chosen_consent(case: Case, kinds: Iterable[ConsentKind], **words: Any) -> forms.ModelChoiceField[Consent]:
    """A choice among the living consents of the case."""
    field = forms.ModelChoiceField(queryset=Consent.objects.none(), required=False, empty_label="—", **words)
    _offer(field, case, kinds)
    return field


def _offer(field: Any, case: Case, kinds: Iterable[ConsentKind]) -> None:
    living = on_offer(case, kinds, clock.today())
    rows = Consent.objects.filter(pk__in=[row.pk for row in living])
    field.queryset = rows.select_related("recipient_organisation")
    field.label_from_instance = in_words
    if not living:
        field.help_text = _("Für diesen Fall gilt zurzeit keine, die das erlaubt.")


class Grounded(CaseForm):
    """Asks for the living consent of this case or the statute; the action refuses a deed without one."""

    ground_heading: ClassVar[Any] = _("Worauf die Weitergabe beruht")
    ground_kinds: ClassVar[tuple[ConsentKind, ...]] = EXCHANGE
    # Questions that this form does not ask, because the deed knows the answer.
    ground_known: ClassVar[tuple[str, ...]] = ("nothing_told",)
    # Which field of the form must hold which of these answers before anything is told; empty: it always is.
    ground_when: ClassVar[tuple[str, ...]] = ()
    fieldsets: Any = ()

    ground_consent = forms.ModelChoiceField(
        label=_("Geltende Einwilligung"), queryset=Consent.objects.none(), required=False, empty_label="—"
    )
    ground_legal_basis = forms.ChoiceField(
        label=_("Oder: gesetzliche Grundlage"),
        required=False,
        choices=BLANK + LegalBasis.choices,
        help_text=_("Nur wenn keine Einwilligung trägt; mit Begründung."),
    )
    ground_note = note(_("Begründung der gesetzlichen Grundlage"), rows=2)
    ground_decided_by = forms.CharField(label=_("Wer hat das entschieden?"), required=False, max_length=200)
    ground_recipient = forms.CharField(
        label=_("Empfänger bei gesetzlicher Grundlage"), required=False, max_length=200
    )
    ground_categories = forms.MultipleChoiceField(
        label=_("Welche Daten"),
        required=False,
        choices=DataCategory.choices,
        initial=[DataCategory.IDENTITY],
        widget=forms.CheckboxSelectMultiple(attrs={"layout": "columns"}),
    )
    ground_nothing_told = forms.BooleanField(
        label=_("Über die Person wurde nichts gesagt, auch nicht ihr Name"), required=False
    )
    ground_warning_read = forms.BooleanField(
        label=_("Anschrift geschützt: Ich habe geprüft, dass nichts sie verrät"), required=False
    )

    def prepare(self) -> None:
        super().prepare()
        consent = self.fields[f"{PREFIX}consent"]
        _offer(consent, self.case, self.ground_kinds)
        if self.ground_when:
            # Without the script the questions stand there all the time.
            name, *answers = self.ground_when
            consent.widget.attrs |= {"data-when": name, "data-when-is": " ".join(answers)}
        unasked = [f"{PREFIX}{name}" for name in self.ground_known]
        # Outside the case work nobody sees whether there is an address to protect; so everybody is asked.
        if self.actor.hat is Hat.CASE and not disclosures.is_protected(self.case):
            unasked.append(f"{PREFIX}warning_read")
        for name in unasked:
            del self.fields[name]
        asked = [name for name in self.fields if name.startswith(PREFIX)]
        self.fieldsets = (*self.fieldsets, (self.ground_heading, asked))

    def deed(self) -> dict[str, Any]:
        given = super().deed()
        said = {name: given.pop(name) for name in list(given) if name.startswith(PREFIX)}
        words = {name.removeprefix(PREFIX): value for name, value in said.items()}
        if "categories" in words:
            words["categories"] = tuple(words["categories"])
        return given | {"ground": Ground(**words)}
