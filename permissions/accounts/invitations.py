# SPDX-License-Identifier: AGPL-3.0-or-later
"""The way to one's first password: a code on paper, handed over in person, that counts once."""

import datetime as dt

from django.db import transaction

from permissions import clock
from permissions.accounts import codes, events, factors, sealing
from permissions.actor import Actor, NotPermitted
from permissions.hats import Hat
from permissions.models import ForeignAccount, Invitation, SecurityEventKind, User

VALID_FOR = dt.timedelta(days=7)
_PURPOSE = "invitation"


@transaction.atomic
def invite(person: User, *, by: Actor) -> str:
    """Make a code; it is shown once and kept as a fingerprint. An unused earlier one runs out by itself."""
    if by.person is None and by.hat is not Hat.SYSTEM:
        raise NotPermitted
    code = codes.new_printed()
    Invitation.objects.create(
        person=person,
        fingerprint=_fingerprint(code),
        created_by=by.person or person,  # the first of all, by set_up
        valid_until=clock.now() + VALID_FOR,
    )
    events.note(SecurityEventKind.INVITED, person=person, by=by)
    return code


@transaction.atomic
def redeem(username: str, *, code: str, password: str, by: Actor | None) -> User | None:
    """Set the first password; every other code of the person is spent with this one."""
    living = Invitation.objects.filter(used_at=None, valid_until__gt=clock.now(), person__is_active=True)
    found = living.filter(person__username=username, fingerprint=_fingerprint(code)).first()
    if found is None:
        return None
    person = found.person
    if ForeignAccount.objects.filter(person=person).exists() and not factors.of(person):
        return None  # her second factor is at the provider; taking it away needs two people
    Invitation.objects.filter(person=person, used_at=None).update(used_at=clock.now())
    person.set_password(password)
    person.save(update_fields=["session_stamp"])
    events.note(SecurityEventKind.INVITATION_USED, person=person, by=by)
    return person


def _fingerprint(code: str) -> str:
    return sealing.fingerprint(codes.plain(code), purpose=_PURPOSE)
