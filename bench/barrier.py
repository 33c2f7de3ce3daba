# SPDX-License-Identifier: AGPL-3.0-or-later
"""What row-level security costs a page: its own questions again, as its hat and as the owner, past the policies."""

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.db import connection, transaction
from django.test import Client

from bench import processor
from permissions.actor import Actor, acting_as, acting_in_role, identity
from permissions.database.roles import OWNER
from permissions.models import User

# As many rounds as fit into the time, and never fewer than the least.
ROUNDS, LEAST, SECONDS = 15, 3, 30
BEHIND, PAST = "behind", "past"


@dataclass(frozen=True)
class Question:
    """One statement of a page."""

    sql: str
    values: Any


def cost(path: str, actor: Actor) -> dict[str, Any]:
    """Milliseconds for all questions of a page; both ways take turns, so that the machine's mood meets both."""
    asked = questions(path, actor)
    times: dict[str, list[list[float]]] = {BEHIND: [], PAST: []}
    worked: dict[str, list[float]] = {BEHIND: [], PAST: []}
    began = time.monotonic()
    for number in range(ROUNDS + 1):
        if number > LEAST and time.monotonic() - began > SECONDS:
            break
        for way, found in times.items():
            with transaction.atomic(), acting_as(actor), _past(way):
                before = processor.milliseconds()
                found.append([_milliseconds(question) for question in asked])
                worked[way].append(processor.milliseconds() - before)
    # The first round of each way warms up.
    sums = {way: [sum(round_) for round_ in found[1:]] for way, found in times.items()}
    more = [behind - past for behind, past in zip(*sums.values(), strict=True)]
    return {
        "path": path,
        "questions": len(asked),
        "rounds": len(more),
        **{f"{way}_ms": statistics.median(found) for way, found in sums.items()},
        **{f"{way}_min_ms": min(found) for way, found in sums.items()},
        **{f"{way}_cpu_ms": statistics.median(found[1:]) for way, found in worked.items()},
        "more_ms": statistics.median(more),
        "more_min_ms": min(sums[BEHIND]) - min(sums[PAST]),
        "more_cpu_ms": statistics.median(
            behind - past for behind, past in zip(worked[BEHIND][1:], worked[PAST][1:], strict=True)
        ),
        "dearest": _dearest(asked, times)[0],
    }


def questions(path: str, actor: Actor) -> list[Question]:
    """What the page asks in its hat; what the login asks before (session, account) no policy filters."""
    asked: list[Question] = []

    def note(execute: Callable[..., Any], sql: str, values: Any, many: bool, context: Any) -> Any:
        known = identity.get()
        if known and known.role == actor.hat.role and sql.lstrip().startswith(("SELECT", "WITH")):
            asked.append(Question(sql, values))
        return execute(sql, values, many, context)

    client = Client(SERVER_NAME="localhost")
    client.force_login(_person(actor))
    client.get(path)
    with connection.execute_wrapper(note):
        answer = client.get(path)
    if answer.status_code != HTTPStatus.OK:
        sys.exit(f"{path} answered {answer.status_code}")
    return asked


def _person(actor: Actor) -> User:
    if actor.person is None:
        raise TypeError
    return actor.person


@contextmanager
def _past(way: str) -> Iterator[None]:
    if way == BEHIND:
        yield
        return
    with acting_in_role(OWNER):
        yield


def _milliseconds(question: Question) -> float:
    with connection.cursor() as cursor:
        began = time.perf_counter()
        cursor.execute(question.sql, question.values)
        cursor.fetchall()
        return (time.perf_counter() - began) * 1000


def _dearest(asked: list[Question], times: dict[str, list[list[float]]]) -> list[dict[str, Any]]:
    """The questions whose policies cost most, by the quickest of all rounds."""
    best = {way: [min(row) for row in zip(*found, strict=True)] for way, found in times.items()}
    rows = [
        {"behind_ms": behind, "past_ms": past, "sql": " ".join(question.sql.split())}
        for question, behind, past in zip(asked, best[BEHIND], best[PAST], strict=True)
    ]
    return sorted(rows, key=lambda row: row["past_ms"] - row["behind_ms"])
