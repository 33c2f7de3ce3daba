# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the beat calls: Monday at four, and each hour for what was missed."""

from celery import shared_task

from indicators.actions import ensure_rollups
from permissions.actor import Actor, acting_as


@shared_task(name="indicators.roll_up")
def roll_up(**_: object) -> None:
    """Compute the week that has just ended."""
    _ensure()


@shared_task(name="indicators.catch_up")
def catch_up(**_: object) -> None:
    """Compute weeks that were missed; usually there is nothing to do."""
    _ensure()


def _ensure() -> None:
    system = Actor.system()
    with acting_as(system):
        ensure_rollups(by=system)
