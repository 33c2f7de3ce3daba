# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who is it? Asked before a new case is begun. Sent by POST: a name never stands in an address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemanagement.forms.dates import BirthDateField

NAME_LENGTH = 200


class PersonSearch(forms.Form):
    mark_optional = False
    fieldsets = (("", [("given_name", "family_name"), "birth_date"]),)

    given_name = forms.CharField(label=_("Vorname"), required=False, max_length=NAME_LENGTH)
    family_name = forms.CharField(label=_("Familienname"), required=False, max_length=NAME_LENGTH)
    birth_date = BirthDateField(
        label=_("Geburtsdatum"),
        required=False,
        help_text=_(
            "Mit Vorname, Familienname und Geburtsdatum wird auch geprüft, ob anderswo schon eine Akte besteht."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            self.add_error(None, _("Bitte geben Sie einen Namen oder ein Geburtsdatum ein."))
        return cleaned

    @property
    def is_complete(self) -> bool:
        """Whether an exact match elsewhere can be asked for."""
        return all(self.cleaned_data.values())
