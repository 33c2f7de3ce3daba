# SPDX-License-Identifier: AGPL-3.0-or-later
"""The case file: overview, and the course of the case."""

from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.actions import workitems
from casemanagement.forms.pages_lists import TimelineFilter
from casemanagement.models import WorkItem
from casemanagement.views.base import CasePage
from casemanagement.views.file_rows import overview_of
from casemanagement.views.timeline_rows import days_of, entries_of
from permissions import clock
from permissions.rights import Right
from permissions.web import attempt

PER_PAGE = 25


class File(CasePage):
    """The overview; to whom the file is closed, the frame and a sentence why."""

    right = Right.READ_FRAME
    tab = "file"
    title = gettext_lazy("Übersicht")
    template_name = "casemanagement/file.html"

    def shown_block(self) -> str:
        return self.block if self.shown_right() is Right.READ_FILE else "frame"

    def shown_right(self) -> Right:
        return Right.READ_FILE if Right.READ_FILE in self.standing.rights else Right.READ_FRAME

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_open = Right.READ_FILE in self.standing.rights
        return super().get_context_data(
            overview=overview_of(self.standing, self.actor),
            today=clock.today(),
            is_open=is_open,
            why=self.standing.why(Right.READ_FILE if is_open else Right.READ_FRAME),
            **({} if is_open else self.reason(Right.READ_FILE)),
            **kwargs,
        )


class WorkItemDone(CasePage):
    """A task somebody set for themselves is ticked off."""

    right = Right.WRITE_FILE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        item = get_object_or_404(WorkItem, case=self.case, pk=kwargs["pk"], task_id=None)
        done = _("„%(title)s“ ist erledigt.") % {"title": item.title}
        return attempt(request, partial(workitems.finish, item, by=self.actor), done, self.url("file"))


class Timeline(CasePage):
    tab = "timeline"
    title = gettext_lazy("Verlauf")
    template_name = "casemanagement/timeline.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filters = TimelineFilter(self.request.GET)
        chosen = filters.chosen()
        page = Paginator(entries_of(self.case, chosen), PER_PAGE).get_page(self.request.GET.get("page"))
        entries = list(page.object_list)
        return super().get_context_data(
            filters=filters,
            page=page,
            entries=entries,
            days=days_of(entries),
            view=chosen.get("view", ""),
            **kwargs,
        )
