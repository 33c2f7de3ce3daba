# SPDX-License-Identifier: AGPL-3.0-or-later
"""One domain of the assessment: saved by itself, so that an interview may be interrupted."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import NeedLevel, RatingStanding, ResourceLevel
from casemanagement.forms.case_form import note
from casemanagement.forms.pages_edit import EditForm
from casemanagement.validators import NOTE_LENGTH

RATING = ("standing", "need", "resource", "client_priority", "client_view", "note")


def _scale(label: Any, choices: Any, help_text: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[(str(value), f"{value} – {text}") for value, text in choices.choices],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        help_text=help_text,
    )


class RatedDomain(EditForm):
    """Need and resource from 0 to 4, or a mark why there is none."""

    mark_optional = False
    stored_fields = RATING
    fieldsets = (("", ["standing", ("need", "resource"), "client_priority", "client_view", "note"]),)

    standing = forms.ChoiceField(
        label=_("Stand"),
        choices=RatingStanding.choices,
        initial=RatingStanding.RATED,
        widget=forms.RadioSelect(attrs={"layout": "horizontal"}),
        help_text=_("„Keine Angabe gewünscht“ ist eine Antwort und bleibt als solche stehen."),
    )
    need = _scale(_("Bedarf"), NeedLevel, _("0 kein Bedarf bis 4 akut"))
    resource = _scale(_("Ressource"), ResourceLevel, _("0 keine bis 4 stark"))
    client_priority = forms.TypedChoiceField(
        label=_("Rang für Klient*in"),
        choices=[("", _("kein Rang")), ("1", "1"), ("2", "2"), ("3", "3")],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Die drei wichtigsten Bereiche bekommen 1, 2 und 3."),
    )
    client_view = note(
        _("Sicht der Klientin oder des Klienten"),
        rows=3,
        max_length=NOTE_LENGTH,
        help_text=_("Möglichst in eigenen Worten"),
    )
    note = note(
        _("Notiz"),
        rows=3,
        max_length=NOTE_LENGTH,
        help_text=_("Lesen können das Sie, Ihre Vertretung und, wenn eingewilligt, die Fachaufsicht."),
    )

    def clean(self) -> dict[str, Any]:
        """A rating has both values; a mark has none, whatever was clicked before."""
        cleaned = super().clean()
        if cleaned.get("standing") == RatingStanding.RATED:
            for name in ("need", "resource"):
                if cleaned.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Bitte wählen Sie eine Stufe, oder „nicht erhoben“."))
        else:
            cleaned |= {"need": None, "resource": None, "client_priority": None}
        return cleaned
