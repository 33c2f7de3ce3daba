# SPDX-License-Identifier: AGPL-3.0-or-later
"""The plan as it was read from its file, and what the owners of its measures report."""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.plan_entries import Comparator, Contribution, Kind, Rhythm
from permissions import clock


class KindChoices(models.TextChoices):
    COUNT = Kind.COUNT.value, _("Anzahl im Zeitraum")
    STOCK = Kind.STOCK.value, _("Bestand")
    SHARE = Kind.SHARE.value, _("Anteil")
    DURATION = Kind.DURATION.value, _("Dauer")
    MILESTONE = Kind.MILESTONE.value, _("Meilenstein")
    COVERAGE = Kind.COVERAGE.value, _("Abdeckung")
    TREND = Kind.TREND.value, _("Entwicklung")
    SCALE = Kind.SCALE.value, _("Skala")
    UNIVERSAL = Kind.UNIVERSAL.value, _("alle")
    REPORT_ONLY = Kind.REPORT_ONLY.value, _("nur Bericht")


class ComparatorChoices(models.TextChoices):
    AT_LEAST = Comparator.AT_LEAST.value, _("mindestens")
    MORE_THAN = Comparator.MORE_THAN.value, _("mehr als")
    AT_MOST = Comparator.AT_MOST.value, _("höchstens")
    EXACTLY = Comparator.EXACTLY.value, _("genau")
    BETWEEN = Comparator.BETWEEN.value, _("zwischen")
    ALL = Comparator.ALL.value, _("alle")
    DONE = Comparator.DONE.value, _("erledigt")
    REDUCTION_OF_AT_LEAST = Comparator.REDUCTION_OF_AT_LEAST.value, _("Senkung um mindestens")
    LESS_THAN_PREVIOUS_YEAR = Comparator.LESS_THAN_PREVIOUS_YEAR.value, _("weniger als im Vorjahr")
    NONE = Comparator.NONE.value, _("ohne Zielwert")


class RhythmChoices(models.TextChoices):
    WEEK = Rhythm.WEEK.value, _("je Woche")
    MONTH = Rhythm.MONTH.value, _("je Monat")
    QUARTER = Rhythm.QUARTER.value, _("je Quartal")
    YEAR = Rhythm.YEAR.value, _("je Jahr")
    TWO_YEARS = Rhythm.TWO_YEARS.value, _("in zwei Jahren")


class ContributionChoices(models.TextChoices):
    """How far the files of KIM can speak about a measure; never the value of the measure."""

    PARTIAL = Contribution.PARTIAL.value, _("KIM zählt einen Teil der Zielgruppe")
    CONTEXT = Contribution.CONTEXT.value, _("KIM liefert Hinweise zum Bedarf")
    MILESTONE = Contribution.MILESTONE.value, _("KIM kann Meilensteine belegen")
    NONE = Contribution.NONE.value, _("kein KIM-Beitrag")


class PlanDocument(models.Model):
    """A plan of goals and measures that the city has decided."""

    code = models.SlugField(_("Kürzel"), unique=True, max_length=20)
    title = models.CharField(_("Titel"), max_length=300)
    valid_from = models.DateField(_("gültig ab"))
    valid_until = models.DateField(_("gültig bis"))
    issued_on = models.DateField(_("Stand vom"))
    source = models.CharField(_("Quelle"), max_length=300)
    source_sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[models.Manager["PlanDocument"]] = models.Manager()

    class Data:
        frame = (
            "code",
            "title",
            "valid_from",
            "valid_until",
            "issued_on",
            "source",
            "source_sha256",
            "loaded_at",
        )

    class Meta:
        verbose_name = _("Plan")
        ordering: ClassVar[list[str]] = ["-valid_from"]

    def __str__(self) -> str:
        return self.title


