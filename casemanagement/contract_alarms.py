# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tells employer and coordinator 90, 30 and 14 days before a contract of case management ends; called by the beat."""

import datetime as dt

from django.db import connection, transaction

from casemanagement.actions import notices
from casemanagement.choices import NoticeKind
from permissions import clock
from permissions.actor import Actor, acting_as
from permissions.hats import Hat
from permissions.models import ContractAlarm, Organisation

DISTANCES = (14, 30, 90)


def raise_alarms() -> int:
    """Raise what has not been raised yet; may run twice or be missed for days."""
    system = Actor.system()
    with transaction.atomic(), acting_as(system):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('kim.contract_alarms'))")
            cursor.execute(
                "SELECT membership_id, organisation_id, ends_on, open_cases, person_id"
                " FROM kim.ending_contracts(%s)",
                [max(DISTANCES)],
            )
            ending = cursor.fetchall()
        return sum(_raise(system, *row) for row in ending)


def _raise(
    by: Actor, membership_id: int, organisation_id: int, ends_on: dt.date, cases: int, person: int
) -> bool:
    """The nearest distance alone: whoever was not told in time is told once, not three times."""
    left = (ends_on - clock.today()).days
    days = next(distance for distance in DISTANCES if left <= distance)
    known = ContractAlarm.objects.filter(membership_id=membership_id, ends_on=ends_on, days__lte=days)
    if known.exists():
        return False
    ContractAlarm.objects.create(
        organisation_id=organisation_id,
        membership_id=membership_id,
        ends_on=ends_on,
        days=days,
        open_cases=cases,
        raised_at=clock.now(),
    )
    house, day = Organisation(pk=organisation_id), ends_on.isoformat()
    notices.tell(
        NoticeKind.CONTRACT_ENDING,
        by=by,
        organisation=house,
        to_hat=Hat.DIENST,
        person=person,
        day=day,
        cases=cases,
    )
    notices.tell(NoticeKind.CAPACITY_ENDING, by=by, organisation=house, to_hat=Hat.FACH, day=day, cases=cases)
    return True
