# SPDX-License-Identifier: AGPL-3.0-or-later
"""Goals, measures and milestones on the page of the Hilfeplan."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import (
    Domain,
    DropoutReason,
    GoalLevel,
    GoalOwner,
    GoalState,
    LanguageLevel,
    MeasureState,
    MeasureType,
    MilestoneKind,
)
from casemanagement.forms.case_form import note
from casemanagement.forms.dates import GermanDateField
from casemanagement.forms.pages_edit import BLANK, EditForm
from permissions import clock

GAS = {
    "-2": _("viel weniger als erhofft"),
    "-1": _("weniger als erhofft"),
    "0": _("wie erhofft"),
    "1": _("mehr als erhofft"),
    "2": _("viel mehr als erhofft"),
}
GAS_CHOICES = [
    ("", "—"),
    *((value, f"{int(value):+d} – {text}" if value != "0" else f"0 – {text}") for value, text in GAS.items()),
]
ANCHOR_LENGTH = 300
GOAL_LENGTH = 1000
COMMON = ("domain", "level", "text", "sign", "target_on", "owner", "weight", "gas_start", "gas_anchors")


def _today() -> Any:
    return clock.today()


def _gas(label: Any, **kwargs: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=GAS_CHOICES, coerce=int, empty_value=None, required=False, **kwargs
    )


class NewGoal(EditForm):
    """SMART: what, how we recognise it, until when, who."""

    fieldsets: Any = (
        (_("Ziel"), ["text", "sign", ("domain", "level"), ("target_on", "owner", "weight")]),
        (_("Stufen (GAS)"), ["gas_start", "anchor_m2", "anchor_m1", "anchor_0", "anchor_p1", "anchor_p2"]),
    )

    text = note(
        _("Ziel in den Worten der Klientin oder des Klienten"),
        required=True,
        rows=2,
        max_length=GOAL_LENGTH,
        help_text=_("Zum Beispiel: „Ich verstehe Briefe vom Amt ohne Hilfe.“"),
    )
    sign = note(
        _("Woran erkennen wir es?"), rows=2, max_length=GOAL_LENGTH, help_text=_("Messbar oder sichtbar")
    )
    domain = forms.ChoiceField(label=_("Lebensbereich"), choices=BLANK + Domain.choices)
    level = forms.ChoiceField(label=_("Ebene"), choices=GoalLevel.choices, initial=GoalLevel.MAIN)
    target_on = GermanDateField(label=_("Bis wann"), required=False, help_text=_("Zum Beispiel +6m"))
    owner = forms.ChoiceField(label=_("Wer?"), choices=GoalOwner.choices, initial=GoalOwner.CLIENT)
    weight = forms.TypedChoiceField(
        label=_("Gewicht"), choices=[("1", "1"), ("2", "2"), ("3", "3")], coerce=int, initial=1
    )
    gas_start = _gas(_("Heute stehen wir bei"))

    def prepare(self) -> None:
        anchors = (self.stored.gas_anchors if self.stored else None) or {}
        for value, label in GAS.items():
            name = anchor_name(value)
            self.fields[name] = forms.CharField(
                label=f"{value.replace('-', '−')}: {label}",
                required=False,
                max_length=ANCHOR_LENGTH,
                initial=anchors.get(value, ""),
            )

    def deed(self) -> dict[str, Any]:
        """The five steps as one structure."""
        cleaned = super().deed()
        words = {value: cleaned.pop(anchor_name(value)) for value in GAS}
        filled = {value: text for value, text in words.items() if text}
        return cleaned | {"gas_anchors": filled or None}


class ChangedGoal(NewGoal):
    """The goal as it stands, and how far it has come."""

    stored_fields = (*COMMON, "state", "gas_client", "gas_case_manager")
    fieldsets = (
        (_("Stand"), ["state", ("gas_client", "gas_case_manager")]),
        *NewGoal.fieldsets,
    )

    state = forms.ChoiceField(label=_("Stand"), choices=GoalState.choices)
    gas_client = _gas(_("Einschätzung Klient*in"))
    gas_case_manager = _gas(_("Einschätzung Fallführung"))


class NewMeasure(EditForm):
    """A service or a step for one goal."""

    type = forms.ChoiceField(label=_("Maßnahme"), choices=BLANK + MeasureType.choices)
    provider = forms.CharField(label=_("Anbieter"), required=False, max_length=200)
    proposed_on = GermanDateField(label=_("Vorgeschlagen am"), initial=_today, latest=_today)


class MovedMeasure(EditForm):
    """What became of a measure."""

    stored_fields = ("state",)

    state = forms.ChoiceField(label=_("Stand"), choices=MeasureState.choices)
    on = GermanDateField(label=_("Seit"), initial=_today, latest=_today)
    dropout_reason = forms.ChoiceField(
        label=_("Grund, wenn abgebrochen"), required=False, choices=BLANK + DropoutReason.choices
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("state") == MeasureState.DROPPED_OUT and not cleaned.get("dropout_reason"):
            self.add_error("dropout_reason", _("Bitte nennen Sie den Grund des Abbruchs."))
        return cleaned


class ReachedMilestone(EditForm):
    """A dated fact that counts in the figures."""

    kind = forms.ChoiceField(label=_("Meilenstein"), choices=BLANK + MilestoneKind.choices)
    reached_on = GermanDateField(label=_("Erreicht am"), initial=_today, latest=_today)
    level = forms.ChoiceField(
        label=_("Niveau"),
        required=False,
        choices=BLANK + LanguageLevel.choices,
        help_text=_("Nur beim Sprachniveau"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_level = cleaned.get("kind") == MilestoneKind.LANGUAGE_LEVEL_REACHED
        if is_level and not cleaned.get("level"):
            self.add_error("level", _("Bitte wählen Sie das erreichte Niveau."))
        if not is_level and "level" in cleaned:
            cleaned["level"] = ""
        return cleaned


def anchor_name(value: str) -> str:
    return f"anchor_{value.replace('-', 'm') if value.startswith('-') else ('p' + value if value != '0' else value)}"
