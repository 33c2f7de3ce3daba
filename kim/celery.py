# SPDX-License-Identifier: AGPL-3.0-or-later
"""The worker's application and the beat's timetable: names only, no logic."""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import task_postrun, worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kim.settings")

app = Celery("kim")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# One timetable in code. Each task may run twice or be missed: the tables say what is left to do.
app.conf.beat_schedule = {
    "report-worker": {
        "task": "kim.report_worker",
        "schedule": 60.0,
    },
    "recover-jobs": {
        "task": "casemanagement.recover_jobs",
        "schedule": 60.0,
    },
    "follow-absences": {
        "task": "casemanagement.follow_absences",
        "schedule": 60.0,
    },
    "fire-deadlines": {
        "task": "casemanagement.fire_deadlines",
        "schedule": crontab(minute="*/10"),
    },
    "seal-access": {
        "task": "kim.seal_access",
        "schedule": crontab(minute="5"),
    },
    "anchor-journals": {
        "task": "kim.anchor_journals",
        "schedule": crontab(minute="10"),
    },
    "run-retention": {
        "task": "casemanagement.run_retention",
        "schedule": crontab(hour="3", minute="30"),
    },
    "watch-accesses": {
        "task": "kim.watch_accesses",
        "schedule": crontab(minute="*/15"),
    },
    "clear-sessions": {
        "task": "kim.clear_sessions",
        "schedule": crontab(minute="40"),
    },
    "contract-alarms": {
        "task": "casemanagement.raise_contract_alarms",
        "schedule": crontab(hour="5", minute="40"),
    },
    "count-down": {
        "task": "casemanagement.count_down",
        "schedule": crontab(minute="25"),
    },
    "draw-samples": {
        "task": "casemanagement.draw_samples",
        "schedule": crontab(hour="5", minute="50"),
    },
    "roll-up": {
        "task": "indicators.roll_up",
        "schedule": crontab(hour="4", minute="0", day_of_week="mon"),
    },
    "catch-up-weeks": {
        "task": "indicators.catch_up",
        "schedule": crontab(minute="20"),
    },
}


@task_postrun.connect
def _count(task: Any = None, state: str = "", **_: object) -> None:
    from kim import run_counts  # noqa: PLC0415  # once the worker has set Django up

    run_counts.note(task.name, succeeded=state == run_counts.SUCCESS)


@worker_ready.connect
def _report(**_: object) -> None:
    app.send_task("kim.report_worker")  # not only after the first minute
