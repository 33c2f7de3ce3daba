# SPDX-License-Identifier: AGPL-3.0-or-later
"""The steps of the Hilfeplanung; goals and measures are written on the plan's own page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import Agreement, PauseReason, ReviewResult
from casemanagement.forms.case_form import CaseForm, note
from casemanagement.forms.dates import GermanDateField
from casemanagement.models import SupportPlan
from permissions import clock


def _today() -> Any:
    return clock.today()


class Leadership(CaseForm):
    """Whether the case stays or is handed to the city (Zusteuerung)."""

    leadership = forms.ChoiceField(
        label=_("Wer führt den Fall weiter?"),
        choices=[
            ("stay", _("bleibt in dieser Fallführung")),
            ("handover", _("wird übergeben (Zusteuerung)")),
        ],
        widget=forms.RadioSelect,
    )


class Draft(CaseForm):
    """Closes the draft once it can be agreed upon."""

    confirm_label = _("Entwurf abschließen")

    def missing(self) -> list[str]:
        return SupportPlan.objects.filter(case=self.case).latest("pk").missing()


class PlanAnswer(CaseForm):
    """What the client says to the plan."""

    agreement = forms.ChoiceField(
        label=_("Stimmt die Person dem Hilfeplan zu?"), choices=Agreement.choices, widget=forms.RadioSelect
    )
    agreed_on = GermanDateField(label=_("Besprochen am"), initial=_today, latest=_today)
    agreement_reason = note(_("Begründung oder Protokoll"), rows=3)
    signed_document = forms.FileField(
        label=_("Unterschriebener Hilfeplan"),
        required=False,
        help_text=_("PDF, JPEG oder PNG, höchstens 10 MB"),
    )

    def clean(self) -> dict[str, Any]:
        """An answer is proved by a signature or by words."""
        cleaned = super().clean()
        agreed = cleaned.get("agreement") == Agreement.YES
        proved = bool(cleaned.get("agreement_reason")) or (agreed and bool(cleaned.get("signed_document")))
        if cleaned.get("agreement") and not proved and "signed_document" not in self.errors:
            self.add_error(
                "agreement_reason",
                _("Bitte legen Sie den unterschriebenen Plan bei oder protokollieren Sie das Gespräch.")
                if agreed
                else _("Bitte nennen Sie den Grund."),
            )
        return cleaned


class LinkedServices(CaseForm):
    """Closes the linking once each goal has a measure that began or is known not to exist."""

    confirm_label = _("Anbindung abschließen")

    def missing(self) -> list[str]:
        plan: SupportPlan = SupportPlan.objects.filter(case=self.case).latest("pk")
        return plan.missing_links()


class PlanReview(CaseForm):
    """One look back together, and what follows."""

    held_on = GermanDateField(label=_("Überprüft am"), initial=_today, latest=_today)
    result = forms.ChoiceField(label=_("Ergebnis"), choices=ReviewResult.choices, widget=forms.RadioSelect)
    satisfaction = forms.TypedChoiceField(
        label=_("Zufriedenheit der Person"),
        choices=[("", _("nicht erhoben")), *((str(n), str(n)) for n in range(1, 6))],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("1 gar nicht zufrieden, 5 sehr zufrieden"),
    )
    note = note(_("Was hat sich getan?"), rows=6)
    next_on = GermanDateField(
        label=_("Nächste Überprüfung am"),
        required=False,
        help_text=_("Leer lassen für den üblichen Abstand der Intensität"),
    )

    def prepare(self) -> None:
        offered = self.case.led_under().review_results()
        self.fields["result"].choices = [(one.value, one.label) for one in offered]  # type: ignore[attr-defined]


class Pause(CaseForm):
    """The case rests; nobody forgets it."""

    pause_reason = forms.ChoiceField(label=_("Grund"), choices=PauseReason.choices)
    resume_on = GermanDateField(label=_("Wieder aufnehmen am"), help_text=_("Höchstens drei Monate"))


class Resumption(CaseForm):
    """The rest is over."""

    confirm_label = _("Fall wieder aufnehmen")
