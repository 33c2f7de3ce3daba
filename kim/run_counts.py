# SPDX-License-Identifier: AGPL-3.0-or-later
"""How often the worker did what, and when last: numbers for the administration, of no person and no case.

They live in the cache for a week and may be lost with it; what is left to do, the tables say.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.cache import cache

from permissions import clock

DAYS = 7
_KEPT = DAYS * 24 * 60 * 60
SUCCESS = "SUCCESS"


@dataclass(frozen=True)
class Runs:
    """One task of the worker."""

    task: str
    last: dt.datetime | None
    today: int
    week: int
    failed: int  # in the week


def note(task: str, *, succeeded: bool) -> None:
    """Count one run; called by the worker after each."""
    key = _key(task, clock.today(), succeeded=succeeded)
    cache.add(key, 0, timeout=_KEPT)
    cache.incr(key)
    cache.set(_last(task), clock.now(), timeout=_KEPT)


def of(tasks: list[str]) -> list[Runs]:
    """The counts of these tasks; one question to the cache for all."""
    today = clock.today()
    days = [today - dt.timedelta(days=ago) for ago in range(DAYS)]
    keys = {
        (task, day, succeeded): _key(task, day, succeeded=succeeded)
        for task in tasks
        for day in days
        for succeeded in (True, False)
    }
    known = cache.get_many([*keys.values(), *map(_last, tasks)])
    counts = {place: int(known.get(key, 0)) for place, key in keys.items()}
    return [
        Runs(
            task=task,
            last=known.get(_last(task)),
            today=counts[task, today, True] + counts[task, today, False],
            week=sum(counts[task, day, True] + counts[task, day, False] for day in days),
            failed=sum(counts[task, day, False] for day in days),
        )
        for task in tasks
    ]


def _key(task: str, day: dt.date, *, succeeded: bool) -> str:
    return f"runs:{task}:{day:%Y%m%d}:{'done' if succeeded else 'failed'}"


def _last(task: str) -> str:
    return f"runs:{task}:last"
