# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many rows of each table each person can read, change, delete and add, asked of the database itself."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

from django.db import DatabaseError, connection, transaction

from permissions.actor import Actor, acting_as, acting_in_role, bound_to
from permissions.database.registry import BARRIER
from permissions.database.roles import DEED, OWNER, ROLLUP, WEB
from permissions.hats import Hat
from tests.cast import HAT_OF, House
from tests.permissions.stage import Stage

MOST = 400  # rows that are tried for adding
NOT_ALLOWED = {
    "28000",
    "42501",
    "55000",
}  # nobody told it; by a grant or policy; or because a view takes no rows

GROWING = {"django_migrations", "django_content_type", "auth_permission"}  # with each release: some, or none

Standing = Callable[[], AbstractContextManager[Any]]

_forced: ContextVar[str] = ContextVar("forced", default="")


def people(house: House, stage: Stage) -> dict[str, tuple[str, Standing]]:
    """Everybody who can stand before the database: a name, the role, and how to be it."""
    found: dict[str, tuple[str, Standing]] = {
        name: (hat.role, partial(acting_as, Actor(house[name], hat))) for name, hat in HAT_OF.items()
    }
    found["doppel as employer"] = (
        Hat.DIENST.role,
        lambda: acting_as(Actor(house["doppel"], Hat.DIENST)),
    )
    found["carla's deed on B"] = (DEED, lambda: _deed(Actor(house["carla"], Hat.CASE), stage.cases["B"].pk))
    for hat in Hat:
        if hat is not Hat.SYSTEM:
            thief = house["kora" if hat is Hat.CASE else "aylin"]
            found[f"{hat} by force"] = (
                hat.role,
                partial(acting_as, Actor(thief, hat)),
            )
    found["a deed on no case"] = (DEED, lambda: acting_in_role(DEED))
    for role in (Hat.SYSTEM.role, ROLLUP):  # which know no person: the program's word alone is asked for
        found[f"{role} by force"] = (role, partial(_by_force, role))
    found["the system"] = (Hat.SYSTEM.role, lambda: acting_as(Actor.system()))
    found["the roll-up"] = (ROLLUP, lambda: acting_in_role(ROLLUP))
    found["the login"] = (WEB, lambda: acting_in_role(WEB))
    return found


@contextmanager
def _deed(actor: Actor, case_id: int) -> Iterator[None]:
    with ExitStack() as stack:
        stack.enter_context(acting_as(actor))
        stack.enter_context(bound_to(case_id))
        yield


@contextmanager
def _by_force(role: str) -> Iterator[None]:
    """Somebody at the database takes a role that the program did not tell."""
    token = _forced.set(role)
    try:
        yield
    finally:
        _forced.reset(token)


def reach(table: str, standing: Standing, samples: list[str]) -> str:
    """`R3 W1 D0 A2`: the rows of the table that can be read, changed, deleted, and of the samples added."""
    with standing():
        found = {letter: question() for letter, question in _questions(table, samples).items()}
    return " ".join(f"{letter}{number}" for letter, number in found.items() if number is not None)


def reaches_otherwise(table: str, standing: Standing, samples: list[str], usual: str) -> bool:
    """Whether the reach is another than usual; asked only until that is known."""
    known = {word[0]: int(word[1:]) for word in usual.split()}
    with standing():
        return any(question() != known.get(letter) for letter, question in _questions(table, samples).items())


def _questions(table: str, samples: list[str]) -> dict[str, Callable[[], int | None]]:
    """From the cheapest to the dearest."""
    return {
        "R": lambda: _read(table),
        "W": lambda: _changed(table),
        "D": lambda: _rowcount(f"DELETE FROM {table}"),
        "A": lambda: sum(_added(table, sample) for sample in samples) if _may(table, "INSERT") else None,
    }


def samples_of(table: str) -> list[str]:
    """Some rows of the table, to be added again under another number."""
    with acting_in_role(OWNER), connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(t) FROM {table} t LIMIT {MOST}")
        rows = [json.loads(row) if isinstance(row, str) else row for (row,) in cursor.fetchall()]
    return [json.dumps(row | {"id": 10**9 + place} if "id" in row else row) for place, row in enumerate(rows)]


def everything(house: House, stage: Stage) -> dict[str, dict[str, str]]:
    """Table → person → reach; whoever reaches nothing is left out."""
    standings = people(house, stage)
    return {table.name: of_table(table.name, standings) for table in BARRIER}


def of_table(table: str, standings: dict[str, tuple[str, Standing]], role: str = "") -> dict[str, str]:
    """Who reaches what of one table; of one role alone if it is named."""
    samples = samples_of(table)
    found = {
        name: reach(table, standing, samples)
        for name, (carried, standing) in standings.items()
        if role in {"", carried}
    }
    return {name: seen for name, seen in found.items() if seen}


def _read(table: str) -> int | None:
    number: int | None = _count(f"SELECT count(*) FROM {table}")
    return min(number, 1) if number and table in GROWING else number


def _row(statement: str) -> Any:
    return _try(lambda cursor: (cursor.execute(statement), cursor.fetchone())[1])


def _count(statement: str) -> Any:
    """The first column of the first row."""
    return (_row(statement) or (None,))[0]


def _rowcount(statement: str) -> Any:
    return _try(lambda cursor: (cursor.execute(statement), cursor.rowcount)[1])


def _changed(table: str) -> int | None:
    """Rows that can be changed: those one reads, and those one reaches without reading a word of them."""
    column = _row(
        "SELECT a.attname, NOT a.attnotnull FROM pg_attribute a"
        f" WHERE a.attrelid = '{table}'::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''"
        " AND has_column_privilege(a.attrelid, a.attnum, 'UPDATE') ORDER BY a.attnum DESC LIMIT 1"
    )
    if column is None:
        return None
    name, can_be_empty = column
    read = _rowcount(f'UPDATE {table} SET "{name}" = "{name}"')
    unread = _rowcount(f'UPDATE {table} SET "{name}" = NULL') if can_be_empty else None
    return max((number for number in (read, unread) if number is not None), default=None)


def _may(table: str, verb: str) -> bool:
    return bool(_count(f"SELECT has_any_column_privilege('{table}', '{verb}')"))


def _added(table: str, sample: str) -> bool:
    """Whether the policies let the row in; what a constraint says afterwards does not matter."""
    columns = ", ".join(f'"{name}"' for name in json.loads(sample))
    statement = (
        f"INSERT INTO {table} ({columns}) SELECT {columns} FROM jsonb_populate_record(NULL::{table}, %s)"
    )
    return _try(lambda cursor: cursor.execute(statement, [sample]) or True) is not None


def _try(question: Callable[[Any], Any]) -> Any:
    """The answer, None where it is not allowed; whatever it did is undone."""
    answer: Any = None
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if role := _forced.get():
                cursor.execute(
                    "SELECT set_config('role', %s, true), set_config('kim.identity', '', true)", [role]
                )
            answer = question(cursor)
            transaction.set_rollback(True)
    except DatabaseError as error:
        return None if _state(error) in NOT_ALLOWED else 0
    return answer


def _state(error: DatabaseError) -> str:
    return getattr(error.__cause__, "sqlstate", "") or ""
