# SPDX-License-Identifier: AGPL-3.0-or-later
"""Raises the second barrier after every migration, and leaves it alone while nothing changed."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import connections, transaction

from permissions.actor import acting_in_role
from permissions.database import signing
from permissions.database.policies import Table, functions_asked, statements
from permissions.database.registry import BARRIER, CALLS
from permissions.database.roles import ASSUMED, BACKUP, OWNER, WEB

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.backends.utils import CursorWrapper

SCHEMAS = ("public", "statistics")
FUNCTIONS = Path(__file__).parent / "functions"
# The engine's tables know no case; the column is the database's own and Django never sees it.
ENGINE_TABLES = ("viewflow_process", "viewflow_task", "viewflow_task_previous")

# What a migration brings of functions that read as the owner: triggers, which nobody calls.
_CLOSE_TRIGGERS = """
DO $$
DECLARE
    known regprocedure;
BEGIN
    FOR known IN SELECT oid FROM pg_proc WHERE prosecdef AND proowner = current_user::regrole
        AND pronamespace = ANY (ARRAY(SELECT oid FROM pg_namespace WHERE nspname IN ('public', 'statistics')))
    LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', known);
    END LOOP;
END
$$
"""

_EVERYBODY = ", ".join(("PUBLIC", *ASSUMED, WEB, BACKUP))

Relations = dict[str, tuple[str, bool]]  # name → (schema, is it a view)


def apply_after_migrate(sender: Any, using: str, **_: Any) -> None:
    """What post_migrate calls, once, after all apps have migrated."""
    apply(using)


def apply(using: str = "default") -> bool:
    """Bring functions, grants and policies to what the registry says; True if anything changed."""
    with acting_in_role(OWNER), transaction.atomic(using), connections[using].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('kim.barrier'))")
        relations = _relations(cursor)
        signing.install_keys(cursor)
        wanted = list(_statements(relations))
        state = hashlib.sha256("\n".join(wanted).encode()).hexdigest()
        if _state(cursor) == state:
            return False
        _drop_policies(cursor)
        _drop_functions(cursor)
        for statement in wanted:
            cursor.execute(statement)
        cursor.execute("DELETE FROM kim.barrier_state")
        cursor.execute("INSERT INTO kim.barrier_state (hash) VALUES (%s)", [state])
    return True


def _relations(cursor: CursorWrapper) -> Relations:
    """Tables and views that exist by now; migrations may have stopped half way."""
    cursor.execute(
        "SELECT c.relname, n.nspname, c.relkind = 'v' FROM pg_class c"
        " JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = ANY (%s) AND c.relkind IN ('r', 'p', 'v') ORDER BY 2, 1",
        [list(SCHEMAS)],
    )
    return {name: (schema, is_view) for name, schema, is_view in cursor.fetchall()}


def _state(cursor: CursorWrapper) -> str | None:
    cursor.execute("SELECT to_regclass('kim.barrier_state') IS NOT NULL")
    if cursor.fetchone() != (True,):
        return None
    cursor.execute("SELECT hash FROM kim.barrier_state")
    row = cursor.fetchone()
    return row[0] if row else None


def _drop_policies(cursor: CursorWrapper) -> None:
    cursor.execute(
        "SELECT schemaname, tablename, policyname FROM pg_policies WHERE schemaname = ANY (%s)",
        [list(SCHEMAS)],
    )
    for schema, table, policy in cursor.fetchall():
        cursor.execute(f'DROP POLICY "{policy}" ON "{schema}"."{table}"')


def _drop_functions(cursor: CursorWrapper) -> None:
    """A changed signature could not replace the old one; the engine's trigger comes again, too."""
    cursor.execute(
        "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE n.nspname = 'kim'"
    )
    for (signature,) in cursor.fetchall():
        cursor.execute(f"DROP FUNCTION {signature} CASCADE")


def _statements(relations: Relations) -> Iterator[str]:
    yield from _schemas(relations)
    for table in ENGINE_TABLES:
        if table in relations:
            yield from _case_column(table)
    yield from _close(relations)
    known = [table for table in BARRIER if table.name in relations]
    yield from _functions(known)
    for entry in known:
        schema, is_view = relations[entry.name]
        yield from statements(entry, schema, is_view=is_view)


def _schemas(relations: Relations) -> Iterator[str]:
    yield "CREATE SCHEMA IF NOT EXISTS kim"
    yield "CREATE TABLE IF NOT EXISTS kim.barrier_state (hash text NOT NULL)"
    yield "ALTER TABLE kim.barrier_state ENABLE ROW LEVEL SECURITY"
    ours = ("kim", *sorted({schema for schema, _ in relations.values()} - {"public"}))
    for schema in ours:
        yield f"REVOKE ALL ON SCHEMA {schema} FROM {_EVERYBODY}"
        yield f"GRANT USAGE ON SCHEMA {schema} TO {', '.join((*ASSUMED, WEB, BACKUP))}"
    for schema in (*ours, "public"):
        yield f"GRANT SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {BACKUP}"
    yield f"GRANT SELECT ON kim.barrier_state TO {BACKUP}"


def _close(relations: Relations) -> Iterator[str]:
    """Nobody reaches anything, not even a table that the registry forgot."""
    for name, (schema, is_view) in relations.items():
        yield f'REVOKE ALL ON "{schema}"."{name}" FROM {_EVERYBODY}'
        yield f'GRANT SELECT ON "{schema}"."{name}" TO {BACKUP}'
        if not is_view:
            yield f'ALTER TABLE "{schema}"."{name}" ENABLE ROW LEVEL SECURITY'
    yield _CLOSE_TRIGGERS


def _case_column(table: str) -> Iterator[str]:
    yield f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS kim_case bigint"
    yield f"CREATE INDEX IF NOT EXISTS {table}_kim_case ON {table} (kim_case)"


def _functions(tables: list[Table]) -> Iterator[str]:
    yield "SET LOCAL check_function_bodies = off"  # tables may be missing half way
    for file in sorted(FUNCTIONS.glob("*.sql")):
        yield file.read_text(encoding="utf-8")
    yield f"REVOKE ALL ON ALL FUNCTIONS IN SCHEMA kim FROM {_EVERYBODY}"
    called = {(role, name) for name, roles in CALLS.items() for role in roles}
    asked = {pair for table in tables for pair in functions_asked(table)}
    for role, name in sorted(called | asked):
        yield f"GRANT EXECUTE ON FUNCTION kim.{name} TO {role}"
    for table in ENGINE_TABLES:
        if any(known.name == table for known in tables):
            yield (
                f"CREATE TRIGGER kim_note_case BEFORE INSERT ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION kim.note_case()"
            )
