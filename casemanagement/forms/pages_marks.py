# SPDX-License-Identifier: AGPL-3.0-or-later
"""What lies over the phases of a case: a rest, a crisis, a second look at everything."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import CHOSEN_OCCASIONS, CrisisReason, Occasion, PauseReason
from casemanagement.forms.case_form import note
from casemanagement.forms.dates import GermanDateField
from casemanagement.forms.pages_edit import BLANK, EditForm
from permissions import clock


def _today() -> Any:
    return clock.today()


class Rest(EditForm):
    """The case rests; nobody forgets it."""

    pause_reason = forms.ChoiceField(label=_("Grund"), choices=BLANK + PauseReason.choices)
    resume_on = GermanDateField(
        label=_("Wieder aufnehmen am"),
        earliest=_today,
        help_text=_("Höchstens drei Monate. An diesem Tag läuft der Fall von selbst weiter."),
    )


class CrisisBegun(EditForm):
    """Why everything else waits."""

    reason = forms.ChoiceField(label=_("Was ist geschehen?"), choices=BLANK + CrisisReason.choices)
    note = note(_("Notiz"), help_text=_("Steht danach im Verlauf. Stichworte genügen."))


class CrisisOver(EditForm):
    """How it ended, for whoever reads the file later."""

    note = note(
        _("Wie endete die Krise?"),
        required=True,
        help_text=_("Steht danach im Verlauf: was getan wurde, und worauf weiter zu achten ist."),
    )


class Again(EditForm):
    """Why the situation is looked at again."""

    occasion = forms.ChoiceField(
        label=_("Anlass"),
        choices=[(one.value, one.label) for one in CHOSEN_OCCASIONS],
        widget=forms.RadioSelect,
    )
    note = note(
        _("Was hat sich verändert?"), rows=3, help_text=_("Nur nach sechs Monaten darf das leer bleiben.")
    )

    def clean(self) -> dict[str, Any]:
        """An event is told in a sentence."""
        cleaned = super().clean()
        told = cleaned.get("note") or cleaned.get("occasion") == Occasion.SIX_MONTHS
        if cleaned.get("occasion") and not told and "note" not in self.errors:
            self.add_error("note", _("Bitte schreiben Sie in einem Satz, was sich verändert hat."))
        return cleaned
