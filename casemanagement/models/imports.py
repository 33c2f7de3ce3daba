# SPDX-License-Identifier: AGPL-3.0-or-later
"""Running cases that come from a file: the file while it is needed, how far it has come, and what became of it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemanagement.choices.imports import ImportState
from casemanagement.fields import EncryptedBinaryField, EncryptedJSONField
from casemanagement.models.base import CaseRow, a_person
from casemanagement.models.case import Case
from casemanagement.models.constraints import one_of


class ImportRun(models.Model):
    """One file of one person. Its content is gone as soon as its last row was met."""

    started_by = a_person(verbose_name=_("begonnen von"))
    started_at = models.DateTimeField(_("begonnen am"))
    finished_at = models.DateTimeField(_("abgeschlossen am"), null=True, blank=True)
    state = models.CharField(_("Stand"), max_length=20, choices=ImportState, default=ImportState.UPLOADED)
    # Keyed: nobody learns from it whether a known file was brought.
    file_hash = models.CharField(max_length=64)
    # Heading of the file → field of the row.
    mapping = EncryptedJSONField(null=True, blank=True)
    content = EncryptedBinaryField(default=b"", blank=True)
    # Rows that created nothing: number of the row, and the sentences.
    failures = EncryptedJSONField(null=True, blank=True)
    # What is left of the content for the error file.
    error_file = EncryptedBinaryField(default=b"", blank=True)
    # How many of the rows were met, so that the next request goes on there.
    position = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(_("Zeilen"), default=0)
    counts = models.JSONField(default=dict, blank=True)

    objects: ClassVar[models.Manager["ImportRun"]] = models.Manager()

    class Data:
        frame = (
            "started_by",
            "started_at",
            "finished_at",
            "state",
            "file_hash",
            "position",
            "rows",
            "counts",
        )
        identity = ("mapping", "content", "failures", "error_file")

    class Meta:
        ordering: ClassVar[list[str]] = ["-started_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["started_by", "file_hash"], name="import_run_once_per_file"),
            one_of("state", ImportState),
        ]

    def __str__(self) -> str:
        return f"Übernahme {self.pk}"

    @property
    def is_done(self) -> bool:
        return self.state == ImportState.DONE


class ImportRow(CaseRow):
    """Which row became which case, without the row: the same file run again skips it. Goes with the case."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="import_rows")
    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="taken_over")
    person = a_person(verbose_name=_("übernommen von"))
    line = models.PositiveIntegerField(_("Zeile"))
    mark = models.CharField(max_length=64)

    class Data:
        frame = ("case", "run", "person", "line", "mark")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "mark"], name="import_row_once"),
        ]

    def __str__(self) -> str:
        return f"Zeile {self.line} {self.case_id}"
