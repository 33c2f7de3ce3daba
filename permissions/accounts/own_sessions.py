# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where somebody is signed in, and signing out there."""

from django.db import transaction
from django.db.models import QuerySet

from permissions.accounts import events
from permissions.actor import Actor
from permissions.models import SecurityEventKind, Session, User


def of(person: User) -> QuerySet[Session]:
    return Session.objects.filter(person=person).order_by("-last_seen_at")


@transaction.atomic
def end(person: User, *, only: str = "", keep: str, by: Actor) -> None:
    """End one session of the person, or all; never the one she is just using."""
    ended = of(person).exclude(pk=keep)
    if only:
        ended = ended.filter(pk=only)
    number, _rows = ended.delete()
    if number:
        events.note(SecurityEventKind.SESSION_ENDED, person=person, by=by, number=number)
