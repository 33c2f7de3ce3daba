# SPDX-License-Identifier: AGPL-3.0-or-later
"""Work for the worker: the table is the truth, a message only wakes.

Doubled, lost and killed deliveries all end in one result, because the result is written in one
transaction with the mark that it is done.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from celery import current_app
from django.db import transaction

from casemanagement.actions.notices import tell
from casemanagement.casework import casework
from casemanagement.choices import JobState, NoticeKind
from casemanagement.models import Case, Job
from casemanagement.models.job import REFUSED
from permissions import clock
from permissions.actor import Actor, NotPermitted, acting_as
from permissions.hats import Hat, hats_of
from permissions.rights import Right

if TYPE_CHECKING:
    from django.db.models import QuerySet

RUN_TASK = "casemanagement.run_job"  # casemanagement.tasks
MAX_CLAIMS = 3
RETRY_AFTER = dt.timedelta(minutes=1)
# Between its claim and its first lock a worker needs far less.
CLAIM_LOST_AFTER = dt.timedelta(minutes=1)

Run = Callable[[Job, Actor], None]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Handler:
    """What a kind of job does, with which right on its case, and what follows when it gives up."""

    run: Run
    right: Right
    gave_up: Run | None = None


HANDLERS: dict[str, Handler] = {}


def handler(
    kind: str, *, right: Right = Right.WRITE_FILE, gave_up: Run | None = None
) -> Callable[[Run], Run]:
    """Register the function that does this kind of job."""

    def register(function: Run) -> Run:
        HANDLERS[kind] = Handler(function, right, gave_up)
        return function

    return register


def enqueue(
    kind: str,
    key: str,
    *,
    by: Actor,
    case: Case | None = None,
    payload: dict[str, Any] | None = None,
    run_after: dt.datetime | None = None,
) -> Job:
    """Order a job once per key; the worker is woken when the transaction is through."""
    now = clock.now()
    facts = {
        "kind": kind,
        "case": case,
        "payload": payload or {},
        "run_after": run_after or now,
        "person": by.person,
        "hat": by.hat,
    }
    job, _created = Job.objects.get_or_create(key=key, defaults=facts)
    if job.run_after <= now:
        transaction.on_commit(partial(wake, job.pk), robust=True)
    return job


def wake(pk: int) -> None:
    """Tell a worker; if the broker is away, recover_jobs will."""
    current_app.send_task(RUN_TASK, [pk])


def run_job(pk: int) -> bool:
    """Do a job unless somebody else does it or it is done; say whether this call finished it."""
    claim = _claim(pk)
    if not claim:
        return False
    try:
        return _work(pk, claim)
    except NotPermitted:
        log.warning("Job %s: refused", pk)
        _refuse(pk, claim)
        return False
    except Exception as error:  # noqa: BLE001  # whatever a handler raises ends in the table
        log.warning("Job %s: %s", pk, type(error).__name__)
        _put_back(pk, claim, type(error).__name__)
        return False


def run_due() -> int:
    """Do everything that is due, here and now; for commands and tests without a worker."""
    done = 0
    while pks := _due_pks():
        finished = sum(run_job(pk) for pk in pks)
        if not finished:
            break
        done += finished
    return done


def recover_jobs() -> int:
    """Put back what a killed worker left, and wake workers for whatever is due."""
    with transaction.atomic(), acting_as(Actor.system()):
        lost = Job.objects.stuck(clock.now() - CLAIM_LOST_AFTER).select_for_update(skip_locked=True)
        # A row that is locked belongs to a worker that is alive.
        claims = list(lost.values_list("pk", "claims"))
    for pk, claim in claims:
        _put_back(pk, claim, "Lost", retry_after=dt.timedelta(0))
    due = _due_pks()
    for pk in due:
        wake(pk)
    return len(due)


def actor_of(job: Job) -> Actor:
    """Who ordered it, as that person is now."""
    return Actor(job.person, Hat(job.hat))


def _claim(pk: int) -> int:
    """Take the job; the number of the claim, or 0 when it is not to be had."""
    now = clock.now()
    with transaction.atomic(), acting_as(Actor.system()):
        job = _lockable(skip_locked=True).filter(pk=pk, state=JobState.QUEUED, run_after__lte=now).first()
        if job is None:
            return 0
        job.state, job.claimed_at, job.claims = JobState.RUNNING, now, job.claims + 1
        job.save(update_fields=["state", "claimed_at", "claims"])
        return job.claims


def _work(pk: int, claim: int) -> bool:
    """The result and the mark that it is done are one transaction."""
    with transaction.atomic(), acting_as(Actor.system()):
        # Not skipped: somebody whose own claim just failed may still hold the row for a moment.
        job = _lockable(skip_locked=False).filter(pk=pk, state=JobState.RUNNING, claims=claim).first()
        if job is None:
            return False
        how = HANDLERS[job.kind]
        by = actor_of(job)
        if job.case_id is None:
            with acting_as(by):
                _demand_hat(by)
                how.run(job, by)
        else:
            with casework(job.case_id, by=by, right=how.right):
                how.run(job, by)
        job.state, job.finished_at, job.error_type = JobState.DONE, clock.now(), ""
        job.save(update_fields=["state", "finished_at", "error_type"])
        return True


def _put_back(pk: int, claim: int, error_type: str, *, retry_after: dt.timedelta = RETRY_AFTER) -> None:
    """Try again later, or give up: a job that kills its worker must not do so for ever."""
    with transaction.atomic(), acting_as(Actor.system()):
        job = _lockable(skip_locked=True).filter(pk=pk, state=JobState.RUNNING, claims=claim).first()
        if job is None:
            return
        job.error_type = error_type[:100]
        if job.claims < MAX_CLAIMS:
            job.state, job.run_after = JobState.QUEUED, clock.now() + retry_after
        else:
            job.state, job.finished_at = JobState.FAILED, clock.now()
            _give_up(job)
        job.save(update_fields=["state", "run_after", "finished_at", "error_type"])


def _refuse(pk: int, claim: int) -> None:
    """End a job whose giver may not do this, or no longer; trying again would change nothing."""
    with transaction.atomic(), acting_as(Actor.system()):
        job = _lockable(skip_locked=True).filter(pk=pk, state=JobState.RUNNING, claims=claim).first()
        if job is None:
            return
        job.state, job.finished_at, job.error_type = JobState.FAILED, clock.now(), REFUSED
        _give_up(job)
        if job.case_id is not None:  # one without a case stands on the administration's page
            system = Actor.system()
            with casework(job.case_id, by=system, right=Right.READ_FRAME) as case:
                tell(NoticeKind.JOB_REFUSED, by=system, case=case, to_hat=Hat.FACH)
        job.save(update_fields=["state", "finished_at", "error_type"])


def _demand_hat(by: Actor) -> None:
    """Without a case nothing else asks whether the person still wears the hat."""
    person = by.person
    if person and not (person.is_active and by.hat in hats_of(person, clock.today())):
        raise NotPermitted


def _give_up(job: Job) -> None:
    how = HANDLERS.get(job.kind)
    if how is None or how.gave_up is None or job.case_id is None:
        return
    system = Actor.system()
    with casework(job.case_id, by=system, right=Right.READ_FRAME):
        how.gave_up(job, system)


def _lockable(*, skip_locked: bool) -> QuerySet[Job]:
    return Job.objects.select_related("person").select_for_update(of=("self",), skip_locked=skip_locked)


def _due_pks() -> list[int]:
    with transaction.atomic(), acting_as(Actor.system()):
        return list(Job.objects.due(clock.now()).order_by("run_after", "pk").values_list("pk", flat=True))
