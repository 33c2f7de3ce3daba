# SPDX-License-Identifier: AGPL-3.0-or-later
"""Django's PostgreSQL, told at every BEGIN and at every change who acts."""

from __future__ import annotations

import re
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg.pq import ExecStatus, TransactionStatus

from permissions import clock
from permissions.actor import Identity, identity
from permissions.database import signing
from permissions.database.creation import DatabaseCreation
from permissions.database.roles import ASSUMED

# Both are local: they end with the transaction, so a pooled connection carries nobody along.
_TELL = "SELECT set_config('role', %s, true), set_config('kim.identity', %s, true)"


class DatabaseWrapper(base.DatabaseWrapper):
    """Sets role and person locally: a query without an actor meets the login's bare rights."""

    creation_class = DatabaseCreation
    _stamp = ""  # the running transaction, as the database knows it

    def set_autocommit(
        self,
        autocommit: bool,
        force_begin_transaction_with_broken_autocommit: bool = False,
    ) -> None:
        """Tell who acts as soon as the outermost transaction begins."""
        super().set_autocommit(autocommit, force_begin_transaction_with_broken_autocommit)
        self._stamp = ""
        if not autocommit and (identity.get() or clock.set_moment()):
            self._tell_or_close()

    def apply_identity(self) -> None:
        """Tell the running transaction who acts now."""
        if self.connection is None or self.closed_in_transaction or self.needs_rollback:
            return
        if self.connection.info.transaction_status == TransactionStatus.INERROR:
            return  # the rollback to come tells it
        known, moment = identity.get(), clock.set_moment()
        role = known.role if known else self.base_role
        with self.wrap_database_errors:
            token = ""
            if moment or role in ASSUMED:
                token = signing.token(known or Identity(role), moment, self._stamped())
            # Bound on the server: a token in the statement could be read in pg_stat_activity.
            psycopg.Cursor(self.connection).execute(_TELL, [role, token])

    @property
    def base_role(self) -> str:
        """The role of this connection while nobody acts."""
        options: dict[str, Any] = self.settings_dict["OPTIONS"]
        started_with = re.search(r"-c\s*role=(\w+)", options.get("options", ""))
        return options.get("assume_role") or (started_with[1] if started_with else "none")

    def _stamped(self) -> str:
        """The mark of this transaction, which begins with the question if it has not begun."""
        if not self._stamp:
            begins = self.connection.info.transaction_status == TransactionStatus.IDLE
            # One message for both, which the cursors of psycopg cannot send.
            answer = self.connection.pgconn.exec_(b"BEGIN;" * begins + signing.STAMP)
            if answer.status != ExecStatus.TUPLES_OK:
                raise psycopg.errors.error_from_result(answer)
            self._stamp = answer.get_value(0, 0).decode()
        return self._stamp

    def _savepoint_rollback(self, sid: str) -> None:
        # ROLLBACK TO takes local settings back as well.
        super()._savepoint_rollback(sid)  # type: ignore[misc]  # unknown to the stubs
        self.apply_identity()

    def _tell_or_close(self) -> None:
        try:
            self.apply_identity()
        except Exception:
            # Django believes that no transaction began; a connection left inside one is of no use.
            self.close()
            raise
