# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who hears of a deadline, and when. The order stands once, in `whom_to_remind`.

First whoever leads the case; while she is away, whoever stands in for her; while nobody does, the coordination.
Later, if the rule says so, the coordination hears that the day has passed; with some rules the team lead as well.
Called by the beat: may run twice or be missed.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import connection, transaction

from casemanagement import absent_leads, deadlines
from casemanagement.actions.notices import tell
from casemanagement.casework import casework, record_event, write
from casemanagement.choices import EscalateTo, EventKind, NoticeKind
from casemanagement.deadline_rules import TOLD_AGAIN, warnings_after, warnings_before
from casemanagement.models import Deadline, WorkItem
from permissions import clock
from permissions.actor import Actor, acting_as
from permissions.hats import Hat
from permissions.rights import Right

if TYPE_CHECKING:
    from casemanagement.models import Case
    from permissions.models import User

Hearer = tuple[Hat, "User | None"]


def whom_to_remind(case: Case, day: dt.date) -> Hearer:
    """Case manager, then deputy, then coordination: the first who is there."""
    lead = case.responsible(day)
    if lead is not None and not absent_leads.is_away(lead.person):
        return Hat.CASE, lead.person
    for deputy in case.deputies(day).order_by("pk"):
        if not absent_leads.is_away(deputy.person):
            return Hat.CASE, deputy.person
    return Hat.FACH, None


def fire_deadlines() -> int:
    """Follow changed rules and absences, then remind and report whatever is due."""
    system = Actor.system()
    for deadline_id, case_id in _asked("SELECT deadline_id, case_id FROM kim.outdated_deadlines(%s)", system):
        _reckon_again(deadline_id, case_id, system)
    absent_leads.watch(by=system)
    due = _asked("SELECT deadline_id, case_id FROM kim.due_deadlines(%s)", system)
    return sum(_fire(deadline_id, case_id, system) for deadline_id, case_id in due)


def _asked(question: str, by: Actor) -> list[tuple[int, int]]:
    with transaction.atomic(), acting_as(by), connection.cursor() as cursor:
        cursor.execute(question, [clock.now()])
        return [(row[0], row[1]) for row in cursor.fetchall()]


def _reckon_again(deadline_id: int, case_id: int, by: Actor) -> None:
    with casework(case_id, by=by, right=Right.READ_FRAME):
        deadline = Deadline.objects.ticking().select_related("rule", "case").filter(pk=deadline_id).first()
        if deadline is not None:
            deadlines.reckon_again(deadline, by=by)


def _fire(deadline_id: int, case_id: int, by: Actor) -> bool:
    with casework(case_id, by=by, right=Right.READ_FRAME) as case:
        deadline = Deadline.objects.ticking().select_related("rule").filter(pk=deadline_id).first()
        if deadline is None:
            return False
        if _is_overtaken(deadline, case):
            deadlines.cancel(case, deadline.rule.code)
            return False
        fired = _remind(deadline, case, by)
        return _escalate(deadline, case, by) or fired


def _is_overtaken(deadline: Deadline, case: Case) -> bool:
    """A more urgent warning of the same day is due as well."""
    if not (later := warnings_after(deadline.rule.code)):
        return False
    due = Deadline.objects.ticking().filter(case=case, remind_on__lte=clock.today())
    return due.filter(rule__code__in=later).exists()


def _remind(deadline: Deadline, case: Case, by: Actor) -> bool:
    if deadline.reminded_at or not deadline.remind_on or deadline.remind_on > clock.today():
        return False
    write(deadline, reminded_at=clock.now())
    if earlier := warnings_before(deadline.rule.code):
        deadlines.cancel(case, *earlier)
    _ask(deadline, case, whom_to_remind(case, clock.today()))
    record_event(case, EventKind.DEADLINE_REMINDED, by=by, rule=deadline.rule.code)
    return True


def _escalate(deadline: Deadline, case: Case, by: Actor) -> bool:
    if deadline.escalated_at or not deadline.escalate_on or deadline.escalate_on > clock.today():
        return False
    weeks = TOLD_AGAIN.get(deadline.rule.code)
    if weeks:
        write(deadline, escalate_on=clock.today() + dt.timedelta(weeks=weeks))
    else:
        write(deadline, escalated_at=clock.now())
    _ask(deadline, case, (Hat.FACH, None))
    if deadline.rule.escalate_to == EscalateTo.TEAM_LEAD:
        tell(NoticeKind.CASE_UNCOVERED, by=by, case=case, to_hat=Hat.DIENST)
    record_event(case, EventKind.DEADLINE_ESCALATED, by=by, rule=deadline.rule.code)
    return True


def _ask(deadline: Deadline, case: Case, hearer: Hearer) -> None:
    """Put it on the list of whoever hears; what stands there already is not put there twice."""
    hat, owner = hearer
    kind = deadlines.kind_of(deadline)
    if WorkItem.objects.open().filter(case=case, kind=kind, hat=hat).exists():
        return
    WorkItem.objects.create(
        case=case,
        organisation_id=case.organisation_id,
        kind=kind,
        title=deadline.rule.title,
        hat=hat,
        owner=owner,
        due_on=deadline.last_day,
        deadline=deadline,
        opened_at=clock.now(),
    )
