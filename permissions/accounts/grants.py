# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who is entered, appointed, dismissed; and what needs a second person. The database asks the same again."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.utils.translation import gettext as _

from permissions import actions, clock
from permissions.accounts import events, throttle
from permissions.actor import Actor, NotPermitted
from permissions.hats import ROLES_OF_HAT, Hat
from permissions.models import (
    POWERFUL,
    Membership,
    Organisation,
    Post,
    Proposal,
    ProposalKind,
    SecurityEventKind,
    User,
)
from permissions.roles import Role


@transaction.atomic
def enter_person(username: str, *, display_name: str, email: str = "", by: Actor) -> User:
    """A new account without password and without a task; an invitation opens it."""
    person = User(username=username, display_name=display_name, email=email)
    person.full_clean()
    person.save(force_insert=True)
    events.note(SecurityEventKind.ENTERED, person=person, by=by)
    return person


@transaction.atomic
def change_person(person: User, *, display_name: str, email: str, by: Actor) -> None:
    person.display_name, person.email = display_name, email
    person.full_clean()
    person.save(update_fields=["display_name", "email"])
    events.note(SecurityEventKind.CHANGED, person=person, by=by)


@transaction.atomic
def give_task(
    person: User,
    organisation: Organisation,
    *,
    role: Role,
    valid_from: date,
    valid_until: date | None = None,
    post: Post | None = None,
    over: Iterable[int] = (),
    by: Actor,
) -> Membership | Proposal:
    """Appoint at once where an administrator may do it alone; else write down the proposal."""
    if post is not None and post.organisation_id != organisation.pk:
        raise ValidationError(_("Die Stelle gehört zu einer anderen Organisation."))
    if by.hat is not Hat.ADMIN or role in POWERFUL:
        period: dict[str, Any] = {"valid_from": valid_from, "valid_until": valid_until}
        duties = list(over) if role in ROLES_OF_HAT[Hat.FACH] else [organisation.pk]
        return propose(
            ProposalKind.APPOINT, person, organisation, role=role, post=post, over=duties, by=by, **period
        )
    if person == by.person:
        raise ValidationError(_("Niemand überträgt sich selbst eine Aufgabe."))
    membership = actions.appoint(
        person, organisation, role=role, post=post, valid_from=valid_from, valid_until=valid_until, by=by
    )
    if role is Role.DIENSTAUFSICHT:
        actions.give_duty(person, organisation, duty="dienstaufsicht", by=by)
    events.note(
        SecurityEventKind.APPOINTED, person=person, by=by, organisation_id=organisation.pk, role=role.value
    )
    return membership


@transaction.atomic
def propose(
    kind: ProposalKind, person: User, organisation: Organisation, *, by: Actor, **facts: Any
) -> Proposal:
    """Write down what somebody else has to approve; the same twice is one."""
    if by.person is None:
        raise NotPermitted
    if kind == ProposalKind.APPOINT and _stands_in_for_herself(person, facts.get("role", "")):
        raise ValidationError(
            _(
                "Koordination und Entscheidung im Notfall hat nie dieselbe Person: Beenden Sie zuerst die andere Aufgabe."
            )
        )
    proposal = Proposal(kind=kind, person=person, organisation=organisation, proposed_by=by.person, **facts)
    proposal.full_clean(exclude=["decided_by", "decided_at"])
    same = Proposal.objects.open().filter(kind=kind, person=person, role=proposal.role)
    if same.filter(organisation=organisation).exists():
        raise ValidationError(_("Das ist schon vorgeschlagen und wartet auf eine zweite Person."))
    proposal.save(force_insert=True)
    _note(SecurityEventKind.PROPOSED, proposal, by)
    return proposal


@transaction.atomic
def decide(proposal: Proposal, *, approve: bool, by: Actor) -> None:
    """The second person's word; approved is done at once."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT kim.decide_proposal(%s, %s)", [proposal.pk, approve])
    except ProgrammingError as error:
        raise ValidationError(
            _("Darüber muss eine andere Person entscheiden, oder es ist schon entschieden.")
        ) from error
    _note(SecurityEventKind.APPROVED if approve else SecurityEventKind.DECLINED, proposal, by)
    if approve and proposal.role == Role.CASE_MANAGEMENT:
        actions.tell_staff_changed(proposal.organisation)


@transaction.atomic
def withdraw_task(membership: Membership, *, by: Actor) -> None:
    """Take a task away now: it ended yesterday, and with the next click every session has, too."""
    end_task(membership, until=clock.today() - timedelta(days=1), by=by)


@transaction.atomic
def end_task(membership: Membership, *, until: date, by: Actor) -> None:
    try:
        with transaction.atomic():
            actions.dismiss(membership, until=until, by=by)
    except ProgrammingError as error:
        raise ValidationError(
            _(
                "So lässt sich die Aufgabe nicht beenden: Sie kann nur früher enden, und eine Verwaltung muss bleiben."
            )
        ) from error


@transaction.atomic
def close_account(person: User, *, by: Actor) -> None:
    if person == by.person:
        raise ValidationError(_("Das eigene Konto schließt jemand anderes."))
    actions.deactivate(person, by=by)


@transaction.atomic
def end_sessions(person: User, *, by: Actor) -> None:
    """The account stays open; whoever sits at a machine of this person signs in again."""
    if person == by.person:
        raise ValidationError(_("Ihre eigenen Sitzungen beenden Sie unter „Mein Konto“."))
    with connection.cursor() as cursor:
        cursor.execute("SELECT kim.end_sessions(%s)", [person.pk])
    events.note(SecurityEventKind.SESSION_ENDED, person=person, by=by)


@transaction.atomic
def unlock(person: User, *, by: Actor) -> None:
    """Forget the wrong answers of a person who has simply mistyped."""
    throttle.forget([throttle.account(person.username), throttle.second_step(person.pk)])
    events.note(SecurityEventKind.UNLOCKED, person=person, by=by)


def _stands_in_for_herself(person: User, role: str) -> bool:
    """Both titles rest on one duty, so with both she would supervise what she may only stand in for."""
    titles = ROLES_OF_HAT[Hat.FACH]
    other = Membership.objects.filter(person=person, role__in=titles - {role})
    return role in titles and other.exclude(valid_until__lt=clock.today()).exists()


def managed() -> list[int]:
    """Ids of the accounts that the present administrator looks after."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT unnest(kim.manageable())")
        return [pk for (pk,) in cursor.fetchall()]


def may_decide(proposal: Proposal, by: Actor) -> bool:
    """What the page shows; kim.decide_proposal() has the last word."""
    return by.person is not None and by.person.pk not in {proposal.proposed_by_id, proposal.person_id}


def _note(kind: SecurityEventKind, proposal: Proposal, by: Actor) -> None:
    events.note(
        kind,
        person=proposal.person,
        by=by,
        organisation_id=proposal.organisation_id,
        proposal=proposal.pk,
        what=str(proposal.kind),
        role=proposal.role,
    )
