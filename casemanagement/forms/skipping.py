# SPDX-License-Identifier: AGPL-3.0-or-later
"""A step that does not fit is skipped, and the file says why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import SkipReason
from casemanagement.forms.case_form import CaseForm, note

BLANK = [("", _("bitte wählen"))]


class SkippedStep(CaseForm):
    """Why, as a code for the journal and in words for the file."""

    confirm_label = _("Schritt überspringen")
    skip = forms.CharField(widget=forms.HiddenInput, initial="1")
    skip_reason = forms.ChoiceField(
        label=_("Warum entfällt der Schritt?"), choices=BLANK + SkipReason.choices
    )
    skip_note = note(_("Begründung"), required=True, rows=2, help_text=_("Steht danach im Verlauf."))

    def deed(self) -> dict[str, str]:
        return {"reason": self.cleaned_data["skip_reason"], "note": self.cleaned_data["skip_note"]}
