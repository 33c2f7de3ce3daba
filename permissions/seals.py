# SPDX-License-Identifier: AGPL-3.0-or-later
"""Puts the record of access under hashes, batch by batch, and finds the batch that was touched."""

from django.db import connection, transaction

from permissions.actor import Actor, acting_as


def seal() -> int:
    """Seal whatever is older than five minutes; returns how many rows. May run twice or be missed."""
    sealed = 0
    while batch := _seal_batch():
        sealed += batch
    return sealed


def broken() -> list[int]:
    """Ids of the seals that no longer fit their rows."""
    with acting_as(Actor.system()), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT seal_id FROM kim.broken_seals()")
        return [seal_id for (seal_id,) in cursor.fetchall()]


def _seal_batch() -> int:
    with acting_as(Actor.system()), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT kim.seal_access()")
        (number,) = cursor.fetchone()
        return int(number)
