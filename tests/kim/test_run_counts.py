# SPDX-License-Identifier: AGPL-3.0-or-later
"""The administration sees how often the machine worked and whether it failed, and of whom it was never."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator

import pytest
from celery.signals import task_postrun
from django.core.cache import cache
from django.test import Client

from casemanagement.models import DeletionRun, Job
from kim import run_counts
from kim.administration.runs import TASKS
from kim.celery import app
from permissions import clock
from permissions.actor import acting_in_role
from permissions.database.roles import OWNER
from tests.cast import House
from tests.factories import CaseFactory

SignedIn = Callable[[str], Client]
PAGE = "/verwaltung/laeufe/"
NOON = dt.datetime(2026, 3, 2, 12, tzinfo=clock.BERLIN)


@pytest.fixture
def task() -> Iterator[str]:
    """A name that no other test counts."""
    name = f"tests.{uuid.uuid4().hex}"
    yield name
    cache.delete(f"runs:{name}:last")


def test_runs_are_counted_by_day_and_failures_apart(task: str) -> None:
    for days, succeeded in ((0, True), (2, True), (2, False), (6, True), (7, True)):
        with clock.at(NOON - dt.timedelta(days=days)):
            run_counts.note(task, succeeded=succeeded)
    with clock.at(NOON):
        (found,) = run_counts.of([task])

    assert (found.today, found.week, found.failed) == (1, 4, 1)


def test_the_worker_counts_after_each_task(task: str) -> None:
    class Sent:
        name = task

    for state in ("SUCCESS", "FAILURE"):
        task_postrun.send(sender=Sent, task=Sent, state=state)
    (found,) = run_counts.of([task])

    assert (found.today, found.failed) == (2, 1)
    assert found.last is not None


def test_every_task_of_the_timetable_has_words() -> None:
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} == set(TASKS)


@pytest.fixture
def worked(house: House) -> str:
    """Two jobs on a case, one of them given up, and a deletion of three files."""
    case = CaseFactory(led_by=house["aylin"], planned=True)
    now = clock.now()
    with acting_in_role(OWNER):
        for key, state in (("a", "done"), ("b", "failed"), ("c", "queued")):
            Job.objects.create(
                case=case,
                kind="support_planning.print_plan",
                key=f"{case.number}.{key}",
                state=state,
                run_after=now,
                finished_at=None if state == "queued" else now,
                person=house["aylin"],
                hat="case",
            )
        DeletionRun.objects.create(
            organisation=house.organisation("stadt"),
            schedule="x",
            proposed_at=now,
            finished_at=now,
            counts={"case_file": 2, "copies": 1},
        )
    return str(case.number)


def test_the_page_counts_and_names_nobody(worked: str, signed_in: SignedIn) -> None:
    response = signed_in("adam").get(PAGE)
    (job,) = response.context["jobs"]
    (deletion,) = response.context["deletions"]
    text = response.content.decode()

    assert (job["waiting"], job["done"], job["failed"], job["total"]) == (1, 1, 1, 3)
    assert deletion["number"] == 3
    assert worked not in text
    assert "Aylin" not in text
    assert "Haddad" not in text


@pytest.mark.parametrize("name", ["aylin", "kora", "theo", "dora", "erika", "conrad"])
def test_it_is_the_administrations_alone(name: str, signed_in: SignedIn) -> None:
    assert signed_in(name).get(PAGE).status_code == 403
