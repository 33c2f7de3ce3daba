# SPDX-License-Identifier: AGPL-3.0-or-later
"""The hour in which the Fachaufsicht may read a file, and the reason she gave."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import OpeningReason
from casemanagement.models.base import CaseRow
from casemanagement.models.case import Case
from casemanagement.words import SealedTextField


class FileOpening(CaseRow):
    case = models.ForeignKey(Case, models.CASCADE, related_name="openings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="file_openings")
    reason = models.CharField(_("Anlass"), max_length=30, choices=OpeningReason)
    text = SealedTextField(_("Erläuterung"), max_length=300, blank=True)
    opened_at = models.DateTimeField(_("geöffnet am"))
    valid_until = models.DateTimeField(_("offen bis"))

    class Data:
        frame = ("case", "person", "reason", "text", "opened_at", "valid_until")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(valid_until__gt=models.F("opened_at")),
                name="opening_ends_after_it_begins",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "valid_until"], name="opening_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} {self.case_id}"
