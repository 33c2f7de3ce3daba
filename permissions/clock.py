# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one clock of all rules, so that demo and tests can live through weeks in minutes."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.utils import timezone

from permissions.database import apply_identity

if TYPE_CHECKING:
    from collections.abc import Iterator

BERLIN = ZoneInfo("Europe/Berlin")

_moment: ContextVar[dt.datetime | None] = ContextVar("moment", default=None)


def now() -> dt.datetime:
    """This moment, or the one the demo or a test has set."""
    return _moment.get() or timezone.now()  # noqa: TID251  the one place that asks


def today() -> dt.date:
    """The day it is in Bielefeld."""
    return now().astimezone(BERLIN).date()


def set_moment() -> dt.datetime | None:
    """The moment set by hand, for the database; None while the clock simply runs."""
    return _moment.get()


@contextmanager
def at(moment: dt.datetime | dt.date) -> Iterator[None]:
    """Live at another moment (a date means its noon); for the owner's commands and tests only."""
    if not settings.TESTING and connection.base_role != "kim_owner":  # type: ignore[attr-defined]
        raise ImproperlyConfigured("Only set-up and tests may set the clock.")
    token = _moment.set(_aware(moment))
    try:
        apply_identity()
        yield
    finally:
        _moment.reset(token)
        apply_identity()


def _aware(moment: dt.datetime | dt.date) -> dt.datetime:
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime.combine(moment, dt.time(12))
    return moment if moment.tzinfo else moment.replace(tzinfo=BERLIN)
