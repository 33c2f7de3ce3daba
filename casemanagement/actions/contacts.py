# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deeds on contacts: what was said is written once, with the next step beside it."""

import datetime as dt

from django.utils.translation import gettext_lazy

from casemanagement import deadlines
from casemanagement.actions import grounds, workitems
from casemanagement.actions.grounds import Ground
from casemanagement.casework import deed, record_event
from casemanagement.casework import write as save_row
from casemanagement.choices import ContactKind, EventKind, Interpretation, Medium
from casemanagement.models import Case, ConfidentialNote, Contact
from casemanagement.models.contact import FIRST_ATTEMPTS, IN_VAIN, WITH_CLIENT
from casemanagement.sentences import stored
from permissions import clock
from permissions.actor import Actor
from permissions.hats import Hat
from permissions.rights import Right

LOST, ATTEMPTS = "contact_lost", 3


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
    ground: Ground | None = None,
) -> Contact:
    """Write down a contact, or an attempt at one; with third parties on a ground."""
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
    _tell(contact, by, ground)
    _meet_deadlines(case, contact, by)
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


def _tell(contact: Contact, by: Actor, ground: Ground | None) -> None:
    """Whoever asks about somebody has already named her; a question without a name is said to be one."""
    if contact.kind not in (ContactKind.THIRD_PARTY, ContactKind.HELPER_CONFERENCE):
        grounds.forbid(ground)
        return
    if contact.kind == ContactKind.THIRD_PARTY and grounds.is_silent(ground):
        return
    grounds.leave(
        contact.case,
        ground,
        by=by,
        purpose=contact.get_kind_display(),
        medium=Medium.CONVERSATION,
        direction=grounds.both_ways(ground),
        on=contact.occurred_on,
        item=("contact", contact.pk),
    )


def _meet_deadlines(case: Case, contact: Contact, by: Actor) -> None:
    if case.first_contact_on is None and contact.kind in FIRST_ATTEMPTS:
        save_row(case, first_contact_on=contact.occurred_on)
        deadlines.meet(case, "first_contact", on=contact.occurred_on)
        deadlines.meet(case, "urgent_contact", on=contact.occurred_on)
    if case.is_running and contact.kind in WITH_CLIENT:
        deadlines.begin_again(case, "no_contact", on=contact.occurred_on)
        deadlines.cancel(case, LOST)
    elif case.is_running and contact.kind in IN_VAIN:
        _count_attempts(case, contact, by)


def _count_attempts(case: Case, contact: Contact, by: Actor) -> None:
    """The first attempt in vain begins a time; the third one within it makes the end without contact possible."""
    since = deadlines.start(case, LOST, on=contact.occurred_on).started_on
    attempts = Contact.objects.filter(case=case, kind__in=IN_VAIN, occurred_on__gte=since)
    if attempts.count() < ATTEMPTS:
        return
    workitems.ask(
        case,
        by=by,
        kind="contacts.lost",
        title=stored(
            gettext_lazy("Drei Versuche ohne Kontakt: Ein Abschluss wegen Kontaktabbruch ist möglich")
        ),
        hat=Hat.CASE,
        owner=case.lead(),
    )
