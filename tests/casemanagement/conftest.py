# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the tests about deletion share: a stage of ended files, two persons who agree, and a filled file."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from casemanagement import retention
from casemanagement.actions import documents
from casemanagement.actions import retention as deeds
from casemanagement.models import (
    Case,
    DeletionRun,
)
from permissions import clock
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER
from tests.casemanagement.erasing import BEGAN, DELETED, ENDED, File, agree
from tests.cast import House
from tests.papers import PDF
from tests.permissions.stage import Stage
from tests.workflows import walking


@pytest.fixture
def beside_the_database(tmp_path: Path, settings: Any) -> None:
    settings.DELETION_LEDGER = tmp_path / "deletions.jsonl"
    settings.ARCHIVE_FOLDER = tmp_path / "archive"


@pytest.fixture
def stage(house: House, beside_the_database: None) -> Stage:
    return Stage(house)


@pytest.fixture
def decide(house: House, actor: Callable[..., Actor]) -> Callable[[], None]:
    """The archive declines, Kora and Dora agree, and two weeks pass."""

    def _decide() -> None:
        for who in ("kora", "dora"):
            with acting_as(actor(who)), transaction.atomic():
                for run in DeletionRun.objects.filter(finished_at=None, withdrawn_at=None):
                    answers = {item.pk: "declined" for item in run.items.filter(archive_answer="open")}
                    deeds.answer_for_archive(run, by=actor(who), answers=answers)
                    deeds.approve(run, by=actor(who))

    return _decide


@pytest.fixture
def file(beside_the_database: None, house: House, actor: Callable[..., Actor]) -> File:
    """Walked through the intake, filled, closed long ago, and beside it the file of a brother."""
    aylin = actor("aylin")
    with clock.at(BEGAN):
        case = walking.register(aylin, given_name="KANARIEVORNAME", family_name="KANARIENAME")
        for step in (
            "assess_urgency",
            "check_duplicates",
            "record_overlap",
            "obtain_consent",
            "declare_conflict",
        ):
            walking.do(case, f"intake.{step}", by=aylin)
        paper = SimpleUploadedFile("ausweis.pdf", PDF)
        with acting_as(aylin), transaction.atomic():
            documents.add(case, by=aylin, kind="other", title="Ausweis", file=paper)
        walking.register(aylin, given_name="Bruder", family_name="Anders")
    with acting_in_role(OWNER), transaction.atomic():
        found = File(walking.fresh(case))
        facts = {"accepted_on": ENDED, "state": "closed", "phase": "ended", "closed_on": ENDED}
        Case.objects.filter(pk=case.pk).update(deletion_on=ENDED, **facts)
        found.fill(Stage(house))
        found.case = Case.objects.get(pk=case.pk)
    return found


@pytest.fixture
def delete(actor: Callable[..., Actor]) -> Callable[..., retention.Report]:
    """Proposed, offered to the archive, agreed to by two persons, and carried out two weeks later."""

    def _delete(answer: str = "declined") -> retention.Report:
        with clock.at(DELETED):
            retention.run()
            agree(actor, answer)
        with clock.at(DELETED + dt.timedelta(days=14)):
            return retention.run()

    return _delete
