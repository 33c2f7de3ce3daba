# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms about keeping and deleting: why a file is held, and what the archive wrote."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemanagement.actions.retention import LONGEST_HOLD_MONTHS
from casemanagement.choices.retention import HoldReason
from casemanagement.forms.case_form import note
from casemanagement.forms.dates import GermanDateField
from casemanagement.forms.pages_edit import EditForm
from casemanagement.working_days import add_months
from permissions import clock


def _latest() -> Any:
    return add_months(clock.today(), LONGEST_HOLD_MONTHS)


def _today() -> Any:
    return clock.today()


class Hold(EditForm):
    """Why a file is not deleted for now, and when somebody asks again."""

    reason = forms.ChoiceField(
        label=_("Anlass"),
        choices=HoldReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte nennen Sie den Anlass.")},
    )
    review_on = GermanDateField(
        label=_("Zu prüfen am"),
        earliest=_today,
        latest=_latest,
        help_text=_("Spätestens in zwölf Monaten. Dann werden Fachaufsicht und Datenschutz erinnert."),
    )
    note = note(_("Erläuterung"), rows=3, max_length=500, help_text=_("Ohne Namen"))
