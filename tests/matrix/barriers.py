# SPDX-License-Identifier: AGPL-3.0-or-later
"""One of the two barriers at a time, so that each shows that it holds without the other."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import pytest
from django.db import connection
from django.db.models import Q

from permissions import access
from permissions.actor import acting_in_role
from permissions.database.registry import BARRIER
from permissions.database.roles import HATS, OWNER
from permissions.hats import Hat
from permissions.policy import Grant, Policy
from permissions.rights import Right

NO_CONDITION = Q(pk__isnull=False)


@contextmanager
def without_the_database() -> Iterator[None]:
    """Every hat may read every row of every table; only the program's own rules are left."""
    with acting_in_role(OWNER), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else the tables wait for their triggers
        cursor.execute(
            "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND relname = ANY (%s)",
            [[table.name for table in BARRIER]],
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {name} DISABLE ROW LEVEL SECURITY")
            cursor.execute(f"GRANT SELECT ON {name} TO {', '.join(HATS)}")
    yield


@contextmanager
def without_the_program() -> Iterator[None]:
    """Every hat has every right on every case, as if each filter had been forgotten; only the database is left."""
    everything = frozenset(Right)
    grants = [Grant(who="alle", hat=hat, on=lambda person: NO_CONDITION, may=everything) for hat in Hat]
    with pytest.MonkeyPatch.context() as patch:
        for policy in (value for value in vars(access).values() if isinstance(value, Policy)):
            patch.setattr(policy, "grants", tuple(grants))
        yield


@contextmanager
def without_any() -> Iterator[None]:
    """The control: a hunt that finds nothing here could find nothing anywhere."""
    with without_the_database(), without_the_program():
        yield


MODES: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "both barriers": nullcontext,
    "the program alone": without_the_database,
    "the database alone": without_the_program,
}
