# SPDX-License-Identifier: AGPL-3.0-or-later
"""Taking part in a server: hold its lock, have it prepared once, start its keeper, wait for it."""

import fcntl
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kim.servers import keeper
from kim.servers.place import Place

PATIENCE_SECONDS = 60
STOPPING_SECONDS = 5
KEEPERS_TRIED = 8
_held: dict[str, int] = {}


class ServerFailed(RuntimeError):
    """An embedded server did not come up; the message names its last words."""


@dataclass(frozen=True)
class Server:
    """What is needed to run one embedded server."""

    name: str
    place: Place
    socket_name: str
    stop_signal: int
    prepare: Callable[[], None]
    command: Callable[[], list[str]]
    finish: Callable[[], None]

    @property
    def socket(self) -> Path:
        """Where it answers."""
        return self.place.sockets / self.socket_name


def hold(server: Server) -> None:
    """Take the shared lock, then see to it that the server runs; the lock ends with this process."""
    if server.name in _held:
        return
    server.place.make()
    _held[server.name] = lock = os.open(server.place.folder / keeper.USERS, os.O_CREAT | os.O_RDWR, 0o600)
    fcntl.flock(lock, fcntl.LOCK_SH)
    with _alone(server.place.folder / "setup.lock"):
        if not answers(server.socket):
            server.prepare()
            _start(server)
        server.finish()


def release(server: Server) -> None:
    """Give the server up; the last one to do so waits until its keeper has stopped it."""
    lock = _held.pop(server.name, None)
    if lock is None:
        return
    os.close(lock)
    until = time.monotonic() + STOPPING_SECONDS
    while time.monotonic() < until and not is_free(server.place.folder / keeper.KEEPER):
        if answers(server.socket) and _is_shared(server.place.folder / keeper.USERS):
            return
        time.sleep(0.05)


def answers(address: Path) -> bool:
    """Whether somebody listens there."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(2)
        try:
            client.connect(str(address))
        except OSError:
            return False
    return True


def is_free(lock_file: Path) -> bool:
    """Whether nobody holds this lock."""
    with lock_file.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def _is_shared(lock_file: Path) -> bool:
    """Whether somebody still uses the server: the exclusive lock is refused, a shared one is not."""
    if is_free(lock_file):
        return False
    with lock_file.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def _start(server: Server) -> None:
    """Wait until it answers; a keeper that was killed, or met a dying server, gets a successor."""
    until = time.monotonic() + PATIENCE_SECONDS
    tried = 0
    process: subprocess.Popen[bytes] | None = None
    while not answers(server.socket):
        if process is None or process.poll() is not None:
            if tried == KEEPERS_TRIED:
                break
            if is_free(server.place.folder / keeper.KEEPER):
                time.sleep(0.2 * tried)
                process, tried = _spawn_keeper(server), tried + 1
        if time.monotonic() > until:
            break
        time.sleep(0.05)
    else:
        if process is not None:
            process.returncode = 0  # it outlives this process: nobody waits for it
        return
    raise ServerFailed(_last_words(server))


def _spawn_keeper(server: Server) -> "subprocess.Popen[bytes]":
    # Run as a file, not as a module: it needs nothing of this package and stays small.
    program = [sys.executable, "-I", keeper.__file__, str(server.place.folder), str(server.stop_signal)]
    with server.place.log.open("ab") as log:
        return subprocess.Popen(
            [*program, *server.command()],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            cwd=server.place.folder,
            env=plain_environment(),
        )


def plain_environment() -> dict[str, str]:
    """The environment without anything that would change how the server sorts, dates or connects."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}


def _last_words(server: Server) -> str:
    lines = server.place.log.read_text(errors="replace").splitlines()[-5:]
    return "\n".join([f"{server.name} did not start; the end of {server.place.log}:", *lines])


@contextmanager
def _alone(lock_file: Path) -> Iterator[None]:
    with lock_file.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
