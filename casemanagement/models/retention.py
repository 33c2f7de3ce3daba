# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is deleted when and why, what stops it, and who agreed."""

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casemanagement.choices.retention import (
    ArchiveAnswer,
    HoldReason,
    RetentionAction,
    RetentionClass,
    RetentionStart,
)
from casemanagement.fields import EncryptedTextField
from casemanagement.models.base import CaseRow, a_person, optional_person
from casemanagement.models.case import Case
from casemanagement.models.constraints import one_of, together
from permissions import clock
from permissions.querysets import PermittedQuerySet

# Two persons have agreed; for so long either of them can still take it back.
DAYS_TO_RECONSIDER = 14


class RetentionRule(models.Model):
    """One class of the schedule, in force from a day until a newer row of the same class."""

    code = models.CharField(_("Datenart"), max_length=30, choices=RetentionClass)
    valid_from = models.DateField(_("gilt ab"))
    start = models.CharField(_("Beginn der Frist"), max_length=20, choices=RetentionStart)
    from_year_end = models.BooleanField(_("zählt ab dem 31.12."), default=False)
    months = models.PositiveSmallIntegerField(_("Monate"), null=True, blank=True)
    days = models.PositiveSmallIntegerField(_("Tage"), null=True, blank=True)
    action = models.CharField(_("Folge"), max_length=20, choices=RetentionAction)
    legal_basis = models.CharField(_("Rechtsgrundlage"), max_length=300)
    exceptions = models.CharField(_("Ausnahmen"), max_length=300, blank=True)
    # How long the city's archive may think about an offer; empty where nothing is offered.
    archive_months = models.PositiveSmallIntegerField(_("Frist des Archivs"), null=True, blank=True)

    objects: ClassVar[models.Manager["RetentionRule"]] = models.Manager()

    class Data:
        frame = (
            "code",
            "valid_from",
            "start",
            "from_year_end",
            "months",
            "days",
            "action",
            "legal_basis",
            "exceptions",
            "archive_months",
        )

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="retention_rule_once_a_day"),
            one_of("action", RetentionAction),
            one_of("start", RetentionStart),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.valid_from:%d.%m.%Y}"


class LegalHoldQuerySet(PermittedQuerySet["LegalHold"]):
    def living(self) -> Self:
        return self.filter(released_at__isnull=True)


