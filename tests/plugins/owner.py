# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tests run as the web server; setting the stage and clearing it is the owner's work."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase

from permissions.actor import acting_in_role
from permissions.database.roles import OWNER

# Rows that belong to the program and come with its migrations; emptying a test's stage keeps them.
KEPT = {
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "casemanagement_deadlinerule",
    "permissions_anomalythreshold",
    "casemanagement_retentionrule",
}


@pytest.fixture
def as_owner() -> Iterator[None]:
    """Everything in this test happens as the owner of the tables."""
    with acting_in_role(OWNER):
        yield


def empty_all_tables() -> None:
    """Clear what a test has committed; the web server may not, the owner may."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - KEPT
    names = ", ".join(connection.ops.quote_name(table) for table in sorted(tables))
    with acting_in_role(OWNER), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {names}")


def pytest_configure(config: pytest.Config) -> None:
    """Django would flush as the web server, and fire post_migrate for each transactional test."""

    def empty_as_owner(_case: Any) -> None:
        empty_all_tables()

    setattr(TransactionTestCase, "_fixture_teardown", empty_as_owner)  # noqa: B010  unknown to the stubs
