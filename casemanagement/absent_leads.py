# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cases whose lead is away: from the first day somebody has to stand in, for urgent ones on that very day.

Absences are entered past the cases, so time itself looks for them.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import connection, transaction

from casemanagement import deadlines
from casemanagement.casework import casework
from casemanagement.working_days import ONE_DAY
from permissions import clock
from permissions.actor import Actor, acting_as
from permissions.rights import Right

if TYPE_CHECKING:
    from permissions.models import User


def is_away(person: User) -> bool:
    """Whether the person is absent today; since when, how long and why, nobody is told."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kim.is_away(%s)", [person.pk])
        return bool(cursor.fetchone()[0])


def watch(*, by: Actor) -> None:
    """Begin what a new absence asks for; end what a deputy or the return has settled."""
    with transaction.atomic(), acting_as(by), connection.cursor() as cursor:
        cursor.execute("SELECT case_id, code, absent_from FROM kim.absent_leads()")
        found = cursor.fetchall()
    for case_id, code, absent_from in found:
        _follow(case_id, code, absent_from, by)


def _follow(case_id: int, code: str, absent_from: dt.date | None, by: Actor) -> None:
    with casework(case_id, by=by, right=Right.READ_FRAME) as case:
        if absent_from is None:
            deadlines.meet(case, code, on=clock.today())
        else:
            # The first day of the absence counts as day one.
            deadlines.start(case, code, on=absent_from - ONE_DAY)
