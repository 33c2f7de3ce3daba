# SPDX-License-Identifier: AGPL-3.0-or-later
"""The frame of a case as its manager keeps it: how closely it is followed, where the client lives, what is protected."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import AddressGround, Complexity, Intensity, Stadtbezirk
from casemanagement.forms.case_form import note
from casemanagement.forms.dates import GermanDateField
from casemanagement.forms.pages_edit import BLANK, EditForm
from casemanagement.models import Programme
from permissions import clock


def _today() -> Any:
    return clock.today()


class FollowedIntensity(EditForm):
    """The distance of the reviews follows from it."""

    stored_fields = ("intensity",)

    intensity = forms.ChoiceField(
        label=_("Intensität"),
        choices=Intensity.choices,
        widget=forms.RadioSelect(attrs={"layout": "horizontal"}),
        help_text=_("Überprüfung bei hoch nach 4, bei mittel nach 8, bei gering nach 12 Wochen"),
    )


class ClassifiedCase(FollowedIntensity):
    """After an assessment: the proposal is filled in, and another choice has a reason."""

    complexity = forms.ChoiceField(
        label=_("Komplexität"),
        choices=Complexity.choices,
        required=False,
        widget=forms.RadioSelect(attrs={"layout": "horizontal"}),
        help_text=_("In wie vielen Lebensbereichen Hilfe koordiniert werden muss"),
    )
    level_reason = note(
        _("Grund, wenn Sie vom Vorschlag abweichen"),
        rows=3,
        help_text=_("Lesen können das Sie, Ihre Vertretung und, wenn eingewilligt, die Fachaufsicht."),
    )
    field_order = ("complexity", "intensity", "level_reason")


class ChangedProgramme(EditForm):
    """To which programme the case belongs; once it is taken on, a change is explained."""

    stored_fields = ("programme",)

    programme = forms.ChoiceField(label=_("Programm"), widget=forms.RadioSelect)
    reason = note(_("Warum wechselt der Fall?"), rows=3, help_text=_("Steht danach im Verlauf."))

    def prepare(self) -> None:
        self.fields["programme"].choices = Programme.objects.offered_to(self.actor)  # type: ignore[attr-defined]
        self.fields["reason"].required = self.case.accepted_on is not None


class Location(EditForm):
    """Where the client lives, as coarsely as the figures need it."""

    stored_fields = ("stadtbezirk", "quarter")

    stadtbezirk = forms.ChoiceField(label=_("Stadtbezirk"), choices=Stadtbezirk.choices)
    quarter = forms.CharField(
        label=_("Quartier"),
        required=False,
        max_length=60,
        help_text=_("Bleibt leer, wenn die Anschrift geschützt ist"),
    )


class ProtectedPlace(EditForm):
    """An address that must not become known."""

    stored_fields = ("address", "ground", "valid_until", "covers_household")

    address = forms.CharField(
        label=_("Geschützte Anschrift"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Leer lassen, um die bisherige Anschrift zu schützen"),
    )
    ground = forms.ChoiceField(label=_("Grund"), choices=BLANK + AddressGround.choices)
    valid_until = GermanDateField(
        label=_("Schutz bis"),
        required=False,
        earliest=_today,
        help_text=_("60 und 30 Tage vorher erinnert das Programm. Eine Auskunftssperre gilt zwei Jahre."),
    )
    covers_household = forms.BooleanField(
        label=_("Gilt für den ganzen Haushalt"), required=False, initial=True
    )
