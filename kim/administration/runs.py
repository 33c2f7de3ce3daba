# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the machine did by itself, in numbers: orders by kind, tasks by the timetable, deletions. Of nobody."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from casemanagement.choices import JobState
from casemanagement.models import DeletionRun, Job
from kim import run_counts
from kim.celery import app
from permissions import clock

SHOWN = 20
# What the beat wakes, in words; a task without one shows its name.
TASKS = {
    "kim.report_worker": _("Die Hintergrundarbeit meldet sich"),
    "casemanagement.recover_jobs": _("liegen gebliebene Aufträge wieder aufnehmen"),
    "casemanagement.fire_deadlines": _("Fristen und Einwilligungen prüfen"),
    "casemanagement.count_down": _("an Anträge, Datenpannen und Prüfungen erinnern"),
    "kim.seal_access": _("Zugriffsprotokoll versiegeln"),
    "kim.anchor_journals": _("Prüfanker setzen"),
    "casemanagement.run_retention": _("Löschläufe"),
    "kim.watch_accesses": _("auf ungewöhnlich viele Zugriffe achten"),
    "kim.clear_sessions": _("beendete Sitzungen entfernen"),
    "casemanagement.raise_contract_alarms": _("an endende Verträge erinnern"),
    "casemanagement.follow_absences": _("Vertretungen nach Abwesenheiten einrichten und beenden"),
    "casemanagement.draw_samples": _("Stichproben ziehen"),
    "indicators.roll_up": _("Wochenzahlen bilden"),
    "indicators.catch_up": _("fehlende Wochen nachholen"),
}


@dataclass(frozen=True)
class Task:
    """A line of the timetable."""

    label: str
    runs: run_counts.Runs


class RunsPage(TemplateView):
    template_name = "administration/runs.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            jobs=_jobs(), tasks=_tasks(), deletions=_deletions(), days=run_counts.DAYS, **kwargs
        )


def _jobs() -> list[dict[str, Any]]:
    """By kind: what waits, what is done; neither a case nor a giver is asked for."""
    since = clock.now() - dt.timedelta(days=run_counts.DAYS)
    waiting = Q(state__in=[JobState.QUEUED, JobState.RUNNING])
    rows: Any = Job.objects.values("kind").annotate(
        waiting=Count("pk", filter=waiting),
        done=Count("pk", filter=Q(state=JobState.DONE, finished_at__gte=since)),
        failed=Count("pk", filter=Q(state=JobState.FAILED, finished_at__gte=since)),
        total=Count("pk"),
        last=Max("finished_at"),
    )
    return list(rows.order_by("kind"))


def _tasks() -> list[Task]:
    names = sorted({entry["task"] for entry in app.conf.beat_schedule.values()})
    found = [Task(str(TASKS.get(runs.task, runs.task)), runs) for runs in run_counts.of(names)]
    return sorted(found, key=lambda task: task.label.lower())


def _deletions() -> list[dict[str, Any]]:
    runs = DeletionRun.objects.select_related("organisation").order_by("-proposed_at", "-pk")[:SHOWN]
    return [
        {
            "on": run.proposed_at,
            "house": run.organisation.short_name if run.organisation else _("ohne Akten"),
            "finished": run.finished_at,
            "withdrawn": run.withdrawn_at,
            "number": sum(run.counts.values()) if run.finished_at else None,
        }
        for run in runs
    ]
