# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two connections for everybody: whoever gets one next never sees the rows of whoever had it before."""

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import ProgrammingError, connection, connections, transaction

from casemanagement.models import Case
from permissions.actor import Actor, acting_as, bound_to
from permissions.database.base import DatabaseWrapper
from permissions.database.roles import WEB
from permissions.database.sharing import SESSION, shared
from tests.permissions.stage import Stage, shown
from tests.plugins.pgbouncer import SERVER_CONNECTIONS, Bouncer

ActorOf = Callable[..., Actor]
Connect = Callable[[], None]

SEEN = {
    "aylin": "ADF",
    "bernd": "D",
    "carla": "ABD",
    "dilan": "C",
    "kora": "ABCDFG",
    "dora": "AFG",
    "theo": "",
}
BOUND = {"aylin": "A", "carla": "B", "dilan": "C"}
THREADS, VISITS = 8, 40


def as_the_login(**changes: Any) -> dict[str, Any]:
    """The settings of the web server for the test database."""
    known = connection.settings_dict
    options = {"options": " ".join(f"-c {name}={value}" for name, value in SESSION.items())}
    return {**known, "USER": WEB, "OPTIONS": options, "CONN_MAX_AGE": 60} | changes


@pytest.fixture
def pooled(transactional_db: None) -> Iterator[Connect]:
    settings = shared(as_the_login(), pool="1-2", pgbouncer=False)
    yield lambda: use(DatabaseWrapper(settings, "pooled"))
    DatabaseWrapper(settings, "pooled").close_pool()


@pytest.fixture
def bounced(pgbouncer: Bouncer) -> Connect:
    through = {"HOST": pgbouncer.host, "PORT": pgbouncer.port}
    settings = shared(as_the_login(**through), pool="", pgbouncer=True)
    return lambda: use(DatabaseWrapper(settings, "bounced"))


@pytest.fixture(params=["pooled", "bounced"])
def connect(request: pytest.FixtureRequest, transactional_db: None) -> Connect:
    """What gives a thread its connection to the database."""
    wanted: Connect = request.getfixturevalue(request.param)
    return wanted


def use(wrapper: DatabaseWrapper) -> None:
    """Let this thread meet the database through it."""
    connections["default"] = wrapper


def in_threads(connect: Connect, visit: Callable[[random.Random], Any], visits: int = VISITS) -> list[Any]:
    """What each of many visits found, each a request of its own."""

    def one_thread(seed: int) -> list[Any]:
        connect()
        dice, found = random.Random(seed), []
        try:
            for _visit in range(visits):
                found.append(visit(dice))
                if connection.settings_dict["OPTIONS"].get("pool"):
                    connection.close()  # as at the end of a request: back into the pool
        finally:
            connection.close()
        return found

    with ThreadPoolExecutor(THREADS) as threads:
        return [answer for answers in threads.map(one_thread, range(THREADS)) for answer in answers]


def test_nobody_ever_sees_the_rows_of_whoever_had_the_connection_before(
    connect: Connect, stage: Stage, actor: ActorOf
) -> None:
    people = {name: actor(name) for name in SEEN}

    def visit(dice: random.Random) -> tuple[str, str]:
        name = dice.choice([*SEEN])
        with acting_as(people[name]), transaction.atomic():
            seen = shown(Case, stage)
            if name in BOUND and dice.random() < 0.5:
                with bound_to(stage.cases[BOUND[name]].pk):
                    assert shown(Case, stage) == BOUND[name]
            if dice.random() < 0.2:
                transaction.set_rollback(True)
        return name, seen

    found = in_threads(connect, visit)

    assert len(found) == THREADS * VISITS
    assert {name for name, _ in found} == set(SEEN)
    assert [(name, seen) for name, seen in found if seen != SEEN[name]] == []


def test_without_a_hat_a_used_connection_is_a_bare_login_again(
    connect: Connect, stage: Stage, actor: ActorOf
) -> None:
    people = [actor(name) for name in SEEN]

    def visit(dice: random.Random) -> bool:
        with acting_as(dice.choice(people)), transaction.atomic():
            shown(Case, stage)
        try:
            Case.objects.count()
        except ProgrammingError as error:
            return "permission denied" in str(error)
        return False

    assert all(in_threads(connect, visit, 10))


def test_what_is_set_for_the_session_does_leak(connect: Connect, stage: Stage) -> None:
    """The control: these connections really are shared, so the tests above could have failed."""

    def visit(dice: random.Random) -> tuple[int, bool]:
        mine = str(dice.random())
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid(), current_setting('kim.leak', true)")
            process, found = cursor.fetchone()
            cursor.execute("SELECT set_config('kim.leak', %s, false)", [mine])
        return process, bool(found)

    answers = in_threads(connect, visit, 10)

    assert len({process for process, _ in answers}) <= SERVER_CONNECTIONS
    assert sum(leaked for _, leaked in answers) > len(answers) // 2


def test_behind_pgbouncer_the_session_begins_as_everywhere(bounced: Connect, stage: Stage) -> None:
    def visit(_dice: random.Random) -> dict[str, str]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('search_path'), current_setting('lock_timeout'), current_setting('jit')"
            )
            path, timeout, jit = cursor.fetchone()
        return {"search_path": path.replace(" ", "").replace('"', ""), "lock_timeout": timeout, "jit": jit}

    assert in_threads(bounced, visit, 1)[0] == SESSION


@pytest.mark.parametrize(
    ("pool", "pgbouncer", "expected"),
    [
        ("", False, {"CONN_MAX_AGE": 60}),
        ("8", False, {"CONN_MAX_AGE": 0, "sizes": (8, 8)}),
        ("2-8", False, {"CONN_MAX_AGE": 0, "sizes": (2, 8)}),
        ("", True, {"CONN_MAX_AGE": 60, "DISABLE_SERVER_SIDE_CURSORS": True}),
    ],
)
def test_what_the_variables_mean(pool: str, pgbouncer: bool, expected: dict[str, Any]) -> None:
    before = {"OPTIONS": {"options": "-c jit=off"}, "CONN_MAX_AGE": 60}
    found = shared(before, pool=pool, pgbouncer=pgbouncer)
    options = found.pop("OPTIONS")
    if "pool" in options:
        found["sizes"] = (options["pool"]["min_size"], options["pool"]["max_size"])

    assert found == expected
    assert ("options" in options) is not pgbouncer
    assert before["OPTIONS"] == {"options": "-c jit=off"}
