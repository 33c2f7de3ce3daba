# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the posts of an organisation tell the figures whenever its staff changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from permissions import clock

if TYPE_CHECKING:
    import datetime as dt

    from permissions.models import Organisation


def refresh_capacity(organisation: Organisation, at: dt.datetime | None = None) -> None:
    """Let the statistics know the posts of case management as they stand now.

    The database reads them itself: whoever changes a post need not be able to read absences.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT kim.record_capacity(%s, %s)", [organisation.pk, at or clock.now()])
