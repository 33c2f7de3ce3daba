# SPDX-License-Identifier: AGPL-3.0-or-later
"""Hilfeplan: what client and case manager agree on, what is done for it, and how it is followed."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemanagement import gates
from casemanagement.choices import (
    Agreement,
    Domain,
    DropoutReason,
    GoalLevel,
    GoalOwner,
    GoalState,
    LanguageLevel,
    MeasureState,
    MeasureType,
    MilestoneKind,
    PlanState,
    ReviewResult,
)
from casemanagement.fields import EncryptedJSONField, EncryptedTextField
from casemanagement.models.base import CaseRow, a_person
from casemanagement.models.case import Case
from casemanagement.models.constraints import between, one_of
from casemanagement.validators import not_in_future, note_length, plausible_day
from casemanagement.words import SealedTextField


class SupportPlan(CaseRow):
    """One version; agreeing on a new version replaces the one before."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="support_plans")
    version = models.PositiveSmallIntegerField(_("Fassung"))
    state = models.CharField(_("Stand"), max_length=20, choices=PlanState, default=PlanState.DRAFT)
    agreement = models.CharField(_("Zustimmung"), max_length=30, choices=Agreement, blank=True)
    agreement_reason = EncryptedTextField(
        _("Begründung oder Notiz zur mündlichen Vereinbarung"), blank=True, validators=[note_length]
    )
    agreed_on = models.DateField(_("vereinbart am"), null=True, blank=True)
    signed_document = models.ForeignKey(
        "casemanagement.Document",
        models.RESTRICT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("unterschriebener Plan"),
    )
    printed = models.ForeignKey(
        "casemanagement.Document",
        models.RESTRICT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("gedruckter Plan"),
    )
    # In which language the paper stands beside German; empty where nobody has chosen.
    language = models.CharField(
        _("zweite Sprache des Ausdrucks"), max_length=5, blank=True, default="", db_default=""
    )
    drafted_by = a_person(verbose_name=_("begonnen von"))
    drafted_at = models.DateTimeField(_("begonnen am"))

    class Data:
        file = (
            "case",
            "version",
            "state",
            "agreement",
            "agreement_reason",
            "agreed_on",
            "signed_document",
            "printed",
            "language",
            "drafted_by",
            "drafted_at",
        )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "version"], name="plan_version_once"),
            models.UniqueConstraint(
                fields=["case"], name="plan_one_draft_per_case", condition=Q(state=PlanState.DRAFT)
            ),
            models.UniqueConstraint(
                fields=["case"], name="plan_one_in_force_per_case", condition=Q(state=PlanState.AGREED)
            ),
            one_of("state", PlanState),
            models.CheckConstraint(
                condition=Q(state=PlanState.DRAFT, agreed_on__isnull=True)
                | (
                    Q(state__in=[PlanState.AGREED, PlanState.REPLACED], agreed_on__isnull=False)
                    & ~Q(agreement="")
                ),
                name="plan_agreed_has_day_and_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"Hilfeplan {self.version}"

    def missing(self) -> list[str]:
        """What keeps this plan from being agreed on."""
        return gates.for_agreement(self)

    def missing_for_signature(self) -> list[str]:
        return gates.for_signature(self)

    def is_agreed(self) -> bool:
        return self.state == PlanState.AGREED

    @property
    def is_signed(self) -> bool:
        return self.agreement == Agreement.YES and self.signed_document_id is not None

    def missing_links(self) -> list[str]:
        """Which goals have no measure that began or is documented as not available."""
        return gates.for_links(self)


class Goal(CaseRow):
    """A SMART goal in the client's words, with its goal attainment scale."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="goals")
    plan = models.ForeignKey(SupportPlan, models.CASCADE, related_name="goals")
    # The same goal in the version before.
    continues = models.ForeignKey("self", models.SET_NULL, related_name="continued_by", null=True, blank=True)
    domain = models.CharField(_("Lebensbereich"), max_length=40, choices=Domain)
    level = models.CharField(_("Ebene"), max_length=10, choices=GoalLevel, default=GoalLevel.MAIN)
    text = EncryptedTextField(
        _("Ziel in den Worten der Klientin oder des Klienten"), validators=[note_length]
    )
    sign = EncryptedTextField(_("Woran erkennen wir es?"), blank=True, validators=[note_length])
    target_on = models.DateField(_("bis wann"), null=True, blank=True, validators=[plausible_day])
    owner = models.CharField(_("Wer?"), max_length=20, choices=GoalOwner, default=GoalOwner.CLIENT)
    weight = models.PositiveSmallIntegerField(_("Gewicht"), choices=[(1, "1"), (2, "2"), (3, "3")], default=1)
    state = models.CharField(_("Stand"), max_length=30, choices=GoalState, default=GoalState.DRAFT)
    ended_on = models.DateField(_("beendet am"), null=True, blank=True)
    gas_start = models.SmallIntegerField(_("Ausgangswert"), null=True, blank=True)
    gas_client = models.SmallIntegerField(_("Einschätzung Klient*in"), null=True, blank=True)
    gas_case_manager = models.SmallIntegerField(_("Einschätzung Fallführung"), null=True, blank=True)
    gas_anchors = EncryptedJSONField(_("Stufen in Worten"), null=True, blank=True)
    # {language, text, sign}: what the client reads beside the German words.
    translation = EncryptedJSONField(_("in der zweiten Sprache"), null=True, blank=True)

    class Data:
        file = (
            "case",
            "plan",
            "continues",
            "domain",
            "level",
            "text",
            "sign",
            "target_on",
            "owner",
            "weight",
            "state",
            "ended_on",
            "gas_start",
            "gas_client",
            "gas_case_manager",
            "gas_anchors",
            "translation",
        )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("domain", Domain),
            one_of("state", GoalState),
            between("weight", 1, 3, optional=False),
            between("gas_start", -2, 2),
            between("gas_client", -2, 2),
            between("gas_case_manager", -2, 2),
            models.CheckConstraint(
                condition=Q(state__in=gates.ENDED_GOALS, ended_on__isnull=False)
                | (~Q(state__in=gates.ENDED_GOALS) & Q(ended_on__isnull=True)),
                name="goal_ended_has_day",
            ),
        ]

    def __str__(self) -> str:
        return f"Ziel {self.pk}"

    @property
    def has_ended(self) -> bool:
        return self.state in gates.ENDED_GOALS

    def said_in(self, language: str) -> dict[str, str]:
        """The translated words, where there are some in this language."""
        found: dict[str, str] = self.translation or {}
        return found if found.get("language") == language else {}


class Measure(CaseRow):
    """A service or a step for a goal, with the days by which waiting is measured."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="measures")
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="measures")
    type = models.CharField(_("Maßnahme"), max_length=40, choices=MeasureType)
    # Own words: what an own step is, or what else is to be said of one from the catalogue.
    text = EncryptedTextField(_("Schritt in eigenen Worten"), null=True, blank=True, validators=[note_length])
    owner = models.CharField(
        _("Wer?"), max_length=20, choices=GoalOwner, blank=True, default="", db_default=""
    )
    due_on = models.DateField(_("bis wann"), null=True, blank=True, validators=[plausible_day])
    provider = SealedTextField(_("Anbieter"), max_length=200, blank=True)
    # The entry of the directory it names; the entry may end, the measure keeps it.
    offer = models.ForeignKey(
        "casemanagement.Offer",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Angebot"),
    )
    state = models.CharField(_("Stand"), max_length=30, choices=MeasureState, default=MeasureState.PROPOSED)
    proposed_on = models.DateField(_("vorgeschlagen am"))
    referral_sent_on = models.DateField(_("Zuweisung am"), null=True, blank=True)
    waiting_since = models.DateField(_("auf Warteliste seit"), null=True, blank=True)
    accepted_on = models.DateField(_("Zusage am"), null=True, blank=True)
    # The day on which it is to begin, and what was said of it.
    begins_on = models.DateField(_("beginnt am"), null=True, blank=True, validators=[plausible_day])
    begin_told_at = models.DateTimeField(null=True, blank=True)
    attendance_asked_at = models.DateTimeField(null=True, blank=True)
    started_on = models.DateField(_("begonnen am"), null=True, blank=True)
    ended_on = models.DateField(_("beendet am"), null=True, blank=True)
    handed_over_on = models.DateField(_("läuft weiter, übergeben am"), null=True, blank=True)
    dropout_reason = models.CharField(
        _("Grund des Abbruchs"), max_length=20, choices=DropoutReason, blank=True
    )

    class Data:
        file = (
            "case",
            "goal",
            "type",
            "text",
            "owner",
            "due_on",
            "provider",
            "offer",
            "state",
            "proposed_on",
            "referral_sent_on",
            "waiting_since",
            "accepted_on",
            "begins_on",
            "begin_told_at",
            "attendance_asked_at",
            "started_on",
            "ended_on",
            "handed_over_on",
            "dropout_reason",
        )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("type", MeasureType),
            one_of("owner", GoalOwner, blank=True),
            one_of("state", MeasureState),
            models.CheckConstraint(
                condition=Q(state=MeasureState.DROPPED_OUT) & ~Q(dropout_reason="")
                | ~Q(state=MeasureState.DROPPED_OUT) & Q(dropout_reason=""),
                name="measure_dropped_out_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True)
                | Q(started_on__isnull=True)
                | Q(ended_on__gte=models.F("started_on")),
                name="measure_ends_after_it_begins",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "state"], name="measure_of_case"),
        ]

    def __str__(self) -> str:
        return self.get_type_display()

    def clean(self) -> None:
        if self.type == MeasureType.OWN_STEP and not (self.text or "").strip():
            raise ValidationError({"text": _("Bitte schreiben Sie, was getan wird.")})

    @property
    def title(self) -> str:
        """The name from the catalogue, own words, or both."""
        named = "" if self.type == MeasureType.OWN_STEP else str(self.get_type_display())
        return ": ".join(filter(None, [named, self.text]))

    @property
    def has_ended(self) -> bool:
        return self.state in gates.ENDED_MEASURES


