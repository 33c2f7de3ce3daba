# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms on the way of a finding: written by case work, examined by the coordination, led on as a theme."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import FieldOfAction, ReferralSource, Stadtbezirk, TargetGroup
from casemanagement.choices.chains import STEP_CHOICES
from casemanagement.choices.structure import GapType, Severity, ThemeState
from casemanagement.forms.case_form import note
from casemanagement.forms.dates import GermanDateField
from casemanagement.forms.pages_edit import BLANK, EditForm
from casemanagement.models import Finding, Theme
from casemanagement.structure_bodies import working_groups
from permissions import clock

TEXT_LENGTH = 4000
MOST_CASES = 999
WITHOUT_PERSON = _("Ohne Namen, Daten, Nummern und Anschriften; das wird beim Absenden geprüft.")


def _today() -> Any:
    return clock.today()


class Answers(forms.Form):
    """A form whose answers are the words of its deed."""

    def deed(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class FindingFields(Answers):
    """What is asked about a gap; only the first four questions must be answered."""

    fieldsets: Any = (
        (_("Was fehlt oder klemmt?"), [("field_of_action", "gap_type"), "description", "severity"]),
        (
            _("Wo und für wen?"),
            [
                ("step", "institution_type"),
                ("target_group", "stadtbezirk"),
                ("cases_affected", "is_estimate"),
            ],
        ),
        (_("Was würde helfen?"), ["proposal"]),
    )

    field_of_action = forms.ChoiceField(label=_("Handlungsfeld"), choices=BLANK + FieldOfAction.choices)
    gap_type = forms.ChoiceField(label=_("Art der Lücke"), choices=BLANK + GapType.choices)
    description = note(
        _("Was ist geschehen?"), required=True, rows=4, max_length=TEXT_LENGTH, help_text=WITHOUT_PERSON
    )
    severity = forms.TypedChoiceField(
        label=_("Wirkung"), choices=Severity.choices, coerce=int, initial=Severity.DELAYING.value
    )
    step = forms.ChoiceField(
        label=_("Dienstleistungskette und Schritt"), choices=[("", "—"), *STEP_CHOICES], required=False
    )
    institution_type = forms.ChoiceField(
        label=_("Art der Stelle"), choices=BLANK + ReferralSource.choices, required=False
    )
    target_group = forms.ChoiceField(
        label=_("Zielgruppe"), choices=BLANK + TargetGroup.choices, required=False
    )
    stadtbezirk = forms.ChoiceField(
        label=_("Stadtbezirk"), choices=Stadtbezirk.choices, initial=Stadtbezirk.UNKNOWN
    )
    cases_affected = forms.IntegerField(
        label=_("Wie viele Fälle kennen Sie?"), initial=1, min_value=1, max_value=MOST_CASES
    )
    is_estimate = forms.BooleanField(label=_("geschätzt"), required=False)
    proposal = note(_("Vorschlag"), rows=3, max_length=TEXT_LENGTH)


class CaseFinding(EditForm, FindingFields):
    """From a case, which is named nowhere in it."""


class FreeFinding(FindingFields):
    """From no single case."""


class RevisedFinding(FindingFields):
    """The coordination makes the text safe to pass on."""

    SHOWN = (
        "field_of_action",
        "gap_type",
        "description",
        "severity",
        "institution_type",
        "target_group",
        "stadtbezirk",
        "cases_affected",
        "is_estimate",
        "proposal",
    )
    step = None  # type: ignore[assignment]  # how Django takes a field away

    @classmethod
    def of(cls, finding: Finding, data: Any = None) -> RevisedFinding:
        return cls(data, initial={name: getattr(finding, name) for name in cls.SHOWN})


class ThemeChoice(Answers):
    """A theme that is known, or the title of a new one."""

    theme = forms.ModelChoiceField(
        label=_("Bestehendes Thema"), queryset=Theme.objects.none(), required=False, empty_label="—"
    )
    title = forms.CharField(
        label=_("oder neues Thema"),
        required=False,
        max_length=200,
        help_text=_("Was mehrere Fälle gemeinsam haben, in einem Satz."),
    )

    def __init__(self, *args: Any, finding: Finding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Theme.objects.filter(kommune=finding.kommune_id).exclude(state=ThemeState.CLOSED)
        field: Any = self.fields["theme"]
        field.queryset = known.order_by("field_of_action", "title")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("theme") and not cleaned.get("title", "").strip():
            self.add_error("title", _("Bitte wählen Sie ein Thema oder geben Sie einen Titel ein."))
        return cleaned


class Rejection(Answers):
    reason = note(
        _("Warum geht der Hinweis nicht weiter?"),
        required=True,
        rows=3,
        max_length=TEXT_LENGTH,
        help_text=_("Das liest, wer ihn geschrieben hat."),
    )


class ThemeFields(Answers):
    """What a theme is about, and who takes it up."""

    title = forms.CharField(label=_("Titel"), max_length=200)
    summary = note(_("Worum es geht"), rows=4, max_length=TEXT_LENGTH)
    field_of_action = forms.ChoiceField(label=_("Handlungsfeld"), choices=BLANK + FieldOfAction.choices)


class DescribedTheme(ThemeFields):
    working_group = forms.ChoiceField(label=_("Arbeitsgruppe oder Gremium"), required=False)
    goal = forms.ChoiceField(label=_("Integrationspolitisches Ziel"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups, goals = self.fields["working_group"], self.fields["goal"]
        assert isinstance(groups, forms.ChoiceField)  # noqa: S101  # for the type checker
        assert isinstance(goals, forms.ChoiceField)  # noqa: S101
        groups.choices = [*BLANK, *((group.code, str(group)) for group in working_groups())]
        goals.choices = [
            *BLANK,
            *(
                (group.name, [(goal.code, str(goal)) for goal in group.goals])
                for group in working_groups()
                if group.goals
            ),
        ]

    @classmethod
    def of(cls, theme: Theme, data: Any = None) -> DescribedTheme:
        names = ("title", "summary", "field_of_action", "working_group", "goal")
        return cls(data, initial={name: getattr(theme, name) for name in names})


class ThemeStep(Answers):
    """The next step of a theme, with the words for the log and for the authors."""

    state = forms.ChoiceField(label=_("Nächster Stand"))
    on = GermanDateField(label=_("Am"), initial=_today, latest=_today, help_text="")
    lenkungsgruppe_on = GermanDateField(
        label=_("Sitzung der Lenkungsgruppe"),
        required=False,
        help_text=_("Wenn das Thema für die Lenkungsgruppe vorgesehen wird."),
    )
    text = note(_("Beschluss, Begründung oder Ergebnis"), rows=3, max_length=TEXT_LENGTH)
    answer = note(
        _("Antwort an die Fallarbeit"),
        rows=3,
        max_length=TEXT_LENGTH,
        help_text=_("Das lesen alle, deren Hinweise zu diesem Thema gehören."),
    )

    def __init__(self, *args: Any, states: tuple[ThemeState, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["state"]
        field.choices = [(state.value, state.label) for state in states]


class StepDay(Answers):
    """The day that the next button dates."""

    on = GermanDateField(label=_("Tag"), initial=_today, latest=_today)
