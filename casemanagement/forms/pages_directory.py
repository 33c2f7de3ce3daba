# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms of the service directory: what one searches by, what an entry holds, and that it is wrong."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import FieldOfAction, LanguageLevel, MeasureType, Stadtbezirk
from casemanagement.choices.advice import AdviceLanguage
from casemanagement.forms.case_form import note
from casemanagement.forms.dates import GermanDateField
from casemanagement.forms.pages_edit import BLANK
from casemanagement.forms.pages_lists import ANY, Filter
from casemanagement.forms.pages_structure import Answers
from casemanagement.models import Goal, Offer
from casemanagement.models.directory import OfferQuerySet

DISTRICTS = [row for row in Stadtbezirk.choices if row[0] != Stadtbezirk.UNKNOWN]
MOST = 9999


class DirectoryFilter(Filter):
    """By what somebody looks for an offer."""

    need = forms.ChoiceField(
        label=_("Bedarf (Handlungsfeld)"), required=False, choices=ANY + FieldOfAction.choices
    )
    district = forms.ChoiceField(
        label=_("Stadtbezirk"),
        required=False,
        choices=ANY + DISTRICTS,
        help_text=_("Mit allem, was für die ganze Stadt da ist"),
    )
    language = forms.ChoiceField(label=_("Sprache"), required=False, choices=ANY + AdviceLanguage.choices)
    kind = forms.ChoiceField(
        label=_("Was"),
        required=False,
        choices=[*ANY, ("courses", _("nur Sprachkurse"))],
    )
    free = forms.ChoiceField(
        label=_("Plätze"), required=False, choices=[*ANY, ("yes", _("nur mit freien Plätzen"))]
    )

    def narrow(self, rows: OfferQuerySet) -> OfferQuerySet:
        """The rows that answer to what was chosen."""
        chosen = self.chosen()
        if need := chosen.get("need"):
            rows = rows.for_need(need)
        if district := chosen.get("district"):
            rows = rows.reachable_in(district)
        if language := chosen.get("language"):
            rows = rows.in_language(language)
        if chosen.get("kind"):
            rows = rows.courses()
        return rows.with_room() if chosen.get("free") else rows


class CaseDirectoryFilter(DirectoryFilter):
    """From a case: for which goal, and only what the client may attend."""

    entitled = forms.ChoiceField(
        label=_("Zugang zum Kurs"),
        required=False,
        choices=[*ANY, ("yes", _("ohne Kurse, die nicht offenstehen"))],
    )
    goal = forms.ChoiceField(label=_("Für welches Ziel?"), required=False)
    field_order = ("goal", "need", "district", "language", "kind", "free", "entitled")

    def __init__(self, *args: Any, goals: list[Goal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["goal"]
        field.choices = [("", "—"), *((str(goal.pk), goal.text[:80]) for goal in goals)]


class Entry(Answers):
    """One entry of the directory, as the coordination keeps it."""

    fieldsets: Any = (
        (_("Was"), ["title", "provider", "type", "fields_of_action", "description"]),
        (_("Wo und in welchen Sprachen"), ["stadtbezirk", "languages", "contact"]),
        (_("Plätze und Warteliste"), [("capacity", "free_places"), ("waiting", "waiting_weeks")]),
        (_("Nur bei Sprachkursen"), [("level", "starts_on")]),
        (_("Ende"), ["ended_on"]),
    )

    title = forms.CharField(label=_("Angebot"), max_length=200)
    provider = forms.CharField(
        label=_("Anbieter"), max_length=200, help_text=_("Die Stelle, nicht eine Person")
    )
    type = forms.ChoiceField(
        label=_("Art"),
        choices=BLANK + [row for row in MeasureType.choices if row[0] != MeasureType.OWN_STEP],
        help_text=_("So heißt die Maßnahme im Hilfeplan."),
    )
    fields_of_action = forms.MultipleChoiceField(
        label=_("Handlungsfelder"),
        choices=FieldOfAction.choices,
        widget=forms.CheckboxSelectMultiple(attrs={"layout": "columns"}),
    )
    description = note(_("Was es ist und für wen"), rows=3, max_length=2000)
    stadtbezirk = forms.ChoiceField(
        label=_("Stadtbezirk"), required=False, choices=[("", _("ganze Stadt")), *DISTRICTS]
    )
    languages = forms.MultipleChoiceField(
        label=_("Sprachen"),
        required=False,
        choices=AdviceLanguage.choices,
        widget=forms.CheckboxSelectMultiple(attrs={"layout": "columns"}),
    )
    contact = forms.CharField(
        label=_("Anschrift und Kontakt der Stelle"),
        required=False,
        max_length=300,
        help_text=_("Keine Namen und keine Durchwahl einer Person"),
    )
    capacity = forms.IntegerField(label=_("Plätze"), required=False, min_value=0, max_value=MOST)
    free_places = forms.IntegerField(
        label=_("davon frei"),
        required=False,
        min_value=0,
        max_value=MOST,
        help_text=_("Leer heißt: nicht bekannt"),
    )
    waiting = forms.IntegerField(
        label=_("Personen auf der Warteliste"), required=False, min_value=0, max_value=MOST
    )
    waiting_weeks = forms.IntegerField(
        label=_("Wartezeit in Wochen"), required=False, min_value=0, max_value=520
    )
    level = forms.ChoiceField(label=_("Niveau"), required=False, choices=BLANK + LanguageLevel.choices[:-3])
    starts_on = GermanDateField(label=_("Nächster Beginn"), required=False)
    ended_on = GermanDateField(
        label=_("Gibt es nicht mehr ab"),
        required=False,
        help_text=_("Danach findet es niemand mehr. In Hilfeplänen bleibt es stehen."),
    )

    @classmethod
    def of(cls, offer: Offer, data: Any = None) -> "Entry":
        return cls(data, initial={name: getattr(offer, name) for name in cls.base_fields})


class WrongEntry(Answers):
    """For the coordination, in one sentence."""

    text = note(
        _("Was stimmt nicht?"),
        required=True,
        rows=2,
        max_length=500,
        help_text=_("Ohne Namen. Alle im KIM lesen es."),
    )
