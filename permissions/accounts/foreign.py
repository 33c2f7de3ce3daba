# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which person an account at a provider belongs to. A provider makes nobody; an invitation opens the link."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from permissions import clock
from permissions.accounts import events, factors
from permissions.actor import Actor
from permissions.models import ForeignAccount, Invitation, SecurityEventKind, Session, User
from permissions.models.person import new_stamp


def person_of(issuer: str, subject: str) -> User | None:
    found = ForeignAccount.objects.filter(issuer=issuer, subject=subject).select_related("person").first()
    return found.person if found and found.person.is_active else None


@transaction.atomic
def link(claims: Mapping[str, Any], *, claim: str, by: Actor | None) -> User | None:
    """Connect for the first time: only somebody who is entered, invited, and has no other way in yet.

    Whoever has a second factor here would lose its protection to one who only controls invitations and names.
    """
    named = str(claims.get(claim) or "")
    if not named or (claim == "email" and claims.get("email_verified") is not True):
        return None
    field = "email__iexact" if claim == "email" else "username"
    people = list(User.objects.filter(is_active=True, **{field: named})[:2])
    if len(people) != 1:
        return None
    person, issuer = people[0], str(claims["iss"])
    invited = Invitation.objects.filter(person=person, used_at=None, valid_until__gt=clock.now())
    if ForeignAccount.objects.filter(person=person, issuer=issuer).exists() or not invited.exists():
        return None
    if factors.of(person):
        return None
    invited.update(used_at=clock.now())
    ForeignAccount.objects.create(person=person, issuer=issuer, subject=str(claims["sub"]))
    events.note(SecurityEventKind.LINKED, person=person, by=by)
    return person


@transaction.atomic
def sign_out(issuer: str, subject: str, *, by: Actor | None) -> None:
    """End every session of the person, because the provider said so."""
    person = person_of(issuer, subject)
    if person is None:
        return
    person.session_stamp = new_stamp()
    person.save(update_fields=["session_stamp"])
    Session.objects.filter(person=person).delete()
    events.note(SecurityEventKind.SESSION_ENDED, person=person, by=by)
