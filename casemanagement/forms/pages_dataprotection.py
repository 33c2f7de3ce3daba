# SPDX-License-Identifier: AGPL-3.0-or-later
"""Filters of the data protection officer's lists."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casemanagement.access_words import BLOCKS
from casemanagement.forms.dates import GermanDateField
from casemanagement.forms.pages_lists import ANY, Filter
from permissions.hats import Hat
from permissions.models import AccessAction


class JournalFilter(Filter):
    """Which accesses are shown; never by a client's name."""

    number = forms.CharField(label=_("Fallnummer"), required=False, max_length=12)
    person = forms.CharField(
        label=_("Person"), required=False, max_length=60, help_text=_("Name oder Teil des Namens")
    )
    action = forms.ChoiceField(label=_("Was"), required=False, choices=ANY + AccessAction.choices)
    block = forms.ChoiceField(label=_("Datenblock"), required=False, choices=[*ANY, *BLOCKS.items()])
    hat = forms.ChoiceField(
        label=_("In welcher Aufgabe"),
        required=False,
        choices=[*ANY, *((hat.value, hat.label) for hat in Hat)],
    )
    since = GermanDateField(label=_("Von"), required=False, help_text="")
    until = GermanDateField(label=_("Bis"), required=False, help_text="")


class CasesFilter(Filter):
    """Which files are shown, by number and by what their clients agreed to."""

    number = forms.CharField(label=_("Fallnummer"), required=False, max_length=12)
    consent = forms.ChoiceField(
        label=_("Einwilligung"),
        required=False,
        choices=[
            *ANY,
            ("living", _("C1 gültig")),
            ("none", _("C1 fehlt")),
            ("revoked", _("C1 widerrufen")),
            ("ending", _("C1 endet in 30 Tagen")),
        ],
    )
    state = forms.ChoiceField(
        label=_("Stand"),
        required=False,
        choices=[
            ("", _("laufende Fälle")),
            ("ended", _("beendete Fälle")),
            ("restricted", _("gesperrte Fälle")),
        ],
    )
