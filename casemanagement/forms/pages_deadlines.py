# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms around deadlines: more time for one, and another rule for all."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import DeadlineUnit
from casemanagement.deadline_terms import SETTINGS, Terms
from casemanagement.forms.case_form import note
from casemanagement.forms.dates import GermanDateField
from casemanagement.forms.pages_edit import EditForm
from casemanagement.forms.pages_supervision import LONGEST_EXTENSION_MONTHS
from casemanagement.working_days import add_months
from permissions import clock

LONGEST_WORDS = 500


def _today() -> Any:
    return clock.today()


def _farthest() -> Any:
    return add_months(clock.today(), LONGEST_EXTENSION_MONTHS)


class MoreTime(EditForm):
    """Until when a deadline runs, and why so long."""

    until = GermanDateField(label=_("Verlängern bis"), earliest=_today, latest=_farthest)
    reason = note(_("Grund"), required=True, rows=3, max_length=300)


class RuleForm(forms.Form):
    """What a rule asks for from a day on. Going back to the default asks for day and reason alone."""

    amount = forms.IntegerField(label=_("Dauer"), min_value=1)
    unit = forms.ChoiceField(label=_("Gezählt in"), choices=DeadlineUnit.choices)
    remind_after = forms.IntegerField(
        label=_("Erinnerung nach"),
        required=False,
        min_value=0,
        help_text=_("In derselben Einheit, ab dem Beginn. 0 heißt sofort, leer heißt gar nicht."),
    )
    escalate_after = forms.IntegerField(
        label=_("Meldung an die Koordination nach"),
        required=False,
        min_value=0,
        help_text=_("In derselben Einheit, ab dem Beginn. Leer heißt gar nicht."),
    )
    own_extensions = forms.IntegerField(
        label=_("So oft verlängert die Fallführung selbst"), min_value=0, help_text=_("0 bis 3")
    )
    valid_from = GermanDateField(label=_("Gilt ab"), initial=_today, earliest=_today)
    for_running = forms.BooleanField(
        label=_("Auch laufende Fristen neu berechnen"),
        required=False,
        help_text=_(
            "Ohne Haken behalten laufende Fristen ihren Tag. Mit Haken rücken sie und die Aufgaben dazu; "
            "keine endet dadurch früher als am nächsten Arbeitstag."
        ),
    )
    reason = note(
        _("Grund"), required=True, rows=3, max_length=LONGEST_WORDS, help_text=_("Alle im KIM lesen ihn.")
    )

    def __init__(self, *args: Any, terms: Terms, is_back: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {name: getattr(terms, name) for name in SETTINGS})
        super().__init__(*args, **kwargs)
        if is_back:
            for name in SETTINGS:
                self.fields[name].required = False

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in SETTINGS}
