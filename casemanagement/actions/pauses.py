# SPDX-License-Identifier: AGPL-3.0-or-later
"""A case rests: until a day that was said, and the worker wakes it if nobody does."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement import jobs, working_days
from casemanagement.actions import workitems
from casemanagement.casework import Conflict, deed, record_event, write
from casemanagement.choices import EventKind, WorkState
from casemanagement.models import Case, Job, WorkItem
from casemanagement.models.workitem import OF_THE_REST, RESUMED
from casemanagement.sentences import stored
from permissions import clock
from permissions.actor import Actor
from permissions.hats import Hat
from permissions.rights import Right

LONGEST_PAUSE = dt.timedelta(days=92)
JOB_KIND = "pauses.resume"
WAKES_AT = dt.time(5)  # before anybody's day begins


@deed(Right.WRITE_FILE)
def pause(case: Case, *, by: Actor, pause_reason: str, resume_on: dt.date) -> None:
    """Let the case rest until a day, at most three months ahead; its deadlines rest with it (kim/wiring.py)."""
    today = clock.today()
    if case.is_paused:
        raise Conflict(_("Dieser Fall ruht schon."))
    if not case.is_running:
        raise Conflict(_("Nur ein aufgenommener, offener Fall kann ruhen."))
    if not today < resume_on <= today + LONGEST_PAUSE:
        raise ValidationError(
            {
                "resume_on": _("Ein Fall kann höchstens drei Monate ruhen, längstens bis %(day)s.")
                % {"day": (today + LONGEST_PAUSE).strftime("%d.%m.%Y")}
            }
        )
    write(case, paused_since=today, resume_on=resume_on, pause_reason=pause_reason)
    _order_to_wake(case, resume_on)
    record_event(case, EventKind.PAUSED, by=by, reason=pause_reason)


@deed(Right.WRITE_FILE)
def resume(case: Case, *, by: Actor) -> None:
    """Take the case up again; its deadlines and tasks get each day of the rest back."""
    if not case.is_paused:
        raise Conflict(_("Dieser Fall ruht nicht mehr."))
    today = clock.today()
    _give_back(case, today)
    write(case, paused_since=None, resume_on=None, pause_reason="")
    record_event(case, EventKind.RESUMED, by=by)


@jobs.handler(JOB_KIND)
def _wake(job: Job, by: Actor) -> None:
    """The day has come: the case runs again, and whoever leads it is asked to call."""
    case = Case.objects.get(pk=job.case_id or 0)
    if not case.is_paused or case.resume_on is None or case.resume_on > clock.today():
        return  # taken up by hand, or rests again until another day
    resume(case, by=by)
    workitems.ask(
        case,
        by=by,
        kind=RESUMED,
        title=stored(gettext_lazy("Der Fall läuft wieder: Bitte melden Sie sich")),
        hat=Hat.CASE,
        owner=case.lead(),
        due_on=working_days.add_working_days(clock.today(), 1),
    )


def _order_to_wake(case: Case, on: dt.date) -> None:
    jobs.enqueue(
        JOB_KIND,
        f"resume:{case.pk}:{on}",
        case=case,
        by=Actor.system(),
        run_after=dt.datetime.combine(on, WAKES_AT, tzinfo=clock.BERLIN),
    )


def _give_back(case: Case, today: dt.date) -> None:
    """Tasks without a deadline that lay there before the rest are due as many days later."""
    since = case.paused_since or today
    rested = today - since
    lying = WorkItem.objects.open().filter(case=case, due_on__isnull=False).exclude(kind__in=OF_THE_REST)
    for item in lying.filter(opened_at__lt=dt.datetime.combine(since, dt.time.max, tzinfo=clock.BERLIN)):
        if item.due_on is not None:
            WorkItem.objects.filter(pk=item.pk, state=WorkState.OPEN).update(
                due_on=working_days.next_working_day(item.due_on + rested)
            )
