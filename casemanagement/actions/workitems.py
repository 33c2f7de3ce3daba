# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deeds on work items that belong to no process."""

import datetime as dt

from django.utils.translation import gettext as _

from casemanagement.casework import Conflict, deed, record_event
from casemanagement.choices import EventKind, WorkState
from casemanagement.models import Case, WorkItem
from casemanagement.words import source
from permissions import clock
from permissions.actor import Actor
from permissions.hats import Hat
from permissions.models import User
from permissions.rights import Right

# What ends with an answer on a page of its own is not ticked off.
ENDED_ELSEWHERE = ("remark.answer", "sample.check", "restriction.inform")


@deed(None)
def ask(
    case: Case,
    *,
    by: Actor,
    kind: str,
    title: str,
    hat: Hat,
    owner: User | None = None,
    due_on: dt.date | None = None,
) -> WorkItem:
    """Put something on a list; the same question is asked once."""
    asked = WorkItem.objects.open().filter(case=case, kind=kind, hat=hat)
    waiting = next((item for item in asked if source(item.title) == source(title)), None)
    return waiting or WorkItem.objects.create(
        case=case,
        organisation=case.organisation,
        kind=kind,
        title=title,
        hat=hat,
        owner=owner,
        due_on=due_on,
        opened_at=clock.now(),
    )


@deed(Right.WRITE_FILE)
def finish(item: WorkItem, *, by: Actor) -> WorkItem:
    """Tick off an own note."""
    return _end(item, by)


@deed(Right.APPROVE)
def acknowledge(item: WorkItem, *, by: Actor) -> WorkItem:
    """The coordinator has seen it."""
    return _end(item, by)


def _end(item: WorkItem, by: Actor) -> WorkItem:
    if item.task_id is not None or item.hat != by.hat or item.kind in ENDED_ELSEWHERE:
        raise Conflict(_("Diese Aufgabe wird dort erledigt, wo sie entstanden ist."))
    if item.state != WorkState.OPEN:
        raise Conflict(_("Diese Aufgabe ist schon erledigt."))
    item.state, item.ended_at, item.ended_by = WorkState.DONE, clock.now(), by.person
    item.save(update_fields=["state", "ended_at", "ended_by"])
    record_event(item.case, EventKind.WORK_DONE, by=by, kind=item.kind)
    return item
