# SPDX-License-Identifier: AGPL-3.0-or-later
"""Slows guessing down, per account and per address; says the same for accounts that do not exist."""

import datetime as dt
from collections.abc import Iterable

from django.db import connection
from django.db.models import QuerySet

from permissions import clock
from permissions.accounts.sealing import fingerprint
from permissions.models import FailedAttempt

# How many wrong answers within this time close the door, and how many one address may give: behind
# one address there is often a whole office.
WITHIN = dt.timedelta(minutes=15)
MOST_OF_ACCOUNT = 5
MOST_OF_ADDRESS = 50
KEPT = dt.timedelta(days=1)


def account(username: str) -> str:
    """What is counted for an account, whether it exists or not."""
    return fingerprint(username.strip().lower(), purpose="attempt.account")


def second_step(person_id: int) -> str:
    """What is counted for the codes of somebody whose password was right."""
    return fingerprint(str(person_id), purpose="attempt.code")


def address(remote: str) -> str:
    """What is counted for a place in the network."""
    return fingerprint(remote, purpose="attempt.address")


def is_closed(mark: str, *, most: int = MOST_OF_ACCOUNT) -> bool:
    """Whether there were too many wrong answers lately; serialises the answers of one mark."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [mark])
    return _lately(mark).count() >= most


def looks_closed(mark: str) -> bool:
    """The same for a page that only shows it."""
    return _lately(mark).count() >= MOST_OF_ACCOUNT


def count(*marks: str) -> None:
    """Remember one wrong answer, and forget those of yesterday."""
    FailedAttempt.objects.filter(at__lt=clock.now() - KEPT).delete()
    FailedAttempt.objects.bulk_create(FailedAttempt(fingerprint=mark) for mark in marks)


def forget(marks: Iterable[str]) -> None:
    """After the right answer, or when an administrator lifts the lock."""
    FailedAttempt.objects.filter(fingerprint__in=list(marks)).delete()


def _lately(mark: str) -> QuerySet[FailedAttempt]:
    return FailedAttempt.objects.filter(fingerprint=mark, at__gt=clock.now() - WITHIN)
