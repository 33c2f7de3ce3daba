# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whatever holds something of a client is in the graph; a new table cannot be forgotten."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model

from casemanagement import person_graph
from casemanagement.models import Case, CaseEvent, ClientIdentity, DeadlineRule, Job, Milestone
from permissions.database.roles import DEED
from permissions.models import Kommune, User
from tests.factories import CaseFactory

# Tables that look like it and hold nothing of a client, and why.
NOTHING_OF_A_CLIENT = {
    "permissions_contractalarm": "how many cases a post leaves behind, not which",
    "guardian_userobjectpermission": "standing duties on organisations; nothing is granted on cases",
    "guardian_groupobjectpermission": "nobody uses groups",
    "permissions_journalanchor": "how many cases there were at an hour, not which",
}
# A column that may lead to a case without a foreign key.
SUSPICIOUS = re.compile(r"(^|_)(case|fall)(_id|_number|_nummer|s)?$|^pseudonym$|^object_(id|pk)$")

COVERED = {table.name for table in person_graph.tables()}


def test_the_case_comes_last_among_what_hangs_on_it() -> None:
    order = [table.model for table in person_graph.tables() if not table.stays]

    assert order[-1] is Case
    assert ClientIdentity in order
    assert CaseEvent in order


def test_children_come_before_their_parents() -> None:
    order = [table.model for table in person_graph.tables()]
    for model in order:
        for field in model._meta.local_fields:
            parent: Any = field.related_model if field.many_to_one or field.one_to_one else None
            if parent in order and parent is not model and not field.null:
                assert order.index(model) < order.index(parent), f"{model._meta.label}.{field.name}"


def test_the_engine_and_the_statistics_are_part_of_it() -> None:
    assert {
        "viewflow_process",
        "viewflow_task",
        "viewflow_task_previous",
        "workflows_caseprocess",
        "indicators_factlink",
        "statistics_fact",
        "permissions_accessevent",
        "casemanagement_caseproof",
    } <= COVERED


@pytest.mark.parametrize("model", [User, Kommune, DeadlineRule], ids=lambda model: model._meta.label)
def test_what_exists_without_a_client_is_not_part_of_it(model: type[Model]) -> None:
    assert model._meta.db_table not in COVERED
    with pytest.raises(LookupError):
        person_graph.rows(model, Case(pk=1))


def _leads(model: type[Model]) -> list[str]:
    """Columns that could name a case, and relations that may point at any model."""
    generic = [field.name for field in model._meta.private_fields]
    columns = [str(field.column) for field in model._meta.local_fields]
    return generic + [column for column in columns if SUSPICIOUS.search(column)]


@pytest.mark.parametrize(
    "model",
    [model for model in apps.get_models(include_auto_created=True) if model._meta.managed],
    ids=lambda model: model._meta.label,
)
def test_no_model_leads_to_a_case_without_being_covered(model: type[Model]) -> None:
    table = model._meta.db_table

    assert table in COVERED or table in NOTHING_OF_A_CLIENT or _leads(model) == []


def test_no_table_of_the_database_leads_to_a_case_without_being_covered(db: None) -> None:
    """The catalogue knows columns and foreign keys that no model mentions."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE hanging AS ("
            " SELECT 'casemanagement_case'::regclass AS table_id"
            " UNION SELECT conrelid FROM pg_constraint, hanging"
            " WHERE contype = 'f' AND confrelid = table_id)"
            " SELECT relname FROM pg_class c WHERE relkind IN ('r', 'p') AND"
            " relnamespace::regnamespace::text IN ('public', 'statistics', 'kim') AND"
            " (oid IN (SELECT table_id FROM hanging) OR EXISTS (SELECT FROM pg_attribute a"
            "  WHERE attrelid = c.oid AND NOT attisdropped AND"
            "  attname IN ('case_id', 'kim_case', 'case_number', 'pseudonym')))"
        )
        found = {name for (name,) in cursor.fetchall()}

    assert found - COVERED == set()


@pytest.mark.usefixtures("as_owner")
def test_rows_are_those_of_the_one_case(house: Any, carla: User) -> None:
    mine, other = CaseFactory(led_by=carla), CaseFactory(led_by=carla)
    for model in (Case, ClientIdentity, Milestone, Job):
        for case in (mine, other):
            assert all(getattr(row, "case_id", row.pk) == case.pk for row in person_graph.rows(model, case))
    assert person_graph.rows(ClientIdentity, mine).count() == 1


def test_the_graph_says_which_tables_are_the_databases_own() -> None:
    closed = {table.name for table in person_graph.tables() if not table.is_open_to(DEED)}

    assert closed == {
        "casemanagement_caseproof",
        "casemanagement_removedevent",
        "indicators_factlink",
        "statistics_fact",
    }
