# SPDX-License-Identifier: AGPL-3.0-or-later
"""`make demo`, from the check of the port to the end of all processes."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from types import FrameType

from kim import servers
from kim.demo.logins import LOGINS, PASSWORD
from kim.supervisor import environment
from kim.supervisor.children import Children
from kim.supervisor.preparation import CASELOAD_MISSING
from kim.supervisor.terminal import say, step, table

READY_SECONDS = 60
PREPARATION = [sys.executable, "-m", "kim.supervisor.preparation"]
WEB = [
    "-m",
    "gunicorn",
    "kim.wsgi:application",
    "--worker-class=gthread",
    "--workers=2",
    "--threads=4",
    "--graceful-timeout=1",
    "--no-control-socket",
    "--log-level=warning",
]
# One process does what worker and beat do apart in production.
WORKER = [
    "-W",
    "ignore",
    "-m",
    "celery",
    "-q",
    "-A",
    "kim",
    "worker",
    "-B",
    "--concurrency=2",
    "-l",
    "WARNING",
]


class Ended(Exception):
    """Something that must run does not; the text says what."""


def main() -> int:
    """Everything, in order; 0 when the person ended it, 1 when something went wrong."""
    if not environment.port_is_free():
        say(f"Port {environment.port()} is in use. Another one: make demo PORT={environment.port() + 1}")
        return 1
    children = Children()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    try:
        _run(children)
    except KeyboardInterrupt:
        say("\nStopping ...")
    except (Ended, servers.ServerFailed) as reason:
        say(str(reason))
        return 1
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # one Ctrl-C is enough, a second must not hurt
        children.stop()
        servers.give_up()
    return 0


def _run(children: Children) -> None:
    with step("PostgreSQL and Valkey"):
        servers.use()
    embedded = servers.embedded()
    _begin_anew_if_interrupted()
    environment.prepare()
    caseload_missing = _prepare()
    address = f"http://127.0.0.1:{environment.port()}"
    with step("Web server and worker"):
        children.start("web", *WEB, f"--bind=127.0.0.1:{environment.port()}")
        children.start("worker", *WORKER, f"--schedule={servers.VAR / 'beat'}")
        _wait_until_ready(children, f"{address}/health/ready")
    _greet(address)
    if caseload_missing and environment.caseload_size() != ["--cases=0"]:
        say("The invented caseload is being loaded; the pages fill within three minutes.\n")
        environment.unfinished().touch()
        children.start("caseload", "manage.py", "load_demo", *environment.caseload_size())
    _watch(children, embedded)


def _begin_anew_if_interrupted() -> None:
    if not environment.unfinished().exists():
        return
    if os.environ.get("DATABASE_URL"):
        message = "The caseload was interrupted. Empty the database, remove {}, and start again."
        raise Ended(message.format(environment.unfinished()))
    with step("The caseload was interrupted: once more"):
        servers.renew()
    environment.unfinished().unlink()


def _prepare() -> bool:
    """Whether the caseload is still missing afterwards."""
    code = subprocess.run(PREPARATION, check=False).returncode
    if code not in {0, CASELOAD_MISSING}:
        message = "The set-up failed; nothing was started."
        raise Ended(message)
    return code == CASELOAD_MISSING


def _wait_until_ready(children: Children, address: str) -> None:
    until = time.monotonic() + READY_SECONDS
    while not _answers(address):
        children.attend(0.2)
        _check(children)
        if time.monotonic() > until:
            message = f"{address} did not answer within {READY_SECONDS} seconds."
            raise Ended(message)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310  # our own address
            return bool(answer.status == 200)  # noqa: PLR2004
    except (urllib.error.URLError, OSError):
        return False


def _watch(children: Children, embedded: list[servers.Server]) -> None:
    """Until Ctrl-C, or until something ends that must not."""
    while True:
        children.attend(1.0)
        _check(children)
        for server in embedded:
            if not servers.answers(server.socket):
                message = f"{server.name} has ended; see {server.place.log}"
                raise Ended(message)


def _check(children: Children) -> None:
    ended = children.ended()
    if ended is None:
        return
    name, code = ended
    if name == "caseload" and code == 0:
        environment.unfinished().unlink()
        say("The invented caseload is complete.")
        return
    message = f"{name} ended with code {code}; the demo stops."
    raise Ended(message)


def _greet(address: str) -> None:
    say(f"\nKIM is ready: {address}   (Ctrl-C stops all of it)\n")
    say(f"Logins, password {PASSWORD!r}:")
    table((login.username, login.shows) for login in LOGINS)
    say()


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    os.chdir(environment.ROOT)
    sys.exit(main())
