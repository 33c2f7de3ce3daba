# SPDX-License-Identifier: AGPL-3.0-or-later
"""The figures of a week: computed once, never changed."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from indicators.week import Week
from permissions import clock


class WeeklyRollupQuerySet(models.QuerySet["WeeklyRollup"]):
    def of_week(self, week: Week) -> "WeeklyRollupQuerySet":
        return self.filter(year=week.year, number=week.number)

    def newest_first(self) -> "WeeklyRollupQuerySet":
        return self.order_by("-year", "-number")


class WeeklyRollup(models.Model):
    """An ISO week whose figures exist."""

    kommune = models.BigIntegerField()
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    computed_at = models.DateTimeField(default=clock.now)
    computed_by = models.BigIntegerField(null=True)  # a person's number; empty: the timetable
    definition_version = models.DateField()
    facts = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    objects = WeeklyRollupQuerySet.as_manager()

    class Data:
        frame = (
            "kommune",
            "year",
            "number",
            "computed_at",
            "computed_by",
            "definition_version",
            "facts",
            "sha256",
        )

    class Meta:
        db_table = "statistics_weeklyrollup"
        verbose_name = _("Woche")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kommune", "year", "number"], name="each_week_exists_once"),
        ]

    def __str__(self) -> str:
        return str(self.week)

    @property
    def week(self) -> Week:
        return Week(self.year, self.number)


class WeeklyFigure(models.Model):
    """One number of a week: of the whole city, or of one part of a breakdown."""

    rollup = models.ForeignKey(WeeklyRollup, models.CASCADE, related_name="figures")
    kommune = models.BigIntegerField()
    indicator = models.CharField(max_length=20)
    figure = models.SlugField(max_length=40)
    version = models.DateField()
    breakdown = models.CharField(max_length=40, blank=True)  # empty: the whole city
    dims = models.JSONField(default=dict)
    numerator = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    denominator = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    value = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    detail = models.JSONField(default=dict)

    objects: ClassVar[models.Manager["WeeklyFigure"]] = models.Manager()

    class Data:
        frame = (
            "rollup",
            "kommune",
            "indicator",
            "figure",
            "version",
            "breakdown",
            "dims",
            "numerator",
            "denominator",
            "value",
            "detail",
        )

    class Meta:
        db_table = "statistics_weeklyfigure"
        verbose_name = _("Wochenzahl")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["rollup", "indicator", "figure", "breakdown", "dims"],
                name="each_figure_exists_once",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["indicator", "figure", "breakdown"], name="figure_series"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}.{self.figure}"

    @property
    def part(self) -> str:
        """The value of the breakdown this number is about."""
        return str(next(iter(self.dims.values()), ""))
