# SPDX-License-Identifier: AGPL-3.0-or-later
"""The environment of the demo: other servers if they are named, secrets made once, the demo's logins."""

import os
import secrets
import socket
from pathlib import Path

from kim import servers

ROOT = Path(__file__).resolve().parents[2]
SECRET_BYTES = 48


def port() -> int:
    """The port of the web server (PORT=)."""
    return int(os.environ.get("PORT") or 8000)


def unfinished() -> Path:
    """Lies there while the caseload is being loaded: whoever finds it at a start finds half a caseload."""
    return servers.VAR / "caseload.unfinished"


def caseload_size() -> list[str]:
    """How many cases to invent (CASES=; 0 is none, nothing said is the command's own number)."""
    cases = os.environ.get("CASES")
    return [f"--cases={int(cases)}"] if cases else []


def port_is_free() -> bool:
    """Whether a web server could be started now; a port that was just given up counts as free."""
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind(("127.0.0.1", port()))
        except OSError:
            return False
    return True


def prepare() -> None:
    """Set what the children need; must run after the embedded servers were taken."""
    servers.VAR.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ |= {
        "DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "kim.settings",
        "KIM_SECRET_KEY": _secret(servers.VAR / "secret_key"),
        "KIM_KEYS_FILE": str(servers.VAR / "keys.json"),
        "PYTHONUNBUFFERED": "1",
    }
    os.environ.pop("KIM_DB_IDENTITY", None)  # each process has its own
    os.environ.setdefault("DATABASE_URL", servers.database_url())
    os.environ.setdefault("REDIS_URL", servers.redis_url())


def _secret(path: Path) -> str:
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(SECRET_BYTES))
    return path.read_text()
