# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the beat asks of the composition root itself."""

from celery import shared_task
from django.db import transaction

from kim import budgets, system_state
from permissions import anchors, seals
from permissions.actor import Actor, acting_as
from permissions.sessions import SessionStore


@shared_task(name="kim.seal_access")
def seal_access(**_: object) -> None:
    """Put the record of access of the last hour under a seal."""
    seals.seal()


@shared_task(name="kim.anchor_journals")
def anchor_journals(**_: object) -> None:
    """Put what has come under a seal, and the journals under the anchor of this hour."""
    seals.seal()
    anchors.anchor()


@shared_task(name="kim.watch_accesses")
def watch_accesses(**_: object) -> None:
    """Tell data protection who looks into far more cases than an hour of work explains."""
    budgets.watch()


@shared_task(name="kim.clear_sessions")
def clear_sessions(**_: object) -> None:
    """Remove sessions that ended by themselves."""
    SessionStore.clear_expired()


@shared_task(name="kim.report_worker")
def report_worker(**_: object) -> None:
    """Let the worker say as whom it meets the database."""
    with acting_as(Actor.system()), transaction.atomic():
        system_state.report_worker()
