# SPDX-License-Identifier: AGPL-3.0-or-later
"""The journal of deeds: appended only, chained by hash, and the timeline on the screen."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import EventKind
from casemanagement.models.base import CaseRow, optional_person
from casemanagement.models.case import Case


class CaseEvent(CaseRow):
    """One deed. A trigger numbers and chains the rows and refuses to change them (migration 0002).

    The database itself deletes the journal with its case, so that nothing else can; hence
    no cascade here.
    """

    case = models.ForeignKey(Case, models.DO_NOTHING, related_name="events", db_constraint=False)
    seq = models.PositiveIntegerField(editable=False, null=True)
    kind = models.CharField(max_length=40, choices=EventKind)
    at = models.DateTimeField()
    person = optional_person()
    hat = models.CharField(max_length=10)
    # Codes and numbers only: the journal is read by more people than the file.
    data: Any = models.JSONField(default=dict)
    previous = models.BinaryField(max_length=32, editable=False, null=True)
    hash = models.BinaryField(max_length=32, editable=False, null=True)

    class Data:
        frame = ("case", "seq", "kind", "at", "person", "hat", "data", "previous", "hash")

    class Meta:
        ordering: ClassVar[list[str]] = ["case", "seq"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "seq"], name="case_event_seq_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "kind"], name="case_event_of_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.case_id}"


class CaseProof(models.Model):
    """What remains of a deleted case: the last hash of its journal proves an old copy right or wrong."""

    case_number = models.CharField(_("Fallnummer"), max_length=12, unique=True)
    last_seq = models.PositiveIntegerField(default=0)
    last_hash = models.BinaryField(max_length=32, null=True)
    removed_at = models.DateTimeField(_("gelöscht am"))

    objects: ClassVar[models.Manager["CaseProof"]] = models.Manager()

    class Data:
        frame = ("case_number", "last_seq", "last_hash", "removed_at")

    def __str__(self) -> str:
        return self.case_number


class RemovedEvent(models.Model):
    """What remains of one line of a deleted journal: its place and its hash.

    Without it no anchor from before the deletion could be recomputed.
    """

    event_id = models.BigIntegerField(unique=True)
    case_id = models.BigIntegerField(db_index=True)
    seq = models.PositiveIntegerField()
    hash = models.BinaryField(max_length=32)

    objects: ClassVar[models.Manager["RemovedEvent"]] = models.Manager()

    class Data:
        frame = ("event_id", "case_id", "seq", "hash")

    def __str__(self) -> str:
        return f"{self.case_id}/{self.seq}"
