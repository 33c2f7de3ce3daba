# SPDX-License-Identifier: AGPL-3.0-or-later
"""What goes into the Laufmappe that the file does not say by itself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemanagement import plan_words
from casemanagement.actions import disclosures
from casemanagement.consent_texts import GERMAN
from casemanagement.forms.pages_edit import EditForm
from casemanagement.printing.client_folder import Appointment, appointments


class FolderForm(EditForm):
    language = forms.ChoiceField(
        label=_("Sprache neben Deutsch"),
        help_text=_(
            "Übersetzt sind die festen Worte. Was Sie in den Zielen selbst übersetzt haben, steht dabei."
        ),
    )
    phone = forms.CharField(
        label=_("Telefon, unter dem man Sie erreicht"),
        required=False,
        max_length=60,
        help_text=_("Steht nur auf dem Papier."),
    )
    dates = forms.MultipleChoiceField(
        label=_("Welche Termine hinein sollen"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Wählen Sie nur, was für die Person bestimmt ist. Ablauf des Aufenthaltstitels und Kursbeginn stehen von selbst darin."
        ),
    )
    warning_read = forms.BooleanField(
        label=_("Anschrift geschützt: Ich habe geprüft, dass nichts sie verrät"),
        error_messages={
            "required": _("Die Anschrift ist geschützt. Bitte bestätigen Sie, dass nichts sie verrät.")
        },
    )

    def prepare(self) -> None:
        languages = [(GERMAN, _("nur Deutsch")), *(row for row in plan_words.choices() if row[0] != GERMAN)]
        self.fields["language"].choices = languages  # type: ignore[attr-defined]
        self.fields["dates"].choices = [(one.key, _called(one)) for one in appointments(self.case)]  # type: ignore[attr-defined]
        if not self.fields["dates"].choices:  # type: ignore[attr-defined]
            del self.fields["dates"]
        if not disclosures.is_protected(self.case):
            del self.fields["warning_read"]

    def deed(self) -> dict[str, Any]:
        return {name: value for name, value in super().deed().items() if name != "warning_read"}


def _called(one: Appointment) -> str:
    return f"{one.on:%d.%m.%Y} · {one.text or _('Fallkonferenz')}"
