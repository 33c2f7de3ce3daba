# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes the record of access: one row for each reading, search, export and refusal."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol

from django.db import connection

from permissions import clock
from permissions.actor import Actor
from permissions.hats import ROLES_OF_HAT
from permissions.models import AccessAction

# How the record names what was read in an emergency: by grants whose name begins so, of one case each
# (a list names every grant of its hat), or as a search that opened none. kim.is_emergency() says the same.
EMERGENCY, EMERGENCY_SEARCH = "Notfallzugriff", "emergency"


class HasOrganisation(Protocol):
    """A case, as far as the record needs it."""

    pk: int
    organisation_id: int


class Recorded(Protocol):
    """What a recorded access says about itself."""

    case_id: int | None
    grant: str
    reason: str


def is_emergency(event: Recorded) -> bool:
    """Whether this was read, or looked for, in an emergency."""
    if event.case_id is None:
        return event.reason == EMERGENCY_SEARCH
    return any(name.startswith(EMERGENCY) for name in event.grant.split(", "))


_written: ContextVar[list[AccessAction] | None] = ContextVar("written", default=None)


@contextmanager
def one_request() -> Iterator[list[AccessAction]]:
    """What is recorded while one request is answered; pages look here so that none is written twice."""
    written: list[AccessAction] = []
    token = _written.set(written)
    try:
        yield written
    finally:
        _written.reset(token)


def is_recorded() -> bool:
    """Whether the request that is being answered has its event."""
    return bool(_written.get())


# Django's INSERT returns the new id, which no hat may read; so the statement is our own.
_INSERT = """
INSERT INTO permissions_accessevent
    (at, person_id, hat, action, case_id, organisation_id, block, "grant", reason, detail)
VALUES (%s, %s, %s, %s, %s, coalesce(%s, (
    SELECT organisation_id FROM permissions_membership
    WHERE person_id = %s AND valid_from <= %s AND (valid_until IS NULL OR valid_until >= %s)
    ORDER BY role = ANY(%s) DESC, id LIMIT 1)), %s, %s, %s, %s)
"""


def record(
    actor: Actor,
    action: AccessAction,
    *,
    case: HasOrganisation | None = None,
    block: str = "",
    grant: str = "",
    reason: str = "",
    **detail: str | int,
) -> None:
    """Append one event. Details hold codes and counts, never a name or a word of content.

    Without a case it belongs to the organisation of the person's task, else to any that employs the
    person, so that somebody watches it.
    """
    person_id, today = (actor.person.pk if actor.person else None), clock.today()
    if (written := _written.get()) is not None:
        written.append(action)
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            [
                clock.now(),
                person_id,
                actor.hat.value,
                action.value,
                case.pk if case else None,
                case.organisation_id if case else None,
                person_id,
                today,
                today,
                list(ROLES_OF_HAT.get(actor.hat, ())),
                block,
                grant,
                reason,
                json.dumps(detail),
            ],
        )
