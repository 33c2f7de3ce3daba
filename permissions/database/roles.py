# SPDX-License-Identifier: AGPL-3.0-or-later
"""The database roles of a whole server: made once, by whoever may, beside any number of others."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from permissions.database.sharing import SESSION
from permissions.hats import Hat

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import LiteralString

OWNER, WEB, DEED, ROLLUP, BACKUP = "kim_owner", "kim_web", "kim_deed", "kim_rollup", "kim_backup"
HATS = tuple(hat.role for hat in Hat)
ASSUMED = (*HATS, DEED, ROLLUP)  # what the login may become inside a transaction

_ATTRIBUTES: dict[str, LiteralString] = {
    OWNER: "NOLOGIN INHERIT",
    WEB: "LOGIN NOINHERIT",  # rights come by SET ROLE only, never by membership alone
    **dict.fromkeys(ASSUMED, "NOLOGIN"),
    BACKUP: "NOLOGIN BYPASSRLS",
}
_LOCK = 0x6B696D  # "kim"
_ATTEMPTS = 5
_POSTGRESQL_16 = 160000


class CannotCreateRoles(Exception):
    """The account in DATABASE_URL lacks a right that set-up needs."""


def create_roles(dsn: str) -> list[str]:
    """Make what is missing on the server and in this database; return remarks for the operator."""
    for attempt in range(_ATTEMPTS):
        try:
            return _create_roles(dsn)
        except psycopg.errors.InternalError_ as error:
            # Another database of this server changed the same catalogue row.
            if "concurrently updated" not in str(error) or attempt == _ATTEMPTS - 1:
                raise
            time.sleep(0.05 * (attempt + 1))
        except psycopg.errors.InsufficientPrivilege as error:
            raise CannotCreateRoles(_advice(dsn, error)) from error
    raise AssertionError("unreachable")


def _create_roles(dsn: str) -> list[str]:
    with _meeting_point(dsn) as server:
        # An advisory lock counts per database, so all meet in the one that every server has.
        server.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        remarks = list(_make_missing_roles(server))
        _grant_memberships(server)
        _set_password(server)
    with psycopg.connect(dsn) as database:
        _grant_on_database(database)
    return remarks


def _meeting_point(dsn: str) -> psycopg.Connection:
    try:
        return psycopg.connect(make_conninfo(dsn, dbname="postgres"), connect_timeout=5)
    except psycopg.OperationalError:
        return psycopg.connect(dsn)


def _make_missing_roles(server: psycopg.Connection) -> Iterator[str]:
    (superuser,) = server.execute(
        "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
    ).fetchone() or (False,)
    for role, attributes in _ATTRIBUTES.items():
        if server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
            continue
        if role == BACKUP and not superuser:
            yield (
                f"{BACKUP} was created without BYPASSRLS; a superuser must run once: "
                f"ALTER ROLE {BACKUP} BYPASSRLS"
            )
        possible = attributes if superuser else attributes.replace("BYPASSRLS", "")
        _make(server, sql.SQL("CREATE ROLE {} {}").format(sql.Identifier(role), sql.SQL(possible)))


def _make(server: psycopg.Connection, statement: sql.Composed) -> None:
    try:
        with server.transaction():
            server.execute(statement)
    except (psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
        return  # another process was faster, which is as good


def _grant_memberships(server: psycopg.Connection) -> None:
    # From PostgreSQL 16 on a member may still be unable to SET ROLE.
    wanted = "SET" if server.info.server_version >= _POSTGRESQL_16 else "MEMBER"
    (caller,) = server.execute("SELECT current_user").fetchone() or ("",)
    pairs = [(role, WEB) for role in ASSUMED]
    pairs += [(role, caller) for role in (OWNER, WEB, BACKUP, *ASSUMED)]
    for role, member in pairs:
        known = server.execute("SELECT pg_has_role(%s, %s, %s)", [member, role, wanted]).fetchone()
        if known != (True,):
            grant = sql.SQL("GRANT {} TO {}")
            _make(server, grant.format(sql.Identifier(role), sql.Identifier(member)))


def _set_password(server: psycopg.Connection) -> None:
    if password := os.environ.get("KIM_WEB_PASSWORD"):
        statement = sql.SQL("ALTER ROLE {} PASSWORD {}")
        server.execute(statement.format(sql.Identifier(WEB), sql.Literal(password)))


def _grant_on_database(database: psycopg.Connection) -> None:
    name = database.info.dbname
    _set_session(database, name)
    known = database.execute(
        "SELECT has_schema_privilege(%(owner)s, 'public', 'CREATE, USAGE')"
        " AND has_database_privilege(%(owner)s, %(name)s, 'CREATE')"
        " AND has_database_privilege(%(web)s, %(name)s, 'CONNECT')",
        {"owner": OWNER, "web": WEB, "name": name},
    ).fetchone()
    if known == (True,):
        return
    grants: tuple[tuple[LiteralString, str], ...] = (
        ("GRANT CREATE, USAGE ON SCHEMA public TO {}", OWNER),
        ("GRANT CREATE ON DATABASE {database} TO {}", OWNER),
        ("GRANT CONNECT ON DATABASE {database} TO {}", WEB),
    )
    for statement, role in grants:
        database.execute(sql.SQL(statement).format(sql.Identifier(role), database=sql.Identifier(name)))


def _set_session(database: psycopg.Connection, name: str) -> None:
    """What a connection of the login begins with, for connections that PgBouncer opens without us."""
    known = database.execute(
        "SELECT setconfig FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase"
        " WHERE s.setrole = %s::regrole AND d.datname = %s",
        [WEB, name],
    ).fetchone()
    for setting, value in SESSION.items():
        if known and f"{setting}={value}" in known[0]:
            continue
        statement = sql.SQL("ALTER ROLE {} IN DATABASE {} SET {} = {}")
        # Several names in one setting are a list of identifiers, not one text.
        values = sql.SQL(", ").join(sql.Literal(part.strip()) for part in value.split(","))
        database.execute(
            statement.format(sql.Identifier(WEB), sql.Identifier(name), sql.Identifier(setting), values)
        )


def _advice(dsn: str, error: psycopg.Error) -> str:
    user = conninfo_to_dict(dsn).get("user") or "this account"
    return (
        f"{user} may not set up the database roles ({str(error).splitlines()[0]}). "
        "It must own the database and have CREATEROLE, or a superuser must run set_up once."
    )
