# SPDX-License-Identifier: AGPL-3.0-or-later
"""A real PgBouncer before the test database, or a loud line that none was found."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection

from kim.servers import account
from permissions.database.roles import WEB

WHAT_TO_DO = "apt-get install -y pgbouncer"
REQUIRED = os.environ.get("KIM_REQUIRE_PGBOUNCER") == "1"
SERVER_CONNECTIONS = 2
SECONDS_TO_START = 10

CONFIGURATION = """
[databases]
* = host={host} port={port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {listen}
unix_socket_dir =
auth_type = trust
auth_file = {folder}/users.txt
logfile = {folder}/log
pool_mode = transaction
default_pool_size = {connections}
max_client_conn = 100
ignore_startup_parameters = extra_float_digits
"""


@dataclass(frozen=True)
class Bouncer:
    """Where it listens."""

    host: str
    port: int


def program() -> str | None:
    """Debian puts it where only root looks."""
    return shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A test that was skipped must not look like a passed one."""
    reports = terminalreporter.stats.get("skipped", [])
    if number := sum("no PgBouncer" in str(report.longrepr) for report in reports):
        line = f"!!! {number} tests of shared connections NOT run: no PgBouncer ({WHAT_TO_DO}) !!!"
        terminalreporter.write_line(line, red=True, bold=True)


@pytest.fixture
def pgbouncer(transactional_db: None) -> Iterator[Bouncer]:
    """In transaction mode, with two connections to the server for everybody."""
    found = program()
    if found is None:
        if REQUIRED:
            pytest.fail(f"no PgBouncer ({WHAT_TO_DO})", pytrace=False)
        pytest.skip("no PgBouncer")
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), _free_port()
        folder.chmod(0o777)  # it gives up root's rights
        _configure(folder, port)
        # It refuses root, and has to reach the socket of a server that is ours alone.
        process = subprocess.Popen([*account.prefix(), found, "-q", str(folder / "pgbouncer.ini")])
        try:
            _wait_for(port)
            yield Bouncer("127.0.0.1", port)
        finally:
            process.terminate()
            process.wait(timeout=10)


def _configure(folder: Path, port: int) -> None:
    known = connection.settings_dict
    (folder / "users.txt").write_text(f'"{WEB}" "{os.environ.get("KIM_WEB_PASSWORD", "")}"\n')
    (folder / "pgbouncer.ini").write_text(
        CONFIGURATION.format(
            host=known["HOST"] or "/var/run/postgresql",
            port=known["PORT"] or 5432,
            listen=port,
            folder=folder,
            connections=SERVER_CONNECTIONS,
        )
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("PgBouncer did not start", pytrace=False)
