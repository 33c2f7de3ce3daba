# SPDX-License-Identifier: AGPL-3.0-or-later
"""The database of the benchmark: its own, on the configured server, made anew for each size."""

import os
import secrets
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from kim import servers

ROOT = Path(__file__).resolve().parents[1]
DATABASE = "kim_bench"
FOLDER = servers.VAR / "bench"


def prepare() -> None:
    """Take the servers and set what every child process needs; nothing of an installation is touched."""
    servers.use()
    FOLDER.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ |= {
        "DEMO": "1",
        "KIM_BENCH": "1",
        "DJANGO_SETTINGS_MODULE": "kim.settings",
        "KIM_SECRET_KEY": secrets.token_urlsafe(48),
        "KIM_KEYS_FILE": str(FOLDER / "keys.json"),
        "KIM_STATIC_ROOT": str(FOLDER / "static"),
        "KIM_CACHE_PREFIX": "kim-bench",
        "KIM_LOG_LEVEL": "WARNING",
        "KIM_PAGES_A_MINUTE": "0",
        "PYTHONUNBUFFERED": "1",
    }
    os.environ.pop("KIM_KEYS", None)
    os.environ.setdefault("REDIS_URL", servers.redis_url())
    os.environ["DATABASE_URL"] = _address(os.environ.get("DATABASE_URL") or servers.database_url(), DATABASE)
    command("collectstatic", "--noinput", "--verbosity=0")


def fill(cases: int) -> None:
    """An empty installation with the demo's people, and so many cases."""
    _make_anew()
    command("set_up", "--demo")
    command("load_bulk", f"--cases={cases}")


def remove() -> None:
    with _server() as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DATABASE)))


def command(*words: str) -> None:
    subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, check=True)


def measured(identity: str) -> str:
    """What a process of its own finds when it connects as the web server or as the owner."""
    environment = os.environ | {"KIM_DB_IDENTITY": identity}
    program = [sys.executable, "-m", "bench.child", identity]
    done = subprocess.run(program, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


def _make_anew() -> None:
    remove()
    with _server() as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))


def _server() -> psycopg.Connection:
    """A database that every server has; creating one is no part of a transaction."""
    return psycopg.connect(_address(os.environ["DATABASE_URL"], "postgres"), autocommit=True)


def _address(url: str, database: str) -> str:
    # Not put together by urllib: it would lose the two slashes of an address without a host.
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{parts.netloc}/{database}{query}"
