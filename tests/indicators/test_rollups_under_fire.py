# SPDX-License-Identifier: AGPL-3.0-or-later
"""Real processes roll up the same week at once, or die in the middle; the week comes out the same."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction

from indicators.models import WeeklyFigure, WeeklyRollup
from indicators.rollup import compute
from permissions.actor import acting_in_role
from permissions.database.roles import OWNER
from tests.indicators.store import KOMMUNE, WEEK, a_capacity, a_fact, a_referral, day

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

PATIENCE = 60


def test_url() -> str:
    """The address of the test database, as the operator would set it."""
    parts = urlsplit(settings.DATABASE_URL)
    return urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))


test_url.__test__ = False  # type: ignore[attr-defined]


Process = subprocess.Popen[str]


@pytest.fixture
def start() -> Iterator[Callable[[], Process]]:
    """Begins `manage.py roll_up`, as the web server's login and in a process of its own."""
    begun: list[Process] = []
    environment = os.environ | {
        "DATABASE_URL": test_url(),
        "DJANGO_SETTINGS_MODULE": "kim.settings",
        "KIM_DB_IDENTITY": "web",
    }

    def _start() -> Process:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "roll_up", "--week", str(WEEK), "--json"],
            cwd=Path(settings.BASE_DIR),
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        begun.append(process)
        return process

    yield _start
    for process in begun:
        process.kill()
        process.communicate()


def answer(process: Process) -> dict[str, object]:
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, err
    (rollup,) = json.loads(out)["rollups"]
    return dict(rollup)


@pytest.fixture
def undisturbed() -> str:
    """What the week must come out as."""
    a_capacity()
    for number in range(12):
        a_fact(
            stadtbezirk="mitte" if number % 3 else "heepen",
            milestones=[{"kind": "own_tenancy", "reached_on": "2026-11-11", "level": ""}],
        )
    a_referral(received_on=day("10.11."))
    with acting_in_role("kim_rollup"), transaction.atomic():
        return compute(WEEK, KOMMUNE)[0].sha256


@contextmanager
def figures_locked() -> Iterator[psycopg.Connection]:
    """Whoever wants to write a figure has to wait."""
    with psycopg.connect(test_url(), autocommit=False) as holder:
        holder.execute("LOCK TABLE statistics.statistics_weeklyfigure IN ACCESS EXCLUSIVE MODE")
        yield holder
        holder.rollback()


def wait_until(holder: psycopg.Connection, question: str) -> None:
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        (answered,) = holder.execute(question).fetchone() or (False,)
        if answered:
            return
        time.sleep(0.05)
    pytest.fail(f"never true: {question}")


OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND usename = 'kim_web'"

WAITING = """
SELECT count(*) > 0 FROM pg_locks
WHERE NOT granted AND relation = 'statistics.statistics_weeklyfigure'::regclass
"""


def stored() -> tuple[int, int, str]:
    """Weeks, figures, and the fingerprint."""
    with acting_in_role(OWNER), transaction.atomic():
        return (
            WeeklyRollup.objects.count(),
            WeeklyFigure.objects.count(),
            "".join(WeeklyRollup.objects.values_list("sha256", flat=True)),
        )


def test_a_roll_up_killed_in_the_middle_leaves_nothing_and_is_done_again(
    undisturbed: str, start: Callable[[], Process]
) -> None:
    with figures_locked() as holder:
        victim = start()
        # The week itself is written, its figures are not: the middle.
        wait_until(holder, WAITING)
        victim.send_signal(signal.SIGKILL)
        victim.communicate()
    with psycopg.connect(test_url(), autocommit=True) as watcher:
        wait_until(watcher, f"SELECT count(*) = 0 {OTHERS}")

    assert stored() == (0, 0, "")

    again = answer(start())

    assert (again["state"], again["sha256"]) == ("computed", undisturbed)
    assert stored()[0] == 1
    assert stored()[2] == undisturbed


def test_three_at_once_compute_the_week_once(undisturbed: str, start: Callable[[], Process]) -> None:
    processes = [start() for _ in range(3)]
    for process in processes:
        process.communicate(timeout=PATIENCE)

    assert stored()[0] == 1
    assert stored()[2] == undisturbed
    assert answer(start())["state"] == "exists"


@pytest.mark.faults
def test_at_whatever_moment_it_is_killed_the_week_comes_out_the_same(
    undisturbed: str, start: Callable[[], Process]
) -> None:
    moments = random.Random(1)
    for _kill in range(int(os.environ.get("KILLS", "40"))):
        victim = start()
        time.sleep(moments.uniform(0.1, 2.5))
        victim.kill()
        victim.communicate()

    answer(start())

    weeks, _figures, fingerprint = stored()
    assert (weeks, fingerprint) == (1, undisturbed)
