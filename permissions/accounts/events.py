# SPDX-License-Identifier: AGPL-3.0-or-later
"""Appends to the journal of accounts and rights; it can be read by administrators and data protection."""

import json
from typing import Any

from django.db import connection

from permissions import clock
from permissions.actor import Actor
from permissions.models import SecurityEventKind, User

# Django's INSERT returns the new id, which the login role may not read; so the statement is our own.
# Somebody without a task belongs nowhere yet: then the event lies with the organisation of who did it.
_HOME = """(SELECT organisation_id FROM permissions_membership WHERE person_id IN (%(person)s, %(by)s)
    ORDER BY person_id = %(person)s DESC, valid_until IS NULL DESC, valid_until DESC, id DESC LIMIT 1)"""
_INSERT = """
INSERT INTO permissions_securityevent (at, kind, person_id, by_id, hat, organisation_id, detail)
VALUES (%(at)s, %(kind)s, %(person)s, %(by)s, %(hat)s, {organisation}, %(detail)s)
"""


def note(
    kind: SecurityEventKind,
    *,
    person: User | None,
    by: Actor | None,
    organisation_id: int | None = None,
    **detail: str | int,
) -> None:
    """Append one event. Before a hat is worn `by` is None: it was the person herself."""
    doer = by.person if by else person
    organisation = _HOME if organisation_id is None else "%(organisation)s"
    values: dict[str, Any] = {
        "at": clock.now(),
        "kind": kind.value,
        "person": person.pk if person else None,
        "by": doer.pk if doer else None,
        "hat": by.hat.value if by else "",
        "organisation": organisation_id,
        "detail": json.dumps(detail),
    }
    with connection.cursor() as cursor:
        cursor.execute(_INSERT.format(organisation=organisation), values)
