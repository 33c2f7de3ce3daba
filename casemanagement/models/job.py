# SPDX-License-Identifier: AGPL-3.0-or-later
"""Work that the worker does; this table is the truth about it, a broker message only wakes."""

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext

from casemanagement.choices import JobState
from casemanagement.models.base import CaseRow, optional_person
from casemanagement.models.case import Case
from casemanagement.models.constraints import one_of
from permissions.querysets import PermittedQuerySet

# The kind of error of a job that ended because its giver has no right to it, or no longer.
REFUSED = "NotPermitted"


class JobQuerySet(PermittedQuerySet["Job"]):
    def due(self, now: dt.datetime) -> Self:
        return self.filter(state=JobState.QUEUED, run_after__lte=now)

    def unfinished(self) -> Self:
        """What waits, runs or has given up; the oldest first."""
        return self.exclude(state=JobState.DONE).order_by("pk")

    def stuck(self, claimed_before: dt.datetime) -> Self:
        """Claimed by a worker that never came back."""
        return self.filter(state=JobState.RUNNING, claimed_at__lt=claimed_before)


class Job(CaseRow):
    case = models.ForeignKey(Case, models.CASCADE, related_name="jobs", null=True, blank=True)
    kind = models.CharField(max_length=60)
    # The same order given twice is one job.
    key = models.CharField(max_length=200, unique=True)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    claims = models.PositiveSmallIntegerField(default=0)
    run_after = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # The class of the error alone: its text could hold what the job worked on.
    error_type = models.CharField(max_length=100, blank=True)
    person = optional_person()
    hat = models.CharField(max_length=10)

    objects = JobQuerySet.as_manager()  # type: ignore[misc]  # narrower than in CaseRow

    class Data:
        frame = (
            "case",
            "kind",
            "key",
            "payload",
            "state",
            "claims",
            "run_after",
            "claimed_at",
            "finished_at",
            "error_type",
            "person",
            "hat",
        )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("state", JobState),
            models.CheckConstraint(
                condition=Q(state__in=[JobState.QUEUED, JobState.RUNNING], finished_at__isnull=True)
                | Q(state__in=[JobState.DONE, JobState.FAILED], finished_at__isnull=False),
                name="job_finished_has_time",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["run_after"],
                name="job_to_do",
                condition=Q(state__in=[JobState.QUEUED, JobState.RUNNING]),
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def outcome(self) -> str:
        """Its state as people read it; a refusal is no mishap."""
        refused = self.state == JobState.FAILED and self.error_type == REFUSED
        return gettext("abgelehnt: Das Recht dazu ist entfallen") if refused else self.get_state_display()
