# SPDX-License-Identifier: AGPL-3.0-or-later
"""„Was kommt“: the load of the next eight weeks, in each hat as far as it reaches; numbers alone."""

from typing import Any

from django.utils.translation import gettext as _

from casemanagement.forecast import LABELS, Forecast, forecasts, together
from casemanagement.views.base import HatPage
from casemanagement.views.deadlines import kommune_of
from permissions.duties import organisations_of
from permissions.hats import Hat


class ForecastPage(HatPage):
    """The case manager's own, an employer's house, or all houses of the Fachaufsicht together and one by one."""

    template_name = "deadlines/forecast.html"
    shows = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = forecasts(kommune_of(self.actor))
        whole = together(list(found.values()))
        return super().get_context_data(
            whole=whole,
            finding=_finding(whole),
            maximum=max([1, whole.late.total, *(week.total for week in whole.weeks)]),
            kinds=LABELS.values(),
            houses=self._houses(found),
            is_own=self.actor.hat is Hat.CASE,
            **kwargs,
        )

    def _houses(self, found: dict[int, Forecast]) -> list[tuple[str, Forecast]]:
        """Each house under its name, where there is more than one."""
        person: Any = self.actor.person
        if self.actor.hat is Hat.CASE or len(found) < 2:  # noqa: PLR2004  one house is the whole
            return []
        known = organisations_of(person, self.actor.hat).filter(pk__in=found).order_by("short_name")
        return [(house.short_name, found[house.pk]) for house in known]


def _finding(whole: Forecast) -> str:
    """What the picture shows, in a sentence."""
    fullest = max(whole.weeks, key=lambda week: week.total)
    if not fullest.total or fullest.begins is None:
        return _("In den nächsten acht Wochen ist nichts fällig.")
    return _("Am meisten kommt in der Woche ab %(day)s: %(count)d") % {
        "day": f"{fullest.begins:%d.%m.%Y}",
        "count": fullest.total,
    }
