# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deeds on contacts: what was said is written once, with the next step beside it."""

import datetime as dt

from casemanagement import deadlines
from casemanagement.actions import workitems
from casemanagement.casework import deed, record_event
from casemanagement.casework import write as save_row
from casemanagement.choices import EventKind, Interpretation
from casemanagement.models import Case, ConfidentialNote, Contact
from casemanagement.models.contact import FIRST_ATTEMPTS, WITH_CLIENT
from permissions import clock
from permissions.actor import Actor
from permissions.hats import Hat
from permissions.rights import Right


@deed(Right.WRITE_FILE)
def write(  # a note has many small facts
    case: Case,
    *,
    by: Actor,
    kind: str,
    occurred_on: dt.date,
    minutes: int | None = 0,
    participants: str = "",
    domains: list[str] | None = None,
    language: str = "",
    interpretation: str = Interpretation.NONE_NEEDED,
    text: str = "",
    next_title: str = "",
    next_on: dt.date | None = None,
) -> Contact:
    """Write down a contact, or an attempt at one."""
    contact = save_row(
        Contact(case=case, written_by=by.person, written_at=clock.now()),
        kind=kind,
        occurred_on=occurred_on,
        minutes=minutes or 0,
        participants=participants,
        domains=domains or [],
        language=language,
        interpretation=interpretation,
        text=text,
    )
    _meet_deadlines(case, contact)
    if next_title:
        workitems.ask(
            case, by=by, kind="contacts.next", title=next_title, hat=Hat.CASE, owner=by.person, due_on=next_on
        )
    record_event(case, EventKind.CONTACT_WRITTEN, by=by, kind=contact.kind, minutes=contact.minutes)
    return contact


@deed(Right.WRITE_CONFIDENTIAL)
def write_confidential(case: Case, *, by: Actor, text: str) -> ConfidentialNote:
    """Write down what was entrusted to this case manager alone."""
    note = save_row(ConfidentialNote(case=case, written_by=by.person, written_at=clock.now()), text=text)
    record_event(case, EventKind.CONFIDENTIAL_WRITTEN, by=by)
    return note


def _meet_deadlines(case: Case, contact: Contact) -> None:
    if case.first_contact_on is None and contact.kind in FIRST_ATTEMPTS:
        save_row(case, first_contact_on=contact.occurred_on)
        deadlines.meet(case, "first_contact", on=contact.occurred_on)
        deadlines.meet(case, "urgent_contact", on=contact.occurred_on)
    if case.accepted_on is not None and contact.kind in WITH_CLIENT:
        deadlines.meet(case, "no_contact", on=contact.occurred_on)
        deadlines.start(case, "no_contact", on=contact.occurred_on)