class Milestone(CaseRow):
    """A dated fact that figures count; once per kind, and once per level for languages."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="milestones")
    kind = models.CharField(_("Meilenstein"), max_length=40, choices=MilestoneKind)
    reached_on = models.DateField(_("erreicht am"), validators=[not_in_future])
    level = models.CharField(_("Niveau"), max_length=20, choices=LanguageLevel, blank=True)

    class Data:
        file = ("case", "kind", "reached_on", "level")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "kind", "level", "reached_on"], name="milestone_once"),
            models.CheckConstraint(
                condition=~Q(kind=MilestoneKind.LANGUAGE_LEVEL_REACHED) | ~Q(level=""),
                name="milestone_language_has_level",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Review(CaseRow):
    """Monitoring: the look at goals and measures, and what follows from it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="reviews")
    # None where the programme of the case has no plan.
    plan = models.ForeignKey(SupportPlan, models.CASCADE, related_name="reviews", null=True, blank=True)
    held_on = models.DateField(_("am"), validators=[not_in_future])
    result = models.CharField(_("Ergebnis"), max_length=20, choices=ReviewResult)
    satisfaction = models.PositiveSmallIntegerField(
        _("Zufriedenheit (1 bis 5)"),
        choices=[(n, str(n)) for n in range(1, 6)],
        null=True,
        blank=True,
    )
    note = EncryptedTextField(_("Notiz"), blank=True, validators=[note_length])
    next_on = models.DateField(_("nächste Überprüfung am"), null=True, blank=True, validators=[plausible_day])
    held_by = a_person(verbose_name=_("geführt von"))

    class Data:
        file = ("case", "plan", "held_on", "result", "satisfaction", "note", "next_on", "held_by")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("result", ReviewResult),
            between("satisfaction", 1, 5),
        ]

    def __str__(self) -> str:
        return f"Überprüfung {self.held_on:%d.%m.%Y}"
