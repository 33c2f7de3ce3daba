# SPDX-License-Identifier: AGPL-3.0-or-later
"""Befangenheit: declared on a case, or kept on a list of one's own; either way the case is gone at once."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from casemanagement import blind_index
from casemanagement.actions import assignments
from casemanagement.actions.notices import tell
from casemanagement.casework import Conflict, deed, record_event, write
from casemanagement.choices import EventKind, NoticeKind
from casemanagement.models import AvoidedPerson, Case, ConflictDeclaration
from permissions import clock
from permissions.actor import Actor, NotPermitted, acting_as
from permissions.hats import Hat
from permissions.rights import Right


@deed(Right.READ_FRAME)
def declare(case: Case, *, by: Actor, note: str = "") -> ConflictDeclaration:
    """Say that one is not impartial; from the next request on one sees nothing of the case."""
    declaration = write(
        ConflictDeclaration(case=case),
        person=by.person,
        has_conflict=True,
        declared_at=clock.now(),
        note=note,
    )
    withdraw(case, by=by)
    record_event(case, EventKind.CONFLICT_DECLARED, by=by, has_conflict=True)
    return declaration


@deed(None)
def withdraw(case: Case, *, by: Actor) -> None:
    """End what the person does in the case, whether leading or standing in, and let the coordination know."""
    yesterday = clock.today() - dt.timedelta(days=1)
    case.assignments.valid_on(clock.today()).filter(person=by.person).update(valid_until=yesterday)
    assignments.pass_on_tasks(case, by=by)
    tell(NoticeKind.CONFLICT_DECLARED, by=by, case=case, to_hat=Hat.FACH)


@deed(Right.ASSIGN)
def end(declaration: ConflictDeclaration, *, by: Actor) -> None:
    """The coordination lifts it once what stood between the two is over; nobody is assigned by that."""
    if declaration.ended_at is not None or not declaration.has_conflict:
        raise Conflict(_("Diese Befangenheit ist schon aufgehoben."))
    write(declaration, ended_at=clock.now(), ended_by=by.person)
    record_event(declaration.case, EventKind.CONFLICT_ENDED, by=by, person=declaration.person_id)


@transaction.atomic
def avoid(
    *, by: Actor, given_name: str, family_name: str, birth_date: dt.date | None = None
) -> AvoidedPerson:
    """Never see a case of this person. Whether there is one stays unsaid; the coordination reassigns it."""
    if by.person is None or by.hat is not Hat.CASE:
        raise NotPermitted
    if not (blind_index.normalised(given_name) and blind_index.normalised(family_name)):
        raise ValidationError(_("Bitte nennen Sie Vornamen und Familiennamen."))
    words = f"{given_name} {family_name}" + (f", {birth_date:%d.%m.%Y}" if birth_date else "")
    with acting_as(by):
        return write(
            AvoidedPerson(person=by.person),
            words=words,
            name_token=blind_index.name_token(given_name, family_name),
            birth_token=blind_index.exact_token(given_name, family_name, birth_date) if birth_date else None,
            added_at=clock.now(),
        )


@transaction.atomic
def avoid_no_more(entry: AvoidedPerson, *, by: Actor) -> None:
    with acting_as(by):
        if by.person is None or entry.person_id != by.person.pk:
            raise NotPermitted
        write(entry, ended_at=clock.now())
