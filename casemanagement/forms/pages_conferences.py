# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Fallkonferenz: its day, who is invited on what ground, what was decided, who does what."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.choices import Attendance, ClientThere, ConferenceKind
from casemanagement.forms.case_form import note
from casemanagement.forms.dates import GermanDateField
from casemanagement.forms.grounds import Grounded
from casemanagement.forms.pages_edit import EditForm
from casemanagement.models import ConferenceParticipant

TASKS = (
    gettext_lazy("Erste Aufgabe"),
    gettext_lazy("Zweite Aufgabe"),
    gettext_lazy("Dritte Aufgabe"),
)
PLACES = range(1, len(TASKS) + 1)
WITHOUT_NAMES = gettext_lazy("Erscheint unter „Heute“. Bitte ohne Namen.")
UNTIL = gettext_lazy("Zum Beispiel +2w (in zwei Wochen)")


class PlannedConference(EditForm):
    fieldsets = ((gettext_lazy("Die Fallkonferenz"), [("held_on", "kind"), "place", "occasion"]),)

    held_on = GermanDateField(
        label=gettext_lazy("Tag"),
        help_text=gettext_lazy("Auch ein vergangener Tag, um eine Fallkonferenz nachzutragen."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Art"), choices=ConferenceKind.choices)
    place = forms.CharField(
        label=gettext_lazy("Ort"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Haus und Raum, oder der Link"),
    )
    occasion = note(gettext_lazy("Anlass"), required=True, rows=3)


class NewParticipant(Grounded, EditForm):
    """One person of one place; the consent or the statute says which place."""

    fieldsets = ((gettext_lazy("Wer eingeladen wird"), [("function", "name")]),)

    function = forms.CharField(
        label=gettext_lazy("Funktion"),
        max_length=200,
        help_text=gettext_lazy("Zum Beispiel: Arbeitsvermittlung, Klassenlehrerin"),
    )
    name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=200)


class RecordedConference(EditForm):
    """One save: who was there, what was decided, and up to three tasks."""

    fieldsets: Any = (
        (gettext_lazy("Beschlüsse"), ["client_there", "decisions"]),
        *(
            (legend, [f"title_{place}", (f"who_{place}", f"due_on_{place}")])
            for place, legend in enumerate(TASKS, 1)
        ),
    )

    client_there = forms.ChoiceField(
        label=gettext_lazy("War die Klientin oder der Klient dabei?"),
        choices=ClientThere.choices,
        widget=forms.RadioSelect,
    )
    decisions = note(
        gettext_lazy("Was wurde beschlossen?"),
        required=True,
        rows=6,
        help_text=gettext_lazy(
            "Lesen können das Sie, Ihre Vertretung und, wenn eingewilligt, die Fachaufsicht."
        ),
    )

    def __init__(self, *args: Any, participants: list[ConferenceParticipant], **kwargs: Any) -> None:
        self.participants = participants
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        super().prepare()
        for one in self.participants:
            self.fields[_attendance(one)] = forms.ChoiceField(
                label=f"{one.organisation}: {one.function}",
                choices=[choice for choice in Attendance.choices if choice[0] != Attendance.INVITED],
                widget=forms.RadioSelect,
            )
        for place in PLACES:
            self.fields[f"title_{place}"] = forms.CharField(
                label=gettext_lazy("Was ist zu tun?"), required=False, max_length=200, help_text=WITHOUT_NAMES
            )
            self.fields[f"who_{place}"] = forms.CharField(
                label=gettext_lazy("Wer?"), required=False, max_length=200
            )
            self.fields[f"due_on_{place}"] = GermanDateField(
                label=gettext_lazy("Bis wann?"), required=False, help_text=UNTIL
            )
        if self.participants:
            asked = [_attendance(one) for one in self.participants]
            self.fieldsets = ((_("Wer war dabei?"), asked), *self.fieldsets)

    def clean(self) -> dict[str, Any]:
        """A task without a person or a day is none."""
        cleaned = super().clean()
        for place in PLACES:
            names = [f"{name}_{place}" for name in ("title", "who", "due_on")]
            if any(cleaned.get(name) for name in names):
                for name in names:
                    if not cleaned.get(name) and name not in self.errors:
                        self.add_error(name, _("Bitte sagen Sie, wer was bis wann tut."))
        return cleaned

    def deed(self) -> dict[str, Any]:
        given = super().deed()
        tasks = [
            {name: given.get(f"{name}_{place}") for name in ("title", "who", "due_on")} for place in PLACES
        ]
        return {
            "client_there": given["client_there"],
            "decisions": given["decisions"],
            "attendance": {one.pk: given[_attendance(one)] for one in self.participants},
            "tasks": [task for task in tasks if task["title"]],
        }


class NewTask(EditForm):
    fieldsets = ((gettext_lazy("Aufgabe"), ["title", ("who", "due_on")]),)

    title = forms.CharField(label=gettext_lazy("Was ist zu tun?"), max_length=200, help_text=WITHOUT_NAMES)
    who = forms.CharField(label=gettext_lazy("Wer?"), max_length=200)
    due_on = GermanDateField(label=gettext_lazy("Bis wann?"), help_text=UNTIL)


def _attendance(one: ConferenceParticipant) -> str:
    return f"attendance_{one.pk}"
