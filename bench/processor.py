# SPDX-License-Identifier: AGPL-3.0-or-later
"""How long the server's processor worked for this connection: on a busy machine the clock tells more of the others."""

from pathlib import Path

from django.db import connection

NANOSECONDS = 1_000_000


def milliseconds() -> float:
    """Of the server process behind the connection; 0 where it runs on another machine, or not on Linux."""
    process = Path(f"/proc/{connection.connection.info.backend_pid}")
    try:
        if not (process / "comm").read_text(encoding="ascii").startswith("postgres"):
            return 0
        return int((process / "schedstat").read_text(encoding="ascii").split()[0]) / NANOSECONDS
    except OSError:
        return 0
