# SPDX-License-Identifier: AGPL-3.0-or-later
"""Processes of their own for everything that starts, kills and stops servers."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 60  # on a machine that does other things too


@pytest.fixture
def var() -> Iterator[Path]:
    """A folder in which no server runs yet; its path is short enough for a socket."""
    with TemporaryDirectory(prefix="kim-", ignore_cleanup_errors=True) as folder:
        yield Path(folder) / "var"


@pytest.fixture(scope="session")
def home() -> Iterator[Path]:
    """One installation for all who start the demo: the first start makes it, the others find it."""
    with TemporaryDirectory(prefix="kim-", ignore_cleanup_errors=True) as folder:
        yield Path(folder) / "var"


@pytest.fixture
def environment(var: Path) -> dict[str, str]:
    """The environment of a machine that has no server of its own."""
    kept = {"PATH", "HOME", "LANG", "TMPDIR"}
    return {name: os.environ[name] for name in kept & os.environ.keys()} | {"KIM_VAR": str(var)}


@pytest.fixture
def user(environment: dict[str, str]) -> Iterator[Callable[[], "subprocess.Popen[str]"]]:
    """Starts a process that uses the servers until its input is closed; says when they answer."""
    program = "from kim import servers; servers.use(); print('up', flush=True); input()"
    started: list[subprocess.Popen[str]] = []

    def start() -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-c", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def eventually(condition: Callable[[], bool], *, patience: float = PATIENCE_SECONDS) -> bool:
    """Whether it becomes true within a patient time."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return condition()


def running_below(folder: Path) -> list[int]:
    """Processes whose command names this folder."""
    found = subprocess.run(["pgrep", "-f", str(folder)], capture_output=True, text=True, check=False).stdout
    return [int(pid) for pid in found.split() if int(pid) != os.getpid()]
