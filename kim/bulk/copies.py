# SPDX-License-Identifier: AGPL-3.0-or-later
# ruff: noqa: S608  # only names of our own tables and columns are put together
"""Multiplies a caseload inside the database: every row again, with ids, staff and numbers of its own.

A copy is as true as its pattern: it leads to copied people, its journal is chained anew, its fact has
a pseudonym of its own. Only what was sealed once for many people stays the same text.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import AutoField, Field, ForeignKey, Model

from casemanagement.keys import keys
from casemanagement.models import Case, CaseEvent
from indicators.models import Fact, FactLink
from kim.bulk import staff
from kim.bulk.lives import NUMBERS, SIGNS, SPREAD
from permissions.models import Membership, User

Tell = Callable[[int], None]

# Constraints that look elsewhere, and indexes that belong to no constraint: made again at the end, at
# once and not row by row. The foreign keys prove then that every copy leads to a copy.
_KEYS = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
    format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE conrelid = ANY (%s::regclass[]) AND contype = 'f' ORDER BY oid
"""
_INDEXES = """
SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
FROM pg_index i WHERE indrelid = ANY (%s::regclass[])
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid) ORDER BY indexrelid
"""
_ROOM = ("SET LOCAL maintenance_work_mem = '512MB'", "SET LOCAL synchronous_commit = off")
# A copy of a case has a secret of its own, from which the key makes its pseudonym (indicators.pseudonyms).
_OWN_UUID = "encode(substr(sha256(convert_to({of}::text || '.' || %(copy)s, 'UTF8')), 1, 16), 'hex')::uuid"
_KEYED = "encode(sha256(%(outer)s || sha256(%(inner)s || 'case'::bytea || uuid_send({of}))), 'hex')"
_BLOCK = 64  # of SHA-256


class Copies:
    """The pattern, and how far apart its copies lie."""

    def __init__(self, models: list[type[Model]]) -> None:
        """Every row that these tables hold now is the pattern; of the people, who manages cases."""
        self._models: list[type[Model]] = [User, Membership, *models]
        managers = {manager.person_id for manager in staff.everybody()}
        others = set(User.objects.values_list("pk", flat=True)) - managers
        inner, outer = _pads(keys().pseudonym)
        self._values: dict[str, Any] = {"others": list(others), "inner": inner, "outer": outer}
        with connection.cursor() as cursor:
            self._spans = {model: _span(cursor, model) for model in self._models}

    def write(self, copies: int, tell: Tell) -> int:
        """So many copies of everything; returns the number of rows."""
        written = 0
        with connection.cursor() as cursor:
            self._set_aside(cursor)
            with _unindexed(cursor, [_table(model) for model in self._models]):
                for copy in range(1, copies + 1):
                    values = self._values | {"copy": copy}
                    written += sum(self._copy(cursor, model, values) for model in self._models)
                    tell(copy)
            for model in self._models:
                _go_on_counting(cursor, model)
        return written

    def _set_aside(self, cursor: CursorWrapper) -> None:
        for model in self._models:
            chosen = {User: "NOT id = ANY (%(others)s)", Membership: "NOT person_id = ANY (%(others)s)"}
            cursor.execute(
                f"CREATE TEMP TABLE {_pattern(model)} ON COMMIT DROP AS SELECT * FROM {_table(model)}"
                f" WHERE {chosen.get(model, 'true')}",
                self._values,
            )
        cursor.execute(
            "CREATE TEMP TABLE pattern_secret ON COMMIT DROP AS SELECT case_secret AS secret, "
            + _KEYED.format(of="case_secret")
            + f" AS pseudonym FROM {_pattern(FactLink)}",
            self._values,
        )
        cursor.execute("CREATE INDEX ON pattern_secret (pseudonym)")

    def _copy(self, cursor: CursorWrapper, model: type[Model], values: dict[str, Any]) -> int:
        if model is CaseEvent:
            return self._chain(cursor, values)
        names, copied = self._columns(model)
        cursor.execute(
            f"INSERT INTO {_table(model)} ({names}) SELECT {copied} FROM {_pattern(model)} b", values
        )
        return int(cursor.rowcount)

    def _chain(self, cursor: CursorWrapper, values: dict[str, Any]) -> int:
        """All first lines, then all second lines: each is chained to the one that was written before."""
        names, copied = self._columns(CaseEvent, but=("previous", "hash"))
        table, written = _table(CaseEvent), 0
        cursor.execute(f"SELECT max(seq) FROM {_pattern(CaseEvent)}")
        for seq in range(1, (cursor.fetchone()[0] or 0) + 1):
            cursor.execute(
                f"INSERT INTO {table} ({names}, previous, hash) SELECT n.*, p.hash, casemanagement_event_hash("
                f"p.hash, n.case_id, n.seq, n.kind, n.at, n.person_id, n.hat, n.data)"
                f" FROM (SELECT {copied} FROM {_pattern(CaseEvent)} b WHERE b.seq = %(seq)s) n"
                f" LEFT JOIN LATERAL (SELECT hash FROM {table} WHERE case_id = n.case_id AND seq = n.seq - 1"
                f" OFFSET 0) p ON true",
                values | {"seq": seq},
            )
            written += cursor.rowcount
        return written

    def _columns(self, model: type[Model], but: tuple[str, ...] = ()) -> tuple[str, str]:
        fields = [field for field in model._meta.concrete_fields if field.column not in but]
        copied = [f"{self._copied(model, field)} AS {field.column}" for field in fields]
        return ", ".join(f'"{field.column}"' for field in fields), ", ".join(copied)

    def _copied(self, model: type[Model], field: "Field[Any, Any]") -> str:
        """What stands in this column of a copy."""
        if own := self._own(model, field.column):
            return own
        if isinstance(field, AutoField):
            return self._moved(f"b.{field.column}", model)
        related = field.related_model if isinstance(field, ForeignKey) else None
        if related is User:
            return self._person(f"b.{field.column}")
        if related in self._spans:
            return self._moved(f"b.{field.column}", related)
        return f'b."{field.column}"'

    def _own(self, model: type[Model], column: str | None) -> str | None:
        """What is neither the same in every copy nor an id."""
        name = "'fallmanagement.' || %(copy)s || '.' || b.id"
        number = "(SELECT s.secret FROM pattern_secret s WHERE s.pseudonym = b.pseudonym)"
        person = self._person("(b.data->>'person')::bigint")
        return {
            (User, "username"): name,
            (User, "display_name"): "'Fallmanagement ' || %(copy)s || '.' || b.id",
            (Case, "number"): _number(self._moved("b.id", Case)),
            (CaseEvent, "data"): "CASE WHEN b.data ? 'person' THEN b.data || "
            f"jsonb_build_object('person', {person}) ELSE b.data END",
            (FactLink, "case_secret"): _OWN_UUID.format(of="b.case_secret"),
            (Fact, "pseudonym"): _KEYED.format(of=_OWN_UUID.format(of=number)),
        }.get((model, column or ""))

    def _moved(self, column: str, model: Any) -> str:
        return f"{column} + %(copy)s::bigint * {self._spans[model]}"

    def _person(self, column: str) -> str:
        """Who manages cases has a double in every copy; coordinator and intake desk are one person."""
        moved = self._moved(column, User)
        return f"CASE WHEN {column} = ANY (%(others)s) THEN {column} ELSE {moved} END"


