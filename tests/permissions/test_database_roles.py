# SPDX-License-Identifier: AGPL-3.0-or-later
"""The roles of the server: what the login may become, what it may not, and how they come to be."""

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from permissions import clock
from permissions.actor import Identity
from permissions.database import signing
from permissions.database.roles import ASSUMED, BACKUP, HATS, OWNER, WEB, CannotCreateRoles, create_roles

ROOT = Path(__file__).parents[2]


def dsn(**changes: str) -> str:
    """The test database as its own address."""
    known = connection.settings_dict
    keys = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    parts = {name: str(known[key]) for name, key in keys.items() if known[key]}
    return psycopg.conninfo.make_conninfo(**(parts | changes))


@pytest.fixture
def login(db: None) -> Iterator[psycopg.Connection]:
    """The web server's own login, as in production; nothing here may ever be committed."""
    password = os.environ.get("KIM_WEB_PASSWORD", "")
    with psycopg.connect(dsn(user=WEB, password=password)) as web:
        yield web
        web.rollback()


def test_no_role_of_ours_is_above_the_policies(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication,"
            " rolcanlogin, rolinherit FROM pg_roles WHERE rolname = ANY (%s)",
            [[OWNER, WEB, *ASSUMED]],
        )
        roles = {name: rest for name, *rest in cursor.fetchall()}

    assert set(roles) == {OWNER, WEB, *ASSUMED}
    assert [name for name, (mighty, _, _) in roles.items() if mighty] == []
    assert [name for name, (_, may_log_in, _) in roles.items() if may_log_in] == [WEB]
    assert roles[WEB] == [False, True, False]  # it inherits nothing from its hats


def test_only_the_login_is_a_member_of_hats_and_nobody_of_the_owner(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.rolname, r.rolname FROM pg_auth_members a"
            " JOIN pg_roles r ON r.oid = a.roleid JOIN pg_roles m ON m.oid = a.member"
            " WHERE r.rolname = ANY (%(ours)s) AND m.rolname = ANY (%(ours)s)",
            {"ours": [OWNER, WEB, BACKUP, *ASSUMED]},
        )
        members = set(cursor.fetchall())

    assert members == {(WEB, role) for role in ASSUMED}


@pytest.mark.parametrize("table", ["casemanagement_case", "casemanagement_clientidentity", "viewflow_task"])
def test_the_login_itself_reads_no_case(table: str, login: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        login.execute(f"SELECT 1 FROM {table}")


@pytest.mark.parametrize("role", [OWNER, BACKUP])
def test_the_login_cannot_become_more_than_a_hat(role: str, login: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        login.execute(f"SET ROLE {role}")


@pytest.mark.parametrize("table", ["permissions_session", "permissions_user", "permissions_credential"])
def test_the_login_knows_sessions_and_accounts(table: str, login: psycopg.Connection) -> None:
    login.execute(f"SELECT 1 FROM {table}")


@pytest.mark.parametrize("role", ASSUMED)
def test_a_hat_knows_neither_sessions_nor_passwords(role: str, login: psycopg.Connection) -> None:
    for table in ("permissions_session", "permissions_credential"):
        login.execute(f"SET ROLE {role}")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            login.execute(f"SELECT 1 FROM {table}")
        login.rollback()


@pytest.mark.parametrize("role", HATS)
def test_a_hat_without_a_person_sees_nothing(role: str, login: psycopg.Connection) -> None:
    login.execute(f"SET ROLE {role}")

    with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification):
        login.execute("SELECT kim.present()")


def test_the_login_cannot_set_the_clock(login: psycopg.Connection) -> None:
    """Not even with a moment that the program itself has signed."""
    stamp = login.execute(signing.STAMP).fetchone()
    assert stamp
    new_year = dt.datetime(2000, 1, 1, 12, tzinfo=dt.UTC)
    token = signing.token(Identity("kim_case", 1), new_year, stamp[0])
    login.execute(
        "SELECT set_config('role', 'kim_case', true), set_config('kim.identity', %s, true)", [token]
    )
    (today,) = login.execute("SELECT kim.today()").fetchone() or (None,)

    assert isinstance(today, dt.date)
    assert today == clock.today()


def test_the_login_creates_nothing(login: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        login.execute("CREATE TABLE public.mine ()")
    login.rollback()
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        login.execute("CREATE FUNCTION kim.mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'")


def test_creating_them_again_changes_nothing(db: None) -> None:
    assert create_roles(dsn()) == create_roles(dsn())


# --- A server without roles ---------------------------------------------------------------------

FRESH_SERVER = """
import subprocess, sys
import psycopg
from kim import servers
from kim.servers import postgres

servers.use()
names = [f"town{number}" for number in range(6)]
with psycopg.connect(postgres.url("postgres"), autocommit=True) as server:
    for name in names:
        server.execute(f"CREATE DATABASE {name}")
program = "import sys; from permissions.database.roles import create_roles; create_roles(sys.argv[1])"
together = [subprocess.Popen([sys.executable, "-c", program, postgres.url(name)]) for name in names]
sys.exit(any([process.wait() for process in together]))
"""


@pytest.mark.slow
@pytest.mark.xdist_group("servers")
@pytest.mark.skipif(sys.platform != "linux", reason="the embedded server follows its user on Linux only")
def test_six_databases_of_a_fresh_server_set_up_their_roles_at_once(tmp_path: Path) -> None:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", FRESH_SERVER],
        cwd=ROOT,
        env=kept | {"KIM_VAR": str(tmp_path / "var")},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert done.returncode == 0, done.stderr


@pytest.fixture
def modest(db: None) -> Iterator[str]:
    """An account that may log in and nothing more."""
    name = f"kimtest_modest_{os.getpid()}"
    with psycopg.connect(dsn(), autocommit=True) as owner:
        owner.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'x'")
        yield name
        owner.execute(f"DROP ROLE {name}")


def test_an_account_that_may_not_create_roles_is_told_what_it_needs(modest: str) -> None:
    with pytest.raises(CannotCreateRoles, match="may not set up the database roles"):
        create_roles(dsn(user=modest, password="x"))
