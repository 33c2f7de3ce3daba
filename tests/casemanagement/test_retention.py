# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is due is proposed, what two persons agreed to is deleted, and then nothing of the person is left."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, ProgrammingError, transaction

from casemanagement import retention, retention_schedule
from casemanagement.actions import retention as deeds
from casemanagement.choices.retention import ArchiveAnswer, RetentionClass
from casemanagement.models import Case, DeletionItem, DeletionRun, Document
from permissions import clock
from permissions.actor import Actor, NotPermitted, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.hats import Hat
from tests.casemanagement.erasing import (
    LONG_AGO,
    SYSTEM,
    TODAY,
    as_owner,
    ended,
    erase,
    exists,
    orders,
    the_run,
    two_weeks_later,
)
from tests.cast import House
from tests.permissions.stage import Stage


@pytest.fixture(autouse=True)
def _someday() -> Iterator[None]:
    with clock.at(TODAY):
        yield


# --- The schedule -------------------------------------------------------------------------------

DUE = [
    (RetentionClass.DECLINED_REFERRAL, dt.date(2025, 8, 31), dt.date(2026, 2, 28)),
    (RetentionClass.COPIES, dt.date(2025, 12, 2), dt.date(2026, 3, 2)),
    (RetentionClass.CASE_RESTRICTION, dt.date(2025, 9, 2), dt.date(2026, 3, 2)),
    (RetentionClass.CASE_FILE, dt.date(2022, 1, 1), dt.date(2025, 12, 31)),
    (RetentionClass.CASE_FILE, dt.date(2022, 12, 31), dt.date(2025, 12, 31)),
    (RetentionClass.CHILD_PROTECTION, dt.date(2022, 6, 1), dt.date(2032, 12, 31)),
    (RetentionClass.BACKUPS, dt.date(2026, 1, 1), dt.date(2026, 2, 5)),
]


@pytest.mark.parametrize(("code", "start", "due"), DUE)
def test_a_period_is_counted_from_its_start(
    db: None, code: RetentionClass, start: dt.date, due: dt.date
) -> None:
    with acting_in_role(OWNER):
        assert retention_schedule.day_of(code, start) == due


def test_every_class_has_a_rule_with_a_legal_basis(db: None) -> None:
    with acting_in_role(OWNER):
        rules = retention_schedule.rules(TODAY)

    assert list(rules) == list(RetentionClass.values)
    assert all(rule.legal_basis for rule in rules.values())


def test_a_newer_row_counts_from_its_day_and_the_old_one_stays(db: None) -> None:
    six_years = {
        "code": "case_file",
        "valid_from": dt.date(2026, 1, 1),
        "start": "closure",
        "from_year_end": True,
        "months": 72,
        "action": "delete",
        "legal_basis": "Ratsbeschluss",
    }
    with acting_in_role(OWNER):
        assert retention_schedule.add([six_years]) == 1
        assert retention_schedule.add([six_years]) == 0
        assert retention_schedule.rules(dt.date(2025, 12, 31))["case_file"].months == 36
        assert retention_schedule.rules(TODAY)["case_file"].months == 72
        assert retention_schedule.fingerprint(TODAY) != retention_schedule.fingerprint(dt.date(2025, 1, 1))


# --- From the proposal to the deletion ----------------------------------------------------------


def test_nothing_is_deleted_without_two_persons(
    stage: Stage, actor: Callable[..., Actor], decide: Callable[[], None]
) -> None:
    case = ended(stage, "A")
    assert retention.run().proposed == {"case_file": 1}
    with acting_as(actor("dora")), transaction.atomic():
        run = DeletionRun.objects.get()
        deeds.approve(run, by=actor("dora"))
    with clock.at(TODAY + dt.timedelta(days=400)):
        assert not retention.run().erased

    assert exists(case)


def test_two_weeks_after_the_second_agreement_it_is_final(stage: Stage, decide: Callable[[], None]) -> None:
    case = ended(stage, "A")
    retention.run()
    decide()

    with clock.at(TODAY + dt.timedelta(days=13)):
        assert retention.run().waiting == 1
        assert exists(case)
    with two_weeks_later():
        report = retention.run()
        assert (report.refused, report.erased) == ([], {"case_file": 1})
        assert not exists(case)
        assert not retention.run().erased


def test_until_then_either_of_them_takes_it_back(
    stage: Stage, decide: Callable[[], None], actor: Callable[..., Actor]
) -> None:
    case = ended(stage, "A")
    retention.run()
    decide()
    with acting_as(actor("kora")):
        deeds.withdraw(DeletionRun.objects.get(), by=actor("kora"))
    with two_weeks_later():
        report = retention.run()

    assert exists(case)
    assert report.proposed == {"case_file": 1}  # it is still due, so it is proposed anew


def test_one_person_cannot_agree_twice(stage: Stage, house: House, actor: Callable[..., Actor]) -> None:
    ended(stage, "A")
    retention.run()
    as_owner(
        "INSERT INTO permissions_membership (person_id, organisation_id, role, valid_from)"
        " SELECT %s, organisation_id, role, valid_from FROM permissions_membership WHERE person_id = %s",
        house["kora"].pk,
        house["dora"].pk,
    )
    both = Actor(house["kora"], Hat.DSB)
    with acting_as(actor("kora")):
        deeds.approve(DeletionRun.objects.get(), by=actor("kora"))
    with acting_as(both), pytest.raises(ValidationError, match="Zwei verschiedene Personen"):
        deeds.approve(DeletionRun.objects.get(), by=both)


