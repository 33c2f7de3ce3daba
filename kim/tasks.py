# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the beat asks of the composition root itself."""

from celery import shared_task
from django.db import transaction

from kim import system_state
from permissions import seals
from permissions.actor import Actor, acting_as


@shared_task(name="kim.seal_access")
def seal_access(**_: object) -> None:
    """Put the record of access of the last hour under a seal."""
    seals.seal()


@shared_task(name="kim.report_worker")
def report_worker(**_: object) -> None:
    """Let the worker say as whom it meets the database."""
    with acting_as(Actor.system()), transaction.atomic():
        system_state.report_worker()
