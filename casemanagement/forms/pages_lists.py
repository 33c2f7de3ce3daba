# SPDX-License-Identifier: AGPL-3.0-or-later
"""Filters of lists: GET parameters that can be shared as an address and never hold a name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import AssignmentRole, ContactKind, Phase
from casemanagement.forms.dates import GermanDateField
from casemanagement.models import Programme
from permissions.actor import Actor

ANY = [("", _("alle"))]


class Filter(forms.Form):
    """Everything may stay empty; what cannot be read is shown beside its field and filters nothing."""

    mark_optional = False

    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "", [])}


class ProgrammeFilter(Filter):
    """Asks for a programme where there are several."""

    programme = forms.ChoiceField(label=_("Programm"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Programme.objects.offered_to(actor)
        self.fields["programme"].choices = [*ANY, *offered]  # type: ignore[attr-defined]
        if not offered:
            del self.fields["programme"]


class CaseloadFilter(ProgrammeFilter):
    """Which of one's own cases are shown."""

    phase = forms.ChoiceField(label=_("Phase"), required=False, choices=ANY + Phase.choices[:-1])
    due = forms.ChoiceField(
        label=_("Frist"),
        required=False,
        choices=[
            *ANY,
            ("overdue", _("überfällig")),
            ("week", _("in den nächsten 7 Tagen")),
            ("none", _("ohne Frist")),
        ],
    )
    role = forms.ChoiceField(label=_("Meine Aufgabe"), required=False, choices=ANY + AssignmentRole.choices)
    silent = forms.IntegerField(
        label=_("Ohne Kontakt seit mehr als … Tagen"),
        required=False,
        min_value=1,
        max_value=999,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    state = forms.ChoiceField(
        label=_("Stand"), required=False, choices=[("", _("laufende Fälle")), ("ended", _("beendete Fälle"))]
    )


class TimelineFilter(Filter):
    """Which entries of a file are shown."""

    what = forms.ChoiceField(
        label=_("Was"),
        required=False,
        choices=[*ANY, ("contacts", _("nur Kontakte")), ("events", _("nur Ereignisse"))],
    )
    kind = forms.ChoiceField(label=_("Kontaktart"), required=False, choices=ANY + ContactKind.choices)
    since = GermanDateField(label=_("Von"), required=False, help_text="")
    until = GermanDateField(label=_("Bis"), required=False, help_text="")
    word = forms.CharField(
        label=_("Stichwort"),
        required=False,
        max_length=60,
        help_text=_("Bitte keine Namen: steht in der Adresse"),
    )
    view = forms.ChoiceField(required=False, choices=[("", ""), ("compact", "")], widget=forms.HiddenInput)
