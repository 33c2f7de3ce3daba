# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the broker can wake; each may be delivered twice or never."""

from celery import shared_task

from casemanagement import deadlines, jobs


@shared_task(name="casemanagement.run_job")
def run_job(pk: int) -> None:
    jobs.run_job(pk)


@shared_task(name="casemanagement.recover_jobs")
def recover_jobs() -> None:
    jobs.recover_jobs()


@shared_task(name="casemanagement.fire_deadlines")
def fire_deadlines() -> None:
    deadlines.fire_deadlines()
