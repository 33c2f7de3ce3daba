# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Übergabegespräch: the client's word, what goes along to another house, and for how long the giver may look back."""

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casemanagement.actions import contacts, disclosures_of_handovers
from casemanagement.casework import Conflict, deed, record_event, write
from casemanagement.choices import (
    ClientWord,
    ContactKind,
    EventKind,
    HandoverState,
    Interpretation,
    NotesAlong,
    TalkedWith,
)
from casemanagement.models import Case, Document, Handover, ProtectedAddress
from casemanagement.models.document import ALWAYS_ALONG
from casemanagement.sentences import stored
from permissions import clock
from permissions.actor import Actor
from permissions.rights import Right

LOOK_BACK = dt.timedelta(days=14)
LAST_NOTES = 3
AGREED = (HandoverState.ACCEPTED, HandoverState.APPROVED)
# How a talk is written down in which the client did not want the handover, or not the file.
REFUSED = {
    ClientWord.STAYS: HandoverState.REFUSED,
    ClientWord.WITHOUT_FILE: HandoverState.WITHOUT_FILE,
}


@deed(Right.WRITE_FILE)
def hold(
    handover: Handover,
    *,
    by: Actor,
    talk_on: dt.date,
    talked_with: Iterable[str],
    text: str,
    client_word: str,
    interpretation: str = Interpretation.NONE_NEEDED,
    notes_along: str = NotesAlong.LAST,
    documents_along: Iterable[int] = (),
    confidential_along: bool = False,
    may_look_back: bool = True,
) -> None:
    """Write down the talk with the client; her yes lets the case go, her no keeps it or its file."""
    present = set(talked_with)
    if handover.state not in AGREED or handover.is_talked_over():
        raise Conflict(_("Für diese Übergabe wartet kein Gespräch."))
    if TalkedWith.CLIENT not in present:
        raise ValidationError(
            {"talked_with": _("Ohne die Klientin oder den Klienten ist es kein Übergabegespräch.")}
        )
    if talk_on < handover.requested_at.astimezone(clock.BERLIN).date():
        raise ValidationError({"talk_on": _("Das Gespräch liegt nach dem Angebot der Übergabe.")})
    agrees = client_word == ClientWord.AGREES
    if agrees and handover.crosses_organisations:
        disclosures_of_handovers.tell_talk(handover, by)
    contacts.write(
        handover.case,
        by=by,
        kind=ContactKind.HANDOVER_TALK,
        occurred_on=talk_on,
        participants=_names(present),
        interpretation=interpretation,
        text=text,
    )
    write(
        handover,
        talk_on=talk_on,
        client_word=client_word,
        notes_along=notes_along,
        documents_along=sorted(set(documents_along)),
        confidential_along=confidential_along and agrees,
        may_look_back=may_look_back,
        state=REFUSED.get(ClientWord(client_word), handover.state),
    )
    kind = EventKind.HANDOVER_TALK_HELD if agrees else EventKind.HANDOVER_REFUSED
    record_event(handover.case, kind, by=by, handover=handover.pk, word=client_word)


@deed(Right.START_HANDOVER)
def end_looking_back(handover: Handover, *, by: Actor) -> None:
    """The client does not want it any longer; whoever led the case before reads nothing from now on."""
    if handover.read_until is None or handover.read_until < clock.today():
        raise Conflict(_("Nachlesen ist schon beendet."))
    write(handover, read_until=clock.today() - dt.timedelta(days=1), may_look_back=False)
    record_event(handover.case, EventKind.HANDOVER_READING_ENDED, by=by, handover=handover.pk)


def last_day_of_looking_back(handover: Handover) -> dt.date | None:
    """Two weeks for questions; none where the client said so or must not be found."""
    if not handover.may_look_back or ProtectedAddress.objects.filter(case=handover.case).exists():
        return None
    return clock.today() + LOOK_BACK


def pass_on(handover: Handover) -> None:
    """What the client did not let go along stays in the house that wrote it; what was entrusted, with its writer."""
    case = handover.case
    if handover.crosses_organisations:
        home = handover.from_organisation
        notes = case.contacts.filter(kept_by=None).exclude(pk__in=_notes_along(handover))
        notes.update(kept_by=home)
        papers = case.documents.filter(kept_by=None).exclude(kind__in=ALWAYS_ALONG)
        staying = list(papers.exclude(pk__in=handover.documents_along or []).values_list("pk", flat=True))
        case.documents.filter(pk__in=staying).update(kept_by=home)
        case.document_contents.filter(document__in=staying).update(kept_by=home)
    if handover.confidential_along and handover.from_person is not None:
        entrusted = case.confidential_notes.filter(written_by=handover.from_person)
        entrusted.update(entrusted_to=handover.to_person)


def papers_to_choose(case: Case) -> list[Document]:
    """Papers that go along only when somebody chooses them; consents and plan always do."""
    known = case.documents.filter(removed_at=None, kept_by=None).exclude(kind__in=ALWAYS_ALONG)
    return list(known.order_by("-uploaded_at", "-pk"))


def _notes_along(handover: Handover) -> list[int]:
    """The talk and the protocols of consents always; besides as many notes as were chosen."""
    rows = handover.case.contacts.filter(kept_by=None).order_by("-occurred_on", "-pk")
    if handover.notes_along == NotesAlong.ALL:
        return list(rows.values_list("pk", flat=True))
    always = rows.filter(kind__in=[ContactKind.HANDOVER_TALK, ContactKind.DOCUMENTATION])
    along = list(always.values_list("pk", flat=True))
    if handover.notes_along == NotesAlong.LAST:
        along += rows.exclude(pk__in=along).values_list("pk", flat=True)[:LAST_NOTES]
    return along


def _names(present: set[str]) -> str:
    """In German, like all that is stored."""
    return ", ".join(stored(TalkedWith(code).label) for code in TalkedWith.values if code in present)
