# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the system of help has gaps, and where its chains break: exact for the coordination, protected for others."""

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.generic import TemplateView

from casemanagement.views.themes import leads_themes
from indicators.chains import protected_paths, reached_steps, times
from indicators.gaps import DISTRICTS, LEVELS, picture
from permissions import accesslog, clock
from permissions.models import AccessAction

if TYPE_CHECKING:
    from permissions.web import ActorRequest


class CoordinatorGaps(TemplateView):
    template_name = "indicators/gaps.html"
    exact = True
    request: "ActorRequest"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = picture(self.request.actor, exact=self.exact)
        numbers = [cell.value or 0 for row in rows for cell in row.cells.values()]
        return super().get_context_data(
            rows=rows,
            districts=DISTRICTS,
            # A single finding does not make a district dark.
            maximum=max(*numbers, LEVELS),
            exact=self.exact,
            **kwargs,
        )


class ReadersGaps(CoordinatorGaps):
    exact = False


class CoordinatorChains(TemplateView):
    template_name = "indicators/chains.html"
    request: "ActorRequest"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        accesslog.record(self.request.actor, AccessAction.READ, block="chains", reason="list")
        return super().get_context_data(chains=times(reached_steps(), clock.today()), **kwargs)


class ProtectedChains(TemplateView):
    """For the Integrationszentrum alone; whoever else wears its hat has no such page."""

    template_name = "indicators/chains_protected.html"
    request: "ActorRequest"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not leads_themes(self.request.actor):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(chains=protected_paths(), **kwargs)
