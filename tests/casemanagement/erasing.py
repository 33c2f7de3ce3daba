# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that are to be deleted, everything that could betray them, and a walk that looks for it."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings as configured
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, models, transaction

from casemanagement import deletion_ledger, person_graph
from casemanagement.actions import retention as deeds
from casemanagement.models import (
    Case,
    CaseEvent,
    DeletionItem,
    DeletionRun,
    IdentityToken,
    LegalHold,
)
from indicators.models import FactLink
from indicators.week import Week
from permissions import clock
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER
from tests.permissions.stage import Stage, case_models

TODAY = dt.date(2026, 3, 2)
LONG_AGO = dt.date(2022, 6, 1)  # its three years ended with 2025
SYSTEM = Actor.system()


BEGAN = dt.datetime(2022, 5, 4, 10, tzinfo=clock.BERLIN)
ENDED = dt.date(2022, 6, 1)
DELETED = dt.date(2026, 3, 2)
WEEK = Week.parse("2022-W18")
SYSTEM = Actor.system()
LINKS = {"case_id", "kim_case"}
# What remains, where, and of which trace.
REMAINS = {
    "casemanagement_caseproof": {"number"},
    "permissions_accessevent": LINKS,
    "casemanagement_removedevent": LINKS,
}


def ended(stage: Stage, letter: str, code: str = "stadt", on: dt.date = LONG_AGO, **facts: Any) -> Case:
    """A closed file with a row in every table."""
    with acting_in_role(OWNER), transaction.atomic():
        case = stage.case(letter, code)
        facts = {"received_on": on, "accepted_on": on, "state": "closed", "phase": "ended"} | facts
        Case.objects.filter(pk=case.pk).update(closed_on=on, deletion_on=on, **facts)
        LegalHold.objects.filter(case=case).delete()
        case.documents.update(kind="other")
    return case


def as_owner(statement: str, *values: Any) -> list[Any]:
    with acting_in_role(OWNER), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall()) if cursor.description else []


def exists(case: Case) -> bool:
    return bool(as_owner("SELECT 1 FROM casemanagement_case WHERE id = %s", case.pk))


def orders() -> list[DeletionItem]:
    with acting_in_role(OWNER), transaction.atomic():
        return list(DeletionItem.objects.order_by("pk"))


def the_run() -> DeletionRun:
    with acting_in_role(OWNER), transaction.atomic():
        return DeletionRun.objects.get()


def two_weeks_later() -> Any:
    return clock.at(TODAY + dt.timedelta(days=14))


def erase(item: int) -> None:
    execute(f"SELECT kim.erase({item})")


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


class File:
    """A file with something in every table, and all that could betray it."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.traces: set[str] = set()

    def fill(self, stage: Stage) -> None:
        for model in case_models()[1:]:
            stage.fill(model, self.case)
        LegalHold.objects.filter(case=self.case).delete()
        for table in person_graph.tables():
            for row in table.find(self.case) if table.name.startswith("casemanagement_") else ():
                self.mark(row)  # the engine's texts are names of nodes
        self.traces |= {self.case.number}
        # Parts of a name are shared with whoever has the same ones.
        tokens = IdentityToken.objects.filter(case=self.case).exclude(kind=IdentityToken.Kind.GRAM)
        self.traces |= {bytes(row.token).hex() for row in tokens}
        link = FactLink.objects.get(case=self.case)
        self.traces |= {str(link.case_secret), str(link.client_secret), str(link.household_secret)}

    def mark(self, row: models.Model) -> None:
        """A canary in every text that somebody typed."""
        for field in row._meta.local_concrete_fields:
            typed = isinstance(field, models.CharField | models.TextField)
            if not typed or field.choices or field.unique or isinstance(row, CaseEvent | DeletionItem):
                continue
            if field.name in {"quarter", "programme"}:
                continue  # names a part of the city, or a code of the town's file: a dimension of the figures
            canary = f"KANARIE{row._meta.model_name}{field.name}"[: field.max_length or 200]
            try:
                with transaction.atomic():
                    setattr(row, field.name, canary)
                    row.save(update_fields=[field.name])
            except DatabaseError:
                row.refresh_from_db(fields=[field.name])
                continue  # a code, or tied to others by a constraint
            self.traces |= set(_raw(row, str(field.column))) if len(canary) > 9 else set()


def _raw(row: models.Model, column: str) -> Iterator[str]:
    """The canary as it really lies in the table: readable, or as its cipher."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT "{column}"::text FROM "{row._meta.db_table}" t WHERE t."{row._meta.pk.column}" = %s'
            if "statistics" not in row._meta.db_table
            else f'SELECT "{column}"::text FROM statistics."{row._meta.db_table}" t WHERE t.id = %s',
            [row.pk],
        )
        yield from (value for (value,) in cursor.fetchall() if value)


def agree(actor: Callable[..., Actor], answer: str = "declined") -> None:
    for who in ("kora", "dora"):
        with acting_as(actor(who)), transaction.atomic():
            for run in DeletionRun.objects.filter(finished_at=None):
                answers = {item.pk: answer for item in run.items.filter(archive_answer="open")}
                deeds.answer_for_archive(run, by=actor(who), answers=answers)
                deeds.approve(run, by=actor(who))


# --- The walk -----------------------------------------------------------------------------------


def tables_of_the_database() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
            " ORDER BY 1, 2"  # in any order of the catalogue the same; the cases before what refers to them
        )
        return list(cursor.fetchall())


def rows_of(schema: str, table: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT to_jsonb(t)::text FROM "{schema}"."{table}" t')
        return [json.loads(row) for (row,) in cursor.fetchall()]


def found_in_tables(file: File) -> dict[str, set[str]]:
    """Table → traces of the file in it: every column of every row of every schema, as text."""
    found: dict[str, set[str]] = {}
    with acting_in_role(OWNER), transaction.atomic():
        for schema, table in tables_of_the_database():
            for row in rows_of(schema, table):
                text = json.dumps(row, ensure_ascii=False)
                seen = {trace for trace in file.traces if trace in text}
                seen |= {name for name in LINKS & row.keys() if row[name] == file.case.pk}
                if seen:
                    found.setdefault(table, set()).update(seen)
    return found


def found_elsewhere(file: File) -> list[str]:
    """Files that the program keeps, and what a broker or cache holds."""
    places = [deletion_ledger.path(), *Path(configured.ARCHIVE_FOLDER).glob("*")]
    texts = {str(place): place.read_bytes().decode(errors="replace") for place in places if place.exists()}
    texts |= {f"storage {name}": name for names in default_storage.listdir("") for name in names}
    texts |= {f"cache {key!r}": repr(value) for key, value in _cached()}
    return [name for name, text in texts.items() if any(trace in text for trace in file.traces)]


def _cached() -> Iterator[tuple[Any, Any]]:
    client: Any = cache._cache.get_client(write=False) if hasattr(cache, "_cache") else None
    for key in client.scan_iter("*") if hasattr(client, "scan_iter") else ():
        yield key, client.dump(key)
