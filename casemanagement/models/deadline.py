# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deadlines: the rules are rows that a programme may change, each running deadline is a row."""

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import DeadlineUnit, EscalateTo
from casemanagement.models.base import CaseRow, optional_person
from casemanagement.models.case import Case
from casemanagement.models.constraints import one_of
from casemanagement.sentences import SentenceField
from permissions.querysets import PermittedQuerySet


class DeadlineRule(models.Model):
    """How long a step may take, and who hears when; all three are counted from the start, in one unit."""

    code = models.SlugField(max_length=40, unique=True)
    title = SentenceField(_("Frist"), max_length=120)
    amount = models.PositiveSmallIntegerField(_("Dauer"))
    unit = models.CharField(_("Einheit"), max_length=20, choices=DeadlineUnit)
    remind_after = models.PositiveSmallIntegerField(_("Erinnerung nach"), null=True, blank=True)
    escalate_after = models.PositiveSmallIntegerField(_("Meldung nach"), null=True, blank=True)
    escalate_to = models.CharField(_("Meldung an"), max_length=20, choices=EscalateTo, blank=True)
    source = models.CharField(_("Quelle"), max_length=120, blank=True)

    objects: ClassVar[models.Manager["DeadlineRule"]] = models.Manager()

    class Data:
        frame = (
            "code",
            "title",
            "amount",
            "unit",
            "remind_after",
            "escalate_after",
            "escalate_to",
            "source",
        )

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("unit", DeadlineUnit),
            models.CheckConstraint(
                condition=Q(escalate_after__isnull=True, escalate_to="")
                | (Q(escalate_after__isnull=False) & ~Q(escalate_to="")),
                name="deadline_rule_escalates_to_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DeadlineQuerySet(PermittedQuerySet["Deadline"]):
    def running(self) -> Self:
        return self.filter(met_on__isnull=True, cancelled_at__isnull=True)

    def ticking(self) -> Self:
        """Running and not stopped by a pause of the case."""
        return self.running().filter(paused_since__isnull=True)

    def overdue(self, on: dt.date) -> Self:
        return self.ticking().annotate(last_day=Coalesce("extended_until", "due_on")).filter(last_day__lt=on)


class Deadline(CaseRow):
    case = models.ForeignKey(Case, models.CASCADE, related_name="deadlines")
    rule = models.ForeignKey(DeadlineRule, models.PROTECT, related_name="deadlines")
    started_on = models.DateField(_("seit"))
    due_on = models.DateField(_("fällig am"))
    remind_on = models.DateField(null=True, blank=True)
    escalate_on = models.DateField(null=True, blank=True)
    paused_since = models.DateField(_("ruht seit"), null=True, blank=True)
    extended_until = models.DateField(_("verlängert bis"), null=True, blank=True)
    extended_by = optional_person(verbose_name=_("verlängert von"))
    extended_reason = models.CharField(_("Grund der Verlängerung"), max_length=300, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    met_on = models.DateField(_("eingehalten am"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("entfallen am"), null=True, blank=True)

    objects = DeadlineQuerySet.as_manager()  # type: ignore[misc]  # narrower than in CaseRow

    class Data:
        frame = (
            "case",
            "rule",
            "started_on",
            "due_on",
            "remind_on",
            "escalate_on",
            "paused_since",
            "extended_until",
            "extended_by",
            "extended_reason",
            "reminded_at",
            "escalated_at",
            "met_on",
            "cancelled_at",
        )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "rule"],
                name="deadline_one_running_per_rule",
                condition=Q(met_on__isnull=True, cancelled_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("started_on")), name="deadline_due_after_started"
            ),
            models.CheckConstraint(
                condition=Q(extended_until__isnull=True, extended_by__isnull=True, extended_reason="")
                | (Q(extended_until__isnull=False, extended_by__isnull=False) & ~Q(extended_reason="")),
                name="deadline_extended_by_whom_and_why",
            ),
            models.CheckConstraint(
                condition=Q(met_on__isnull=True) | Q(cancelled_at__isnull=True),
                name="deadline_met_or_cancelled",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "due_on"], name="deadline_of_case"),
            models.Index(
                fields=["due_on"],
                name="deadline_ticking",
                condition=Q(met_on__isnull=True, cancelled_at__isnull=True, paused_since__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.case_id}"

    @property
    def last_day(self) -> dt.date:
        """The day that counts: the extension where there is one."""
        return self.extended_until or self.due_on

    def is_overdue(self, on: dt.date) -> bool:
        running = self.met_on is None and self.cancelled_at is None and self.paused_since is None
        return running and self.last_day < on
