# SPDX-License-Identifier: AGPL-3.0-or-later
"""An alarm when somebody looks into far more cases than work explains. It tells data protection and blocks nobody."""

import datetime as dt

from django.db import connection, transaction

from casemanagement.actions import notices
from casemanagement.choices import NoticeKind
from permissions import clock
from permissions.accounts import events
from permissions.actor import Actor, acting_as
from permissions.hats import Hat
from permissions.models import Organisation, SecurityEventKind, User

WITHIN = dt.timedelta(hours=1)
MOST_CASES = 60  # a full caseload is half of that
MOST_OUTPUTS = 20


def watch() -> int:
    """Count the last hour; whoever was told about is not told about again within it."""
    by = Actor.system()
    with acting_as(by), transaction.atomic():
        found = _over_budget()
        for person_id, house_id, cases, outputs in found:
            person, house = User.objects.get(pk=person_id), Organisation.objects.get(pk=house_id)
            notices.tell(
                NoticeKind.OVER_BUDGET,
                by=by,
                organisation=house,
                to_hat=Hat.DSB,
                person=person.pk,
                cases=cases,
                outputs=outputs,
            )
            events.note(
                SecurityEventKind.OVER_BUDGET,
                person=person,
                by=by,
                organisation_id=house.pk,
                cases=cases,
                outputs=outputs,
            )
    return len(found)


def _over_budget() -> list[tuple[int, int, int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id, organisation_id, cases, outputs FROM kim.over_budget(%s, %s, %s)"
            " WHERE organisation_id IS NOT NULL",
            [clock.now() - WITHIN, MOST_CASES, MOST_OUTPUTS],
        )
        return list(cursor.fetchall())
