# SPDX-License-Identifier: AGPL-3.0-or-later
"""„Meine Fälle“: the list a case manager works from."""

from typing import Any

from casemanagement.forms.pages_lists import CaseloadFilter
from casemanagement.views.base import HatPage
from casemanagement.views.caseload_rows import DEFAULT_SORT, my_cases, page_of
from permissions.rights import Right


class Caseload(HatPage):
    template_name = "casemanagement/caseload.html"
    shows, right = "identity", Right.READ_IDENTITY

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filters = CaseloadFilter(self.request.GET, actor=self.actor)
        page = page_of(
            self.actor,
            my_cases(self.actor, filters.chosen()),
            sort=self.request.GET.get("sort", DEFAULT_SORT),
            number=self.request.GET.get("page"),
        )
        self.note(shown=len(page.object_list))
        return super().get_context_data(filters=filters, page=page, **kwargs)
