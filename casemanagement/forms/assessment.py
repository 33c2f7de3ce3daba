# SPDX-License-Identifier: AGPL-3.0-or-later
"""The two steps of the assessment; the sixteen domains have a page of their own."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from casemanagement.forms.case_form import CaseForm, note
from casemanagement.forms.dates import GermanDateField
from casemanagement.models import Assessment
from permissions import clock


def _today() -> Any:
    return clock.today()


class RatedDomains(CaseForm):
    """Closes the rating once every domain is rated, or marked as not assessed or declined."""

    confirm_label = _("Einschätzung abschließen")

    def missing(self) -> list[str]:
        return Assessment.objects.filter(case=self.case).latest("pk").missing()


class DiscussedSummary(CaseForm):
    """The talk with the client about what was found."""

    confirm_label = _("Assessment abschließen")
    discussed_on = GermanDateField(label=_("Mit der Person besprochen am"), initial=_today, latest=_today)
    summary = note(_("Zusammenfassung"), required=True, rows=8)
