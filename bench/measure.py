# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asks pages and the barrier in one process with one database identity; prints what it found as JSON."""

import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import barrier, identity, journals
from casemanagement.models import Case
from permissions.actor import Actor, acting_as
from permissions.hats import Hat
from permissions.models import User

# As many repetitions as fit into the time; a page that takes longer is asked once.
WARM_UP, REPETITIONS, SECONDS = 2, 15, 30
HOST = "localhost"
PERSON, COORDINATOR = "stadt.fallmanagement", "koordination"
PAGES = (
    ("Meine Fälle", "/fallarbeit/faelle/", PERSON),
    ("Heute (Fallarbeit)", "/fallarbeit/", PERSON),
    ("Eingang", "/fachaufsicht/eingang/", COORDINATOR),
    ("Heute (Fachaufsicht)", "/fachaufsicht/", COORDINATOR),
    ("Team-Fälle", "/fachaufsicht/faelle/", COORDINATOR),
)
# The pages of which the policies' share is measured.
BARRED = (
    ("/fallarbeit/faelle/", PERSON, Hat.CASE),
    ("/fallarbeit/", PERSON, Hat.CASE),
    ("/fachaufsicht/faelle/", COORDINATOR, Hat.FACH),
)
TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True)
class Page:
    """What one page cost."""

    name: str
    path: str
    queries: int
    milliseconds: float
    kilobytes: float
    slowest_ms: float
    slowest_sql: str


@dataclass(frozen=True)
class Count:
    """An unfiltered count of all cases."""

    found: int
    milliseconds: float


def main() -> int:
    if sys.argv[1:] == ["owner"]:
        actor = Actor(person(PERSON), Hat.CASE)
        found: dict[str, Any] = {"count": asdict(count_as_owner()), "identity": identity.cost(actor)}
        found |= {"policies": [barrier.cost(path, Actor(person(who), hat)) for path, who, hat in BARRED]}
        print(json.dumps(found | {"journal": journals.cost(actor), "server": server()}))
        return 0
    pages = [asdict(measure(*page)) for page in PAGES]
    print(json.dumps({"pages": pages, "count": asdict(count_as(PERSON))}))
    return 0


def server() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (version,) = cursor.fetchone()
    return str(version)


def measure(name: str, path: str, username: str) -> Page:
    """Median of the repetitions; queries are counted in one more, because counting costs time."""
    client = Client(SERVER_NAME=HOST)
    client.force_login(person(username))

    def ask() -> int:
        answer = client.get(path)
        if answer.status_code != HTTPStatus.OK:
            sys.exit(f"{path} answered {answer.status_code}")
        return len(answer.content)

    milliseconds = median_ms(ask)
    with CaptureQueriesContext(connection) as captured:
        size = ask()
    asked = [query for query in captured.captured_queries if not query["sql"].startswith(TRANSACTION)]
    slowest = max(asked, key=lambda query: float(query["time"]))
    return Page(
        name,
        path,
        queries=len(asked),
        milliseconds=milliseconds,
        kilobytes=size / 1024,
        slowest_ms=float(slowest["time"]) * 1000,
        slowest_sql=" ".join(slowest["sql"].split()),
    )


def count_as(username: str) -> Count:
    """The forgotten filter: what the barrier lets through, and what that costs."""
    with transaction.atomic(), acting_as(Actor(person(username), Hat.CASE)):
        return Count(Case.objects.count(), median_ms(Case.objects.count))


def count_as_owner() -> Count:
    return Count(Case.objects.count(), median_ms(Case.objects.count))


def person(username: str) -> User:
    return User.objects.get(username=username)


def median_ms(do: Callable[[], object]) -> float:
    began, times = time.monotonic(), list[float]()
    for _repetition in range(WARM_UP + REPETITIONS):
        times.append(timed(do))
        if time.monotonic() - began > SECONDS:
            break
    return statistics.median(times[WARM_UP:] or times[-1:])


def timed(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return (time.perf_counter() - began) * 1000
