# SPDX-License-Identifier: AGPL-3.0-or-later
"""Gives an invented past the staff it had; in real life capacity is known from the first day on."""

import datetime as dt

from django.db import transaction

from indicators.models import CapacityFact
from permissions.actor import Actor


@transaction.atomic
def backdate_capacity(*, since: dt.datetime, by: Actor) -> None:
    """Let what is known of the posts today hold from this moment on; only the owner of the tables can."""
    CapacityFact.objects.exclude(recorded_until=None).delete()
    CapacityFact.objects.filter(recorded_from__gt=since).update(recorded_from=since)