class PlanMeasure(models.Model):
    """A Maßnahme of the plan, with the unit that answers for it."""

    plan = models.ForeignKey(PlanDocument, models.CASCADE, related_name="measures")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(_("Kürzel"), max_length=20)
    title = models.CharField(_("Maßnahme"), max_length=300)
    target_group = models.CharField(_("Zielgruppe"), max_length=200)
    subgroup = models.CharField(max_length=200, blank=True)
    focus = models.CharField(_("Schwerpunktthema"), max_length=500)
    responsible = models.CharField(_("Verantwortlich"), max_length=500)
    data_source = models.CharField(_("Datenquelle"), max_length=500, blank=True)
    contribution = models.CharField(max_length=10, choices=ContributionChoices)
    line = models.PositiveIntegerField()
    note = models.TextField(_("Anmerkung"), blank=True)

    objects: ClassVar[models.Manager["PlanMeasure"]] = models.Manager()

    class Data:
        frame = (
            "plan",
            "position",
            "code",
            "title",
            "target_group",
            "subgroup",
            "focus",
            "responsible",
            "data_source",
            "contribution",
            "line",
            "note",
        )

    class Meta:
        verbose_name = _("Maßnahme des Plans")
        ordering: ClassVar[list[str]] = ["plan", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["plan", "code"], name="plan_measure_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class PlanIndicator(models.Model):
    """One indicator of a measure with its target, as the plan has it."""

    measure = models.ForeignKey(PlanMeasure, models.CASCADE, related_name="indicators")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(_("Kürzel"), max_length=20)
    sentence = models.TextField(_("Indikator"))
    kind = models.CharField(_("Art"), max_length=20, choices=KindChoices)
    comparator = models.CharField(max_length=30, choices=ComparatorChoices)
    implied = models.BooleanField(default=False)
    number = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    number_max = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    alternative = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    unit = models.CharField(max_length=100, blank=True)
    per = models.CharField(max_length=20, blank=True, choices=RhythmChoices)
    scale_min = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    scale_max = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    due_on = models.DateField(null=True)
    period_from = models.DateField(null=True)
    period_until = models.DateField(null=True)
    due_text = models.CharField(max_length=200, blank=True)
    data_source = models.CharField(max_length=500, blank=True)
    contribution = models.CharField(max_length=10, choices=ContributionChoices)
    line = models.PositiveIntegerField()
    ambiguous = models.BooleanField(default=False)
    note = models.TextField(_("Anmerkung"), blank=True)
    parts = models.JSONField(default=list)  # [{name, number}]

    objects: ClassVar[models.Manager["PlanIndicator"]] = models.Manager()

    class Data:
        frame = (
            "measure",
            "position",
            "code",
            "sentence",
            "kind",
            "comparator",
            "implied",
            "number",
            "number_max",
            "alternative",
            "unit",
            "per",
            "scale_min",
            "scale_max",
            "due_on",
            "period_from",
            "period_until",
            "due_text",
            "data_source",
            "contribution",
            "line",
            "ambiguous",
            "note",
            "parts",
        )

    class Meta:
        verbose_name = _("Indikator des Plans")
        ordering: ClassVar[list[str]] = ["measure", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["measure", "code"], name="plan_indicator_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.sentence}"

    @property
    def is_proportion(self) -> bool:
        """Whether a value above 100 would be a slip of the keyboard."""
        return self.kind in {KindChoices.SHARE, KindChoices.UNIVERSAL}


class OwnerValueQuerySet(models.QuerySet["OwnerValue"]):
    def newest_first(self) -> "OwnerValueQuerySet":
        return self.order_by("-as_of", "-entered_at", "-pk")


class OwnerValue(models.Model):
    """What the owner of a measure reports for an indicator; a correction is a new row."""

    indicator = models.ForeignKey(PlanIndicator, models.PROTECT, related_name="owner_values")
    value = models.DecimalField(_("Wert"), max_digits=12, decimal_places=2)
    as_of = models.DateField(_("Stand"))
    source = models.CharField(_("Quelle"), max_length=300)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="owner_values")
    entered_at = models.DateTimeField(default=clock.now)

    objects = OwnerValueQuerySet.as_manager()

    class Data:
        frame = ("indicator", "value", "as_of", "source", "entered_by", "entered_at")

    class Meta:
        verbose_name = _("Wert der verantwortlichen Stelle")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(value__gte=Decimal(0)), name="owner_value_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code}: {self.value} ({self.as_of:%d.%m.%Y})"
