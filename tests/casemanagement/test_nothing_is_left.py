# SPDX-License-Identifier: AGPL-3.0-or-later
"""After the deletion of a file a walk through every table, file and cache finds nothing of the person."""

import base64
import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.db import transaction

from casemanagement import deletion_ledger, handed_over, journal, person_graph, retention
from casemanagement.models import (
    Case,
    CaseProof,
    DeletionItem,
)
from indicators.actions import roll_up
from indicators.models import Fact, FactLink, WeeklyFigure, WeeklyRollup
from permissions import clock
from permissions.actor import acting_in_role
from permissions.database.roles import OWNER
from tests.casemanagement.erasing import (
    DELETED,
    LINKS,
    REMAINS,
    SYSTEM,
    WEEK,
    File,
    found_elsewhere,
    found_in_tables,
    rows_of,
)


def test_the_walk_would_find_the_file_in_every_table_of_its_graph(file: File) -> None:
    """The control: what finds nothing before the deletion proves nothing after it."""
    with acting_in_role(OWNER):
        filled = {table.name for table in person_graph.tables() if table.find(file.case).exists()}
    found = found_in_tables(file)
    by_link_of_another = {"viewflow_task_previous", "workflows_caseprocess"}

    assert filled - found.keys() - by_link_of_another == {
        "statistics_fact"
    }  # pseudonymous: no way back from it
    assert len(filled) > 40
    assert len(file.traces) > 60


def test_after_the_deletion_nothing_of_the_person_is_left(
    file: File, delete: Callable[..., retention.Report]
) -> None:
    with acting_in_role(OWNER):
        processes = set(file.case.processes.values_list("pk", flat=True))
    report = delete()

    assert (report.refused, report.erased) == ([], {"case_file": 1})
    found = found_in_tables(file)
    assert found.keys() <= REMAINS.keys(), found
    for name, allowed in REMAINS.items():
        assert found.get(name, set()) <= ({file.case.number} if "number" in allowed else LINKS), name
    assert found_elsewhere(file) == []
    with acting_in_role(OWNER), transaction.atomic():
        for table in person_graph.tables():
            assert table.stays or not table.find(file.case).exists(), table.name
        left = [row for row in rows_of("public", "viewflow_process") if row["id"] in processes]
        left += [row for row in rows_of("public", "viewflow_task") if row["process_id"] in processes]
    assert processes
    assert left == []


def test_the_catalogue_and_the_models_know_the_same_tables(
    file: File, delete: Callable[..., retention.Report]
) -> None:
    """The database found the rows by its foreign keys, the program by its models."""
    with acting_in_role(OWNER):
        filled = {
            table.name
            for table in person_graph.tables()
            if not table.stays and table.find(file.case).exists()
        }
    delete()
    with acting_in_role(OWNER), transaction.atomic():
        counted = set(DeletionItem.objects.get().counts)

    assert counted == filled - {"casemanagement_caseevent", "indicators_factlink"}  # go by themselves


def test_the_file_of_another_is_untouched(file: File, delete: Callable[..., retention.Report]) -> None:
    with acting_in_role(OWNER):
        brother = Case.objects.exclude(pk=file.case.pk).get()
        before = {table.name: table.find(brother).count() for table in person_graph.tables()}
    delete()
    with acting_in_role(OWNER):
        assert {table.name: table.find(brother).count() for table in person_graph.tables()} == before


def test_what_remains_is_the_proof_of_the_journal_and_of_the_deletion(
    file: File, delete: Callable[..., retention.Report]
) -> None:
    with acting_in_role(OWNER):
        last = file.case.events.latest("seq")
    delete()
    with acting_in_role(OWNER), transaction.atomic():
        proof = CaseProof.objects.get(case_number=file.case.number)
        item = DeletionItem.objects.select_related("run").get()
        assert journal.verify() == []

    assert bytes(proof.last_hash or b"") == bytes(item.last_hash or b"")
    assert proof.last_seq >= (last.seq or 0)
    assert (item.case_id, item.case_number, item.document_id) == (None, "", None)
    assert item.subject_hash == deletion_ledger.subject_hash(file.case.pk, file.case.number)
    assert item.run is not None
    assert item.run.counts == {"case_file": 1}


# --- Figures ------------------------------------------------------------------------------------


def _figures() -> list[tuple[Any, ...]]:
    with acting_in_role(OWNER), transaction.atomic():
        WeeklyRollup.objects.all().delete()
        with clock.at(DELETED + dt.timedelta(days=30)):
            roll_up(WEEK, by=SYSTEM)
        columns = ("indicator", "figure", "breakdown", "value")
        return sorted(WeeklyFigure.objects.values_list(*columns), key=repr)


def test_the_figures_of_past_weeks_stay_as_they_were(
    file: File, delete: Callable[..., retention.Report]
) -> None:
    before = _figures()
    delete()

    assert _figures() == before
    assert any(row[3] for row in before)


def test_no_way_leads_from_a_fact_to_the_person(file: File, delete: Callable[..., retention.Report]) -> None:
    with acting_in_role(OWNER):
        link = FactLink.objects.get(case=file.case)
        facts = Fact.objects.count()
    delete()
    with acting_in_role(OWNER):
        assert Fact.objects.count() >= facts
        assert not FactLink.objects.filter(case_secret=link.case_secret).exists()


# --- The archive --------------------------------------------------------------------------------


def test_what_the_archive_takes_only_the_archive_can_read(
    file: File, delete: Callable[..., retention.Report], settings: Any
) -> None:
    own = X25519PrivateKey.generate()
    settings.ARCHIVE_KEY = base64.b64encode(own.public_key().public_bytes_raw()).decode()
    assert delete("taken").erased == {"case_file": 1}

    (package,) = Path(settings.ARCHIVE_FOLDER).iterdir()
    assert file.case.number.encode() not in package.read_bytes()
    content = json.loads(handed_over.unseal(package.read_bytes(), own))
    assert content["case"] == file.case.number
    assert "KANARIE" in content["tables"]["casemanagement_clientidentity"][0]["family_name"]
    assert found_elsewhere(file) == []


def test_without_the_archives_key_nothing_is_handed_over_and_nothing_deleted(
    file: File, delete: Callable[..., retention.Report], settings: Any
) -> None:
    settings.ARCHIVE_KEY = "kein Schlüssel"
    report = delete("taken")

    assert not report.erased
    assert "KIM_ARCHIVE_KEY" in report.refused[0]
    with acting_in_role(OWNER):
        assert Case.objects.filter(pk=file.case.pk).exists()
