# SPDX-License-Identifier: AGPL-3.0-or-later
"""Doubled, lost and killed deliveries of a job all end in one result."""

import datetime as dt
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from casemanagement import jobs
from casemanagement.choices import JobState, MilestoneKind
from casemanagement.models import Case, Job, Milestone, Notice
from permissions import clock
from permissions.actor import Actor, acting_as, acting_in_role, current_actor
from permissions.database.roles import OWNER
from permissions.models import User
from permissions.rights import Right
from tests.factories import CaseFactory

KIND = "tests.milestone"
gave_up: list[str] = []


def reach(job: Job, by: Actor) -> None:
    """A result that would be seen twice if the job were done twice."""
    assert job.case is not None
    Milestone.objects.create(
        case=job.case, kind=MilestoneKind.OWN_TENANCY, reached_on=dt.date(2026, 1, len(gave_up) + 1)
    )
    if job.payload.get("fails"):
        raise ValueError("Samira Haddad")


def note(job: Job, by: Actor) -> None:
    gave_up.append(job.error_type)


@pytest.fixture(autouse=True)
def known_kind() -> Iterator[None]:
    """A kind of job that exists for these tests alone."""
    jobs.handler(KIND, right=Right.WRITE_FILE, gave_up=note)(reach)
    yield
    del jobs.HANDLERS[KIND]
    gave_up.clear()


@pytest.fixture
def case(carla: User) -> Case:
    return CaseFactory(led_by=carla, in_assessment=True)


def order(case: Case, by: Actor, key: str = "one", **facts: object) -> Job:
    with transaction.atomic(), acting_in_role(OWNER):
        return jobs.enqueue(KIND, key, by=by, case=case, **facts)  # type: ignore[arg-type]


def results(case: Case) -> int:
    with transaction.atomic(), acting_in_role(OWNER):
        return Milestone.objects.filter(case=case).count()


def fresh(job: Job) -> Job:
    with transaction.atomic(), acting_in_role(OWNER):
        return Job.objects.get(pk=job.pk)


def test_a_job_is_done_once_however_often_it_is_delivered(case: Case, actor: Callable[..., Actor]) -> None:
    job = order(case, actor("carla"))
    assert [jobs.run_job(job.pk) for _delivery in range(3)] == [True, False, False]
    assert (results(case), fresh(job).state) == (1, JobState.DONE)


def test_the_same_order_given_twice_is_one_job(case: Case, actor: Callable[..., Actor]) -> None:
    assert order(case, actor("carla")) == order(case, actor("carla"))


def test_a_job_acts_as_whoever_ordered_it(case: Case, actor: Callable[..., Actor]) -> None:
    seen: list[Actor | None] = []
    jobs.handler(KIND)(lambda _job, _by: seen.append(current_actor()))
    jobs.run_job(order(case, actor("carla")).pk)
    assert seen == [actor("carla")]


def test_a_job_of_somebody_who_may_no_longer_ends_without_a_result(
    case: Case, actor: Callable[..., Actor]
) -> None:
    job = order(case, actor("carla"))
    with acting_in_role(OWNER):
        case.assignments.update(valid_until=clock.today() - dt.timedelta(days=1))
    assert not jobs.run_job(job.pk)
    assert (results(case), fresh(job).error_type) == (0, "NotPermitted")
    assert (fresh(job).state, gave_up) == (JobState.FAILED, ["NotPermitted"])  # and not tried again
    with acting_in_role(OWNER):
        assert [(n.kind, n.to_hat) for n in Notice.objects.filter(case=case)] == [("job_refused", "fach")]


@pytest.mark.parametrize("lost", ["appointment", "account"])
def test_a_job_without_a_case_asks_for_the_hat_of_that_day(
    lost: str, carla: User, actor: Callable[..., Actor]
) -> None:
    done: list[Actor] = []
    jobs.handler(KIND)(lambda _job, by: done.append(by))
    with transaction.atomic(), acting_in_role(OWNER):
        kept, late = (jobs.enqueue(KIND, key, by=actor("carla")) for key in ("kept", "late"))
    assert jobs.run_job(kept.pk)
    with acting_in_role(OWNER):
        if lost == "account":
            User.objects.filter(pk=carla.pk).update(is_active=False)
        else:
            carla.memberships.update(valid_until=clock.today() - dt.timedelta(days=1))

    assert not jobs.run_job(late.pk)

    assert done == [actor("carla")]
    assert "abgelehnt" in fresh(late).outcome


