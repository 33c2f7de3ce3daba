# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms of the Fachaufsicht: filters, the reason for opening a file, a deputy, an extension."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import CaseState, Intensity, OpeningReason, Phase, Stadtbezirk
from casemanagement.forms.case_form import note
from casemanagement.forms.dates import GermanDateField
from casemanagement.forms.pages_edit import EditForm
from casemanagement.forms.pages_lists import ANY, ProgrammeFilter
from casemanagement.forms.people import CaseManagerField
from casemanagement.working_days import add_months
from permissions import clock
from permissions.actor import Actor
from permissions.duties import organisations_of
from permissions.models import Membership
from permissions.roles import Role

LONGEST_EXTENSION_MONTHS = 12


def _today() -> Any:
    return clock.today()


def _farthest() -> Any:
    return add_months(clock.today(), LONGEST_EXTENSION_MONTHS)


class TeamFilter(ProgrammeFilter):
    """Which cases of all houses are shown."""

    number = forms.CharField(
        label=_("Fallnummer"), required=False, max_length=12, help_text=_("Ganz oder ein Teil davon")
    )
    phase = forms.ChoiceField(label=_("Phase"), required=False, choices=ANY + Phase.choices)
    organisation = forms.TypedChoiceField(label=_("Organisation"), required=False, coerce=int)
    responsible = forms.TypedChoiceField(label=_("Fallführung"), required=False, coerce=int)
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
    mark = forms.ChoiceField(
        label=_("Marke"),
        required=False,
        choices=[
            *ANY,
            ("urgent", _("dringend")),
            ("uncovered", _("unversorgt")),
            ("handover", _("Übergabe läuft")),
            ("crisis", _("Krise")),
            ("paused", _("ruht")),
            ("restricted", _("gesperrt")),
        ],
    )
    stadtbezirk = forms.ChoiceField(label=_("Stadtbezirk"), required=False, choices=ANY + Stadtbezirk.choices)
    intensity = forms.ChoiceField(label=_("Intensität"), required=False, choices=ANY + Intensity.choices)
    state = forms.ChoiceField(
        label=_("Stand"),
        required=False,
        choices=[
            ("", _("laufende Fälle")),
            (CaseState.WAITING.value, CaseState.WAITING.label),
            ("ended", _("beendete Fälle")),
        ],
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        person: Any = actor.person
        houses = list(organisations_of(person, actor.hat).order_by("short_name"))
        members = Membership.objects.valid_on(clock.today()).filter(
            organisation__in=houses, role=Role.CASE_MANAGEMENT
        )
        people = members.order_by("person__display_name").values_list("person", "person__display_name")
        # Lists, so that select, chips and check ask the database once.
        self.fields["organisation"].choices = [*ANY, *((one.pk, one.short_name) for one in houses)]  # type: ignore[attr-defined]
        self.fields["responsible"].choices = [*ANY, *people.distinct()]  # type: ignore[attr-defined]


class OpenFile(EditForm):
    """Why somebody who does not work on the case reads its file."""

    reason = forms.ChoiceField(
        label=_("Anlass"),
        choices=OpeningReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte nennen Sie den Anlass.")},
    )
    text = forms.CharField(
        label=_("Erläuterung"),
        required=False,
        max_length=300,
        help_text=_("Ohne Namen. Fallführung und Klient*in können diesen Satz lesen."),
    )


class Responsible(EditForm):
    """Who leads the case from today."""

    person = CaseManagerField(
        label=_("Fallführung"), error_messages={"required": _("Bitte wählen Sie, wer den Fall führt.")}
    )
    note = forms.CharField(label=_("Hinweis"), required=False, max_length=200, help_text=_("Ohne Namen"))

    def prepare(self) -> None:
        self.fields["person"].offer(self.case, self.actor)  # type: ignore[attr-defined]


class Deputy(EditForm):
    """Who stands in, and for how long."""

    person = CaseManagerField(
        label=_("Vertretung"), error_messages={"required": _("Bitte wählen Sie, wer vertritt.")}
    )
    valid_from = GermanDateField(label=_("Ab"), initial=_today, earliest=_today)
    valid_until = GermanDateField(
        label=_("Bis"),
        earliest=_today,
        error_messages={"required": _("Bitte sagen Sie, bis wann die Vertretung gilt.")},
    )
    reason = forms.CharField(
        label=_("Hinweis"),
        required=False,
        max_length=200,
        help_text=_("Ohne Namen und ohne Abwesenheitsgrund"),
    )

    def prepare(self) -> None:
        self.fields["person"].offer(self.case, self.actor)  # type: ignore[attr-defined]


class Extension(EditForm):
    """Until when a long case may go on."""

    until = GermanDateField(label=_("Verlängern bis"), earliest=_today, latest=_farthest)
    reason = note(_("Begründung"), required=True, rows=3, max_length=300)
