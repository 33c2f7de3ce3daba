# SPDX-License-Identifier: AGPL-3.0-or-later
"""A deletion that was cut off, or undone by an old backup, ends as if nothing had happened."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from casemanagement import deletion_ledger, person_graph, retention
from casemanagement.models import (
    Case,
    DeletionItem,
    DeletionRun,
)
from permissions import clock
from permissions.actor import Actor, acting_in_role
from permissions.database.roles import OWNER
from tests.casemanagement.erasing import (
    DELETED,
    REMAINS,
    File,
    agree,
    found_in_tables,
    rows_of,
    tables_of_the_database,
)

# --- Interrupted, and undone by a backup --------------------------------------------------------


class Killed(BaseException):
    """What a kill looks like from inside."""


def test_a_run_may_be_killed_at_any_statement_and_started_again(
    file: File, actor: Callable[..., Actor]
) -> None:
    with clock.at(DELETED):
        retention.run()
        agree(actor)
    with clock.at(DELETED + dt.timedelta(days=14)):
        asked = _statements(None)
        assert asked >= 50
        for last in range(1, asked, 17):
            _statements(last)


def _statements(last: int | None) -> int:
    """Run to the statement with this number, then again to the end; take everything back. How many there were."""
    count = 0

    def counting(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        nonlocal count
        count += 1
        if count == last:
            raise Killed
        return execute(sql, params, many, context)

    with acting_in_role(OWNER), transaction.atomic():
        before = transaction.savepoint()
        try:
            with connection.execute_wrapper(counting):
                retention.run()
        except Killed:
            retention.run()
        item = DeletionItem.objects.get()
        assert item.erased_at is not None, last
        assert DeletionRun.objects.get(items=item).finished_at is not None, last
        assert {line.hash for line in deletion_ledger.read(deletion_ledger.path())} == {item.subject_hash}
        transaction.savepoint_rollback(before)
    return count


def test_a_restored_backup_is_cleaned_by_the_list_of_deletions(
    file: File, delete: Callable[..., retention.Report]
) -> None:
    backup = _dump()
    delete()
    _restore(backup)
    assert "casemanagement_clientidentity" in found_in_tables(file)

    with acting_in_role(OWNER):
        result = deletion_ledger.replay(deletion_ledger.path())
        assert (result.again, result.gone, result.foreign) == (1, 0, 0)
        again = deletion_ledger.replay(deletion_ledger.path())
        assert (again.again, again.gone) == (0, 1)
        connection.check_constraints()
    assert found_in_tables(file).keys() <= REMAINS.keys()


def test_a_list_of_another_installation_deletes_nothing(file: File) -> None:
    deletion_ledger.append(deletion_ledger.Line("2026-03-02T00:00:00+00:00", file.case.pk, None, "0" * 64))
    with acting_in_role(OWNER):
        assert deletion_ledger.replay(deletion_ledger.path()).foreign == 1
        assert Case.objects.filter(pk=file.case.pk).exists()


def test_a_line_that_a_kill_cut_off_is_no_line(tmp_path: Path) -> None:
    whole = '{"at": "2026-03-02T00:00:00+00:00", "case": 1, "document": null, "hash": "x"}\n'
    (tmp_path / "list").write_text(whole + '{"at": "2026-03', encoding="utf-8")
    assert len(list(deletion_ledger.read(tmp_path / "list"))) == 1
    (tmp_path / "list").write_text("Unsinn\n" + whole, encoding="utf-8")
    with pytest.raises(deletion_ledger.UnreadableLedger, match="Zeile 1"):
        list(deletion_ledger.read(tmp_path / "list"))


def _dump() -> dict[str, list[dict[str, Any]]]:
    """Every row of the file's graph, as a backup of that day holds it."""
    with acting_in_role(OWNER), transaction.atomic():
        names = {table.name for table in person_graph.tables() if table.name != "statistics_fact"}
        return {
            table: rows_of("public", table) for _schema, table in tables_of_the_database() if table in names
        }


def _restore(backup: dict[str, list[dict[str, Any]]]) -> None:
    with acting_in_role(OWNER), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("ALTER TABLE casemanagement_caseevent DISABLE TRIGGER USER")
        for table in ("caseproof", "removedevent", "deletionitem"):
            cursor.execute(f"DELETE FROM casemanagement_{table}")
        for table, rows in backup.items():
            cursor.execute(
                f"INSERT INTO {table} SELECT * FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)"
                " ON CONFLICT DO NOTHING",
                [json.dumps(rows)],
            )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # as the connection of a restore finds them
        cursor.execute("ALTER TABLE casemanagement_caseevent ENABLE TRIGGER USER")
