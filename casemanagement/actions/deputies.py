# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who stands in for whoever leads a case: named by the Fachaufsicht, from a day until a day."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casemanagement.casework import deed, record_event, write
from casemanagement.choices import AssignmentRole, EventKind
from casemanagement.models import Assignment, Case
from permissions import clock
from permissions.actor import Actor
from permissions.duties import organisations_of
from permissions.hats import Hat
from permissions.models import User
from permissions.rights import Right


@deed(Right.ASSIGN)
def name(
    case: Case, *, by: Actor, person: User, valid_from: dt.date, valid_until: dt.date, reason: str = ""
) -> Assignment:
    """Let somebody stand in; access begins and ends with these days."""
    if valid_until < valid_from:
        raise ValidationError({"valid_until": _("Das Ende liegt vor dem Anfang.")})
    _require_free(case, person, valid_from, valid_until)
    houses = organisations_of(person, Hat.CASE).filter(kommune=case.kommune_id)
    house = houses.filter(pk=case.organisation_id).first() or houses.first()
    if house is None:
        raise ValidationError({"person": _("Diese Person arbeitet zurzeit nicht im Fallmanagement.")})
    deputy = write(
        Assignment(case=case, person=person, organisation=house, granted_by=by.person),
        role=AssignmentRole.DEPUTY,
        valid_from=valid_from,
        valid_until=valid_until,
        reason=reason,
    )
    record_event(case, EventKind.DEPUTY_NAMED, by=by, person=person.pk)
    return deputy


@deed(Right.ASSIGN)
def end(deputy: Assignment, *, by: Actor) -> None:
    """Nobody stands in any more: what the deputy could see ends at once."""
    if deputy.role != AssignmentRole.DEPUTY:
        raise ValidationError(_("Nur eine Vertretung kann so beendet werden."))
    yesterday = clock.today() - dt.timedelta(days=1)
    # A period that has not begun becomes an empty one.
    write(deputy, valid_until=max(yesterday, deputy.valid_from - dt.timedelta(days=1)))
    record_event(deputy.case, EventKind.ASSIGNMENT_ENDED, by=by, person=deputy.person_id)


def _require_free(case: Case, person: User, valid_from: dt.date, valid_until: dt.date) -> None:
    """Nobody stands in for oneself, or twice at the same time."""
    rows = case.assignments.filter(person=person, valid_from__lte=valid_until)
    rows = rows.exclude(valid_until__isnull=False, valid_until__lt=valid_from)
    for row in rows:
        if row.role == AssignmentRole.RESPONSIBLE:
            raise ValidationError({"person": _("Diese Person führt den Fall in dieser Zeit selbst.")})
        raise ValidationError({"person": _("Diese Person vertritt den Fall in dieser Zeit schon.")})
