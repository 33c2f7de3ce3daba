# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signs what the database is told, so that a statement slipped in cannot say that it is somebody else.

The program holds the key, the database a copy that no role of the program reads. A token names role,
person, case, moment and the running transaction; kim.who() believes nothing else, and no token twice.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from permissions.keys import IdentityKeys, identity_keys

if TYPE_CHECKING:
    import datetime as dt

    from django.db.backends.utils import CursorWrapper

    from permissions.actor import Identity

# The same as in kim.who(): no other transaction has the same process and the same beginning.
STAMP = b"SELECT pg_backend_pid() || '.' || (extract(epoch FROM transaction_timestamp()) * 1000000)::bigint"

_TABLE = (
    "CREATE TABLE IF NOT EXISTS kim.identity_key"
    " (id text PRIMARY KEY, inner_pad bytea NOT NULL, outer_pad bytea NOT NULL)"
)
_BLOCK = 64  # of SHA-256


def token(who: Identity, moment: dt.datetime | None, stamp: str) -> str:
    """Role, person, case, moment and transaction under the current key."""
    known = identity_keys()
    said = "|".join(
        (
            known.current,
            who.role,
            str(who.person_id or ""),
            str(who.case_id or ""),
            moment.isoformat() if moment else "",
            stamp,
        )
    )
    return f"{said}|{hmac.digest(known.keys[known.current], said.encode(), 'sha256').hex()}"


def install_keys(cursor: CursorWrapper, wanted: IdentityKeys | None = None) -> None:
    """Let the database know exactly the keys that the program knows now; the owner's work."""
    cursor.execute("CREATE SCHEMA IF NOT EXISTS kim")
    cursor.execute(_TABLE)
    cursor.execute("ALTER TABLE kim.identity_key ENABLE ROW LEVEL SECURITY")
    known = (wanted or identity_keys()).keys
    cursor.execute("DELETE FROM kim.identity_key WHERE NOT id = ANY (%s)", [list(known)])
    for name, key in known.items():
        cursor.execute(
            "INSERT INTO kim.identity_key (id, inner_pad, outer_pad) VALUES (%s, %s, %s)"
            " ON CONFLICT (id) DO UPDATE SET inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad"
            " WHERE identity_key.inner_pad <> excluded.inner_pad",
            [name, *_pads(key)],
        )


def _pads(key: bytes) -> tuple[bytes, bytes]:
    """The key as HMAC uses it (RFC 2104), computed once instead of at every question."""
    if len(key) > _BLOCK:
        raise ValueError("The key of the identity is longer than a block of SHA-256.")
    block = key.ljust(_BLOCK, b"\0")
    return bytes(byte ^ 0x36 for byte in block), bytes(byte ^ 0x5C for byte in block)
