# SPDX-License-Identifier: AGPL-3.0-or-later
"""A course or another offer has a first day: whoever leads the case hears before, and is asked afterwards.

Called by the beat, may run twice or be missed.
"""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from casemanagement.actions import workitems
from casemanagement.actions.goals import ASKS, BEGINS, WAITING
from casemanagement.casework import casework, record_event, write
from casemanagement.choices import EventKind, WorkState
from casemanagement.models import Case, Measure
from casemanagement.reminders import whom_to_remind
from casemanagement.sentences import stored
from permissions import clock
from permissions.actor import Actor, acting_as
from permissions.rights import Right

TELL_DAYS = 7  # before the first day
ASK_DAYS = 7  # after it


def watch() -> int:
    """Tell of each beginning once, and ask once whether the client is there."""
    system = Actor.system()
    with transaction.atomic(), acting_as(system), connection.cursor() as cursor:
        cursor.execute(
            "SELECT measure_id, case_id FROM kim.beginning_measures(%s, %s, %s)",
            [clock.now(), TELL_DAYS, ASK_DAYS],
        )
        due = cursor.fetchall()
    return sum(_watch_over(measure_id, case_id, system) for measure_id, case_id in due)


def _watch_over(measure_id: int, case_id: int, by: Actor) -> bool:
    with casework(case_id, by=by, right=Right.READ_FRAME) as case:
        measure = Measure.objects.filter(pk=measure_id, state__in=WAITING).first()
        if measure is None or measure.begins_on is None:
            return False
        if measure.begins_on >= clock.today():
            return _tell(case, measure, measure.begins_on, by)
        return _ask(case, measure, measure.begins_on + dt.timedelta(days=ASK_DAYS), by)


def _tell(case: Case, measure: Measure, day: dt.date, by: Actor) -> bool:
    if measure.begin_told_at is not None:
        return False
    write(measure, begin_told_at=clock.now())
    _put(case, BEGINS, measure, stored(_("Ein Angebot beginnt: Klient*in noch einmal erinnern")), day, by)
    record_event(case, EventKind.MEASURE_BEGINS, by=by, measure=measure.pk)
    return True


def _ask(case: Case, measure: Measure, day: dt.date, by: Actor) -> bool:
    """The question takes the place of the reminder."""
    if measure.attendance_asked_at is not None:
        return False
    write(measure, attendance_asked_at=clock.now())
    case.work_items.open().filter(kind=f"{BEGINS}{measure.pk}").end(WorkState.CANCELLED, by=by.person)
    _put(
        case,
        ASKS,
        measure,
        stored(_("Angebot hat begonnen: Nimmt die Klientin oder der Klient teil?")),
        day,
        by,
    )
    record_event(case, EventKind.ATTENDANCE_ASKED, by=by, measure=measure.pk)
    return True


def _put(case: Case, kind: str, measure: Measure, title: str, day: dt.date, by: Actor) -> None:
    hat, owner = whom_to_remind(case, clock.today())
    workitems.ask(case, by=by, kind=f"{kind}{measure.pk}", title=title, hat=hat, owner=owner, due_on=day)
