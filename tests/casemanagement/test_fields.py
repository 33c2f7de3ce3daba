# SPDX-License-Identifier: AGPL-3.0-or-later
"""Encrypted values: unreadable in the database, and of no use in another row, column or case."""

import datetime as dt
import importlib
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from casemanagement import sealing
from casemanagement.actions import documents
from casemanagement.choices import DocumentKind
from casemanagement.fields import ENCRYPTED, SealField, Unreadable
from casemanagement.models import Case, ClientIdentity, Contact, DocumentContent, HouseholdPerson
from permissions import clock
from permissions.actor import Actor, acting_in_role
from permissions.database.roles import OWNER
from permissions.hats import Hat
from permissions.models import User
from tests.factories import CaseFactory
from tests.papers import PDF

pytestmark = pytest.mark.usefixtures("_owner")


@pytest.fixture
def _owner(db: None) -> Iterator[None]:
    with acting_in_role(OWNER):
        yield


@pytest.fixture
def case(carla: User) -> Case:
    return CaseFactory(led_by=carla)


@pytest.fixture
def person(case: Case) -> HouseholdPerson:
    return HouseholdPerson.objects.create(
        case=case, relation="child", given_name="Ömer", birth_date=dt.date(2020, 1, 2)
    )


def raw(row: Any, column: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM {row._meta.db_table} WHERE id = %s', [row.pk])
        return cursor.fetchone()[0]


def put(row: Any, **columns: Any) -> None:
    """Somebody with the database in hand changes a row."""
    names = ", ".join(f'"{name}" = %s' for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {row._meta.db_table} SET {names} WHERE id = %s", [*columns.values(), row.pk])


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def test_what_is_written_is_read_in_every_way_django_reads(case: Case, person: HouseholdPerson) -> None:
    rows = HouseholdPerson.objects.filter(case=case)

    assert fresh(person).given_name == "Ömer"
    assert list(rows.values_list("given_name", "birth_date")) == [("Ömer", dt.date(2020, 1, 2))]
    assert list(rows.values("given_name")) == [{"given_name": "Ömer"}]
    assert list(Case.objects.filter(pk=case.pk).values_list("household__given_name", flat=True)) == ["Ömer"]
    assert [row.given_name for row in rows.only("given_name")] == ["Ömer"]
    assert rows.defer("given_name").get().given_name == "Ömer"
    assert rows.annotate(name=F("given_name")).get().name == "Ömer"
    assert ClientIdentity.objects.select_related("case").get(case=case).given_name
    assert Case.objects.select_related("identity").get(pk=case.pk).identity.family_name


def test_the_database_holds_nothing_of_it_and_each_writing_looks_different(person: HouseholdPerson) -> None:
    first = raw(person, "given_name")
    person.save()

    assert first.startswith("k1.r:")
    assert "mer" not in first
    assert first != raw(person, "given_name")
    assert fresh(person).given_name == "Ömer"


def test_nothing_stays_nothing(case: Case) -> None:
    row = HouseholdPerson.objects.create(case=case, relation="child", given_name="", birth_date=None)

    assert (raw(row, "given_name"), raw(row, "birth_date")) == ("", None)
    assert (fresh(row).given_name, fresh(row).birth_date) == ("", None)


def test_a_value_moved_to_another_row_does_not_open(case: Case, person: HouseholdPerson) -> None:
    other = HouseholdPerson.objects.create(case=case, relation="child", given_name="Aylin")
    put(other, given_name=raw(person, "given_name"))

    with pytest.raises(Unreadable, match="passt nicht"):
        fresh(other)


def test_a_value_moved_to_another_column_does_not_open(person: HouseholdPerson) -> None:
    put(person, family_name=raw(person, "given_name"))

    with pytest.raises(Unreadable, match="passt nicht"):
        fresh(person)


def test_a_row_moved_to_another_persons_case_does_not_open_even_with_its_seal(
    person: HouseholdPerson, carla: User
) -> None:
    put(person, case_id=CaseFactory(led_by=carla).pk)

    with pytest.raises(Unreadable, match="passt nicht"):
        fresh(person)


def test_a_row_without_its_seal_does_not_open(person: HouseholdPerson) -> None:
    put(person, seal=None)

    with pytest.raises(Unreadable, match="passt nicht"):
        fresh(person)


def test_a_damaged_value_does_not_open(person: HouseholdPerson) -> None:
    stored = raw(person, "given_name")
    for broken in ("Ömer", "k1.r:", "k9.r:" + stored[5:], stored[:-8] + "AAAAAAA=", "k1.r:%%%"):
        put(person, given_name=broken)
        with pytest.raises(Unreadable) as caught:
            fresh(person)
        assert "Ömer" not in str(caught.value)


# --- Values from before rows had seals ----------------------------------------------------------


@pytest.fixture
def older(person: HouseholdPerson) -> Any:
    """A row as it was written before."""
    place = "casemanagement.householdperson.given_name"
    put(person, seal=None, given_name=sealing.encrypt_text("Ömer", place), birth_date=None)
    return fresh(person)


def test_an_older_value_stays_readable(older: Any) -> None:
    assert raw(older, "given_name").startswith("k1:")
    assert older.given_name == "Ömer"


def test_an_older_row_is_changed_without_becoming_unreadable(older: Any) -> None:
    older.given_name = "Can"
    older.save(update_fields=["given_name"])
    older.birth_date = dt.date(2021, 1, 1)
    older.save()

    assert raw(older, "seal") is None
    assert (fresh(older).given_name, fresh(older).birth_date) == ("Can", dt.date(2021, 1, 1))


def test_who_took_part_in_a_talk_is_sealed_by_the_migration_and_opened_by_its_way_back(
    case: Case, carla: User
) -> None:
    migration = importlib.import_module("casemanagement.migrations.0008_sealed_rows")
    talk = Contact.objects.create(
        case=case, kind="phone", occurred_on=clock.today(), written_by=carla, written_at=clock.now()
    )
    put(talk, participants="Frau Haddad", seal=None)
    editor = SimpleNamespace(connection=connection)

    migration.seal_participants(None, editor)
    assert raw(talk, "participants").startswith("k1:")
    assert fresh(talk).participants == "Frau Haddad"

    migration.open_participants(None, editor)
    assert raw(talk, "participants") == "Frau Haddad"


# --- Ways to write that know no row -------------------------------------------------------------


def test_many_rows_at_once_are_refused_and_emptying_them_is_not(case: Case, person: HouseholdPerson) -> None:
    rows = HouseholdPerson.objects.filter(case=case)
    with pytest.raises(TypeError, match="row by row"), transaction.atomic():
        rows.update(given_name="Alle")

    rows.update(given_name="")

    assert fresh(person).given_name == ""


def test_several_new_rows_in_one_statement_have_seals_of_their_own(case: Case) -> None:
    new: list[Any] = [
        HouseholdPerson(case=case, relation="child", given_name=name) for name in ("Ada", "Ben")
    ]
    with CaptureQueriesContext(connection) as asked:
        HouseholdPerson.objects.bulk_create(new)

    assert len([query for query in asked if "INSERT" in query["sql"]]) == 1
    assert len({row.seal for row in new}) == 2
    assert [fresh(row).given_name for row in new] == ["Ada", "Ben"]


def test_neither_writing_nor_reading_asks_the_database_more_than_before(case: Case) -> None:
    with CaptureQueriesContext(connection) as written:
        row = HouseholdPerson.objects.create(case=case, relation="child", given_name="Ada")
    with CaptureQueriesContext(connection) as read:
        assert fresh(row).given_name == "Ada"

    assert (len(written), len(read)) == (1, 1)


# --- Papers and all the others ------------------------------------------------------------------


def test_a_paper_of_one_case_does_not_open_in_another(case: Case, carla: User) -> None:
    other = CaseFactory(led_by=carla)
    mine, theirs = (
        documents.keep.function(
            of, by=Actor(carla, Hat.CASE), kind=DocumentKind.OTHER, title="x", content=content
        )
        for of, content in ((case, PDF), (other, PDF + b"%"))
    )
    put(theirs.stored, content=bytes(raw(mine.stored, "content")), seal=raw(mine.stored, "seal"))

    assert documents.content_of(fresh(mine)) == PDF
    assert bytes(raw(mine.stored, "content")).startswith(b"k1.r:")
    with pytest.raises(Unreadable):
        DocumentContent.objects.get(pk=theirs.stored.pk)


def test_every_model_with_encrypted_values_has_a_seal() -> None:
    without = [
        model._meta.label
        for model in apps.get_models()
        if any(isinstance(field, ENCRYPTED) for field in model._meta.local_fields)
        and not any(isinstance(field, SealField) for field in model._meta.local_fields)
    ]

    assert without == []


def test_a_comparison_is_refused(case: Case) -> None:
    with pytest.raises(Exception, match="Unsupported lookup"):
        Contact.objects.filter(text="x").exists()
