# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lists inside a fact, one row for each entry, so that a definition can ask for them.

The tables are views of the database, created in the migration beside the facts.
"""

import datetime as dt
from typing import ClassVar, Self, TypeVar

from django.db import models

from indicators.models.fact import Fact, valid_at

Row = TypeVar("Row", bound=models.Model)


class UnfoldedQuerySet(models.QuerySet[Row]):
    def valid_at(self, moment: dt.datetime) -> Self:
        return self.filter(valid_at(moment, "fact__"))


class PhaseSpan(models.Model):
    """A phase a case was in; `left_on` and `days` are empty while it lasts."""

    id = models.CharField(primary_key=True, max_length=40)
    fact = models.ForeignKey(Fact, models.DO_NOTHING, related_name="+", db_constraint=False)
    phase = models.CharField(max_length=20)
    entered_on = models.DateField()
    left_on = models.DateField(null=True)
    days = models.IntegerField(null=True)
    led_by = models.CharField(max_length=20)  # the house that had the case until the phase was left

    objects: ClassVar[UnfoldedQuerySet["PhaseSpan"]] = UnfoldedQuerySet.as_manager()  # type: ignore[assignment]

    class Data:
        frame = ("fact", "phase", "entered_on", "left_on", "days", "led_by")

    class Meta:
        managed = False
        db_table = "statistics_phase"

    def __str__(self) -> str:
        return self.id


class MeasureFact(models.Model):
    """A measure of a Hilfeplan."""

    id = models.CharField(primary_key=True, max_length=40)
    fact = models.ForeignKey(Fact, models.DO_NOTHING, related_name="+", db_constraint=False)
    type = models.CharField(max_length=40)
    state = models.CharField(max_length=40)
    sent_on = models.DateField(null=True)
    started_on = models.DateField(null=True)

    objects: ClassVar[UnfoldedQuerySet["MeasureFact"]] = UnfoldedQuerySet.as_manager()  # type: ignore[assignment]

    class Data:
        file = ("fact", "type", "state", "sent_on", "started_on")

    class Meta:
        managed = False
        db_table = "statistics_measure"

    def __str__(self) -> str:
        return self.id


class GoalFact(models.Model):
    """A goal of a Hilfeplan."""

    id = models.CharField(primary_key=True, max_length=40)
    fact = models.ForeignKey(Fact, models.DO_NOTHING, related_name="+", db_constraint=False)
    state = models.CharField(max_length=40)
    gas_client = models.SmallIntegerField(null=True)
    gas_case_manager = models.SmallIntegerField(null=True)

    objects: ClassVar[UnfoldedQuerySet["GoalFact"]] = UnfoldedQuerySet.as_manager()  # type: ignore[assignment]

    class Data:
        file = ("fact", "state", "gas_client", "gas_case_manager")

    class Meta:
        managed = False
        db_table = "statistics_goal"

    def __str__(self) -> str:
        return self.id


class MilestoneFact(models.Model):
    """A milestone of a case."""

    id = models.CharField(primary_key=True, max_length=40)
    fact = models.ForeignKey(Fact, models.DO_NOTHING, related_name="+", db_constraint=False)
    kind = models.CharField(max_length=40)
    reached_on = models.DateField()
    level = models.CharField(max_length=40, blank=True)

    objects: ClassVar[UnfoldedQuerySet["MilestoneFact"]] = UnfoldedQuerySet.as_manager()  # type: ignore[assignment]

    class Data:
        file = ("fact", "kind", "reached_on", "level")

    class Meta:
        managed = False
        db_table = "statistics_milestone"

    def __str__(self) -> str:
        return self.id
