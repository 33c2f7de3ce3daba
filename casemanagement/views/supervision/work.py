# SPDX-License-Identifier: AGPL-3.0-or-later
"""What waits for the Fachaufsicht, by the kind of answer it asks for."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case as Decision
from django.db.models import CharField, Count, F, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.translation import gettext as _

from casemanagement.actions import samples
from casemanagement.models import WorkItem
from casemanagement.views.links import Line
from permissions import clock
from permissions.actor import Actor
from permissions.hats import Hat
from permissions.rights import Right

URGENT, ASSIGNMENTS, APPROVALS, DEADLINES, FAILED, SAMPLE, OTHER = (
    "urgent",
    "assignments",
    "approvals",
    "deadlines",
    "failed",
    "sample",
    "other",
)
ASSIGNMENT_KINDS = (
    "intake.assign_clarification",
    "intake.reassign_clarification",
    "intake.assign_case",
    "intake.offer_place",
)
APPROVAL_KINDS = (
    "support_planning.approve_handover",
    "closure.approve_closure",
    "closure.confirm_withdrawal",
    "intake.approve_decision",
)
PER_GROUP = 6


@dataclass(frozen=True)
class Group:
    """The first lines of a kind and how many there are."""

    lines: list[Line] = field(default_factory=list)
    count: int = 0

    @property
    def more(self) -> int:
        return self.count - len(self.lines)


def items(actor: Actor) -> QuerySet[Any]:
    """Everything that waits for this hat, with its group; what is longest overdue first."""
    rows = WorkItem.objects.permitted(actor, Right.READ_FRAME).open().for_hat(Hat.FACH)
    group = Decision(
        When(kind__endswith=".retry", then=Value(FAILED)),
        When(kind="intake.urgent", then=Value(URGENT)),
        When(kind__in=ASSIGNMENT_KINDS, then=Value(ASSIGNMENTS)),
        When(kind__in=APPROVAL_KINDS, then=Value(APPROVALS)),
        When(kind=samples.KIND, then=Value(SAMPLE)),
        When(kind__startswith="deadline.", then=Value(DEADLINES)),
        default=Value(OTHER),
        output_field=CharField(),
    )
    return rows.annotate(group=group)


def groups(actor: Actor) -> dict[str, Group]:
    """The head of every group in one query."""
    order = [F("due_on").asc(nulls_last=True), F("pk").asc()]
    ranked = items(actor).annotate(
        place=Window(RowNumber(), partition_by="group", order_by=order),
        number=Window(Count("pk"), partition_by="group"),
    )
    rows = ranked.filter(place__lte=PER_GROUP).select_related("case").order_by("group", "place")
    found: dict[str, Group] = {}
    for row in rows:
        known = found.get(row.group, Group())
        found[row.group] = Group([*known.lines, line_of(row)], row.number)
    return found


def steps_of(actor: Actor, cases: list[int], group: str) -> dict[int, WorkItem]:
    """Case → the step of this group that waits on it."""
    rows = items(actor).filter(group=group, case__in=cases).select_related("case").order_by("-pk")
    return {row.case_id: row for row in rows}


def line_of(item: WorkItem) -> Line:
    """Urgent referrals and missed deadlines have no step of their own: they lead to the case."""
    since = _("seit %s") % f"{item.opened_at.astimezone(clock.BERLIN):%d.%m.%Y}"
    return Line(item.title, step_url(item), item.due_on, item.case.number, since)


def step_url(item: WorkItem) -> str:
    if item.process_id and item.task_id:
        return reverse("workflows:fach_step", args=[item.process_id, item.task_id])
    return case_url(item.case.number)


def case_url(number: str, name: str = "case", **kwargs: object) -> str:
    return reverse(f"supervision:{name}", kwargs={"number": number, **kwargs})