def test_neither_hat_signs_for_the_other(stage: Stage, actor: Callable[..., Actor]) -> None:
    ended(stage, "A")
    retention.run()
    for name, column in (("kora", "protected"), ("dora", "supervised")):
        someone = actor(name)
        forged = {f"{column}_by": someone.person, f"{column}_at": clock.now()}
        with acting_as(someone), pytest.raises(ProgrammingError, match="denied"), transaction.atomic():
            DeletionRun.objects.update(**forged)


@pytest.mark.parametrize("name", ["aylin", "theo", "adam", "conrad", "erika", "rita"])
def test_nobody_else_decides_about_a_deletion(name: str, stage: Stage, actor: Callable[..., Actor]) -> None:
    ended(stage, "A")
    retention.run()
    run = the_run()
    with acting_as(actor(name)), pytest.raises(NotPermitted):
        deeds.approve(run, by=actor(name))


def test_the_officer_of_one_organisation_sees_nothing_of_anothers(
    stage: Stage, actor: Callable[..., Actor]
) -> None:
    ended(stage, "B", "awo")
    retention.run()
    run = the_run()
    with acting_as(actor("dora")):
        assert not DeletionItem.objects.exists()
        with pytest.raises(NotPermitted):
            deeds.approve(run, by=actor("dora"))


def test_what_belongs_to_two_organisations_is_decided_in_two_runs(stage: Stage) -> None:
    ended(stage, "A", "stadt")
    ended(stage, "B", "awo")
    retention.run()

    assert len({item.run_id for item in orders()}) == 2
    assert [item.archive_answer for item in orders()] == ["open", ""]  # the city's files alone are offered


NOT_DUE: dict[str, dict[str, Any]] = {
    "it is still open": {"closed_on": None, "deletion_on": None, "state": "open", "phase": "planning"},
    "its years are not over": {"closed_on": dt.date(2023, 1, 1)},
}


@pytest.mark.parametrize("why", NOT_DUE)
def test_a_file_that_is_not_due_is_not_proposed(why: str, stage: Stage) -> None:
    case = ended(stage, "A")
    with acting_in_role(OWNER):
        Case.objects.filter(pk=case.pk).update(accepted_on=LONG_AGO, **NOT_DUE[why])

    assert not retention.run().proposed


def test_a_file_with_papers_about_child_protection_is_kept_for_ten_years(stage: Stage) -> None:
    case = ended(stage, "A")
    with acting_in_role(OWNER):
        Document.objects.filter(case=case).update(kind="child_protection")

    assert not retention.run().proposed
    with clock.at(dt.date(2032, 12, 31)):
        assert retention.run().proposed == {"child_protection": 1}


def test_a_declined_referral_goes_after_half_a_year(stage: Stage) -> None:
    ended(stage, "A", on=dt.date(2025, 9, 2), state="declined", accepted_on=None)

    assert retention.run().proposed == {"declined_referral": 1}


def test_half_a_year_after_its_end_a_file_is_hidden(stage: Stage) -> None:
    old = ended(stage, "A", on=dt.date(2025, 9, 2))
    young = ended(stage, "B", on=dt.date(2025, 9, 3))
    with acting_in_role(OWNER):
        old.restrictions.all().delete()  # of the stage
    assert retention.run().restricted == 1

    with acting_in_role(OWNER):
        assert Case.objects.get(pk=old.pk).is_restricted
        assert old.restrictions.get(lifted_at=None).ground == "closed"
        assert not Case.objects.get(pk=young.pk).is_restricted
    assert retention.run().restricted == 0


def test_a_copy_goes_when_its_purpose_is_reached_and_that_it_was_shown_stays(
    stage: Stage, decide: Callable[[], None]
) -> None:
    case = ended(stage, "A", on=dt.date(2025, 11, 1))
    with acting_in_role(OWNER):
        case.documents.update(kind="identity")
        shown_on = case.documents.get().uploaded_at
    assert retention.run().proposed == {"copies": 1}
    decide()
    with two_weeks_later():
        retention.run()

    with acting_in_role(OWNER):
        paper = Document.objects.get(case=case)
        assert (paper.title, paper.sha256, paper.size, paper.uploaded_at) == ("", "", 0, shown_on)
        assert paper.removed_at is not None
    assert as_owner("SELECT 1 FROM casemanagement_documentcontent WHERE case_id = %s", case.pk) == []
    assert exists(case)


# --- The archive --------------------------------------------------------------------------------


def test_a_file_of_the_city_waits_for_the_archives_word(
    stage: Stage, actor: Callable[..., Actor], decide: Callable[[], None]
) -> None:
    case = ended(stage, "A")
    retention.run()
    for who in ("kora", "dora"):
        with acting_as(actor(who)):
            deeds.approve(DeletionRun.objects.get(), by=actor(who))
    with two_weeks_later():
        assert retention.run().waiting == 1
        assert exists(case)
    with clock.at(dt.date(2026, 9, 2)):  # six months after the offer
        assert retention.run().erased == {"case_file": 1}
    assert [item.archive_answer for item in orders()] == [ArchiveAnswer.EXPIRED]


def test_the_database_deletes_nothing_before_the_archive_has_answered(stage: Stage) -> None:
    ended(stage, "A")
    retention.run()
    (item,) = orders()
    as_owner(
        "UPDATE casemanagement_deletionrun SET supervised_by_id = p.lo, protected_by_id = p.hi,"
        " supervised_at = kim.now() - interval '20 days', protected_at = kim.now() - interval '20 days'"
        " FROM (SELECT min(id) lo, max(id) hi FROM permissions_user) p"
    )
    with acting_as(SYSTEM), pytest.raises(DatabaseError, match="archive comes first"), transaction.atomic():
        erase(item.pk)
