# SPDX-License-Identifier: AGPL-3.0-or-later
"""Draws the sample of the month in every municipality that has not drawn it; called by the beat each day."""

from django.db import transaction

from casemanagement.actions import samples
from permissions.actor import Actor, acting_as
from permissions.models import Kommune


def draw_all() -> int:
    """How many were drawn; a second call in the month draws none."""
    system = Actor.system()
    with transaction.atomic(), acting_as(system):
        kommunen = list(Kommune.objects.order_by("pk"))
    return sum(samples.draw(kommune, by=system) is not None for kommune in kommunen)
