# SPDX-License-Identifier: AGPL-3.0-or-later
"""Kollegiale Fallberatung: a question and a sheet without names for invited colleagues, until a day."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from casemanagement import coded, nameless
from casemanagement.actions import notices
from casemanagement.casework import Conflict, deed, record_event, write
from casemanagement.choices import EventKind, NoticeKind, PeerState
from casemanagement.models import Case, PeerComment, PeerDiscussion, PeerInvitation
from permissions import clock
from permissions.actor import Actor, NotPermitted
from permissions.models import Membership, User
from permissions.rights import Right
from permissions.roles import Role

LONGEST = dt.timedelta(days=28)


def colleagues_for(case: Case, by: Actor) -> QuerySet[User]:
    """Who can be asked: everybody who runs cases in the municipality and has nothing to do with this one."""
    today = clock.today()
    members = Membership.objects.valid_on(today).filter(
        role=Role.CASE_MANAGEMENT, organisation__kommune=case.kommune_id
    )
    engaged = case.assignments.valid_on(today).values("person")
    people = User.objects.filter(is_active=True, pk__in=members.values("person")).exclude(pk__in=engaged)
    return people.order_by("display_name")


@deed(Right.WRITE_FILE)
def invite(case: Case, *, by: Actor, question: str, people: list[User], ends_on: dt.date) -> PeerDiscussion:
    """Ask colleagues; they see the question and codes, no name, as long as it lasts."""
    today = clock.today()
    if not today <= ends_on <= today + LONGEST:
        raise ValidationError({"ends_on": _("Eine Fallberatung dauert höchstens vier Wochen.")})
    if not people:
        raise ValidationError({"people": _("Bitte laden Sie mindestens eine Person ein.")})
    nameless.require(case, question, "question")
    discussion = write(
        PeerDiscussion(case=case, opened_by=by.person, opened_at=clock.now(), sheet=_sheet(case)),
        question=question,
        ends_on=ends_on,
    )
    for person in people:
        write(PeerInvitation(case=case, discussion=discussion, person=person))
        notices.tell(
            NoticeKind.PEER_INVITED,
            by=by,
            organisation=_house(person, case),
            to_person=person,
            until=ends_on.isoformat(),
        )
    record_event(case, EventKind.PEERS_INVITED, by=by, people=len(people))
    return discussion


@deed(Right.DISCUSS)
def comment(discussion: PeerDiscussion, *, by: Actor, text: str) -> PeerComment:
    """What an invited colleague says. It is not compared with names: a refusal would tell them."""
    if not discussion.invitations.filter(person=by.person).exists():
        raise NotPermitted
    return _comment(discussion, by, text)


@deed(Right.WRITE_FILE)
def reply(discussion: PeerDiscussion, *, by: Actor, text: str) -> PeerComment:
    """What the case manager adds."""
    nameless.require(discussion.case, text, "text")
    return _comment(discussion, by, text)


@deed(Right.WRITE_FILE)
def end(discussion: PeerDiscussion, *, by: Actor, result: str) -> None:
    """Record what came of it; from now on the invited see nothing any more."""
    if discussion.state != PeerState.OPEN:
        raise Conflict(_("Diese Fallberatung ist schon beendet."))
    nameless.require(discussion.case, result, "result")
    write(discussion, state=PeerState.ENDED, result=result, ended_at=clock.now())
    record_event(discussion.case, EventKind.PEERS_ENDED, by=by)


def _comment(discussion: PeerDiscussion, by: Actor, text: str) -> PeerComment:
    if discussion.state != PeerState.OPEN or discussion.ends_on < clock.today():
        raise Conflict(_("Diese Fallberatung ist schon beendet."))
    row = write(
        PeerComment(
            case=discussion.case, discussion=discussion, written_by=by.person, written_at=clock.now()
        ),
        text=text,
    )
    record_event(discussion.case, EventKind.PEER_COMMENTED, by=by)
    return row


def _house(person: User, case: Case) -> Any:
    """Where the invited works; her notice belongs there, and not to the case."""
    members = Membership.objects.valid_on(clock.today()).filter(
        person=person, role=Role.CASE_MANAGEMENT, organisation__kommune=case.kommune_id
    )
    return members.select_related("organisation").order_by("pk")[0].organisation


def _sheet(case: Case) -> dict[str, Any]:
    """As the Fachaufsicht sees it; and of the frame what matters for advice."""
    found = coded.of_case(case)
    client = getattr(case, "client", None)
    frame = {
        "stadtbezirk": case.stadtbezirk,
        "intensity": case.intensity,
        "phase": case.phase,
        "languages": client.languages if client is not None else [],
    }
    return {"frame": frame, "codes": found.content if found else {}}
