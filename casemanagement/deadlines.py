# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deadlines begin, rest, are met and extended: one function computes each of their days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casemanagement import working_days
from casemanagement.casework import Conflict, deed, record_event, write
from casemanagement.choices import EventKind, WorkState
from casemanagement.deadline_rules import NEVER_REST
from casemanagement.deadline_terms import Terms, as_asked_by, later, rest, shifted, terms_of, values_of
from casemanagement.models import Case, Deadline, DeadlineRule, WorkItem
from permissions import clock
from permissions.actor import Actor, current_actor
from permissions.rights import Right

if TYPE_CHECKING:
    from casemanagement.models import CaseEvent
    from casemanagement.models.deadline import DeadlineQuerySet

PAUSE = "pause"
REVIEW = "review"
REVIEWS = ("first_review", "review_low", "review_medium", "review_high")
MOVED = ("due_on", "remind_on", "escalate_on", "extended_until")


def rule_code(case: Case, code: str) -> str:
    """`review` means the first one, or the one of the case's intensity; others mean themselves."""
    if code != REVIEW:
        return code
    return f"review_{case.intensity}" if case.reviews.exists() else "first_review"


def start(case: Case, code: str, *, on: dt.date) -> Deadline:
    """Begin a deadline; one that runs already goes on."""
    if running := _running(case, code).first():
        return running
    terms = _terms(case, rule_code(case, code))
    rests = case.paused_since is not None and terms.rule.code not in NEVER_REST
    deadline = Deadline(
        case=case,
        rule=terms.rule,
        change=terms.change,
        own_terms=terms.own,
        started_on=on,
        paused_since=max(on, case.paused_since) if rests and case.paused_since else None,
    )
    return write(deadline, **_days(deadline, terms))


def begin_again(case: Case, code: str, *, on: dt.date) -> Deadline:
    """What was asked for is done, and is asked for anew from this day."""
    meet(case, code, on=on)
    return start(case, code, on=on)


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


def usual_day(case: Case, code: str, *, on: dt.date) -> dt.date:
    """When the rule would have it, reckoned from this day."""
    terms = _terms(case, code)
    return shifted(on, terms.amount, terms.unit)


# --- Rest ---------------------------------------------------------------------------------------


def stopped(case: Case, since: dt.date, *, keep: Iterable[str] = NEVER_REST) -> None:
    """The deadlines of the case rest, and with them their work; twice is once."""
    rows = Deadline.objects.ticking().filter(case=case).exclude(rule__code__in=keep)
    resting = list(rows.values_list("pk", flat=True))
    Deadline.objects.filter(pk__in=resting).update(paused_since=since)
    WorkItem.objects.open().filter(deadline__in=resting).update(due_on=None)


def go_on(case: Case, on: dt.date) -> None:
    """Each day of the rest is given back, counted as the rule counts."""
    rows = Deadline.objects.running().filter(case=case, paused_since__isnull=False)
    for deadline in rows.select_related("rule", "change"):
        terms = known_terms(deadline)
        lost = rest(deadline.paused_since or on, on, terms.unit)
        if deadline.rule.code in NEVER_REST:
            lost = 0
        moved = {
            name: later(day, lost, terms.unit)
            for name in MOVED
            if (day := getattr(deadline, name)) is not None
        }
        write(deadline, paused_since=None, rested=deadline.rested + lost, **moved)
        _carry(deadline)


def case_paused(case: Case, event: CaseEvent, by: Actor) -> None:
    """Whoever let the case rest, and from where: its deadlines rest, and the longest rest begins to count."""
    since = case.paused_since or clock.today()
    stopped(case, since)
    start(case, PAUSE, on=since)


def case_resumed(case: Case, event: CaseEvent, by: Actor) -> None:
    """The case is taken up again."""
    meet(case, PAUSE, on=clock.today())
    if not case.is_restricted:  # what an order of restriction stopped stays so
        go_on(case, clock.today())


# --- More time ----------------------------------------------------------------------------------


@deed(Right.APPROVE)
def extend(deadline: Deadline, *, by: Actor, until: dt.date, reason: str) -> Deadline:
    """The Fachaufsicht grants more time, as often as it needs to be."""
    return _extend(deadline, by, until, reason)


@deed(Right.WRITE_FILE)
def extend_own(deadline: Deadline, *, by: Actor, until: dt.date, reason: str) -> Deadline:
    """The case manager takes more time: as often as the rule lets her, and never longer than the rule itself."""
    terms = known_terms(deadline)
    allowed = terms.own_extensions or 0
    if terms.rule.own_extensions is not None and deadline.extensions >= allowed:
        raise ValidationError(why_not_own(deadline, allowed))
    latest = shifted(deadline.last_day, terms.amount, terms.unit)
    if until > latest:
        raise ValidationError(
            {
                "until": _("Sie selbst können bis höchstens %(day)s verlängern.")
                % {"day": f"{latest:%d.%m.%Y}"}
            }
        )
    return _extend(deadline, by, until, reason)


