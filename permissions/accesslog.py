# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes the record of access: one row for each reading, search, export and refusal."""

import json
from typing import Protocol

from django.db import connection

from permissions import clock
from permissions.actor import Actor
from permissions.hats import ROLES_OF_HAT
from permissions.models import AccessAction


class HasOrganisation(Protocol):
    """A case, as far as the record needs it."""

    pk: int
    organisation_id: int


# Django's INSERT returns the new id, which no hat may read; so the statement is our own.
_INSERT = """
INSERT INTO permissions_accessevent
    (at, person_id, hat, action, case_id, organisation_id, block, "grant", reason, detail)
VALUES (%s, %s, %s, %s, %s, coalesce(%s, (
    SELECT organisation_id FROM permissions_membership
    WHERE person_id = %s AND role = ANY(%s) AND valid_from <= %s AND (valid_until IS NULL OR valid_until >= %s)
    ORDER BY id LIMIT 1)), %s, %s, %s, %s)
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

    Without a case it belongs to the organisation of the person's task, so that somebody watches it.
    """
    person_id, today = (actor.person.pk if actor.person else None), clock.today()
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
                list(ROLES_OF_HAT.get(actor.hat, ())),
                today,
                today,
                block,
                grant,
                reason,
                json.dumps(detail),
            ],
        )
