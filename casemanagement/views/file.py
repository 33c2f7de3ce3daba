# SPDX-License-Identifier: AGPL-3.0-or-later
"""The case file: overview, and the course of the case."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.actions import workitems
from casemanagement.forms.pages_lists import TimelineFilter
from casemanagement.models import WorkItem
from casemanagement.views.base import CasePage
from casemanagement.views.file_rows import overview_of
from casemanagement.views.timeline_rows import days_of, entries_of
from permissions.rights import Right

PER_PAGE = 25


class File(CasePage):
    """The overview; to whom the file is closed, the frame and a sentence why."""

    right = Right.READ_FRAME
    tab = "file"
    title = gettext_lazy("Übersicht")
    template_name = "casemanagement/file.html"

    def note_reading(self) -> None:
        # The frame alone is no reading of the file.
        if Right.READ_FILE in self.standing.rights:
            super().note_reading()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_open = Right.READ_FILE in self.standing.rights
        return super().get_context_data(
            overview=overview_of(self.standing),
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
        try:
            workitems.finish(item, by=self.actor)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("„%(title)s“ ist erledigt.") % {"title": item.title})
        return redirect(self.url("file"))


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
