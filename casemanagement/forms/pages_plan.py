# SPDX-License-Identifier: AGPL-3.0-or-later
"""Goals, measures and milestones on the page of the Hilfeplan."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemanagement import consent_texts, plan_words
from casemanagement.choices import (
    Agreement,
    DataCategory,
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
from casemanagement.consent_texts import GERMAN
from casemanagement.forms.case_form import note
from casemanagement.forms.dates import GermanDateField
from casemanagement.forms.grounds import Grounded
from casemanagement.forms.pages_edit import BLANK, EditForm
from casemanagement.models import Offer
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
STEP_LENGTH = 500
CATALOGUE = [row for row in MeasureType.choices if row[0] != MeasureType.OWN_STEP]
COMMON = (
    "domain",
    "level",
    "text",
    "sign",
    "target_on",
    "owner",
    "weight",
    "gas_start",
    "gas_anchors",
    "translation",
)
NOW, LATER = "now", "later"
TRANSLATED = ("language", "text", "sign")


def _today() -> Any:
    return clock.today()


def _gas(label: Any, **kwargs: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=GAS_CHOICES, coerce=int, empty_value=None, required=False, **kwargs
    )


def _begins_on() -> GermanDateField:
    return GermanDateField(
        label=_("Beginnt am"),
        required=False,
        help_text=_("Zum Beispiel der erste Kurstag: Sie werden vorher erinnert und danach gefragt."),
    )


class GoalWords(EditForm):
    """SMART: what, how we recognise it, until when, who; with its scale, and in the client's language."""

    fieldsets: Any = (
        (_("Ziel"), ["text", "sign", ("domain", "level"), ("target_on", "owner", "weight")]),
        (_("Stufen (GAS)"), ["gas_start", "anchor_m2", "anchor_m1", "anchor_0", "anchor_p1", "anchor_p2"]),
        (
            _("Auf dem Ausdruck in einer zweiten Sprache"),
            ["other_language", "other_text", "other_sign"],
        ),
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
    gas_start = _gas(
        _("Heute stehen wir bei"),
        help_text=_("Am meisten sagt die Skala, wenn −2, 0 und +2 in Worten feststehen, bevor es losgeht."),
    )
    other_language = forms.ChoiceField(label=_("Sprache"), required=False)
    other_text = note(
        _("Das Ziel in dieser Sprache"),
        rows=2,
        max_length=GOAL_LENGTH,
        help_text=_("Von der Person selbst oder gedolmetscht. Bleibt es leer, steht dort nur das Deutsche."),
    )
    other_sign = note(_("Woran wir es erkennen, in dieser Sprache"), rows=2, max_length=GOAL_LENGTH)

    def prepare(self) -> None:
        self._prepare_translation()
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
        said = {name: cleaned.pop(f"other_{name}") for name in TRANSLATED}
        is_translated = bool(said["text"] or said["sign"])
        return cleaned | {"gas_anchors": filled or None, "translation": said if is_translated else None}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (cleaned.get("other_text") or cleaned.get("other_sign")) and not cleaned.get("other_language"):
            self.add_error("other_language", _("In welcher Sprache ist das geschrieben?"))
        return cleaned

    def _prepare_translation(self) -> None:
        said = (self.stored.translation if self.stored else None) or {}
        field = self.fields["other_language"]
        field.choices = BLANK + [row for row in plan_words.choices() if row[0] != GERMAN]  # type: ignore[attr-defined]
        client = getattr(self.case, "client", None)
        spoken = consent_texts.spoken(client.languages if client else [])
        field.initial = said.get("language") or (spoken if spoken != GERMAN else "")
        for name in ("text", "sign"):
            self.fields[f"other_{name}"].initial = said.get(name, "")


class NewGoal(GoalWords):
    """What is not begun yet may wait; it needs no day and no sign until then."""

    fieldsets = ((_("Wann"), ["when"]), *GoalWords.fieldsets)

    when = forms.ChoiceField(
        label=_("Wann beginnen wir damit?"),
        choices=[(NOW, _("jetzt")), (LATER, _("später"))],
        initial=NOW,
        required=False,
        widget=forms.RadioSelect(attrs={"layout": "horizontal"}),
    )

    def deed(self) -> dict[str, Any]:
        cleaned = super().deed()
        return cleaned | ({"state": GoalState.LATER} if cleaned.pop("when") == LATER else {})


class ChangedGoal(GoalWords):
    """The goal as it stands, and how far it has come."""

    stored_fields = (*COMMON, "state", "gas_client", "gas_case_manager")
    fieldsets = (
        (_("Stand"), ["state", ("gas_client", "gas_case_manager")]),
        *GoalWords.fieldsets,
    )

    state = forms.ChoiceField(label=_("Stand"), choices=GoalState.choices)
    gas_client = _gas(_("Einschätzung Klient*in"))
    gas_case_manager = _gas(_("Einschätzung Fallführung"))


class OffersOfTown(EditForm):
    """A measure may name an entry of the directory."""

    offer: Any = forms.ModelChoiceField(
        label=_("Angebot aus dem Verzeichnis"), required=False, queryset=Offer.objects.none(), empty_label="—"
    )

    def prepare(self) -> None:
        super().prepare()
        there = Offer.objects.filter(kommune=self.case.kommune_id).there_on(clock.today())
        known: Any = getattr(self.stored, "offer_id", None)
        field: Any = self.fields["offer"]
        field.queryset = (there | Offer.objects.filter(pk=known)).distinct()


class NewMeasure(OffersOfTown):
    """A step for one goal, from the catalogue, the directory or in own words: who, and until when."""

    fieldsets = (
        ("", ["type", "text", ("owner", "due_on"), "offer", ("provider", "begins_on"), "proposed_on"]),
    )

    type = forms.ChoiceField(
        label=_("Maßnahme"),
        choices=[*BLANK, (MeasureType.OWN_STEP.value, MeasureType.OWN_STEP.label), *CATALOGUE],
        help_text=_("Aus dem Katalog, oder „eigener Schritt“ mit eigenen Worten"),
    )
    text = note(_("In eigenen Worten"), rows=2, max_length=STEP_LENGTH)
    owner = forms.ChoiceField(label=_("Wer kümmert sich?"), required=False, choices=BLANK + GoalOwner.choices)
    due_on = GermanDateField(label=_("Bis wann"), required=False, help_text=_("Zum Beispiel +4w"))
    provider = forms.CharField(
        label=_("Anbieter"), required=False, max_length=200, help_text=_("Leer: der Anbieter des Angebots")
    )
    begins_on = _begins_on()
    proposed_on = GermanDateField(label=_("Vorgeschlagen am"), initial=_today, latest=_today)


class MovedMeasure(Grounded, OffersOfTown):
    """What became of a measure; an assignment is sent on a ground."""

    stored_fields = ("state", "provider", "offer", "text", "owner", "due_on", "begins_on")
    fieldsets = (
        (_("Stand"), [("state", "on"), "begins_on", "offer", "provider", "dropout_reason"]),
        (_("Schritt"), ["text", ("owner", "due_on")]),
    )
    ground_heading = _("Wenn eine Zuweisung verschickt wird: worauf sie beruht")
    ground_known = ("nothing_told", "recipient")
    ground_when = ("state", MeasureState.REFERRAL_SENT)

    state = forms.ChoiceField(label=_("Stand"), choices=MeasureState.choices)
    provider = forms.CharField(
        label=_("Anbieter"),
        required=False,
        max_length=200,
        help_text=_("An ihn geht die Zuweisung; so, wie ihn die Einwilligung nennt."),
    )
    on = GermanDateField(label=_("Seit"), initial=_today, latest=_today)
    begins_on = _begins_on()
    dropout_reason = forms.ChoiceField(
        label=_("Grund, wenn abgebrochen"), required=False, choices=BLANK + DropoutReason.choices
    )
    text = note(_("In eigenen Worten"), rows=2, max_length=STEP_LENGTH)
    owner = forms.ChoiceField(label=_("Wer kümmert sich?"), required=False, choices=BLANK + GoalOwner.choices)
    due_on = GermanDateField(label=_("Bis wann"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("state") == MeasureState.DROPPED_OUT and not cleaned.get("dropout_reason"):
            self.add_error("dropout_reason", _("Bitte nennen Sie den Grund des Abbruchs."))
        return cleaned


class PrintedPlan(EditForm):
    """In which language the paper stands beside German."""

    language = forms.ChoiceField(
        label=_("Sprache neben Deutsch"),
        help_text=_(
            "Übersetzt sind die festen Worte. Was Sie in den Zielen selbst übersetzt haben, steht dabei."
        ),
    )

    def prepare(self) -> None:
        choices = [(GERMAN, _("nur Deutsch")), *(row for row in plan_words.choices() if row[0] != GERMAN)]
        self.fields["language"].choices = choices  # type: ignore[attr-defined]


class LaterAnswer(EditForm):
    """What the client says once she can be asked, or the paper she has signed since."""

    agreement = forms.ChoiceField(
        label=_("Stimmt die Person dem Hilfeplan zu?"), choices=Agreement.choices, widget=forms.RadioSelect
    )
    agreed_on = GermanDateField(label=_("Besprochen am"), initial=_today, latest=_today)
    agreement_reason = note(
        _("Begründung oder Protokoll"),
        rows=3,
        help_text=_(
            "Nötig, wenn die Person nicht zustimmt, nicht gefragt werden konnte oder nichts unterschrieben hat"
        ),
    )
    signed_document = forms.FileField(
        label=_("Unterschriebener Hilfeplan"),
        required=False,
        help_text=_("PDF, JPEG oder PNG, höchstens 10 MB"),
    )


class CopyOfPlan(Grounded, EditForm):
    """Who gets a copy of the plan, and on what ground."""

    ground_known = ("nothing_told",)

    def prepare(self) -> None:
        super().prepare()
        self.fields["ground_categories"].initial = [DataCategory.IDENTITY, DataCategory.PLAN]
        self.fields["ground_categories"].help_text = _("Was in den Zielen steht; Name und Hilfeplan immer.")


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
