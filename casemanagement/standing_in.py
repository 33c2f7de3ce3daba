# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whoever is named for somebody's days off stands in for her cases on these days; called by the beat every minute.

The Dienstaufsicht sees no case, and whoever reports her own days off does not go through them one by one: so the
days are followed here. Days that are changed or taken back take the rights with them; what cannot be done (the client
did not agree, or a conflict) becomes a task of the Fachaufsicht, once.
"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from casemanagement.actions import deputies, workitems
from casemanagement.casework import casework
from casemanagement.models import Assignment
from casemanagement.sentences import stored
from permissions import clock
from permissions.actor import Actor, acting_as
from permissions.hats import Hat
from permissions.models import User
from permissions.rights import Right

FAILED = "deputies.absence."
TITLE = _("Vertretung regeln: Die vorgeschlagene Person kann diesen Fall nicht vertreten")


def follow_absences() -> int:
    """Each case is a deed of its own; may run twice, or be missed for hours. Returns how many cases changed."""
    gone, wanted = _gone(), _wanted()
    for case_id, assignment_id in gone:
        _end(case_id, assignment_id)
    for row in wanted:
        _stand_in(*row)
    return len(gone) + len(wanted)


def _gone() -> list[tuple[int, int]]:
    with transaction.atomic(), acting_as(Actor.system()), connection.cursor() as cursor:
        cursor.execute("SELECT case_id, assignment_id FROM kim.stand_ins_gone()")
        return list(cursor.fetchall())


def _wanted() -> list[tuple[int, int, int, dt.date, dt.date]]:
    with transaction.atomic(), acting_as(Actor.system()), connection.cursor() as cursor:
        cursor.execute(
            "SELECT absence_id, case_id, substitute_id, valid_from, valid_until FROM kim.stand_ins_wanted()"
        )
        return list(cursor.fetchall())


def _end(case_id: int, assignment_id: int) -> None:
    system = Actor.system()
    with casework(case_id, by=system, right=Right.ASSIGN) as case:
        row = Assignment.objects.filter(case=case, pk=assignment_id, valid_until__gte=clock.today()).first()
        if row is not None:
            deputies.end(row, by=system)


def _stand_in(absence: int, case_id: int, substitute: int, valid_from: dt.date, valid_until: dt.date) -> None:
    system = Actor.system()
    with casework(case_id, by=system, right=Right.ASSIGN) as case:
        try:
            with transaction.atomic():
                deputies.name(
                    case,
                    by=system,
                    person=User.objects.get(pk=substitute),
                    valid_from=max(valid_from, clock.today()),
                    valid_until=valid_until,
                    absence=absence,
                )
        except ValidationError:
            workitems.ask(
                case,
                by=system,
                kind=f"{FAILED}{absence}",
                title=stored(TITLE),
                hat=Hat.FACH,
                due_on=max(valid_from, clock.today()),
            )
