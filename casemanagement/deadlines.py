# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deadlines begin, rest, are met, extended, and speak up: one function computes each of their days."""

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from casemanagement import working_days
from casemanagement.casework import casework, deed, record_event, write
from casemanagement.choices import DeadlineUnit, EventKind, WorkState
from casemanagement.models import Case, Deadline, DeadlineRule, WorkItem
from casemanagement.models.deadline import DeadlineQuerySet
from permissions import clock
from permissions.actor import Actor, acting_as, current_actor
from permissions.hats import Hat
from permissions.models import User
from permissions.rights import Right

PAUSE = "pause"
REVIEW = "review"
REVIEWS = ("first_review", "review_low", "review_medium", "review_high")


def shifted(start: dt.date, amount: int, unit: str) -> dt.date:
    """The day an amount of time after the start; a deadline never ends on a day nobody works."""
    match unit:
        case DeadlineUnit.WORKING_DAYS:
            return working_days.add_working_days(start, amount)
        case DeadlineUnit.WEEKS:
            return working_days.next_working_day(start + dt.timedelta(weeks=amount))
        case DeadlineUnit.MONTHS:
            return working_days.next_working_day(working_days.add_months(start, amount))
    return start + dt.timedelta(days=amount)


def rule_code(case: Case, code: str) -> str:
    """`review` means the first one, or the one of the case's intensity; others mean themselves."""
    if code != REVIEW:
        return code
    return f"review_{case.intensity}" if case.reviews.exists() else "first_review"


def start(case: Case, code: str, *, on: dt.date) -> Deadline:
    """Begin a deadline; one that runs already goes on."""
    if running := _running(case, code).first():
        return running
    rule = DeadlineRule.objects.get(code=rule_code(case, code))
    rests = case.paused_since is not None and code != PAUSE
    deadline = Deadline(case=case, rule=rule, started_on=on, paused_since=on if rests else None)
    return write(deadline, **_days(rule, on) | (_agreed_review(case, on) if code == REVIEW else {}))


def meet(case: Case, code: str, *, on: dt.date) -> None:
    """What was asked for is done."""
    for deadline in _running(case, code):
        write(deadline, met_on=on)
        _end_reminders(deadline, WorkState.DONE)


def cancel(case: Case, *codes: str) -> None:
    """What was asked for is no longer asked for; without codes, nothing is."""
    rows = Deadline.objects.running().filter(case=case).select_related("rule")
    for deadline in rows.filter(rule__code__in=codes) if codes else rows:
        write(deadline, cancelled_at=clock.now())
        _end_reminders(deadline, WorkState.CANCELLED)


def pause(case: Case, *, on: dt.date, keep: Iterable[str] = (PAUSE,)) -> None:
    """All deadlines of the case rest, except those that watch over the rest itself."""
    rows = Deadline.objects.ticking().filter(case=case).exclude(rule__code__in=keep)
    rows.update(paused_since=on)


def resume(case: Case, *, on: dt.date) -> None:
    """Each day of the rest is given back."""
    for deadline in Deadline.objects.running().filter(case=case, paused_since__isnull=False):
        rested = on - (deadline.paused_since or on)
        write(
            deadline,
            paused_since=None,
            due_on=working_days.next_working_day(deadline.due_on + rested),
            remind_on=deadline.remind_on and deadline.remind_on + rested,
            escalate_on=deadline.escalate_on and deadline.escalate_on + rested,
            extended_until=deadline.extended_until and deadline.extended_until + rested,
        )


@deed(Right.APPROVE)
def extend(deadline: Deadline, *, by: Actor, until: dt.date, reason: str) -> Deadline:
    """Grant more time, by whom and why."""
    if until <= deadline.last_day:
        raise ValidationError({"until": _("Die Verlängerung muss nach dem bisherigen Ende liegen.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Bitte begründen Sie die Verlängerung.")})
    WorkItem.objects.open().filter(case=deadline.case_id, due_on=deadline.last_day).update(due_on=until)
    write(
        deadline,
        extended_until=until,
        extended_by=by.person,
        extended_reason=reason,
        remind_on=until,
        escalate_on=working_days.next_working_day(until + working_days.ONE_DAY),
        reminded_at=None,
        escalated_at=None,
    )
    record_event(deadline.case, EventKind.DEADLINE_EXTENDED, by=by, rule=deadline.rule.code)
    return deadline


