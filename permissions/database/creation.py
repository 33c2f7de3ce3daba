# SPDX-License-Identifier: AGPL-3.0-or-later
"""Test databases: made by the owner's login, migrated as the owner, used as the web server."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import environ
from django.conf import settings
from django.db.backends.postgresql import creation
from psycopg.conninfo import make_conninfo

from permissions.database.roles import OWNER, WEB, create_roles

if TYPE_CHECKING:
    from collections.abc import Iterator


class DatabaseCreation(creation.DatabaseCreation):
    """Each step of a test database with the role that may do it."""

    def create_test_db(self, *args: Any, **kwargs: Any) -> str:
        """Create as the login, migrate as the owner, leave as the web server."""
        self._use_login_of_owner()
        self._assume(None)
        name: str = super().create_test_db(*args, **kwargs)
        self._assume(WEB)
        return name

    def _create_test_db(self, *args: Any, **kwargs: Any) -> str:
        name: str = super()._create_test_db(*args, **kwargs)  # type: ignore[misc]  # unknown to the stubs
        create_roles(self._dsn(name))
        self._assume(OWNER)
        return name

    def _clone_test_db(self, *args: Any, **kwargs: Any) -> None:
        with self._assuming(None):
            super()._clone_test_db(*args, **kwargs)  # type: ignore[misc]  # unknown to the stubs

    def destroy_test_db(self, *args: Any, **kwargs: Any) -> None:
        """Drop it with the login that created it."""
        with self._assuming(None):
            super().destroy_test_db(*args, **kwargs)

    def _use_login_of_owner(self) -> None:
        login = environ.Env.db_url_config(settings.DATABASE_URL)
        self.connection.settings_dict |= {"USER": login["USER"], "PASSWORD": login["PASSWORD"]}

    def _dsn(self, name: str) -> str:
        keys = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password"}
        known = self.connection.settings_dict
        return make_conninfo(dbname=name, **{keys[k]: str(known[k]) for k in keys if known[k]})

    @contextmanager
    def _assuming(self, role: str | None) -> Iterator[None]:
        before = self.connection.settings_dict["OPTIONS"].get("assume_role")
        self._assume(role)
        try:
            yield
        finally:
            self._assume(before)

    def _assume(self, role: str | None) -> None:
        """Become this role in all connections to come."""
        self.connection.close()
        options = self.connection.settings_dict["OPTIONS"]
        options["options"] = re.sub(r"-c\s*role=\w+", "", options.get("options", "")).strip()
        options["assume_role"] = role