def why_not_own(deadline: Deadline, allowed: int) -> str:
    """Why the case manager may not, and who may."""
    if not allowed:
        return _("Diese Frist verlängert nur die Koordination.")
    return ngettext(
        "Diese Frist ist schon verlängert. Weitere Verlängerungen gibt die Koordination.",
        "Diese Frist ist schon %(count)d-mal verlängert. Weitere Verlängerungen gibt die Koordination.",
        deadline.extensions,
    ) % {"count": deadline.extensions}


def _extend(deadline: Deadline, by: Actor, until: dt.date, reason: str) -> Deadline:
    if deadline.met_on or deadline.cancelled_at:
        raise Conflict(_("Diese Frist läuft nicht mehr."))
    if deadline.paused_since:
        raise Conflict(
            _("Diese Frist ruht mit dem Fall. Sie läuft weiter, wenn der Fall wieder aufgenommen ist.")
        )
    if deadline.rule.own_extensions is None:
        raise Conflict(
            _("Diese Frist lässt sich nicht verlängern: Den Tag bestimmt nicht das Fallmanagement.")
        )
    if until <= deadline.last_day:
        raise ValidationError({"until": _("Die Verlängerung muss nach dem bisherigen Ende liegen.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Bitte begründen Sie die Verlängerung.")})
    was = deadline.last_day
    write(
        deadline,
        extended_until=until,
        extended_by=by.person,
        extended_reason=reason,
        extensions=deadline.extensions + 1,
        remind_on=until,
        escalate_on=deadline.escalate_on and working_days.next_working_day(until + working_days.ONE_DAY),
        reminded_at=None,
        escalated_at=None,
    )
    _take_back(deadline, EventKind.DEADLINE_REMINDED, EventKind.DEADLINE_ESCALATED)
    _carry(deadline)
    record_event(
        deadline.case,
        EventKind.DEADLINE_EXTENDED,
        by=by,
        rule=deadline.rule.code,
        was=was.isoformat(),
        until=until.isoformat(),
    )
    return deadline


# --- The days -----------------------------------------------------------------------------------


def reckon_again(deadline: Deadline, *, by: Actor) -> None:
    """The rule was changed for running deadlines as well. None ends thereby before the next working day."""
    terms = _terms(deadline.case, deadline.rule.code)
    days = _days(deadline, terms)
    earliest = min(deadline.last_day, working_days.add_working_days(clock.today(), 1))
    days["due_on"] = max(days["due_on"] or earliest, earliest)
    write(deadline, change=terms.change, own_terms=terms.own, **days)
    if not deadline.remind_on or deadline.remind_on > clock.today():
        write(deadline, reminded_at=None)
        _take_back(deadline, EventKind.DEADLINE_REMINDED)
    if not deadline.escalate_on or deadline.escalate_on > clock.today():
        write(deadline, escalated_at=None)
        _take_back(deadline, EventKind.DEADLINE_ESCALATED)
    _carry(deadline)


def _days(deadline: Deadline, terms: Terms) -> dict[str, dt.date | None]:
    """What the rule says; but a day that the last review named counts more than the usual distance."""
    days = terms.days(deadline.started_on, deadline.rested)
    if deadline.rule.code not in REVIEWS:
        return days
    latest = deadline.case.reviews.order_by("-held_on", "-pk").first()
    named = latest.next_on if latest else None
    if named is None or named < deadline.started_on:
        return days
    agreed = later(named, deadline.rested, terms.unit)
    return days | {"due_on": agreed, "remind_on": agreed}


def _terms(case: Case, code: str) -> Terms:
    terms = terms_of(DeadlineRule.objects.get(code=code), case.kommune_id, clock.today())
    return as_asked_by(case.led_under(), terms)


def known_terms(deadline: Deadline) -> Terms:
    """By which its days are reckoned, whatever the rule says today."""
    return Terms(deadline.rule, **(deadline.own_terms or values_of(deadline.reckoned_by)))


def _carry(deadline: Deadline) -> None:
    """What has to be done by this deadline moves with it."""
    WorkItem.objects.open().filter(deadline=deadline).update(due_on=deadline.last_day)


def _take_back(deadline: Deadline, *told: str) -> None:
    """A reminder or a report that time has overtaken is no longer on anybody's list."""
    hats = {EventKind.DEADLINE_REMINDED: "case", EventKind.DEADLINE_ESCALATED: "fach"}
    _end(deadline, WorkState.CANCELLED, hats=[hats[EventKind(kind)] for kind in told])


def _end_reminders(deadline: Deadline, state: WorkState) -> None:
    _end(deadline, state, hats=["case", "fach"])


def _end(deadline: Deadline, state: WorkState, *, hats: list[str]) -> None:
    actor = current_actor()
    asked = WorkItem.objects.open().filter(case=deadline.case_id, kind=kind_of(deadline), hat__in=hats)
    asked.end(state, by=actor.person if actor else None)


def kind_of(deadline: Deadline) -> str:
    """What its reminders are called among all work items."""
    return f"deadline.{deadline.rule.code}"


def _running(case: Case, code: str) -> DeadlineQuerySet:
    codes = REVIEWS if code == REVIEW else (code,)
    return Deadline.objects.running().filter(case=case, rule__code__in=codes).select_related("rule")
