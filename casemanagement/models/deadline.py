# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deadlines: the rules are rows that a programme may change, each running deadline is a row."""

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import DeadlineUnit, EscalateTo
from casemanagement.models.base import CaseRow, a_person, optional_person
from casemanagement.models.case import Case
from casemanagement.models.constraints import one_of
from casemanagement.sentences import SentenceField
from casemanagement.validators import note_length
from casemanagement.words import SealedTextField
from permissions.querysets import PermittedQuerySet


class DeadlineRule(models.Model):
    """How long a step may take, and who hears when; all three are counted from the start, in one unit.

    These are the values an installation begins with; what a town made of them are the rows of DeadlineChange.
    """

    code = models.SlugField(max_length=40, unique=True)
    title = SentenceField(_("Frist"), max_length=120)
    amount = models.PositiveSmallIntegerField(_("Dauer"))
    unit = models.CharField(_("Einheit"), max_length=20, choices=DeadlineUnit)
    remind_after = models.PositiveSmallIntegerField(_("Erinnerung nach"), null=True, blank=True)
    escalate_after = models.PositiveSmallIntegerField(_("Meldung nach"), null=True, blank=True)
    escalate_to = models.CharField(_("Meldung an"), max_length=20, choices=EscalateTo, blank=True)
    # How often the case manager extends it herself; none: nobody extends it, it is a date outside this house.
    own_extensions = models.PositiveSmallIntegerField(
        _("Eigene Verlängerungen"), null=True, blank=True, default=0, db_default=0
    )
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
            "own_extensions",
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


class DeadlineChange(models.Model):
    """What the coordination of a town made of a rule, from a day on. The rows are the journal: none is changed."""

    kommune = models.ForeignKey("permissions.Kommune", models.PROTECT, related_name="deadline_changes")
    rule = models.ForeignKey(DeadlineRule, models.PROTECT, related_name="changes")
    # Back to what the installation began with; the values beside it are those of that day.
    is_default = models.BooleanField(default=False)
    amount = models.PositiveSmallIntegerField(_("Dauer"))
    unit = models.CharField(_("Einheit"), max_length=20, choices=DeadlineUnit)
    remind_after = models.PositiveSmallIntegerField(_("Erinnerung nach"), null=True, blank=True)
    escalate_after = models.PositiveSmallIntegerField(_("Meldung nach"), null=True, blank=True)
    own_extensions = models.PositiveSmallIntegerField(_("Eigene Verlängerungen"), null=True, blank=True)
    valid_from = models.DateField(_("gilt ab"))
    for_running = models.BooleanField(_("auch für laufende Fristen"), default=False)
    reason = models.TextField(_("Grund"), validators=[note_length])
    changed_by = a_person(verbose_name=_("geändert von"))
    changed_at = models.DateTimeField(_("geändert am"))

    objects: ClassVar[models.Manager["DeadlineChange"]] = models.Manager()

    class Data:
        frame = (
            "kommune",
            "rule",
            "is_default",
            "amount",
            "unit",
            "remind_after",
            "escalate_after",
            "own_extensions",
            "valid_from",
            "for_running",
            "reason",
            "changed_by",
            "changed_at",
        )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gte=1), name="deadline_change_lasts"),
            models.CheckConstraint(condition=~Q(reason=""), name="deadline_change_has_reason"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["rule", "kommune", "valid_from"], name="deadline_change_in_force"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.valid_from:%d.%m.%Y}"


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
    # By which change of the rule its days are reckoned; none: by what the installation began with.
    change = models.ForeignKey(
        DeadlineChange, models.PROTECT, related_name="deadlines", null=True, blank=True
    )
    # What the programme of the case asked for instead, as it was when the days were reckoned.
    own_terms = models.JSONField(null=True, blank=True)
    started_on = models.DateField(_("seit"))
    due_on = models.DateField(_("fällig am"))
    remind_on = models.DateField(null=True, blank=True)
    escalate_on = models.DateField(null=True, blank=True)
    paused_since = models.DateField(_("ruht seit"), null=True, blank=True)
    # What it has rested so far: working days where the rule counts those, else days of the calendar.
    rested = models.PositiveSmallIntegerField(default=0, db_default=0)
    extensions = models.PositiveSmallIntegerField(_("so oft verlängert"), default=0, db_default=0)
    extended_until = models.DateField(_("verlängert bis"), null=True, blank=True)
    extended_by = optional_person(verbose_name=_("verlängert von"))
    extended_reason = SealedTextField(_("Grund der Verlängerung"), max_length=300, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    met_on = models.DateField(_("eingehalten am"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("entfallen am"), null=True, blank=True)

    objects = DeadlineQuerySet.as_manager()  # type: ignore[misc]  # narrower than in CaseRow

    class Data:
        frame = (
            "case",
            "rule",
            "change",
            "own_terms",
            "started_on",
            "due_on",
            "remind_on",
            "escalate_on",
            "paused_since",
            "rested",
            "extensions",
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
                # The words are sealed: the database knows only whether there are some.
                condition=Q(extended_until__isnull=True, extended_by__isnull=True, extended_reason_plain="")
                | (
                    Q(extended_until__isnull=False, extended_by__isnull=False)
                    & (Q(extended_reason__isnull=False) | ~Q(extended_reason_plain=""))
                ),
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

    @property
    def reckoned_by(self) -> "DeadlineRule | DeadlineChange":
        """The row whose values its days come from, whatever the rule says by now."""
        return self.rule if self.change is None or self.change.is_default else self.change

    def is_overdue(self, on: dt.date) -> bool:
        running = self.met_on is None and self.cancelled_at is None and self.paused_since is None
        return running and self.last_day < on
