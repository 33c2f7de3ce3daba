# SPDX-License-Identifier: AGPL-3.0-or-later
"""The figures of a week: exact for the coordinator, without small numbers for controlling."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.views.generic import TemplateView

from indicators.board import board
from indicators.week import Week
from permissions import accesslog
from permissions.models import AccessAction

if TYPE_CHECKING:
    from permissions.web import ActorRequest


class FiguresPage(TemplateView):
    """One week, chosen by ?week=2026-W46, else the newest; ?kennzahl=O01 opens one indicator."""

    exact = False
    request: "ActorRequest"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        week, error = asked_week(self.request)
        shown = board(self.request.actor, week, exact=self.exact)
        if shown.rollup is not None:
            accesslog.record(
                self.request.actor, AccessAction.READ, block="figures", week=str(shown.rollup.week)
            )
        opened = shown.card(self.request.GET.get("kennzahl", ""))
        return super().get_context_data(board=shown, opened=opened, week_error=error, **kwargs)


def asked_week(request: HttpRequest) -> tuple[Week | None, str]:
    """The week of the address, and a sentence if there is none of that name."""
    text = request.GET.get("week", "").strip()
    if not text:
        return None, ""
    try:
        return Week.parse(text), ""
    except ValueError as error:
        return None, str(error)


class CoordinatorWeek(FiguresPage):
    template_name = "indicators/week.html"
    exact = True


class ControllingFigures(FiguresPage):
    template_name = "indicators/figures.html"
