# SPDX-License-Identifier: AGPL-3.0-or-later
"""Überlastungsanzeige: between a case manager and her employer, in numbers and her own words."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import OverloadMeasure
from casemanagement.fields import EncryptedTextField
from casemanagement.models.base import a_person, optional_person
from casemanagement.models.constraints import together
from casemanagement.validators import note_length


class OverloadNotice(models.Model):
    """No case hangs on it; nobody but the two sides reads it."""

    person = a_person(verbose_name=_("angezeigt von"))
    organisation = models.ForeignKey("permissions.Organisation", models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(_("angezeigt am"))
    # Numbers of cases and the share of the post, as they stood when it was submitted.
    numbers: Any = models.JSONField(_("Zahlen"), default=dict)
    words = EncryptedTextField(_("Eigene Worte"), blank=True, validators=[note_length])
    measure = models.CharField(_("Maßnahme"), max_length=20, choices=OverloadMeasure, blank=True)
    answer = EncryptedTextField(_("Antwort"), blank=True, validators=[note_length])
    answered_by = optional_person(verbose_name=_("beantwortet von"))
    answered_at = models.DateTimeField(_("beantwortet am"), null=True, blank=True)

    objects: ClassVar[models.Manager["OverloadNotice"]] = models.Manager()

    class Data:
        confidential = ("words", "answer")
        frame = (
            "person",
            "organisation",
            "submitted_at",
            "numbers",
            "measure",
            "answered_by",
            "answered_at",
        )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            together("answered_by", "answered_at", name="overload_answered_by_and_at"),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True) | ~models.Q(measure=""),
                name="overload_answered_has_measure",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "-submitted_at"], name="overload_of_organisation"),
        ]

    def __str__(self) -> str:
        return f"Überlastungsanzeige {self.pk}"
