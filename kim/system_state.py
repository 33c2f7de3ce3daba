# SPDX-License-Identifier: AGPL-3.0-or-later
"""As whom the running processes meet the database: what the administration page shows and a test asks."""

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db import connection

from permissions import clock

_WORKER = "worker-identity"
# The worker reports every minute; after five it counts as silent.
_SILENT_AFTER_SECONDS = 300


@dataclass(frozen=True)
class DatabaseIdentity:
    """The account that logged in, the role it acts in, and when this was asked."""

    login: str
    role: str
    at: datetime


def identity_here() -> DatabaseIdentity:
    """Ask the database as whom this process is connected and acts right now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user, current_user")
        login, role = cursor.fetchone()
    return DatabaseIdentity(login, role, clock.now())


def report_worker() -> None:
    cache.set(_WORKER, identity_here(), timeout=_SILENT_AFTER_SECONDS)


def worker_identity() -> DatabaseIdentity | None:
    """What the worker last reported, or None when it is silent."""
    known = cache.get(_WORKER)
    return known if isinstance(known, DatabaseIdentity) else None
