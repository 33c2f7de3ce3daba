# SPDX-License-Identifier: AGPL-3.0-or-later
"""The record of who looked where; it outlives the case and therefore holds numbers, not references."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from permissions import clock
from permissions.hats import Hat


class AccessAction(models.TextChoices):
    READ = "read", _("gelesen")
    SEARCH = "search", _("gesucht")
    EXPORT = "export", _("ausgegeben")
    PRINT = "print", _("gedruckt")
    REFUSE = "refuse", _("abgewiesen")
    OPEN_FILE = "open_file", _("Akte geöffnet")
    LOGIN = "login", _("angemeldet")
    DECIDE = "decide", _("entschieden")


class AccessEvent(models.Model):
    """One reading, search, export or refusal. Appended without a lock, sealed later in batches."""

    at = models.DateTimeField(default=clock.now, db_index=True)
    person_id = models.BigIntegerField(null=True)
    hat = models.CharField(max_length=10, choices=[(hat.value, hat.label) for hat in Hat])
    action = models.CharField(max_length=20, choices=AccessAction)
    case_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    block = models.CharField(max_length=40, blank=True)
    grant = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict)
    sealed_in = models.BigIntegerField(null=True)

    objects: ClassVar[models.Manager["AccessEvent"]] = models.Manager()

    class Data:
        frame = (
            "at",
            "person_id",
            "hat",
            "action",
            "case_id",
            "organisation_id",
            "block",
            "grant",
            "reason",
            "detail",
            "sealed_in",
        )

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation_id", "-at"], name="access_of_organisation"),
            models.Index(fields=["case_id", "-at"], name="access_of_case"),
            models.Index(
                fields=["id"],
                name="access_unsealed",
                condition=models.Q(sealed_in__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%d.%m.%Y %H:%M} {self.action}"


class AccessSeal(models.Model):
    """A batch of access events under one hash, chained to the batch before."""

    at = models.DateTimeField(default=clock.now)
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    count = models.PositiveIntegerField()
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    # Its rows have reached the end of their time; the hash stays a link of the chain.
    emptied_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["AccessSeal"]] = models.Manager()

    class Data:
        frame = ("at", "first_id", "last_id", "count", "previous", "hash", "emptied_at")

    def __str__(self) -> str:
        return f"Siegel {self.pk}"
