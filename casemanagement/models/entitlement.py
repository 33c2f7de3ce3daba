# SPDX-License-Identifier: AGPL-3.0-or-later
"""The table of 500-8: who may attend which language course, by country and day of entry, from when until when.

A row is never rewritten: it ends on a day, or it is struck because it was entered by mistake.
"""

import datetime as dt
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemanagement import countries
from casemanagement.choices import MeasureType, ResidenceStatus
from casemanagement.choices.directory import LANGUAGE_COURSES
from casemanagement.models.base import a_person, optional_person
from permissions.querysets import TownQuerySet


class EntitlementQuerySet(TownQuerySet["EntitlementRule"]):
    def standing(self) -> Self:
        """Not struck; whether a row counts on a day, the row says."""
        return self.filter(struck_at__isnull=True)


class EntitlementRule(models.Model):
    kommune = models.ForeignKey("permissions.Kommune", models.PROTECT, related_name="+")
    courses = models.JSONField(_("berechtigt zu"), default=list)
    # Empty lists mean: any.
    statuses = models.JSONField(_("Aufenthaltsstatus"), default=list, blank=True)
    countries = models.JSONField(_("Staatsangehörigkeit"), default=list, blank=True)
    except_countries = models.JSONField(_("außer"), default=list, blank=True)
    entry_from = models.DateField(_("Einreise ab"), null=True, blank=True)
    entry_to = models.DateField(_("Einreise bis"), null=True, blank=True)
    valid_from = models.DateField(_("gilt ab"))
    valid_to = models.DateField(_("gilt bis"), null=True, blank=True)
    # What must be true besides and stands in no file.
    condition = models.CharField(_("weitere Voraussetzung"), max_length=200, blank=True)
    source = models.CharField(_("Quelle"), max_length=400)
    entered_by = a_person(verbose_name=_("eingetragen von"))
    entered_at = models.DateTimeField(_("eingetragen am"))
    struck_by = optional_person(verbose_name=_("gestrichen von"))
    struck_at = models.DateTimeField(_("gestrichen am"), null=True, blank=True)

    objects = EntitlementQuerySet.as_manager()

    class Data:
        frame = (
            "kommune",
            "courses",
            "statuses",
            "countries",
            "except_countries",
            "entry_from",
            "entry_to",
            "valid_from",
            "valid_to",
            "condition",
            "source",
            "entered_by",
            "entered_at",
            "struck_by",
            "struck_at",
        )

    class Meta:
        ordering: ClassVar[list[str]] = ["valid_from", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(entry_to__isnull=True)
                | Q(entry_from__isnull=True)
                | Q(entry_to__gte=F("entry_from")),
                name="entitlement_entry_in_order",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="entitlement_valid_in_order",
            ),
            models.CheckConstraint(
                condition=Q(struck_at__isnull=True, struck_by__isnull=True)
                | Q(struck_at__isnull=False, struck_by__isnull=False),
                name="entitlement_struck_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.who}: {self.what}"

    def clean(self) -> None:
        wrong = {}
        if not self.courses or set(self.courses) - set(LANGUAGE_COURSES):
            wrong["courses"] = _("Bitte wählen Sie mindestens einen Kurs.")
        known = {code for code, _name in countries.choices()}
        for name in ("countries", "except_countries"):
            if set(getattr(self, name)) - known:
                wrong[name] = _("Dieses Land gibt es in der Liste nicht.")
        if set(self.statuses) - set(ResidenceStatus.values):
            wrong["statuses"] = _("Diesen Aufenthaltsstatus gibt es nicht.")
        if self.entry_from and self.entry_to and self.entry_to < self.entry_from:
            wrong["entry_to"] = _("Das Ende liegt vor dem Beginn.")
        if self.valid_to and self.valid_to < self.valid_from:
            wrong["valid_to"] = _("Das Ende liegt vor dem Beginn.")
        if wrong:
            raise ValidationError(wrong)

    def counts_on(self, day: dt.date) -> bool:
        return (
            self.struck_at is None
            and self.valid_from <= day
            and (self.valid_to is None or day <= self.valid_to)
        )

    @property
    def what(self) -> str:
        """The courses, in words."""
        return ", ".join(str(label) for code, label in MeasureType.choices if code in self.courses)

    @property
    def who(self) -> str:
        """Whom the row is about, in words."""
        statuses = [str(label) for code, label in ResidenceStatus.choices if code in self.statuses]
        nations = ", ".join(countries.name_of(code) for code in self.countries) or gettext("jedes Land")
        if self.except_countries:
            left_out = ", ".join(countries.name_of(code) for code in self.except_countries)
            nations += " " + gettext("(außer %(countries)s)") % {"countries": left_out}
        return "; ".join(filter(None, [", ".join(statuses), nations, self.entry, self.condition]))

    @property
    def entry(self) -> str:
        if self.entry_from and self.entry_to:
            return gettext("Einreise %(first)s bis %(last)s") % {
                "first": f"{self.entry_from:%d.%m.%Y}",
                "last": f"{self.entry_to:%d.%m.%Y}",
            }
        if self.entry_from:
            return gettext("Einreise ab %(day)s") % {"day": f"{self.entry_from:%d.%m.%Y}"}
        return gettext("Einreise bis %(day)s") % {"day": f"{self.entry_to:%d.%m.%Y}"} if self.entry_to else ""
