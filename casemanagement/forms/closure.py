# SPDX-License-Identifier: AGPL-3.0-or-later
"""The end of a case: the last talk, the report, and the approval where it is asked for."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemanagement import gates
from casemanagement.choices import ClosureReason, Domain, OutcomeLevel
from casemanagement.forms.case_form import CaseForm, note, yes_no
from casemanagement.forms.dates import GermanDateField
from casemanagement.models import Assessment, Closure
from permissions import clock

if TYPE_CHECKING:
    from casemanagement.forms.case_form import Facts


def _today() -> Any:
    return clock.today()


class ClosingTalk(CaseForm):
    """The last talk, or that there was none."""

    talk_on = GermanDateField(
        label=_("Abschlussgespräch am"),
        required=False,
        latest=_today,
        help_text=_("Leer lassen, wenn kein Gespräch möglich war"),
    )
    satisfaction = forms.TypedChoiceField(
        label=_("Zufriedenheit der Person"),
        choices=[("", _("nicht erhoben")), *((str(n), str(n)) for n in range(1, 6))],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("1 gar nicht zufrieden, 5 sehr zufrieden"),
    )


class ClosureReport(CaseForm):
    """Why the case ends and what it brought, domain by domain."""

    reason = forms.ChoiceField(label=_("Grund des Abschlusses"), choices=ClosureReason.choices)
    outcome_level = forms.ChoiceField(label=_("Ergebnis insgesamt"), choices=OutcomeLevel.choices)
    report = note(_("Abschlussbericht"), required=True, rows=10)

    def prepare(self) -> None:
        domains = self._domains()
        if domains:
            names = [f"outcome_{domain}" for domain in domains]
            self.fieldsets = (
                (_("Abschluss"), ["reason", "outcome_level", "report"]),
                (_("Ergebnis je Lebensbereich"), names),
            )
        for domain in domains:
            self.fields[f"outcome_{domain}"] = forms.ChoiceField(
                label=domain.label, choices=OutcomeLevel.choices, initial=OutcomeLevel.NOT_ASSESSABLE
            )

    def hints(self) -> list[str]:
        return gates.open_goals_and_measures(self.case)

    def deed(self) -> dict[str, Any]:
        cleaned = dict(self.cleaned_data)
        outcomes = {domain.value: cleaned.pop(f"outcome_{domain}") for domain in self._domains()}
        return cleaned | {"outcomes": outcomes}

    def _domains(self) -> list[Domain]:
        """Those in which a need was found."""
        latest = Assessment.objects.filter(case=self.case).order_by("-pk").first()
        needed = set(latest.ratings.filter(need__gt=0).values_list("domain", flat=True)) if latest else set()
        return [domain for domain in Domain if domain in needed]


class ClosureApproval(CaseForm):
    """The coordinator's word where the rules ask for it."""

    is_approved = yes_no(_("Geben Sie den Abschluss frei?"), yes=_("ja, freigeben"), no=_("nein, zurück"))
    note = note(_("Begründung"), rows=3)

    def facts(self) -> "Facts":
        closure = Closure.objects.get(case=self.case, episode=self.case.episode)
        return [(_("Grund des Abschlusses"), closure.get_reason_display())]

    def clean(self) -> dict[str, Any]:
        """Whoever sends a report back says why."""
        cleaned = super().clean()
        if cleaned.get("is_approved") is False and not cleaned.get("note"):
            self.add_error("note", _("Bitte nennen Sie den Grund."))
        return cleaned


class WithdrawalConfirmation(CaseForm):
    """The client took the core consent back: the file closes."""

    confirm_label = _("Fall schließen")
    note = note(_("Hinweis"), rows=2)
