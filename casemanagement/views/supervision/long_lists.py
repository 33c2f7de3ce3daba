# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages of a caseload that is too big to be counted and sorted for each of them."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import cached_property

from casemanagement.models import WorkItem

# How many work items more are looked through where a filter leaves few of them.
CHUNKS = (500, 2000)


class LongList(Paginator[Any]):
    """Counts as far as somebody turns pages; what lies behind is found by a filter or from the other end."""

    MOST = 1000

    @cached_property
    def _counted(self) -> int:
        rows: Any = self.object_list
        counted: int = rows.order_by().values("pk")[: self.MOST + 1].count()
        return counted

    @cached_property
    def count(self) -> int:
        return min(self._counted, self.MOST)

    @property
    def has_more(self) -> bool:
        """Whether there are more rows than are counted."""
        return self._counted > self.MOST


def by_due(cases: Any, *, start: int, stop: int, backwards: bool) -> list[Any] | None:
    """These cases in the order of their nearest day; None where they are not found among the nearest.

    Walks the open work items by day (the index work_item_open_due) and takes each
    case where its nearest item stands, so that a page costs as much for a million as for a thousand. The
    cases are asked for apart: in one statement the planner sorts all of them first.
    """
    walked, asked, found = _nearest(backwards=backwards), 0, list[int]()
    for amount in (stop * 2, *CHUNKS):
        ids = list(walked[asked : asked + amount])
        known = set(cases.filter(pk__in=ids).order_by().values_list("pk", flat=True))
        found += [pk for pk in ids if pk in known]
        if len(found) >= stop:
            rows = {case.pk: case for case in cases.filter(pk__in=found[start:stop])}
            return [rows[pk] for pk in found[start:stop]]
        asked += amount
    return None


def _nearest(*, backwards: bool) -> Any:
    """The case of each work item that is the nearest of its case."""
    items = WorkItem.objects.open().filter(due_on__isnull=False)
    nearer = items.filter(case=OuterRef("case")).filter(
        Q(due_on__lt=OuterRef("due_on")) | Q(due_on=OuterRef("due_on"), pk__lt=OuterRef("pk"))
    )
    order = ("-due_on", "-case_id") if backwards else ("due_on", "case_id")
    return items.filter(~Exists(nearer)).order_by(*order).values_list("case_id", flat=True)
