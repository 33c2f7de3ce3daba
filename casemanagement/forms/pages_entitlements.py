# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms of the table that says who may attend a course: one more row, and the end of one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemanagement import countries
from casemanagement.choices import MeasureType, ResidenceStatus
from casemanagement.choices.directory import LANGUAGE_COURSES
from casemanagement.forms.dates import GermanDateField
from casemanagement.forms.pages_structure import Answers
from permissions import clock


def _today() -> Any:
    return clock.today()


def _several(label: Any, choices: Any, **options: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"layout": "columns"}),
        **options,
    )


class NewRule(Answers):
    """A row as the law says it: whom it is about, when they came, from when until when it counts."""

    fieldsets: Any = (
        (_("Wozu"), ["courses"]),
        (
            _("Für wen"),
            ["statuses", ("entry_from", "entry_to"), "condition", "countries", "except_countries"],
        ),
        (_("Seit wann und woher"), [("valid_from", "valid_to"), "source"]),
    )

    courses = forms.MultipleChoiceField(
        label=_("Berechtigt zu"),
        choices=[(course.value, course.label) for course in LANGUAGE_COURSES],
        widget=forms.CheckboxSelectMultiple(attrs={"layout": "columns"}),
        initial=[MeasureType.INTEGRATION_COURSE, MeasureType.VOCATIONAL_LANGUAGE_COURSE],
    )
    statuses = _several(
        _("Aufenthaltsstatus"),
        ResidenceStatus.choices[:-3],
        initial=[ResidenceStatus.ASYLUM_PERMISSION],
        help_text=_("Ohne Haken: jeder"),
    )
    countries = forms.CharField(
        label=_("Staatsangehörigkeit"),
        required=False,
        max_length=500,
        help_text=_("Länder mit Komma, zum Beispiel: Syrien, Eritrea. Leer heißt: jedes Land"),
    )
    except_countries = forms.CharField(
        label=_("Außer"), required=False, max_length=500, help_text=_("Länder mit Komma")
    )
    entry_from = GermanDateField(label=_("Einreise ab"), required=False, help_text="")
    entry_to = GermanDateField(label=_("Einreise bis"), required=False, help_text="")
    condition = forms.CharField(
        label=_("Weitere Voraussetzung"),
        required=False,
        max_length=200,
        help_text=_("Was in keiner Akte steht und jemand klären muss"),
    )
    valid_from = GermanDateField(label=_("Gilt ab"), help_text="")
    valid_to = GermanDateField(label=_("Gilt bis"), required=False, help_text="")
    source = forms.CharField(
        label=_("Quelle"), max_length=400, help_text=_("Gesetz, Erlass oder Satz des Plans")
    )

    def clean_countries(self) -> list[str]:
        return self._codes("countries")

    def clean_except_countries(self) -> list[str]:
        return self._codes("except_countries")

    def _codes(self, name: str) -> list[str]:
        """One code per country, however it was typed."""
        typed = [part.strip() for part in self.cleaned_data[name].split(",") if part.strip()]
        unknown = [part for part in typed if not countries.code_of(part)]
        if unknown:
            words = _("Dieses Land ist nicht bekannt: %(names)s.") % {"names": ", ".join(unknown)}
            raise forms.ValidationError(words)
        return [countries.code_of(part) for part in typed]


class RuleEnd(Answers):
    """Until when a row counts."""

    valid_to = GermanDateField(label=_("Gilt bis"), initial=_today, help_text="")
