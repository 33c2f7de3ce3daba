# SPDX-License-Identifier: AGPL-3.0-or-later
"""What belongs to no file: records of access, accounts of those who left, old posts; and the command."""

import datetime as dt
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from casemanagement import deletion_ledger, retention
from casemanagement.models import Case, Complaint, DataBreach, DeletionRun, ImportRun, LegalHold
from permissions import accesslog, clock, seals
from permissions.accounts import events
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.models import AccessEvent, Credential, Membership, Post, User
from permissions.models.security_event import SecurityEvent, SecurityEventKind, SecuritySeal
from tests.cast import House
from tests.factories import CaseFactory

TODAY = dt.date(2026, 3, 2)
ENDED = dt.date(2022, 6, 1)


@pytest.fixture(autouse=True)
def _someday(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.DELETION_LEDGER = tmp_path / "deletions.jsonl"
    with clock.at(TODAY):
        yield


def accesses(*days: dt.date, grant: str = "Fallführung") -> None:
    with acting_in_role(OWNER), transaction.atomic():
        for day in days:
            at = dt.datetime.combine(day, dt.time(12), tzinfo=clock.BERLIN)
            AccessEvent.objects.create(at=at, hat="case", action="read", grant=grant, person_id=1, case_id=1)
    for day in days:
        with clock.at(day + dt.timedelta(days=1)):
            seals.seal()


def kept() -> list[dt.date]:
    with acting_in_role(OWNER):
        return sorted(event.at.astimezone(clock.BERLIN).date() for event in AccessEvent.objects.all())


def test_the_record_of_access_is_kept_for_a_year(house: House) -> None:
    old, young = dt.date(2025, 2, 20), dt.date(2025, 4, 1)
    accesses(old, young)
    retention.run()

    assert kept() == [young]
    assert seals.broken() == []


def test_an_emergency_stays_provable_for_three_years(house: House) -> None:
    accesses(dt.date(2023, 2, 1), dt.date(2024, 2, 1), grant=accesslog.EMERGENCY)
    retention.run()

    assert kept() == [dt.date(2024, 2, 1)]


def left(house: House, name: str, on: dt.date) -> User:
    with acting_in_role(OWNER), transaction.atomic():
        Membership.objects.filter(person=house[name]).update(valid_until=on)
        User.objects.filter(pk=house[name].pk).update(is_active=False, email="a@example.org")
    return house[name]


def test_the_account_of_somebody_who_left_is_emptied_after_a_year_and_its_row_stays(house: House) -> None:
    gone, recent = left(house, "bernd", dt.date(2025, 2, 1)), left(house, "dilan", dt.date(2025, 4, 1))
    assert retention.run().routine["accounts"] == 1
    assert retention.run().routine["accounts"] == 0

    with acting_in_role(OWNER):
        emptied = User.objects.get(pk=gone.pk)
        assert (emptied.username, emptied.display_name, emptied.email) == (
            f"ausgeschieden-{gone.pk}",
            f"Ausgeschieden {gone.pk}",
            "",
        )
        assert not Credential.objects.filter(person=gone).exists()
        assert User.objects.get(pk=recent.pk).display_name == "Dilan Yildiz"


def test_a_living_account_is_never_emptied(house: House) -> None:
    with acting_in_role(OWNER):
        Membership.objects.filter(person=house["bernd"]).update(valid_until=dt.date(2022, 1, 1))
    assert not retention.run().routine["accounts"]


def test_posts_are_kept_five_years_after_the_year_they_ended(house: House) -> None:
    with acting_in_role(OWNER), transaction.atomic():
        post = Post.objects.get(title="Fallmanagement AWO")
        Post.objects.filter(pk=post.pk).update(
            valid_from=dt.date(2015, 1, 1), valid_until=dt.date(2020, 12, 31)
        )
        young = Post.objects.get(title="Fallmanagement DRK")
        Post.objects.filter(pk=young.pk).update(valid_until=dt.date(2021, 1, 1))
    assert retention.run().routine["funding"] == 1

    with acting_in_role(OWNER):
        assert not Post.objects.filter(pk=post.pk).exists()
        assert Post.objects.filter(pk=young.pk).exists()
        assert Membership.objects.filter(person=house["carla"], post=None).exists()


def test_what_was_done_without_a_file_leaves_a_run_of_its_own(house: House) -> None:
    left(house, "bernd", dt.date(2025, 2, 1))
    retention.run()
    with acting_in_role(OWNER):
        assert DeletionRun.objects.get().counts == {"accounts": 1}


# --- Registers, the journal of accounts, files of running cases ---------------------------------


def complaint(house: House, answered_on: dt.date | None, case: Case | None = None) -> Complaint:
    day = answered_on or dt.date(2020, 1, 2)
    at = dt.datetime.combine(day, dt.time(12), tzinfo=clock.BERLIN)
    with acting_in_role(OWNER), transaction.atomic():
        return Complaint.objects.create(
            organisation=house.organisation("stadt"),
            subject="content",
            addressee="coordination",
            case=case,
            text="Unmut",
            received_on=day,
            entered_by=house["erika"],
            entered_at=at,
            **({"answered_by": house["kora"], "answered_at": at, "state": "answered"} if answered_on else {}),
        )


def breach(house: House, closed_on: dt.date | None) -> DataBreach:
    at = dt.datetime(2020, 1, 2, 12, tzinfo=clock.BERLIN)
    with acting_in_role(OWNER), transaction.atomic():
        return DataBreach.objects.create(
            organisation=house.organisation("stadt"),
            kind="integrity",
            description="Brief",
            known_at=at,
            risk="none",
            entered_by=house["dora"],
            entered_at=at,
            closed_on=closed_on,
        )


def left_of(model: type[Model]) -> set[int]:
    with acting_in_role(OWNER):
        return set(model._default_manager.values_list("pk", flat=True))


def test_a_complaint_is_deleted_three_years_after_the_year_of_its_answer(house: House) -> None:
    complaint(house, dt.date(2022, 12, 30))
    kept = {complaint(house, dt.date(2023, 1, 2)).pk, complaint(house, None).pk}

    assert retention.run().routine["complaints"] == 1
    assert left_of(Complaint) == kept
    with acting_in_role(OWNER):
        assert DeletionRun.objects.get().counts == {"complaints": 1}


def test_a_complaint_about_a_file_that_is_held_stays(house: House) -> None:
    case = CaseFactory(led_by=house["aylin"])
    row = complaint(house, dt.date(2021, 5, 3), case)
    with acting_in_role(OWNER), transaction.atomic():
        hold = LegalHold.objects.create(
            case=case,
            reason="complaint",
            note="x",
            placed_by=house["kora"],
            placed_at=clock.now(),
            review_on=TODAY + dt.timedelta(days=30),
        )
    retention.run()
    assert left_of(Complaint) == {row.pk}

    with acting_in_role(OWNER), transaction.atomic():
        LegalHold.objects.filter(pk=hold.pk).update(released_at=clock.now(), released_by=house["kora"])
    retention.run()
    assert left_of(Complaint) == set()


def test_a_breach_is_deleted_three_years_after_the_year_it_was_closed(house: House) -> None:
    breach(house, dt.date(2022, 6, 1))
    kept = {breach(house, dt.date(2023, 6, 1)).pk, breach(house, None).pk}

    assert retention.run().routine["breaches"] == 1
    assert left_of(DataBreach) == kept


def signed_in_on(house: House, *days: dt.date) -> None:
    for day in days:
        noon = dt.datetime.combine(day, dt.time(12), tzinfo=clock.BERLIN)
        with clock.at(noon), acting_in_role(OWNER), transaction.atomic():
            events.note(SecurityEventKind.SIGNED_IN, person=house["erika"], by=None)
        with clock.at(dt.datetime.combine(day, dt.time(13), tzinfo=clock.BERLIN)):
            seals.seal()


def test_the_journal_of_accounts_is_kept_for_a_year_and_its_chain_holds(house: House) -> None:
    old, young = dt.date(2025, 2, 20), dt.date(2025, 4, 1)
    signed_in_on(house, old, young)
    number = retention.run().routine["security_log"]

    with acting_in_role(OWNER):
        days = {event.at.astimezone(clock.BERLIN).date() for event in SecurityEvent.objects.all()}
    assert number >= 1
    assert old not in days
    assert young in days
    assert seals.broken_of_accounts() == []


def test_a_broken_seal_of_the_journal_of_accounts_stays_as_evidence(house: House) -> None:
    signed_in_on(house, dt.date(2025, 2, 20))
    with acting_in_role(OWNER), transaction.atomic():
        SecuritySeal.objects.update(hash="0" * 64)

    assert not retention.run().routine["security_log"]
    assert seals.broken_of_accounts() != []


def test_the_journal_of_accounts_cannot_be_dropped_before_its_time(house: House) -> None:
    with (
        pytest.raises(DatabaseError, match="twelve months"),
        acting_as(Actor.system()),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT kim.drop_security(kim.now(), false)")


def test_a_file_of_running_cases_that_nobody_finished_is_emptied_after_thirty_days(house: House) -> None:
    with acting_in_role(OWNER), transaction.atomic():
        for days, name in ((31, "old"), (29, "young")):
            ImportRun.objects.create(
                started_by=house["kora"],
                started_at=clock.now() - dt.timedelta(days=days),
                file_hash=name,
                content=b"Zwetlana",
                error_file=b"Zeile 2",
                mapping={"Name": "family_name"},
                failures=[[2, "Name fehlt"]],
            )
    assert retention.run().routine["import_files"] == 1
    assert retention.run().routine["import_files"] == 0

    with acting_in_role(OWNER):
        old, young = ImportRun.objects.get(file_hash="old"), ImportRun.objects.get(file_hash="young")
        assert (old.content, old.error_file, old.mapping, old.failures) == (b"", b"", None, None)
        assert old.is_done
        assert bytes(young.content) == b"Zwetlana"


def test_the_preview_counts_registers_and_files_too(house: House) -> None:
    row = complaint(house, dt.date(2021, 5, 3))

    assert "Ohne Akte fällig: Beschwerden: 1." in said("--dry-run")
    assert left_of(Complaint) == {row.pk}


# --- The command --------------------------------------------------------------------------------


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("run_retention", *arguments, stdout=out)
    return out.getvalue()


def test_the_preview_counts_and_changes_nothing(house: House) -> None:
    CaseFactory(led_by=house["aylin"], received_on=ENDED, closed=True, closed_on=ENDED)

    assert "Fällig und noch nicht vorgeschlagen: Fallakte: 1." in said("--dry-run")
    with acting_in_role(OWNER):
        assert not DeletionRun.objects.exists()


def test_a_run_says_what_it_proposed(house: House) -> None:
    CaseFactory(led_by=house["aylin"], received_on=ENDED, closed=True, closed_on=ENDED)

    assert "Vorgeschlagen: Fallakte: 1." in said()
    assert "Vorgeschlagen: nichts." in said()


def test_only_the_owner_replays(house: House, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Eigentümer"):
        said("--replay", str(tmp_path / "list"))


def test_a_list_that_cannot_be_read_is_one_sentence(house: House, tmp_path: Path) -> None:
    with (
        acting_in_role(OWNER),
        transaction.atomic(),
        pytest.raises(CommandError, match="nicht lesen") as caught,
    ):
        said("--replay", str(tmp_path / "list"))
    assert caught.value.returncode == 2


def test_lines_that_no_backup_can_undo_are_forgotten(tmp_path: Path) -> None:
    for at in ("2026-01-01T00:00:00+00:00", "2026-02-20T00:00:00+00:00"):
        deletion_ledger.append(deletion_ledger.Line(at, 1, None, "x"))

    assert deletion_ledger.forget(clock.now() - dt.timedelta(days=42)) == 1
    assert [line.at[:10] for line in deletion_ledger.read(deletion_ledger.path())] == ["2026-02-20"]
