# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Notfallzugriff: a few hours in which somebody reads a file that is not theirs, and what became of it."""

import datetime as dt
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import EmergencyReason, EmergencyReview
from casemanagement.fields import EncryptedTextField
from casemanagement.models.base import CaseRow, optional_person
from casemanagement.models.case import Case
from casemanagement.models.constraints import one_of, together
from casemanagement.validators import note_length
from permissions import clock
from permissions.querysets import PermittedQuerySet

REVIEW_WITHIN = dt.timedelta(days=7)
LONGEST = dt.timedelta(hours=24)


class EmergencyQuerySet(PermittedQuerySet["EmergencyAccess"]):
    def running(self) -> Self:
        return self.filter(ended_at__isnull=True, valid_until__gt=clock.now())


class EmergencyAccess(CaseRow):
    """Opened by the database itself (kim.break_glass), which sees the case when its opener does not yet."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="emergencies")
    # The house of the case at that time: its officer reviews, even if the case moves on.
    organisation = models.ForeignKey("permissions.Organisation", models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    hat = models.CharField(max_length=10)
    reason = models.CharField(_("Anlass"), max_length=30, choices=EmergencyReason)
    text = EncryptedTextField(_("Was ist passiert?"), blank=True, validators=[note_length])
    reference = EncryptedTextField(_("Aktenzeichen"), max_length=100, blank=True)
    opened_at = models.DateTimeField(_("begonnen am"))
    valid_until = models.DateTimeField(_("offen bis"))
    extended_at = models.DateTimeField(_("verlängert am"), null=True, blank=True)
    extension_text = EncryptedTextField(_("Grund der Verlängerung"), blank=True, validators=[note_length])
    ended_at = models.DateTimeField(_("beendet am"), null=True, blank=True)
    review = models.CharField(_("Ergebnis der Prüfung"), max_length=20, choices=EmergencyReview, blank=True)
    review_note = EncryptedTextField(_("Vermerk zur Prüfung"), blank=True, validators=[note_length])
    reviewed_at = models.DateTimeField(_("geprüft am"), null=True, blank=True)
    reviewed_by = optional_person(verbose_name=_("geprüft von"))

    objects = EmergencyQuerySet.as_manager()  # type: ignore[misc]  # narrower than in CaseRow

    class Data:
        frame = (
            "case",
            "organisation",
            "person",
            "hat",
            "reason",
            "text",
            "reference",
            "opened_at",
            "valid_until",
            "extended_at",
            "extension_text",
            "ended_at",
            "review",
            "review_note",
            "reviewed_at",
            "reviewed_by",
        )

    class Meta:
        ordering: ClassVar[list[str]] = ["-opened_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("reason", EmergencyReason),
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("opened_at")) & Q(valid_until__lte=F("opened_at") + LONGEST),
                name="emergency_lasts_a_day_at_most",
            ),
            together("reviewed_at", "reviewed_by", name="emergency_reviewed_at_and_by"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "valid_until"], name="emergency_of_person"),
            models.Index(fields=["organisation", "opened_at"], name="emergency_of_house"),
        ]

    def __str__(self) -> str:
        return f"Notfallzugriff {self.case_id}"

    @property
    def is_running(self) -> bool:
        return self.ended_at is None and self.valid_until > clock.now()

    @property
    def is_overdue(self) -> bool:
        """Nobody has looked at it for a week."""
        return self.reviewed_at is None and self.opened_at + REVIEW_WITHIN < clock.now()
