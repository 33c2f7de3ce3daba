# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deeds on the people who live with the client."""

from typing import Any

from casemanagement.casework import deed, record_event, write
from casemanagement.choices import EventKind
from casemanagement.models import Case, HouseholdPerson
from permissions.actor import Actor
from permissions.rights import Right


@deed(Right.WRITE_FILE)
def add_person(case: Case, /, *, by: Actor, relation: str, **fields: Any) -> HouseholdPerson:
    person = write(HouseholdPerson(case=case), relation=relation, **fields)
    record_event(case, EventKind.HOUSEHOLD_CHANGED, by=by, added=person.pk)
    return person


@deed(Right.WRITE_FILE)
def change_person(person: HouseholdPerson, /, *, by: Actor, **fields: Any) -> HouseholdPerson:
    write(person, **fields)
    record_event(person.case, EventKind.HOUSEHOLD_CHANGED, by=by, changed=person.pk)
    return person


@deed(Right.WRITE_FILE)
def remove_person(person: HouseholdPerson, *, by: Actor) -> None:
    """Somebody moved out, or was entered by mistake."""
    removed = person.pk
    person.delete()
    record_event(person.case, EventKind.HOUSEHOLD_CHANGED, by=by, removed=removed)
