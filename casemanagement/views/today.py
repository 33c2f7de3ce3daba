# SPDX-License-Identifier: AGPL-3.0-or-later
"""„Heute“: the first page of the day."""

from typing import Any

from casemanagement.views.base import HatPage
from casemanagement.views.handover_rows import offer_lines
from casemanagement.views.today_rows import today_of
from permissions import clock
from permissions.rights import Right


class TodayPage(HatPage):
    template_name = "casemanagement/today.html"
    shows, right = "identity", Right.READ_IDENTITY

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = today_of(self.actor)
        shown = len(today.attention) + len(today.due) + len(today.undated) + len(today.recent)
        self.note(shown=shown)
        return super().get_context_data(
            today=today, offers=offer_lines(self.actor), day=clock.today(), **kwargs
        )
