# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who stands in for whoever leads a case, from a day until a day: named for one case, or for days off."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casemanagement import impartiality
from casemanagement.actions import assignments
from casemanagement.casework import deed, record_event, write
from casemanagement.choices import AssignmentRole, ConsentKind, EventKind
from casemanagement.models import Assignment, Case
from permissions import clock
from permissions.actor import Actor
from permissions.duties import organisations_of
from permissions.hats import Hat
from permissions.models import User
from permissions.rights import Right


@deed(Right.ASSIGN)
def name(
    case: Case,
    *,
    by: Actor,
    person: User,
    valid_from: dt.date,
    valid_until: dt.date,
    reason: str = "",
    absence: int | None = None,
) -> Assignment:
    """Let somebody stand in; access begins and ends with these days. Another house only with the client's C4."""
    if valid_until < valid_from:
        raise ValidationError({"valid_until": _("Das Ende liegt vor dem Anfang.")})
    impartiality.require(case, person)
    _require_free(case, person, valid_from, valid_until)
    houses = organisations_of(person, Hat.CASE).filter(kommune=case.kommune_id)
    house = houses.filter(pk=case.organisation_id).first() or houses.first()
    if house is None:
        raise ValidationError({"person": _("Diese Person arbeitet zurzeit nicht im Fallmanagement.")})
    if house.pk != case.organisation_id:
        _require_consent(case, valid_until)
    leader = case.responsible(clock.today())
    named_by = by.person or (leader.person if leader else person)
    deputy = write(
        Assignment(case=case, person=person, organisation=house, granted_by=named_by, absence_id=absence),
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
    assignments.pass_on_tasks(deputy.case, by=by)
    record_event(deputy.case, EventKind.ASSIGNMENT_ENDED, by=by, person=deputy.person_id)


def end_those_of_other_houses(case: Case, *, by: Actor) -> None:
    """C4 holds no longer (taken back, or of a former episode): who stood in from another house sees nothing more."""
    today = clock.today()
    rows = case.assignments.filter(role=AssignmentRole.DEPUTY).exclude(valid_until__lt=today)
    for row in rows.exclude(organisation=case.organisation_id):
        end(row, by=by)


def _require_consent(case: Case, until: dt.date) -> None:
    """The client agreed to it, for all of these days."""
    living = case.consents.living(clock.today()).of_kind(ConsentKind.C4)
    ends = [row.valid_until for row in living]
    if not ends:
        raise ValidationError(
            {
                "person": _(
                    "Für eine Vertretung aus einem anderen Haus fehlt die Einwilligung der Person (C4)."
                )
            }
        )
    last = None if None in ends else max(day for day in ends if day is not None)
    if last is not None and last < until:
        raise ValidationError(
            {
                "valid_until": _("Die Einwilligung in die Vertretung (C4) endet am %(day)s.")
                % {"day": f"{last:%d.%m.%Y}"}
            }
        )


def _require_free(case: Case, person: User, valid_from: dt.date, valid_until: dt.date) -> None:
    """Nobody stands in for oneself, or twice at the same time."""
    rows = case.assignments.filter(person=person, valid_from__lte=valid_until)
    rows = rows.exclude(valid_until__isnull=False, valid_until__lt=valid_from)
    for row in rows:
        if row.role == AssignmentRole.RESPONSIBLE:
            raise ValidationError({"person": _("Diese Person führt den Fall in dieser Zeit selbst.")})
        raise ValidationError({"person": _("Diese Person vertritt den Fall in dieser Zeit schon.")})
