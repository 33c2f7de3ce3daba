# SPDX-License-Identifier: AGPL-3.0-or-later
"""One page with every part, for those who build pages and for the checks of accessibility."""

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from casemanagement.forms.dates import BirthDateField, GermanDateField
from kim.charts import Bar, BarChart, LineChart
from permissions import clock

PHASES = [
    ("intake", "Zugang"),
    ("assessment", "Assessment"),
    ("planning", "Hilfeplanung"),
    ("closure", "Abschluss"),
]
LONG = "Ich möchte bis zum Sommer so gut Deutsch sprechen, dass ich eine Ausbildung anfangen kann."


class SampleForm(forms.Form):
    """A field of every kind."""

    fieldsets: ClassVar[list[tuple[str, list[str | tuple[str, ...]]]]] = [
        ("Person", ["name", ("born", "postcode")]),
        ("Gespräch", ["on", "channel", "topics", "language", "text", "minutes", "paper", "agreed"]),
    ]
    name = forms.CharField(label="Name", max_length=80, help_text="So wie im Ausweis")
    born = BirthDateField(label="Geburtsdatum", required=False)
    postcode = forms.CharField(label="Postleitzahl", required=False)
    on = GermanDateField(label="Datum des Gesprächs")
    channel = forms.ChoiceField(
        label="Wie haben Sie gesprochen?",
        choices=[("office", "Im Büro"), ("phone", "Am Telefon"), ("home", "Zu Hause")],
        widget=forms.RadioSelect,
    )
    topics = forms.MultipleChoiceField(
        label="Worüber?",
        choices=[("housing", "Wohnen"), ("language", "Sprache"), ("work", "Arbeit"), ("school", "Schule")],
        widget=forms.CheckboxSelectMultiple(attrs={"layout": "columns"}),
        required=False,
    )
    language = forms.ChoiceField(
        label="Sprache", choices=[("", "Bitte wählen"), ("de", "Deutsch"), ("uk", "Ukrainisch")]
    )
    text = forms.CharField(
        label="Notiz", max_length=2000, widget=forms.Textarea, help_text="Lesen: Fallführung und Vertretung"
    )
    minutes = forms.IntegerField(label="Dauer in Minuten", required=False, min_value=1)
    paper = forms.FileField(label="Unterschriebenes Blatt", required=False, help_text="PDF, höchstens 10 MB")
    agreed = forms.BooleanField(label="Das Ergebnis ist mit der Person besprochen", required=False)


class SampleFilter(forms.Form):
    """A filter as lists have it."""

    mark_optional = False
    text = forms.CharField(label="Name oder Nummer", required=False)
    phase = forms.ChoiceField(label="Phase", required=False, choices=[("", "Alle"), *PHASES])
    due = forms.BooleanField(label="Nur mit Frist", required=False)


def page(request: HttpRequest) -> HttpResponse:
    """Everything at once; for installations with invented data only."""
    if not (settings.DEBUG or settings.DEMO or settings.TESTING):
        raise Http404
    form = SampleForm(request.POST or None, request.FILES or None)
    return render(request, "styleguide.html", {"form": form, **_lists(), **_file(), **_texts()})


def _lists() -> dict[str, Any]:
    today = clock.today()
    names = ["Aydın, Şükrü", "Łukaszewicz, Katarzyna", "Haddad, Ḫadīǧa", "Ковальчук, Олена"]
    rows = [
        {
            "name": name,
            "phase": PHASES[index][1],
            "last": today - dt.timedelta(days=9 * index),
            "due": today + dt.timedelta(days=(-3, 0, 4, 40)[index]),
            "goals": f"{index} von 5",
            "load": (12, 24, 33, 40)[index],
            "kind": ("", "", "warning", "danger")[index],
        }
        for index, name in enumerate(names)
    ]
    course = [18, 19, 19, 22, None, 24, 25, 24, 26]
    weeks = [(f"KW {38 + index}", value) for index, value in enumerate(course)]
    bars = [Bar("A. Yılmaz", 24), Bar("B. Neumann", 33, "", "warning"), Bar("C. Okafor", 12)]
    return {
        "rows": rows,
        "page": Paginator(range(112), 20).page(3),
        "filter": SampleFilter({"phase": "planning", "due": "on"}),
        "bars": BarChart("Zwei von drei Personen haben noch Platz", bars, "Fälle", limit=30),
        "line": LineChart("Seit September kommen mehr Fälle", weeks, "Offene Fälle", target=20),
        "course": course,
    }


