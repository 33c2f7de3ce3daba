# SPDX-License-Identifier: AGPL-3.0-or-later
"""Says before a time is over that it will be, and says once that it is: requests, breaches, protection, reviews.

Called by the beat every hour, because 72 hours are counted in hours. May run twice or be missed.
"""

from __future__ import annotations

import json
from typing import Any

from django.db import connection, transaction

from casemanagement.actions import notices
from casemanagement.choices import NoticeKind
from casemanagement.models import Case
from casemanagement.models.emergency import REVIEW_WITHIN
from permissions.actor import Actor, acting_as
from permissions.hats import Hat
from permissions.models import Organisation, User

REQUEST_DAYS = [14, 7, 2]  # before a client's request has to be answered
PROTECTION_DAYS = [30, 7]  # before an address is protected no longer
BREACH_HOURS = [48, 24, 6]  # of the 72 in which a breach is reported


def say_what_is_due() -> int:
    """How many were told; a second call in the same hour tells nothing."""
    system = Actor.system()
    with transaction.atomic(), acting_as(system):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('kim.countdowns'))")
            cursor.execute(
                "SELECT kind, case_id, organisation_id, people, codes FROM kim.countdowns(%s, %s, %s, %s)",
                [REQUEST_DAYS, PROTECTION_DAYS, BREACH_HOURS, REVIEW_WITHIN.days],
            )
            found = cursor.fetchall()
        for kind, case_id, house, people, codes in found:
            _tell(system, NoticeKind(kind), case_id, house, people or [], _read(codes))
    return len(found)


def _tell(
    by: Actor, kind: NoticeKind, case_id: int | None, house: int, people: list[int], codes: dict[str, Any]
) -> None:
    """Data protection watches over all of these but one: an address concerns whoever works with the client."""
    about: dict[str, Any] = {"by": by, "organisation": Organisation(pk=house)}
    if case_id is not None:
        about["case"] = Case(pk=case_id, organisation_id=house)
    if kind is not NoticeKind.PROTECTION_ENDING:
        notices.tell(kind, to_hat=Hat.DSB, **about, **codes)
    elif people:
        for person in people:
            notices.tell(kind, to_person=User(pk=person), **about, **codes)
    else:
        notices.tell(kind, to_hat=Hat.FACH, **about, **codes)


def _read(codes: Any) -> dict[str, Any]:
    known: dict[str, Any] = json.loads(codes) if isinstance(codes, str) else codes
    return known
