# SPDX-License-Identifier: AGPL-3.0-or-later
"""From when on the record of access is worth a question: data, so that a municipality can agree on its own."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Anomaly(models.TextChoices):
    MANY_FILES = "many_files", _("Viele Akten an einem Tag")
    OFF_HOURS = "off_hours", _("Zugriffe außerhalb der üblichen Zeiten")
    WITHOUT_ASSIGNMENT = "without_assignment", _("Gelesen ohne Zuständigkeit für den Fall")
    EMERGENCY = "emergency", _("Notfallzugriff")
    NAMED_USERS = "named_users", _("Fall, den nur benannte Personen sehen")
    EMPTY_SEARCHES = "empty_searches", _("Viele Suchen ohne Treffer an einem Tag")
    EXPORTS = "exports", _("Viele Ausgaben an einem Tag")


class AnomalyThreshold(models.Model):
    """So many of these a day are usual; one more is shown to the data protection officer."""

    code = models.CharField(max_length=30, choices=Anomaly, unique=True)
    usual = models.PositiveIntegerField(_("üblich sind bis zu"))
    # For accesses at unusual hours: what is usual, in full hours of the day, Monday to Friday.
    first_hour = models.PositiveSmallIntegerField(_("ab Stunde"), null=True)
    last_hour = models.PositiveSmallIntegerField(_("bis Stunde"), null=True)

    objects: ClassVar[models.Manager["AnomalyThreshold"]] = models.Manager()

    class Data:
        frame = ("code", "usual", "first_hour", "last_hour")

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return self.code