def _file() -> dict[str, Any]:
    today = clock.today()
    now = clock.now()
    steps = [
        {
            "title": "Beratungstermin der Sprachschule",
            "who": "Aydın, Şükrü",
            "due_on": today,
            "done": True,
            "state": "erledigt",
            "kind": "success",
        },
        {
            "title": "Einstufungstest",
            "who": "Sprachschule",
            "due_on": today + dt.timedelta(days=5),
            "done": False,
        },
    ]
    goal = {
        "area": "Sprache", "title": LONG, "state": "läuft", "kind": "info", "due_on": today + dt.timedelta(days=90),
        "sign": "Zertifikat B1 liegt vor.", "done": 1, "total": 2, "steps": steps,
        "actions": [("Fortschreiben", "#fortschreiben"), ("Schritt hinzufügen", "#schritt")],
    }  # fmt: skip
    entries = [
        {
            "at": now,
            "title": "Gespräch im Büro",
            "by": "A. Yılmaz",
            "icon": "account-circle",
            "text": LONG,
            "url": "#eintrag",
        },
        {
            "at": now,
            "title": "Einwilligung gegeben",
            "by": "A. Yılmaz",
            "icon": "check",
            "badge": "C1",
            "badge_kind": "success",
        },
        {"at": now - dt.timedelta(days=2), "title": "Fall angelegt", "by": "C. Okafor", "icon": "add"},
    ]
    bar = {
        "name": "Aydın, Şükrü", "number": "KIM-7Q2M4X",
        "badges": [("Neu", "info"), ("Dringend", "danger")],
        "facts": [("Sprache", "Türkisch, Dolmetschen nötig"), ("Fallführung", "A. Yılmaz"), ("Vertretung", "")],
        "deadline": ("Nächste Frist", today + dt.timedelta(days=3)),
        "actions": [("Notiz", "#notiz", "primary", "edit")],
        "more": [("Festhalten", [("Übergabe", "#uebergabe"), ("Abschluss", "#abschluss")])],
        "tabs": [("Übersicht", "#uebersicht", True), ("Verlauf", "#verlauf", False), ("Assessment", "#assessment", False), ("Hilfeplan", "#hilfeplan", False)],
    }  # fmt: skip
    return {"goals": [goal], "entries": entries, "bar": bar, "phases": PHASES}


def _texts() -> dict[str, Any]:
    today = clock.today()
    return {
        "attention": [
            {
                "text": "Hilfeplan ist noch nicht unterschrieben",
                "url": "#hilfeplan",
                "due_on": today - dt.timedelta(days=4),
            },
            {
                "text": "Einwilligung endet bald",
                "url": "#einwilligung",
                "due_on": today + dt.timedelta(days=6),
            },
        ],
        "work": [
            {
                "title": "Erstgespräch vereinbaren",
                "url": "#erstgespraech",
                "subject": "Haddad, Ḫadīǧa",
                "due_on": today - dt.timedelta(days=1),
            },
            {
                "title": "Assessment abschließen",
                "url": "#assessment",
                "subject": "Aydın, Şükrü",
                "note": "12 von 16 Bereichen",
                "due_on": today,
            },
            {
                "title": "Überprüfung des Hilfeplans",
                "url": "#pruefung",
                "subject": "Łukaszewicz, Katarzyna",
                "due_on": today + dt.timedelta(days=30),
            },
        ],
        "facts": [
            ("Sprache", "Türkisch"),
            ("In Deutschland seit", today),
            ("Aufenthalt", ""),
            ("Dolmetschen", True),
        ],
        "typed": [("Notiz", LONG, "Ich möchte eine Ausbildung anfangen.")],
        "warnings": ["Zwei Fristen fehlen", "Ein Ziel hat keinen Schritt"],
    }
