# SPDX-License-Identifier: AGPL-3.0-or-later
"""The end of a case: what is still missing, the next step, and what was written."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from casemanagement.choices import Domain, OutcomeLevel, Phase
from casemanagement.models import Closure
from casemanagement.views.base import CasePage
from casemanagement.views.steps import steps_of, waiting_for
from permissions import clock


class ClosurePage(CasePage):
    tab = "closure"
    title = _("Abschluss")
    template_name = "casemanagement/closure.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Closure.objects.filter(case=self.case).select_related("written_by", "approved_by")
        written = {row.episode: row for row in rows.order_by("-episode")}
        closure = written.pop(self.case.episode, None)
        has_begun = self.case.phase in (Phase.CLOSURE, Phase.FOLLOW_UP, Phase.ENDED)
        return super().get_context_data(
            closure=closure,
            earlier=list(written.values()),
            held=self.case.legal_holds.living().first(),
            outcomes=_outcomes(closure) if closure else [],
            has_begun=has_begun or closure is not None,
            missing=self.case.missing_for_closure(clock.today()) if self.case.is_open else [],
            steps=steps_of(self.case, "closure"),
            reviews=steps_of(self.case, "support_planning"),
            waiting=waiting_for(self.case, "closure"),
            **kwargs,
        )


def _outcomes(closure: Closure) -> list[tuple[object, object]]:
    levels = dict(OutcomeLevel.choices)
    return [
        (domain.label, levels.get(closure.outcomes[domain], ""))
        for domain in Domain
        if domain in closure.outcomes
    ]
