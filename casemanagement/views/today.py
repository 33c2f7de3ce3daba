# SPDX-License-Identifier: AGPL-3.0-or-later
"""„Heute“: the first page of the day."""

from typing import Any

from casemanagement.views.base import HatPage
from casemanagement.views.today_rows import today_of
from permissions import accesslog, clock
from permissions.models import AccessAction


class TodayPage(HatPage):
    template_name = "casemanagement/today.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = today_of(self.actor)
        shown = len(today.attention) + len(today.due) + len(today.undated) + len(today.recent)
        accesslog.record(self.actor, AccessAction.READ, block="identity", reason="list", shown=shown)
        return super().get_context_data(today=today, day=clock.today(), **kwargs)
