# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the broker can wake; each may be delivered twice or never."""

from celery import shared_task

from casemanagement import (
    beginnings,
    consent_clock,
    contract_alarms,
    countdowns,
    jobs,
    monthly_sample,
    reminders,
    retention,
    standing_in,
)


@shared_task(name="casemanagement.run_job")
def run_job(pk: int) -> None:
    jobs.run_job(pk)


@shared_task(name="casemanagement.recover_jobs")
def recover_jobs() -> None:
    jobs.recover_jobs()


@shared_task(name="casemanagement.fire_deadlines")
def fire_deadlines() -> None:
    reminders.fire_deadlines()
    consent_clock.watch()
    beginnings.watch()


@shared_task(name="casemanagement.follow_absences")
def follow_absences() -> None:
    standing_in.follow_absences()


@shared_task(name="casemanagement.run_retention")
def run_retention() -> None:
    retention.run()


@shared_task(name="casemanagement.raise_contract_alarms")
def raise_contract_alarms() -> None:
    contract_alarms.raise_alarms()


@shared_task(name="casemanagement.count_down")
def count_down() -> None:
    countdowns.say_what_is_due()


@shared_task(name="casemanagement.draw_samples")
def draw_samples() -> None:
    monthly_sample.draw_all()
