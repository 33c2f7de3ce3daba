# SPDX-License-Identifier: AGPL-3.0-or-later
"""The step of a process that a page of the file leads to."""

from casemanagement.models import Case, WorkItem
from casemanagement.views.links import Line, step_url
from permissions.hats import Hat


def steps_of(case: Case, *processes: str) -> list[Line]:
    """Open steps of these processes (intake, assessment, support_planning, closure) in the case work."""
    items = WorkItem.objects.filter(case=case, hat=Hat.CASE).open().select_related("case", "owner").by_due()
    wanted = [item for item in items if item.kind.partition(".")[0] in processes and item.task_id]
    return [Line(item.title, step_url(item), item.due_on) for item in wanted]


def waiting_for(case: Case, *processes: str) -> list[str]:
    """What another hat has to do first, as titles."""
    items = WorkItem.objects.filter(case=case, hat=Hat.FACH).open().by_due()
    return [item.title for item in items if item.kind.partition(".")[0] in processes]
