# SPDX-License-Identifier: AGPL-3.0-or-later
"""The anchors of both journals, for the data protection officer to keep where nobody of the city can reach them."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404

from casemanagement.views.base import HatPage
from permissions import anchors
from permissions.models import JournalAnchor

PER_PAGE = 25


class Anchors(HatPage):
    template_name = "dataprotection/anchors.html"
    shows = ""  # numbers and hashes, nothing of a case

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = JournalAnchor.objects.order_by("-number")
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page=page, **kwargs)


class AnchorFile(HatPage):
    """The same lines as in the mail, to be checked with verify_journal."""

    shows = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        known = get_object_or_404(JournalAnchor, number=kwargs["pk"])
        response = HttpResponse(
            anchors.as_text(anchors.on_paper(known)), content_type="text/plain; charset=utf-8"
        )
        response["Content-Disposition"] = f'attachment; filename="pruefanker-{known.number}.txt"'
        return response
