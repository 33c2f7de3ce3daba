# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of the data protection officer: who looked where, and what clients agreed to; never a name of theirs."""

from typing import Any

from casemanagement import blind_index
from casemanagement.forms.pages_dataprotection import CasesFilter, JournalFilter
from casemanagement.views import dataprotection_rows as rows
from casemanagement.views.base import HatPage
from permissions.models import AccessAction
from permissions.rights import Right


class Journal(HatPage):
    """Reading the record is itself recorded, so that it does not become a means of supervising staff."""

    template_name = "dataprotection/journal.html"
    shows, right = "access_log", Right.READ_ACCESS_LOG

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filters = JournalFilter(self.request.GET)
        page = rows.journal(self.actor, filters.chosen(), self.request.GET.get("page"))
        self.note(shown=len(page.object_list))
        return super().get_context_data(filters=filters, page=page, **kwargs)


class Cases(HatPage):
    template_name = "dataprotection/cases.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filters = CasesFilter(self.request.GET)
        chosen = filters.chosen()
        page = rows.cases(
            self.actor,
            chosen,
            sort=self.request.GET.get("sort", "number"),
            number=self.request.GET.get("page"),
        )
        if chosen.get("number"):
            self.note(
                AccessAction.SEARCH,
                reason="number",
                query=blind_index.mark(chosen["number"]),
                shown=page.paginator.count,
            )
        return super().get_context_data(filters=filters, page=page, **kwargs)
