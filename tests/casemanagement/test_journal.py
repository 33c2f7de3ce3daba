# SPDX-License-Identifier: AGPL-3.0-or-later
"""The journal is appended to, chained, and proves every change."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from casemanagement import journal
from casemanagement.casework import record_event
from casemanagement.choices import EventKind
from casemanagement.models import Case, CaseEvent, CaseProof
from permissions.actor import Actor
from tests.factories import CaseFactory

pytestmark = pytest.mark.usefixtures("house", "as_owner")
SYSTEM = Actor.system()


@pytest.fixture
def case(house: object) -> Case:
    """A case with three events, beside another with one."""
    case = CaseFactory()
    for intensity in ("low", "medium", "high"):
        record_event(case, EventKind.INTENSITY_CHANGED, by=SYSTEM, intensity=intensity)
    record_event(CaseFactory(), EventKind.PAUSED, by=SYSTEM)
    return case


def tamper(statement: str, *values: int) -> None:
    """Do what only somebody with the database's own keys could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE casemanagement_caseevent DISABLE TRIGGER USER")
        cursor.execute(statement, values)
        cursor.execute("ALTER TABLE casemanagement_caseevent ENABLE TRIGGER USER")


def test_the_rows_of_a_case_are_numbered_and_chained(case: Case) -> None:
    rows = list(case.events.order_by("seq"))
    assert [row.seq for row in rows] == [1, 2, 3]
    assert [bytes(row.previous or b"") for row in rows[1:]] == [bytes(row.hash or b"") for row in rows[:2]]
    assert journal.verify() == []


@pytest.mark.parametrize("deed", ["update", "delete"])
def test_nobody_changes_or_deletes_a_row(case: Case, deed: str) -> None:
    row = CaseEvent.objects.filter(case=case, seq=2)
    with pytest.raises(IntegrityError, match="only ever appended"), transaction.atomic():
        row.update(hat="fach") if deed == "update" else row.delete()


@pytest.mark.parametrize(
    ("statement", "seq", "why"),
    [
        ("UPDATE casemanagement_caseevent SET data = '{}' WHERE case_id = %s AND seq = 2", 2, "content"),
        (
            "UPDATE casemanagement_caseevent SET at = at - interval '1 s' WHERE case_id = %s AND seq = 1",
            1,
            "content",
        ),
        ("DELETE FROM casemanagement_caseevent WHERE case_id = %s AND seq = 2", 3, "gap"),
        (
            "UPDATE casemanagement_caseevent SET hash = sha256('x') WHERE case_id = %s AND seq = 2",
            2,
            "content",
        ),
    ],
    ids=["content", "time", "removed", "hash"],
)
def test_tampering_is_found_at_its_row(case: Case, statement: str, seq: int, why: str) -> None:
    tamper(statement, case.pk)
    first = journal.verify()[0]
    assert (first.case_number, first.seq, first.why) == (case.number, seq, why)


def test_the_command_says_that_all_is_well(case: Case) -> None:
    out = StringIO()
    call_command("verify_journal", stdout=out)
    assert "unversehrt: 4 Zeilen" in out.getvalue()


def test_the_command_names_the_first_broken_row_and_fails(case: Case) -> None:
    tamper("UPDATE casemanagement_caseevent SET kind = 'closed' WHERE case_id = %s AND seq = 3", case.pk)
    with pytest.raises(CommandError, match=f"{case.number}, Zeile 3") as caught:
        call_command("verify_journal")
    assert caught.value.returncode == 1


def test_the_journal_goes_with_its_case_and_leaves_a_proof(case: Case) -> None:
    last = case.events.latest("seq")
    number = case.number
    case.delete()
    assert not CaseEvent.objects.filter(case_id=last.case_id).exists()
    proof = CaseProof.objects.get(case_number=number)
    assert (proof.last_seq, bytes(proof.last_hash or b"")) == (3, bytes(last.hash or b""))
