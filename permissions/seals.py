# SPDX-License-Identifier: AGPL-3.0-or-later
"""Puts the record of access and the journal of accounts under hashes, and finds the batch that was touched."""

import datetime as dt

from django.db import connection, transaction

from permissions import clock
from permissions.actor import Actor, acting_as


def seal() -> int:
    """Seal whatever is older than five minutes; returns how many rows. May run twice or be missed."""
    sealed = 0
    for statement in ("SELECT kim.seal_access()", "SELECT kim.seal_security()"):
        while batch := _seal_batch(statement):
            sealed += batch
    return sealed


def broken() -> list[int]:
    """Ids of the seals of accesses that no longer fit their rows."""
    return _broken("SELECT seal_id FROM kim.broken_seals()")


def broken_of_accounts() -> list[int]:
    """The same for what happened to accounts and rights."""
    return _broken("SELECT seal_id FROM kim.broken_security_seals()")


def drop(*, until: dt.date, emergencies_until: dt.date) -> int:
    """Delete the accesses of before these days; returns how many. May run twice; a broken seal stays.

    The record of access is kept for twelve months, that of an emergency for three years.
    """
    days = [dt.datetime.combine(day, dt.time(), clock.BERLIN) for day in (until, emergencies_until)]
    with acting_as(Actor.system()), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT kim.drop_accesses(%s, %s)", days)
        (number,) = cursor.fetchone()
        return int(number)


def _broken(statement: str) -> list[int]:
    with acting_as(Actor.system()), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        return [seal_id for (seal_id,) in cursor.fetchall()]


def _seal_batch(statement: str) -> int:
    with acting_as(Actor.system()), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        (number,) = cursor.fetchone()
        return int(number)
