# SPDX-License-Identifier: AGPL-3.0-or-later
"""The service directory of a town: what there is, where, in which languages, how full it is, and who last checked it.

Nothing here hangs on a case. Who checked what stays as a log; from it follows when an entry was last verified.
"""

import datetime as dt
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import FieldOfAction, LanguageLevel, MeasureType, Stadtbezirk
from casemanagement.choices.advice import AdviceLanguage
from casemanagement.choices.directory import LANGUAGE_COURSES, CheckResult
from casemanagement.models.base import a_person
from casemanagement.models.constraints import one_of
from casemanagement.validators import note_length, plausible_day
from permissions.querysets import TownQuerySet


class OfferQuerySet(TownQuerySet["Offer"]):
    def there_on(self, day: dt.date) -> Self:
        """Not ended."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day))

    def courses(self) -> Self:
        return self.filter(type__in=LANGUAGE_COURSES)

    def for_need(self, field_of_action: str) -> Self:
        return self.filter(fields_of_action__contains=[field_of_action])

    def in_language(self, language: str) -> Self:
        return self.filter(languages__contains=[language])

    def reachable_in(self, stadtbezirk: str) -> Self:
        """In this Stadtbezirk, or for the whole city."""
        return self.filter(stadtbezirk__in=[stadtbezirk, ""])

    def with_room(self) -> Self:
        return self.filter(free_places__gt=0)

    def with_checks(self) -> Self:
        """When an entry was last found right, and which check last found it wrong."""
        checks = OfferCheck.objects.filter(offer=OuterRef("pk")).order_by("-pk")
        right, wrong = checks.filter(result=CheckResult.RIGHT), checks.filter(result=CheckResult.WRONG)
        return self.annotate(
            verified_at=Subquery(right.values("checked_at")[:1]),
            verified_row=Subquery(right.values("pk")[:1]),
            wrong_row=Subquery(wrong.values("pk")[:1]),
        )


class Offer(models.Model):
    """One entry: a place to send somebody to, never a person."""

    kommune = models.ForeignKey("permissions.Kommune", models.PROTECT, related_name="+")
    title = models.CharField(_("Angebot"), max_length=200)
    provider = models.CharField(_("Anbieter"), max_length=200)
    type = models.CharField(_("Art"), max_length=40, choices=MeasureType)
    fields_of_action = models.JSONField(_("Handlungsfelder"), default=list)
    stadtbezirk = models.CharField(_("Stadtbezirk"), max_length=20, choices=Stadtbezirk, blank=True)
    languages = models.JSONField(_("Sprachen"), default=list, blank=True)
    description = models.TextField(_("Was es ist und für wen"), blank=True, validators=[note_length])
    contact = models.CharField(_("Anschrift und Kontakt der Stelle"), max_length=300, blank=True)
    capacity = models.PositiveSmallIntegerField(_("Plätze"), null=True, blank=True)
    free_places = models.PositiveSmallIntegerField(_("davon frei"), null=True, blank=True)
    waiting = models.PositiveSmallIntegerField(_("Personen auf der Warteliste"), null=True, blank=True)
    waiting_weeks = models.PositiveSmallIntegerField(_("Wartezeit in Wochen"), null=True, blank=True)
    # Of courses alone.
    level = models.CharField(_("Niveau"), max_length=20, choices=LanguageLevel, blank=True)
    starts_on = models.DateField(_("nächster Beginn"), null=True, blank=True, validators=[plausible_day])
    ended_on = models.DateField(_("gibt es nicht mehr ab"), null=True, blank=True)

    objects = OfferQuerySet.as_manager()

    class Data:
        frame = (
            "kommune",
            "title",
            "provider",
            "type",
            "fields_of_action",
            "stadtbezirk",
            "languages",
            "description",
            "contact",
            "capacity",
            "free_places",
            "waiting",
            "waiting_weeks",
            "level",
            "starts_on",
            "ended_on",
        )

    class Meta:
        ordering: ClassVar[list[str]] = ["title", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("type", MeasureType),
            models.CheckConstraint(
                condition=Q(free_places__isnull=True)
                | Q(capacity__isnull=True)
                | Q(free_places__lte=F("capacity")),
                name="offer_free_places_within_capacity",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kommune", "type"], name="offer_of_kommune"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.provider})"

    def clean(self) -> None:
        wrong = {}
        if not self.fields_of_action or set(self.fields_of_action) - set(FieldOfAction.values):
            wrong["fields_of_action"] = _("Bitte wählen Sie mindestens ein Handlungsfeld.")
        if set(self.languages) - set(AdviceLanguage.values):
            wrong["languages"] = _("Diese Sprache gibt es in der Liste nicht.")
        if None not in (self.free_places, self.capacity) and self.free_places > self.capacity:  # type: ignore[operator]
            wrong["free_places"] = _("Es können nicht mehr Plätze frei sein, als es gibt.")
        if wrong:
            raise ValidationError(wrong)

    @property
    def is_course(self) -> bool:
        return self.type in LANGUAGE_COURSES

    @property
    def field_names(self) -> list[str]:
        return [str(label) for code, label in FieldOfAction.choices if code in self.fields_of_action]

    @property
    def language_names(self) -> list[str]:
        return [str(label) for code, label in AdviceLanguage.choices if code in self.languages]

    @property
    def district(self) -> str:
        return str(self.get_stadtbezirk_display() if self.stadtbezirk else _("ganze Stadt"))


class OfferCheck(models.Model):
    """Somebody looked whether an entry is right, and what she found. A log: nobody changes it."""

    kommune = models.ForeignKey("permissions.Kommune", models.PROTECT, related_name="+")
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="checks")
    result = models.CharField(_("Ergebnis"), max_length=10, choices=CheckResult)
    text = models.CharField(_("Was stimmt nicht?"), max_length=500, blank=True)
    checked_by = a_person(verbose_name=_("geprüft von"))
    checked_at = models.DateTimeField(_("geprüft am"))

    objects: ClassVar[models.Manager["OfferCheck"]] = models.Manager()

    class Data:
        frame = ("kommune", "offer", "result", "text", "checked_by", "checked_at")

    class Meta:
        ordering: ClassVar[list[str]] = ["-checked_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("result", CheckResult),
            models.CheckConstraint(
                condition=Q(result=CheckResult.RIGHT, text="") | (Q(result=CheckResult.WRONG) & ~Q(text="")),
                name="offer_check_wrong_says_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_result_display()} {self.offer_id}"