def test_a_job_that_waits_for_its_day_is_not_begun(case: Case, actor: Callable[..., Actor]) -> None:
    job = order(case, actor("carla"), run_after=clock.now() + dt.timedelta(days=1))
    assert not jobs.run_job(job.pk)
    with clock.at(clock.now() + dt.timedelta(days=2)):
        assert jobs.run_due() == 1


def test_a_job_that_fails_is_tried_three_times_and_leaves_nothing_behind(
    case: Case, actor: Callable[..., Actor]
) -> None:
    job = order(case, actor("carla"), payload={"fails": True})
    start = clock.now()
    for attempt in range(5):
        with clock.at(start + dt.timedelta(minutes=2 * attempt)):
            jobs.run_job(job.pk)
    failed = fresh(job)
    assert (failed.state, failed.claims, failed.error_type) == (JobState.FAILED, 3, "ValueError")
    assert (results(case), gave_up) == (0, ["ValueError"])


def test_a_killed_worker_leaves_a_job_that_is_put_back(case: Case, actor: Callable[..., Actor]) -> None:
    job = order(case, actor("carla"))
    start = clock.now()
    jobs._claim(job.pk)  # the worker dies right after its claim
    assert jobs.recover_jobs() == 0
    with clock.at(start + dt.timedelta(minutes=2)):
        jobs.recover_jobs()
        assert jobs.run_job(job.pk)
    assert results(case) == 1


def test_a_job_that_kills_its_workers_is_given_up(case: Case, actor: Callable[..., Actor]) -> None:
    job = order(case, actor("carla"))
    start = clock.now()
    for death in range(4):
        with clock.at(start + dt.timedelta(minutes=2 * death)):
            jobs.recover_jobs()
            jobs._claim(job.pk)  # the worker dies right after its claim
    assert (fresh(job).state, gave_up) == (JobState.FAILED, ["Lost"])


@pytest.mark.django_db(transaction=True)
def test_ten_workers_at_the_same_moment_give_one_result(case: Case, actor: Callable[..., Actor]) -> None:
    job = order(case, actor("carla"))
    at_once = threading.Barrier(10)
    done: list[bool] = []

    def worker() -> None:
        at_once.wait()
        done.append(jobs.run_job(job.pk))
        connection.close()

    threads = [threading.Thread(target=worker) for _worker in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sorted(done), results(case)) == ([False] * 9 + [True], 1)


WORKER = """
import os, django
django.setup()
from django.conf import settings
from django.db import connection
settings.DATABASES["default"]["NAME"] = os.environ["TEST_NAME"]
from casemanagement import jobs
from tests.casemanagement import test_jobs
def dies(job, by):
    test_jobs.reach(job, by)
    os.kill(os.getpid(), 9)
jobs.handler(test_jobs.KIND)(dies)
jobs.run_job(int(os.environ["JOB"]))
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_between_result_and_mark_leaves_neither(
    case: Case, actor: Callable[..., Actor]
) -> None:
    job = order(case, actor("carla"))
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "TEST_NAME": str(connection.settings_dict["NAME"]),
        "JOB": str(job.pk),
    }
    worker = subprocess.run([sys.executable, "-c", WORKER], env=environment, check=False)  # ourselves
    assert worker.returncode == -9
    assert (fresh(job).state, fresh(job).claims, results(case)) == (JobState.RUNNING, 1, 0)
    with clock.at(clock.now() + dt.timedelta(minutes=2)):
        jobs.recover_jobs()
        assert jobs.run_job(job.pk)
    assert results(case) == 1


def test_the_worker_is_woken_only_once_the_order_is_committed(
    case: Case, actor: Callable[..., Actor], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as woken, acting_as(actor("carla")):
        order(case, actor("carla"))
    assert len(woken) == 1
