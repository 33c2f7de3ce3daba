# SPDX-License-Identifier: AGPL-3.0-or-later
"""The worker's application and the beat's timetable: names only, no logic."""

import os

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_ready

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
    "fire-deadlines": {
        "task": "casemanagement.fire_deadlines",
        "schedule": crontab(minute="*/10"),
    },
    "seal-access": {
        "task": "kim.seal_access",
        "schedule": crontab(minute="5"),
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


@worker_ready.connect
def _report(**_: object) -> None:
    app.send_task("kim.report_worker")  # not only after the first minute
