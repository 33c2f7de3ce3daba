# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is asked when somebody comes back: within twelve months why and the consents, later a new Meldung."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemanagement.forms.case_form import note
from casemanagement.forms.intake import Consent
from casemanagement.forms.pages_edit import EditForm
from casemanagement.forms.registering import Referral


class Reopening(Consent, EditForm):
    """The consents of the new episode, and in a sentence what brings the person back."""

    fieldsets = (  # type: ignore[assignment]  # one more than at intake
        (_("Wiederaufnahme"), ["note"]),
        *Consent.fieldsets,
    )

    note = note(
        _("Warum kommt die Person wieder?"), required=True, rows=3, help_text=_("Steht danach im Verlauf.")
    )

    def clean(self) -> dict[str, Any]:
        """Nobody comes back without wanting to."""
        cleaned = super().clean()
        if cleaned.get("is_given") is False:
            self.add_error("is_given", _("Ohne Einwilligung bleibt der Fall geschlossen."))
        return cleaned

    def deed(self) -> dict[str, Any]:
        given = super().deed()
        given.pop("fingerprint", None)
        return given


class Following(Referral):
    """A referral that may follow an ended case of the same person; its number travels along."""

    follows = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)

    def given(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "follows"}
