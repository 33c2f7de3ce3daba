# SPDX-License-Identifier: AGPL-3.0-or-later
"""Assessment: the situation in 16 domains, seen by case manager and client."""

from typing import TYPE_CHECKING, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemanagement import gates
from casemanagement.choices import (
    Complexity,
    Domain,
    Intensity,
    NeedLevel,
    Occasion,
    RatingStanding,
    ResourceLevel,
)
from casemanagement.fields import EncryptedTextField
from casemanagement.models.base import CaseRow, a_person
from casemanagement.models.case import Case
from casemanagement.models.constraints import between, one_of
from casemanagement.validators import note_length

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

INDICATED_DOMAINS = 3


def _level(label: "_StrPromise", choices: type[models.TextChoices]) -> "models.CharField[str, str]":
    """One of three, or not decided."""
    return models.CharField(label, max_length=10, choices=choices, blank=True, default="", db_default="")


class Assessment(CaseRow):
    """One round; a re-assessment is the next number."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="assessments")
    number = models.PositiveSmallIntegerField(_("Nummer"))
    # Empty in rounds from before it was asked.
    occasion = models.CharField(
        _("Anlass"), max_length=20, choices=Occasion, blank=True, default="", db_default=""
    )
    occasion_note = EncryptedTextField(
        _("Was hat sich verändert?"), blank=True, default="", validators=[note_length]
    )
    started_on = models.DateField(_("begonnen am"))
    completed_on = models.DateField(_("abgeschlossen am"), null=True, blank=True)
    discussed_on = models.DateField(_("besprochen am"), null=True, blank=True)
    summary = EncryptedTextField(_("Zusammenfassung"), blank=True, validators=[note_length])
    # What was decided after this round, what had been proposed, and why it is another one.
    complexity = _level(_("Komplexität"), Complexity)
    intensity = _level(_("Intensität"), Intensity)
    proposed_complexity = _level(_("vorgeschlagene Komplexität"), Complexity)
    proposed_intensity = _level(_("vorgeschlagene Intensität"), Intensity)
    level_reason = EncryptedTextField(
        _("Grund für die andere Einstufung"), null=True, blank=True, validators=[note_length]
    )
    written_by = a_person(verbose_name=_("geschrieben von"))

    class Data:
        file = (
            "case",
            "number",
            "occasion",
            "occasion_note",
            "started_on",
            "completed_on",
            "discussed_on",
            "summary",
            "complexity",
            "intensity",
            "proposed_complexity",
            "proposed_intensity",
            "level_reason",
            "written_by",
        )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("occasion", Occasion, blank=True),
            models.UniqueConstraint(fields=["case", "number"], name="assessment_number_once"),
            models.UniqueConstraint(
                fields=["case"],
                name="assessment_one_open_per_case",
                condition=Q(completed_on__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(completed_on__isnull=True) | Q(completed_on__gte=models.F("started_on")),
                name="assessment_completed_after_started",
            ),
            one_of("complexity", Complexity, blank=True),
            one_of("intensity", Intensity, blank=True),
        ]

    def __str__(self) -> str:
        return f"Assessment {self.number}"

    @property
    def is_completed(self) -> bool:
        return self.completed_on is not None

    def missing(self) -> list[str]:
        """What keeps this assessment from being completed."""
        return gates.for_completed_assessment(self)

    def needs_case_management(self) -> bool:
        """Three domains with high need are the indication."""
        return self.ratings.filter(need__gte=NeedLevel.HIGH).count() >= INDICATED_DOMAINS


class DomainRating(CaseRow):
    """One domain: need and resource from 0 to 4, or a mark why there is none."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="domain_ratings")
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="ratings")
    domain = models.CharField(_("Lebensbereich"), max_length=40, choices=Domain)
    # Which version of the question this answers; empty in answers that are older than the catalogue.
    item_version = models.PositiveSmallIntegerField(_("Fassung der Frage"), null=True, blank=True)
    standing = models.CharField(_("Stand"), max_length=20, choices=RatingStanding)
    need = models.PositiveSmallIntegerField(_("Bedarf"), choices=NeedLevel, null=True, blank=True)
    resource = models.PositiveSmallIntegerField(_("Ressource"), choices=ResourceLevel, null=True, blank=True)
    client_priority = models.PositiveSmallIntegerField(
        _("Rang für Klient*in"), choices=[(1, "1"), (2, "2"), (3, "3")], null=True, blank=True
    )
    client_view = EncryptedTextField(
        _("Sicht der Klientin oder des Klienten"), blank=True, validators=[note_length]
    )
    note = EncryptedTextField(_("Notiz"), blank=True, validators=[note_length])

    class Data:
        file = (
            "case",
            "assessment",
            "domain",
            "item_version",
            "standing",
            "need",
            "resource",
            "client_priority",
            "client_view",
            "note",
        )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["assessment", "domain"], name="domain_rated_once"),
            models.UniqueConstraint(
                fields=["assessment", "client_priority"],
                name="client_priority_once",
                condition=Q(client_priority__isnull=False),
            ),
            one_of("domain", Domain),
            between("need", 0, 4),
            between("resource", 0, 4),
            between("client_priority", 1, 3),
            models.CheckConstraint(
                condition=Q(standing=RatingStanding.RATED, need__isnull=False, resource__isnull=False)
                | Q(
                    standing__in=[RatingStanding.NOT_ASSESSED, RatingStanding.DECLINED],
                    need__isnull=True,
                    resource__isnull=True,
                    client_priority__isnull=True,
                ),
                name="domain_rated_or_marked",
            ),
        ]

    def __str__(self) -> str:
        return self.get_domain_display()

    def clean(self) -> None:
        given = (self.need is not None, self.resource is not None)
        if self.standing == RatingStanding.RATED and not all(given):
            raise ValidationError(_("Bitte geben Sie Bedarf und Ressource an, oder „nicht erhoben“."))
        if self.standing != RatingStanding.RATED and (any(given) or self.client_priority):
            raise ValidationError(_("Ohne Einschätzung gibt es weder Bedarf noch Ressource noch Rang."))
