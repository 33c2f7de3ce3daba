# SPDX-License-Identifier: AGPL-3.0-or-later
"""Django's PostgreSQL, told at every BEGIN and at every change who acts."""

from __future__ import annotations

import re
from typing import Any

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

from permissions import clock
from permissions.actor import Identity, identity
from permissions.database.creation import DatabaseCreation

# All four are local: they end with the transaction, so a pooled connection carries nobody along.
_TELL = (
    "SELECT set_config('role', %s, true), set_config('kim.person', %s, true),"
    " set_config('kim.case', %s, true), set_config('kim.now', %s, true)"
)


class DatabaseWrapper(base.DatabaseWrapper):
    """Sets role and person locally: a query without an actor meets the login's bare rights."""

    creation_class = DatabaseCreation

    def set_autocommit(
        self,
        autocommit: bool,
        force_begin_transaction_with_broken_autocommit: bool = False,
    ) -> None:
        """Tell who acts as soon as the outermost transaction begins."""
        super().set_autocommit(autocommit, force_begin_transaction_with_broken_autocommit)
        if not autocommit and (identity.get() or clock.set_moment()):
            self._tell_or_close()

    def apply_identity(self) -> None:
        """Tell the running transaction who acts now."""
        if self.connection is None or self.closed_in_transaction or self.needs_rollback:
            return
        if self.connection.info.transaction_status == TransactionStatus.INERROR:
            return  # the rollback to come tells it
        moment = clock.set_moment()
        known = identity.get() or Identity(self.base_role)
        values = (known.role, known.person_id or "", known.case_id or "", moment or "")
        with self.wrap_database_errors:
            self.connection.execute(_TELL, [str(value) for value in values])

    @property
    def base_role(self) -> str:
        """The role of this connection while nobody acts."""
        options: dict[str, Any] = self.settings_dict["OPTIONS"]
        started_with = re.search(r"-c\s*role=(\w+)", options.get("options", ""))
        return options.get("assume_role") or (started_with[1] if started_with else "none")

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
