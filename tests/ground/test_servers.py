# SPDX-License-Identifier: AGPL-3.0-or-later
"""The embedded servers run while somebody uses them, whatever is killed, and leave nothing behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from redis import Redis

from tests.ground.conftest import ROOT, eventually, running_below

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("servers"),
    pytest.mark.skipif(sys.platform != "linux", reason="the death of a parent is followed on Linux only"),
]

User = Callable[[], "subprocess.Popen[str]"]


def up(process: "subprocess.Popen[str]") -> bool:
    assert process.stdout is not None
    return process.stdout.readline() == "up\n"


def query(environment: dict[str, str], statement: str) -> str:
    program = (
        "import psycopg, sys; from kim import servers; servers.use(); "
        "answer = psycopg.connect(servers.database_url(), autocommit=True).execute(sys.argv[1]); "
        "print(answer.fetchone()[0] if answer.description else '')"
    )
    command = [sys.executable, "-c", program, statement]
    return subprocess.check_output(command, text=True, cwd=ROOT, env=environment).strip()


def keepers(var: Path) -> list[int]:
    found = subprocess.run(
        ["pgrep", "-f", f"keeper.py {var}"], capture_output=True, text=True, check=False
    ).stdout
    return [int(pid) for pid in found.split()]


def test_they_start_for_the_first_user_and_stop_with_the_last(var: Path, user: User) -> None:
    first, second = user(), user()
    assert up(first)
    assert up(second)

    first.communicate("\n")
    assert len(keepers(var)) == 2

    second.communicate("\n")
    assert eventually(lambda: running_below(var) == [])


def test_four_at_once_share_one_keeper_for_each_server(var: Path, user: User) -> None:
    together = [user() for _ in range(4)]

    assert all(up(process) for process in together)
    assert len(keepers(var)) == 2


def test_a_killed_user_leaves_nothing_running(var: Path, user: User) -> None:
    process = user()
    assert up(process)

    process.kill()

    assert eventually(lambda: running_below(var) == [])


def test_a_killed_keeper_takes_its_server_along_and_the_next_user_finds_a_new_one(
    var: Path, user: User
) -> None:
    assert up(user())

    for pid in keepers(var):
        os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: running_below(var / "postgres" / "data") == [])

    assert up(user())


@pytest.mark.parametrize("after", [0.2, 0.5, 0.9])
def test_a_first_start_that_was_killed_heals_itself(var: Path, user: User, after: float) -> None:
    process = user()
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(after)
    process.kill()
    for pid in keepers(var):
        os.kill(pid, signal.SIGKILL)

    assert up(user())


def test_the_data_outlives_a_killed_server(var: Path, user: User, environment: dict[str, str]) -> None:
    assert up(user())
    query(environment, "CREATE DATABASE kept")
    postmaster = int((var / "postgres" / "data" / "postmaster.pid").read_text().splitlines()[0])

    os.kill(postmaster, signal.SIGKILL)
    assert eventually(lambda: running_below(var / "postgres") == [])

    assert query(environment, "SELECT datname FROM pg_database WHERE datname = 'kept'") == "kept"


def test_the_order_of_letters_is_the_same_on_every_machine(environment: dict[str, str]) -> None:
    assert (
        query(
            environment,
            "SELECT lower('ÄŞ') || string_agg(x, '' ORDER BY x) FROM unnest('{z,ä,a,B}'::text[]) x",
        )
        == "äşBazä"
    )


def test_a_long_path_gets_its_socket_elsewhere(tmp_path: Path, environment: dict[str, str]) -> None:
    far = tmp_path / ("sehr-langer-ordner-" * 8)
    environment["KIM_VAR"] = str(far)

    assert query(environment, "SELECT 1") == "1"


def test_valkey_answers_on_its_socket_and_nowhere_else(var: Path, user: User) -> None:
    assert up(user())

    valkey = Redis.from_url(f"unix://{var}/valkey/run/valkey.sock")

    assert valkey.ping()
    assert valkey.config_get("port") == {"port": "0"}


def test_only_this_account_may_enter_the_folder_of_the_socket(var: Path, user: User) -> None:
    assert up(user())

    assert (var / "postgres" / "run").stat().st_mode & 0o777 == 0o700
