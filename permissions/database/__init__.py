# SPDX-License-Identifier: AGPL-3.0-or-later
"""The second barrier: PostgreSQL with a role and a person in every transaction."""

from django.db import connection


def apply_identity() -> None:
    """Tell the running transaction who acts now; without one, the next BEGIN will."""
    if connection.in_atomic_block:
        connection.apply_identity()  # type: ignore[attr-defined]
