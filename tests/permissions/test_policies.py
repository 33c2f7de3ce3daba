# SPDX-License-Identifier: AGPL-3.0-or-later
"""The shape of what stands in the catalogue: parsed, not compared with what was meant."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from pglast import ast, parse_sql
from pglast.enums import BoolExprType, SubLinkType

from permissions.actor import acting_in_role
from permissions.database.registry import BARRIER
from permissions.database.roles import ASSUMED, OWNER, WEB

ROOT = Path(__file__).parents[2]
OURS = "NOT IN ('pg_catalog', 'information_schema', 'pg_toast')"

# Every table from which foreign keys lead to a case, and those that name one without a key.
TABLES_OF_CASES = """
    WITH RECURSIVE way AS (
        SELECT 'casemanagement_case'::regclass::oid AS relation
        UNION
        SELECT c.conrelid FROM pg_constraint c JOIN way ON way.relation = c.confrelid WHERE c.contype = 'f'
    )
    SELECT n.nspname, c.relname, c.relrowsecurity, c.relforcerowsecurity, pg_get_userbyid(c.relowner)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND (
        c.oid IN (SELECT relation FROM way)
        OR n.nspname IN ('public', 'statistics') AND EXISTS (
            SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname IN ('case_id', 'kim_case')))
"""


def rows(query: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def tables_of_cases() -> set[str]:
    return {name for _, name, *_ in rows(TABLES_OF_CASES)}


def policies() -> Iterator[tuple[str, str, str]]:
    """Each condition on a table with a path to a case: table, policy, expression."""
    known = tables_of_cases()
    for table, name, using, check in rows("SELECT tablename, policyname, qual, with_check FROM pg_policies"):
        for condition in {using, check} - {None}:
            if table in known:
                yield table, name, condition


def wrong_with(condition: str) -> list[str]:
    """What a condition should not hold."""
    return list(_wrong(parse_sql(f"SELECT * FROM wanted WHERE {condition}"), None))


def _wrong(node: Any, around: ast.SubLink | None) -> Iterator[str]:
    if isinstance(node, tuple):
        for part in node:
            yield from _wrong(part, around)
    if isinstance(node, ast.Node):
        yield from _wrong_here(node, around)
        for name in node:
            yield from _wrong(getattr(node, name), node if isinstance(node, ast.SubLink) else around)


def _wrong_here(node: ast.Node, around: ast.SubLink | None) -> Iterator[str]:
    if isinstance(node, ast.BoolExpr) and node.boolop == BoolExprType.OR_EXPR:
        yield "OR"
    if isinstance(node, ast.JoinExpr):
        yield "JOIN"
    if isinstance(node, ast.SelectStmt) and len(node.fromClause or ()) > 1:
        yield "more than one table"
    if isinstance(node, ast.FuncCall) and not _asked_once(around):
        yield f"{node.funcname[-1].sval}() for each row"


def _asked_once(around: ast.SubLink | None) -> bool:
    """Alone in a SELECT without a table: the planner asks before it looks at a row."""
    return (
        around is not None
        and around.subLinkType == SubLinkType.EXPR_SUBLINK
        and not around.subselect.fromClause
    )


@pytest.mark.parametrize(
    ("condition", "wrong"),
    [
        ("case_id = (SELECT kim.bound_case())", []),
        ("case_id = ANY ((SELECT kim.my_cases())::bigint[])", []),
        ("EXISTS (SELECT FROM public.casemanagement_case seen WHERE seen.id = wanted.case_id)", []),
        ("case_id = kim.bound_case()", ["bound_case() for each row"]),
        ("case_id = (SELECT kim.bound_case()) OR (SELECT kim.present())", ["OR"]),
        ("EXISTS (SELECT FROM a JOIN b USING (id))", ["JOIN"]),
        ("EXISTS (SELECT FROM a, b)", ["more than one table"]),
        ("EXISTS (SELECT FROM a WHERE a.id = kim.person())", ["person() for each row"]),
        ("case_id IN (SELECT kim.f(id) FROM a)", ["f() for each row"]),
    ],
)
def test_the_parser_knows_what_is_wrong(condition: str, wrong: list[str]) -> None:
    assert wrong_with(condition) == wrong


def test_no_policy_on_a_table_of_cases_has_an_or_a_join_or_a_question_for_each_row(db: None) -> None:
    found = list(policies())
    wrong = {(table, name): shape for table, name, text in found if (shape := wrong_with(text))}

    assert len(found) > 100
    assert wrong == {}


def test_no_policy_on_a_table_of_cases_is_without_condition_or_for_the_bare_login(db: None) -> None:
    known = tables_of_cases()
    loose = rows("SELECT tablename FROM pg_policies WHERE coalesce(qual, with_check) = 'true'")
    login = rows("SELECT tablename FROM pg_policies WHERE %s = ANY (roles) OR 'public' = ANY (roles)", WEB)

    assert known & {table for (table,) in loose} == set()
    assert known & {table for (table,) in login} <= {"permissions_accessevent"}  # its own sign-ins


def test_every_table_of_cases_has_row_level_security_and_an_owner_nobody_can_be(db: None) -> None:
    """FORCE would blind the functions behind the policies, which read as the owner."""
    found = rows(TABLES_OF_CASES)
    members = rows("SELECT 1 WHERE pg_has_role(%s, %s, 'MEMBER')", WEB, OWNER)

    assert len(found) > 25
    assert {(secured, forced, owner) for _, _, secured, forced, owner in found} == {(True, False, OWNER)}
    assert members == []


@pytest.mark.parametrize("role", ASSUMED)
def test_the_planner_asks_each_function_once(role: str, db: None) -> None:
    readable = [table.name for table in BARRIER if role in table.rules]
    known = tables_of_cases() & set(readable)
    with acting_in_role(role):
        for table in sorted(known):
            with transaction.atomic():
                if not rows("SELECT has_any_column_privilege(%s, %s, 'SELECT')", role, table)[0][0]:
                    continue
                plan = [line for (line,) in rows(f"EXPLAIN SELECT * FROM {table}")]
            per_row = [line for line in plan if ("Filter:" in line or "Cond:" in line) and "kim." in line]
            assert per_row == [], table


def test_a_materialised_view_there_is_none_and_every_view_asks_as_the_caller(db: None) -> None:
    found = rows(
        "SELECT c.relname, c.relkind, coalesce(c.reloptions, '{}') && '{security_invoker=true}'"
        f" FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname {OURS}"
        " AND c.relkind IN ('v', 'm') AND n.nspname NOT LIKE 'pg_%%'"
    )

    assert found
    assert {(kind, invoker) for _, kind, invoker in found} == {("v", True)}


def test_whatever_reads_as_the_owner_has_a_path_of_its_own_and_is_not_for_everybody(db: None) -> None:
    found = rows(
        "SELECT p.oid::regprocedure::text, array_to_string(p.proconfig, ','),"
        " has_function_privilege('public', p.oid, 'EXECUTE')"
        f" FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.prosecdef AND n.nspname {OURS}"
    )

    assert len(found) > 30
    proper = re.compile(r"\bsearch_path=(pg_catalog|pg_catalog, public|public), pg_temp")
    assert [name for name, path, _ in found if not proper.search(path or "")] == []
    assert [name for name, _, public in found if public] == []


# --- Somebody else's list of holes --------------------------------------------------------------


def lint(config: Path) -> list[dict[str, str]]:
    known = connection.settings_dict
    keys = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    address = psycopg.conninfo.make_conninfo(**{k: str(known[v]) for k, v in keys.items() if known[v]})
    program = [str(Path(sys.executable).with_name("pgrls")), "lint", "--format", "json"]
    done = subprocess.run(
        [*program, "--database-url", address, "--config", str(config)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    found: list[dict[str, str]] = json.loads(done.stdout)["violations"]
    assert done.returncode == any(violation["severity"] == "error" for violation in found), done.stderr
    return [violation for violation in found if violation["severity"] == "error"]


@pytest.mark.slow
def test_pgrls_finds_no_error(db: None) -> None:
    assert lint(ROOT / "pgrls.toml") == []


@pytest.mark.slow
def test_each_exception_for_pgrls_is_still_needed_and_without_them_it_complains(
    db: None, tmp_path: Path
) -> None:
    bare = tmp_path / "pgrls.toml"
    bare.write_text('[database]\nschemas = ["public", "statistics", "kim"]\n[lint]\nfail_on = "error"\n')
    found = lint(bare)

    listed = (ROOT / "pgrls.toml").read_text(encoding="utf-8")
    named = {line.strip(' ",') for line in listed.splitlines() if ".kim_web_" in line}
    assert {violation["rule_id"] for violation in found} == {"SEC002", "SEC038"}
    assert {violation["location"] for violation in found if violation["rule_id"] == "SEC038"} == named
    assert {name.split(".")[1] for name in named} & tables_of_cases() == set()