class LegalHold(CaseRow):
    """As long as it lives, nothing of the case is deleted."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="legal_holds")
    reason = models.CharField(_("Anlass"), max_length=20, choices=HoldReason)
    note = EncryptedTextField(_("Erläuterung"), max_length=500, blank=True)
    review_on = models.DateField(_("zu prüfen am"))
    placed_by = a_person(verbose_name=_("gesetzt von"))
    placed_at = models.DateTimeField(_("gesetzt am"))
    reminded_at = models.DateTimeField(null=True, blank=True)
    released_by = optional_person(verbose_name=_("aufgehoben von"))
    released_at = models.DateTimeField(_("aufgehoben am"), null=True, blank=True)

    objects = LegalHoldQuerySet.as_manager()  # type: ignore[misc]  # narrower than in CaseRow

    class Data:
        frame = (
            "case",
            "reason",
            "note",
            "review_on",
            "placed_by",
            "placed_at",
            "reminded_at",
            "released_by",
            "released_at",
        )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("reason", HoldReason),
            together("released_by", "released_at", name="legal_hold_released_by_and_at"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case"], name="legal_hold_living", condition=Q(released_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} {self.case_id}"


class DeletionRun(models.Model):
    """What is to be deleted together; two persons agree, each for the half that is theirs.

    Whoever holds the Fachaufsicht and the organisation's own data protection officer sign in columns
    of their own, and the database lets neither write the other's. No organisation: what no file is
    part of, such as the record of access.
    """

    organisation = models.ForeignKey(
        "permissions.Organisation", models.PROTECT, related_name="deletion_runs", null=True
    )
    # Fingerprint of the schedule that was in force.
    schedule = models.CharField(max_length=64)
    proposed_at = models.DateTimeField(_("vorgeschlagen am"))
    supervised_by = optional_person(verbose_name=_("zugestimmt, Fachaufsicht"))
    supervised_at = models.DateTimeField(null=True, blank=True)
    protected_by = optional_person(verbose_name=_("zugestimmt, Datenschutz"))
    protected_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = optional_person(verbose_name=_("zurückgezogen von"))
    withdrawn_at = models.DateTimeField(_("zurückgezogen am"), null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(_("ausgeführt am"), null=True, blank=True)
    counts = models.JSONField(default=dict)

    objects: ClassVar[models.Manager["DeletionRun"]] = models.Manager()

    class Data:
        frame = (
            "organisation",
            "schedule",
            "proposed_at",
            "supervised_by",
            "supervised_at",
            "protected_by",
            "protected_at",
            "withdrawn_by",
            "withdrawn_at",
            "started_at",
            "finished_at",
            "counts",
        )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            together("supervised_by", "supervised_at", name="deletion_run_supervised_by_and_at"),
            together("protected_by", "protected_at", name="deletion_run_protected_by_and_at"),
            together("withdrawn_by", "withdrawn_at", name="deletion_run_withdrawn_by_and_at"),
            models.CheckConstraint(
                condition=Q(supervised_by__isnull=True)
                | Q(protected_by__isnull=True)
                | ~Q(supervised_by=F("protected_by")),
                name="deletion_run_two_persons",
            ),
        ]

    def __str__(self) -> str:
        return f"Löschlauf {self.pk}"

    @property
    def is_approved(self) -> bool:
        return self.supervised_at is not None and self.protected_at is not None

    @property
    def is_open(self) -> bool:
        """Neither done nor taken back."""
        return self.finished_at is None and self.withdrawn_at is None

    @property
    def approved_on(self) -> dt.date | None:
        """The day of the second agreement."""
        if self.supervised_at is None or self.protected_at is None:
            return None
        return max(self.supervised_at, self.protected_at).astimezone(clock.BERLIN).date()

    @property
    def final_on(self) -> dt.date | None:
        """From this day on it is carried out and cannot be taken back."""
        day = self.approved_on
        return day + dt.timedelta(days=DAYS_TO_RECONSIDER) if day else None


class DeletionItem(models.Model):
    """One file, or one paper, that is to be deleted. What would lead back to it is emptied with it."""

    run = models.ForeignKey(DeletionRun, models.PROTECT, related_name="items", null=True)
    organisation = models.ForeignKey("permissions.Organisation", models.PROTECT, related_name="+")
    # Numbers, not links: this row outlives what they name, and then forgets them.
    case_id = models.BigIntegerField(null=True, db_index=True)
    case_number = models.CharField(_("Fallnummer"), max_length=12, blank=True)
    document_id = models.BigIntegerField(null=True)
    rule = models.CharField(_("Datenart"), max_length=30, choices=RetentionClass)
    started_on = models.DateField(_("Beginn der Frist"))
    due_on = models.DateField(_("zu löschen seit"))
    requested_by = optional_person(verbose_name=_("beantragt von"))
    subject_hash = models.CharField(max_length=64)
    archive_answer = models.CharField(_("Archiv"), max_length=10, choices=ArchiveAnswer, blank=True)
    archive_asked_on = models.DateField(_("angeboten am"), null=True, blank=True)
    archive_answered_on = models.DateField(_("Antwort am"), null=True, blank=True)
    archive_answered_by = optional_person(verbose_name=_("eingetragen von"))
    handed_over_at = models.DateTimeField(_("übergeben am"), null=True, blank=True)
    erased_at = models.DateTimeField(_("gelöscht am"), null=True, blank=True)
    counts = models.JSONField(default=dict)
    last_hash = models.BinaryField(max_length=32, null=True)

    objects: ClassVar[models.Manager["DeletionItem"]] = models.Manager()

    class Data:
        frame = (
            "run",
            "organisation",
            "case_id",
            "case_number",
            "document_id",
            "rule",
            "started_on",
            "due_on",
            "requested_by",
            "subject_hash",
            "archive_answer",
            "archive_asked_on",
            "archive_answered_on",
            "archive_answered_by",
            "handed_over_at",
            "erased_at",
            "counts",
            "last_hash",
        )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True, case_id__isnull=False)
                | Q(erased_at__isnull=False, case_id__isnull=True, document_id__isnull=True, case_number=""),
                name="deletion_item_forgets",
            ),
            models.UniqueConstraint(
                fields=["run", "case_id", "document_id"],
                name="deletion_item_once_per_run",
                nulls_distinct=False,
                condition=Q(erased_at__isnull=True),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["run", "erased_at"], name="deletion_item_of_run"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.pk}"