def fire_deadlines() -> int:
    """Remind and escalate whatever is due; called by the beat, may run twice or be missed."""
    system = Actor.system()
    with transaction.atomic(), acting_as(system), connection.cursor() as cursor:
        cursor.execute("SELECT deadline_id, case_id FROM kim.due_deadlines(%s)", [clock.now()])
        due = cursor.fetchall()
    return sum(_fire(deadline_id, case_id, system) for deadline_id, case_id in due)


def _fire(deadline_id: int, case_id: int, by: Actor) -> bool:
    with casework(case_id, by=by, right=Right.READ_FRAME) as case:
        deadline = Deadline.objects.ticking().select_related("rule").filter(pk=deadline_id).first()
        if deadline is None:
            return False
        fired = _remind(deadline, case, by)
        return _escalate(deadline, case, by) or fired


def _remind(deadline: Deadline, case: Case, by: Actor) -> bool:
    """The case manager hears first."""
    if deadline.reminded_at or not deadline.remind_on or deadline.remind_on > clock.today():
        return False
    write(deadline, reminded_at=clock.now())
    responsible = case.responsible(clock.today())
    _ask(deadline, case, hat=Hat.CASE, owner=responsible.person if responsible else None)
    record_event(case, EventKind.DEADLINE_REMINDED, by=by, rule=deadline.rule.code)
    return True


def _escalate(deadline: Deadline, case: Case, by: Actor) -> bool:
    if deadline.escalated_at or not deadline.escalate_on or deadline.escalate_on > clock.today():
        return False
    write(deadline, escalated_at=clock.now())
    _ask(deadline, case, hat=Hat.FACH, owner=None)
    record_event(case, EventKind.DEADLINE_ESCALATED, by=by, rule=deadline.rule.code)
    return True


def _ask(deadline: Deadline, case: Case, *, hat: Hat, owner: User | None) -> None:
    WorkItem.objects.create(
        case=case,
        organisation_id=case.organisation_id,
        kind=_kind(deadline),
        title=deadline.rule.title,
        hat=hat,
        owner=owner,
        due_on=deadline.last_day,
        opened_at=clock.now(),
    )


def _end_reminders(deadline: Deadline, state: WorkState) -> None:
    actor = current_actor()
    WorkItem.objects.open().filter(case=deadline.case_id, kind=_kind(deadline)).update(
        state=state, ended_at=clock.now(), ended_by=actor.person if actor else None
    )


def _kind(deadline: Deadline) -> str:
    return f"deadline.{deadline.rule.code}"


def _running(case: Case, code: str) -> DeadlineQuerySet:
    codes = REVIEWS if code == REVIEW else (code,)
    return Deadline.objects.running().filter(case=case, rule__code__in=codes).select_related("rule")


def _agreed_review(case: Case, on: dt.date) -> dict[str, dt.date | None]:
    """A day that the last review named counts more than the usual distance."""
    latest = case.reviews.order_by("-held_on", "-pk").first()
    day = latest.next_on if latest else None
    return {"due_on": day, "remind_on": day} if day and day >= on else {}


def _days(rule: DeadlineRule, on: dt.date) -> dict[str, dt.date | None]:
    """When it is due, when the case manager is reminded, when somebody else hears."""

    def after(amount: int | None) -> dt.date | None:
        return None if amount is None else shifted(on, amount, rule.unit)

    return {
        "due_on": shifted(on, rule.amount, rule.unit),
        "remind_on": after(rule.remind_after),
        "escalate_on": after(rule.escalate_after),
    }
