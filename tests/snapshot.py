# SPDX-License-Identifier: AGPL-3.0-or-later
"""A stage that the program's own actions set once, put back as it stood by one statement.

Thousands of tests begin with the same house, hundreds with the same case; making them anew each time
took most of the suite.
"""

import copy
import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeVar

from django.db import connection, transaction

from permissions import clock
from permissions.actor import acting_in_role
from permissions.database.roles import OWNER

Rows = dict[str, dict[str, None]]  # table → its rows as PostgreSQL writes them, in the order found
Made = TypeVar("Made")

# While the clock runs, what is valid for an hour must still be so at the end of a long test.
SECONDS_TO_LIVE = 600


@dataclass(frozen=True)
class Kept:
    """What was made, the statement that puts its rows back, and what it refers to without owning it."""

    number: int
    made: Any
    statement: str
    beside: tuple[Any, ...]
    until: float


Key = tuple[str, int, dt.datetime | None, dt.date]

# Of this process: by name, by what it stands on, by the moment at which a test lives (None for the running
# clock), and by the day.
_kept: dict[Key, Kept] = {}
_numbers = count(1)
_laid_last = 0


def once(name: str, make: Callable[[], Made], *beside: Any, on_nothing: bool = False) -> Made:
    """What `make` returns, with all rows it writes; made the first time, put back ever after.

    What it returns is copied, except what stands beside it: that is taken from the test at hand. It stands on
    what was put back before it in the same test; if that had to be made anew, so has this.
    """
    global _laid_last
    key = (name, 0 if on_nothing else _laid_last, clock.set_moment(), clock.today())
    kept = _kept.get(key)
    if kept and time.monotonic() < kept.until:
        _put_back(kept.statement)
        _laid_last = kept.number
        made: Made = _copied(kept.made, kept.beside, beside)
        return made
    if not _may_put_back():
        return make()
    before = rows()
    made = make()
    until = time.monotonic() + (float("inf") if clock.set_moment() else SECONDS_TO_LIVE)
    statement = _difference(before, rows())
    kept = _kept[key] = Kept(next(_numbers), _copied(made, beside, beside), statement, beside, until)
    _laid_last = kept.number
    return made


def _copied(made: Any, known: tuple[Any, ...], now: tuple[Any, ...]) -> Any:
    return copy.deepcopy(made, {id(old): new for old, new in zip(known, now, strict=True)})


def _may_put_back() -> bool:
    """Only a superuser writes past triggers; whose database has none makes everything anew."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = session_user")
        return bool(cursor.fetchone()[0])


def rows() -> Rows:
    """Everything that stands in the database now."""
    with acting_in_role(OWNER), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND relname <> 'django_migrations'"
            " AND relnamespace IN ('public'::regnamespace, 'statistics'::regnamespace)"
        )
        tables = [name for (name,) in cursor.fetchall()]
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}', t::text FROM {name} t" for name in tables))
        found: Rows = {}
        for name, row in cursor.fetchall():
            found.setdefault(name, {})[row] = None
    return found


def _difference(before: Rows, after: Rows) -> str:
    """The statement that leads from the one to the other."""
    parts = []
    for table in sorted(before.keys() | after.keys()):
        old, new = before.get(table, {}), after.get(table, {})
        if gone := [_quoted(row) for row in old if row not in new]:
            parts.append(f"DELETE FROM {table} t WHERE t::text IN ({', '.join(gone)})")
        if added := [_quoted(row) for row in new if row not in old]:
            parts.append(f"INSERT INTO {table} SELECT * FROM unnest(ARRAY[{', '.join(added)}]::{table}[])")
    return "; ".join(parts)


def _quoted(row: str) -> str:
    return "E'" + row.replace("\\", "\\\\").replace("'", "''") + "'"


def _put_back(statement: str) -> None:
    """The rows as they were: no trigger numbers or chains them anew, no foreign key is asked again."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL role TO none; SET LOCAL session_replication_role TO replica; "
            f"{statement}; SET LOCAL session_replication_role TO origin"
        )
        connection.apply_identity()  # type: ignore[attr-defined]
