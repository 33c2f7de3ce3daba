# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the signature under each identity costs: the same queries, with it and believing without asking."""

import statistics
import time
from collections.abc import Callable

from django.db import connection, transaction

from casemanagement.models import Case
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER

ROUNDS, REPETITIONS = 20, 25
# What believing leaves out: the key, the two rounds of SHA-256, and the complaint.
CHECKS = {"IF said[2] =": "IF false AND said[2] =", "IF fits IS NOT TRUE": "IF false"}
QUERIES: dict[str, Callable[[], object]] = {
    "page": lambda: list(Case.objects.order_by("-pk").values_list("pk", "number")[:25]),
    "count": Case.objects.count,
}


def cost(actor: Actor) -> dict[str, dict[str, float]]:
    """Milliseconds per query; both ways take turns, so that the machine's mood meets both."""
    found: dict[str, dict[str, list[float]]] = {
        name: {"signed": [], "believed": []} for name in (*QUERIES, "telling")
    }
    for _round in range(ROUNDS):
        for name, query in QUERIES.items():
            with transaction.atomic(), acting_as(actor):
                _write()
                found[name]["signed"] += _timed(query)
            with transaction.atomic():
                _believe()
                with acting_as(actor):
                    found[name]["believed"] += _timed(query)
                transaction.set_rollback(True)
        found["telling"]["signed"] += _timed(lambda: _transaction(actor))
        found["telling"]["believed"] += _timed(lambda: _transaction(None))
    return {
        name: {way: statistics.median(times) for way, times in ways.items()} for name, ways in found.items()
    }


def _write() -> None:
    """A transaction that writes remembers nothing: both ways ask for everything, as _believe() makes them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()")


def _believe() -> None:
    """Take the check out of kim.who() until the transaction is rolled back."""
    with acting_in_role(OWNER), connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('kim.who'::regproc)")
        (definition,) = cursor.fetchone()
        for asked, ignored in CHECKS.items():
            definition = definition.replace(asked, ignored)
        cursor.execute(definition)


def _transaction(actor: Actor | None) -> None:
    if actor is None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return
    with acting_as(actor), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _timed(do: Callable[[], object]) -> list[float]:
    do()
    times = []
    for _repetition in range(REPETITIONS):
        began = time.perf_counter()
        do()
        times.append((time.perf_counter() - began) * 1000)
    return times