@contextmanager
def _unindexed(cursor: CursorWrapper, tables: list[str]) -> Iterator[None]:
    """Without foreign keys, triggers of our own, and indexes that keep no promise."""
    for statement in _ROOM:
        cursor.execute(statement)
    made_again = []
    for question in (_KEYS, _INDEXES):
        cursor.execute(question, [tables])
        found = cursor.fetchall()
        made_again += [again for _dropped, again in found]
        for dropped, _again in found:
            cursor.execute(dropped)
    for table in tables:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    for table in tables:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    for statement in reversed(made_again):  # indexes first: the foreign keys look things up
        cursor.execute(statement)


def _span(cursor: CursorWrapper, model: type[Model]) -> int:
    cursor.execute(f"SELECT coalesce(max(id) - min(id), 0) + 1 FROM {_table(model)}")
    return int(cursor.fetchone()[0])


def _go_on_counting(cursor: CursorWrapper, model: type[Model]) -> None:
    """Never backwards: a number below the last one given may already stand in somebody's rows."""
    table, counter = _table(model), "pg_get_serial_sequence(%(table)s, 'id')"
    cursor.execute(
        f"SELECT setval({counter}, greatest(max(id), nextval({counter}))) FROM {table}", {"table": table}
    )


def _number(case_id: str) -> str:
    """The number of a case, as kim.bulk.lives makes it from its id."""
    rest, signs = f"mod(({case_id}) * {SPREAD}, {NUMBERS})", len(SIGNS)
    places = [
        f"substr('{SIGNS}', 1 + mod({rest} / {signs**place}, {signs})::integer, 1)" for place in range(6)
    ]
    return "'KIM-' || " + " || ".join(places)


def _pads(key: bytes) -> tuple[bytes, bytes]:
    """The key as HMAC uses it (RFC 2104)."""
    block = key.ljust(_BLOCK, b"\0")
    return bytes(byte ^ 0x36 for byte in block), bytes(byte ^ 0x5C for byte in block)


def _table(model: type[Model]) -> str:
    name: str = connection.ops.quote_name(model._meta.db_table)
    return name


def _pattern(model: type[Model]) -> str:
    return f"pattern_{model._meta.model_name}"
