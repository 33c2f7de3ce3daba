# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the figures may know of a case: no name, no number, and since when they know it."""

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from indicators.models.constraints import OneFactAtATime


def valid_at(moment: dt.datetime, prefix: str = "") -> Q:
    """The condition that a row was the last word just before this moment."""
    began = Q(**{f"{prefix}recorded_from__lt": moment})
    ended = Q(**{f"{prefix}recorded_until__isnull": True})
    return began & (ended | Q(**{f"{prefix}recorded_until__gte": moment}))


class FactQuerySet(models.QuerySet["Fact"]):
    def valid_at(self, moment: dt.datetime) -> Self:
        return self.filter(valid_at(moment))

    def accepted(self, on: dt.date) -> Self:
        return self.filter(accepted_on__lte=on)

    def open(self, on: dt.date) -> Self:
        """Accepted and not closed; a referral is not yet a case."""
        return self.accepted(on).filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))


class Fact(models.Model):
    """One case as it was known from one moment until the next; written by kim.record_fact only."""

    kommune = models.BigIntegerField()
    pseudonym = models.CharField(max_length=64)
    client_pseudonym = models.CharField(max_length=64)
    household_pseudonym = models.CharField(max_length=64)

    # Empty in facts from before there were several: they are KIM's.
    programme = models.CharField(max_length=20, null=True)
    plan_measure = models.CharField(max_length=20, null=True)  # for whose figures the case counts
    organisation = models.CharField(max_length=20, blank=True)
    stadtbezirk = models.CharField(max_length=20)
    quarter = models.CharField(max_length=60, blank=True)
    phase = models.CharField(max_length=20)
    state = models.CharField(max_length=20)
    intensity = models.CharField(max_length=10, blank=True)
    is_assigned = models.BooleanField()
    is_paused = models.BooleanField()
    persons = models.PositiveSmallIntegerField()
    residence_status = models.CharField(max_length=40, blank=True)
    status_group = models.CharField(max_length=40, blank=True)
    has_ukraine_protection = models.BooleanField()
    course_entitlement = models.CharField(max_length=40, blank=True)
    housing_status = models.CharField(max_length=40, blank=True)

    received_on = models.DateField()
    decision = models.CharField(max_length=20, blank=True)
    decided_on = models.DateField(null=True)
    decline_reason = models.CharField(max_length=40, blank=True)
    accepted_on = models.DateField(null=True)
    first_contact_on = models.DateField(null=True)
    first_contact_days = models.PositiveSmallIntegerField(null=True)  # working days since the referral
    closed_on = models.DateField(null=True)
    closure_reason = models.CharField(max_length=40, blank=True)
    outcome_level = models.CharField(max_length=40, blank=True)

    phase_entries = models.JSONField(default=list)  # [{phase, entered_on}], kept by kim.record_fact
    measures = models.JSONField(default=list)  # [{type, state, sent_on, started_on}]
    goals = models.JSONField(default=list)  # [{state, gas_client, gas_case_manager}]
    milestones = models.JSONField(default=list)  # [{kind, reached_on, level}]
    deadlines = models.JSONField(default=list)  # [{rule, due_on}], those that still run
    # [{organisation, from}], in order: which house led from when. Empty in facts from before it was known.
    segments = models.JSONField(null=True)

    recorded_from = models.DateTimeField()
    recorded_until = models.DateTimeField(null=True)

    objects = FactQuerySet.as_manager()

    class Data:
        frame = (
            "kommune",
            "programme",
            "plan_measure",
            "organisation",
            "stadtbezirk",
            "quarter",
            "phase",
            "state",
            "intensity",
            "is_assigned",
            "is_paused",
            "persons",
            "received_on",
            "decision",
            "decided_on",
            "accepted_on",
            "first_contact_on",
            "first_contact_days",
            "closed_on",
            "phase_entries",
            "deadlines",
            "segments",
            "recorded_from",
            "recorded_until",
        )
        identity = ("pseudonym", "client_pseudonym", "household_pseudonym")
        sensitive = (
            "residence_status",
            "status_group",
            "has_ukraine_protection",
            "course_entitlement",
            "housing_status",
        )
        file = (
            "decline_reason",
            "closure_reason",
            "outcome_level",
            "measures",
            "goals",
            "milestones",
        )

    class Meta:
        db_table = "statistics_fact"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            OneFactAtATime(name="fact_once_at_a_time"),
            models.UniqueConstraint(
                fields=["pseudonym"],
                condition=Q(recorded_until__isnull=True),
                name="fact_one_last_word",
            ),
            models.CheckConstraint(
                condition=Q(recorded_until__isnull=True) | Q(recorded_until__gt=F("recorded_from")),
                name="fact_ends_after_it_begins",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["recorded_until"], name="fact_recorded_until"),
        ]

    def __str__(self) -> str:
        return f"{self.pseudonym[:8]} {self.recorded_from:%d.%m.%Y}"


class FactLink(models.Model):
    """The random numbers behind the pseudonyms of a case.

    They are deleted with the case, and with them every way from its facts back to a person, even
    for somebody who holds the key. One client or household in two cases shares its number.
    """

    # The database itself deletes the row with its case (migration 0002); nobody else can.
    case = models.OneToOneField(
        "casemanagement.Case", models.DO_NOTHING, related_name="fact_link", db_constraint=False
    )
    client = models.BinaryField(null=True)  # keyed token of name and birth date
    household = models.BinaryField(null=True)  # keyed token of family name and address
    case_secret = models.UUIDField()
    client_secret = models.UUIDField()
    household_secret = models.UUIDField()

    class Data:
        identity = (
            "case",
            "client",
            "household",
            "case_secret",
            "client_secret",
            "household_secret",
        )

    class Meta:
        verbose_name = _("Pseudonym")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["client"], name="fact_link_client"),
            models.Index(fields=["household"], name="fact_link_household"),
        ]

    def __str__(self) -> str:
        return f"FactLink {self.pk}"


class CapacityFactQuerySet(models.QuerySet["CapacityFact"]):
    def valid_at(self, moment: dt.datetime) -> Self:
        return self.filter(valid_at(moment))


class CapacityFact(models.Model):
    """The posts of case management of one organisation, as they were known from a moment on.

    Posts and absences keep their days, because an absence entered today may begin next month:
    what was available in a week is worked out for that week.
    """

    kommune = models.BigIntegerField()
    organisation = models.CharField(max_length=20)
    # [{vzae, valid_from, valid_until, absences: [{valid_from, valid_until}]}], nothing of the person
    posts = models.JSONField(default=list)
    recorded_from = models.DateTimeField()
    recorded_until = models.DateTimeField(null=True)

    objects = CapacityFactQuerySet.as_manager()

    class Data:
        frame = ("kommune", "organisation", "posts", "recorded_from", "recorded_until")

    class Meta:
        db_table = "statistics_capacityfact"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kommune", "organisation"],
                condition=Q(recorded_until__isnull=True),
                name="capacity_one_last_word",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.recorded_from:%d.%m.%Y}"
