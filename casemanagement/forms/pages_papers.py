# SPDX-License-Identifier: AGPL-3.0-or-later
"""Papers and consents of a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import ConsentForm, ConsentKind, DocumentKind, RevokedVia
from casemanagement.forms.case_form import note
from casemanagement.forms.dates import GermanDateField
from casemanagement.forms.pages_edit import BLANK, EditForm
from casemanagement.validators import NOTE_LENGTH
from permissions import clock
from permissions.models import Organisation

FILE_HELP = _(
    "PDF, JPEG oder PNG, höchstens 10 MB. Bei einem Fehler wählen Sie die Datei bitte noch einmal aus."
)
# What the system itself files is not uploaded by hand.
UPLOADED = [choice for choice in DocumentKind.choices if choice[0] != DocumentKind.SUPPORT_PLAN]
WITH_RECIPIENT = (ConsentKind.C5, ConsentKind.C6, ConsentKind.C7)


def _today() -> Any:
    return clock.today()


class Upload(EditForm):
    """A paper for the file."""

    kind = forms.ChoiceField(label=_("Art"), choices=UPLOADED)
    title = forms.CharField(
        label=_("Titel"), max_length=200, help_text=_("Lesen alle, denen die Akte offen ist.")
    )
    file = forms.FileField(label=_("Datei"), help_text=FILE_HELP)


class GivenConsent(EditForm):
    """One consent, proved by a paper or by a protocol."""

    fieldsets = (
        (
            _("Wozu"),
            ["kind", ("recipient_organisation", "recipient_text"), "purpose", ("valid_from", "valid_until")],
        ),
        (_("Wie"), ["form", ("language", "interpreter"), "document", "protocol"]),
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
    valid_from = GermanDateField(label=_("Gültig ab"), initial=_today, latest=_today)
    valid_until = GermanDateField(
        label=_("Gültig bis"), required=False, help_text=_("Leer lassen für zwölf Monate")
    )
    form = forms.ChoiceField(
        label=_("Form"), choices=ConsentForm.choices, widget=forms.RadioSelect(attrs={"layout": "horizontal"})
    )
    language = forms.CharField(label=_("Sprache des Gesprächs"), required=False, max_length=40)
    interpreter = forms.CharField(label=_("Gedolmetscht durch"), required=False, max_length=200)
    document = forms.FileField(label=_("Unterschriebene Einwilligung"), required=False, help_text=FILE_HELP)
    protocol = note(_("Protokoll der mündlichen Einwilligung"), rows=4, max_length=NOTE_LENGTH)

    def prepare(self) -> None:
        houses = Organisation.objects.filter(kommune=self.case.kommune_id)
        self.fields["recipient_organisation"].queryset = houses  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A recipient where one is meant, an end after the beginning, and a proof."""
        cleaned = super().clean()
        self._check_recipient(cleaned)
        begins, ends = cleaned.get("valid_from"), cleaned.get("valid_until")
        if begins and ends and ends < begins:
            self.add_error("valid_until", _("Das Ende liegt vor dem Beginn."))
        self._check_proof(cleaned)
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

    def _check_proof(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("form") == ConsentForm.ORAL_PROTOCOL:
            if not cleaned.get("protocol"):
                self.add_error("protocol", _("Eine mündliche Einwilligung braucht ein Protokoll."))
        elif cleaned.get("form") and "document" not in self.errors and not cleaned.get("document"):
            self.add_error("document", _("Bitte legen Sie die unterschriebene Einwilligung bei."))


class RevokedConsent(EditForm):
    """How and when it was taken back; the consequences stand above."""

    revoked_on = GermanDateField(label=_("Widerrufen am"), initial=_today, latest=_today)
    revoked_via = forms.ChoiceField(label=_("Wie"), choices=BLANK + RevokedVia.choices)
