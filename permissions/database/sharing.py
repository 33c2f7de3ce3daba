# SPDX-License-Identifier: AGPL-3.0-or-later
"""Connections that many people share: the driver's pool, or PgBouncer in transaction mode.

Both are safe because everything that says who acts is local to a transaction. Settings import this
module, so it knows nothing of Django.
"""

from __future__ import annotations

from typing import Any

# Compiling a statement costs more than any of ours: measured 1.5 s instead of 7 s (make bench).
SESSION = {"search_path": "public,statistics", "lock_timeout": "5s", "jit": "off"}
_SECONDS_TO_WAIT = 10


def shared(config: dict[str, Any], *, pool: str, pgbouncer: bool) -> dict[str, Any]:
    """The connection of the login, with a pool of `pool` connections ("8", "2-8") or through PgBouncer."""
    options = dict(config["OPTIONS"])
    changed = {**config, "OPTIONS": options}
    if pool:
        least, _, most = pool.partition("-")
        sizes = {"min_size": int(least), "max_size": int(most or least)}
        options["pool"] = sizes | {"timeout": _SECONDS_TO_WAIT}
        changed["CONN_MAX_AGE"] = 0  # the pool keeps them
    if pgbouncer:
        # It hands no such parameter on; set_up has given them to the role (permissions.database.roles).
        del options["options"]
        changed["DISABLE_SERVER_SIDE_CURSORS"] = True  # a cursor outlives its transaction
    return changed
