# SPDX-License-Identifier: AGPL-3.0-or-later
"""All notices of a hat, and the deed of having seen one; the same pages in every tree that has them."""

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.generic import View

from casemanagement.actions import notices
from casemanagement.models import Notice
from casemanagement.views.base import HatPage
from casemanagement.views.notice_rows import all_notices, list_url, rows_of
from permissions.actor import NotPermitted
from permissions.web import refuse

if TYPE_CHECKING:
    from permissions.web import ActorRequest

PER_PAGE = 25


class Notices(HatPage):
    template_name = "casemanagement/notices.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(all_notices(self.actor), PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page=page, rows=rows_of(page.object_list, self.actor.hat), **kwargs)


class NoticeSeen(View):
    """Back to the page on which the button stood."""

    request: "ActorRequest"

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        actor = self.request.actor
        try:
            notices.see(Notice(pk=pk), by=actor)
        except NotPermitted:
            raise refuse(self.request, "frame") from None
        return redirect(list_url(actor.hat) if request.POST.get("from") == "list" else actor.hat.prefix)
