# SPDX-License-Identifier: AGPL-3.0-or-later
"""What case work tells the city: findings without a person, themes made of them, and what became of each.

Who wrote a finding and from which case are tables of their own, so that whoever leads the themes
reaches neither.
"""

import secrets
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemanagement import structure_bodies
from casemanagement.choices import FieldOfAction, ReferralSource, Stadtbezirk, TargetGroup
from casemanagement.choices.chains import StepSource, step_label
from casemanagement.choices.structure import FindingState, GapType, Severity, ThemeState
from casemanagement.fields import EncryptedTextField
from casemanagement.models.base import CaseRow, a_person, optional_person
from casemanagement.models.case import Case
from casemanagement.models.constraints import one_of
from casemanagement.structure_bodies import IntegrationGoal, WorkingGroup
from casemanagement.validators import not_in_future, note_length
from permissions.actor import Actor
from permissions.duties import coordinated_by, organisations_of
from permissions.hats import Hat
from permissions.querysets import TownQuerySet

LOWEST, NUMBERS = 10_000_000, 90_000_000


def a_number() -> int:
    """Without meaning and order: from a number nobody learns who wrote when."""
    return LOWEST + secrets.randbelow(NUMBERS)


class Theme(models.Model):
    """What several findings have in common, on its way to the Lenkungsgruppe and back."""

    kommune = models.ForeignKey("permissions.Kommune", models.PROTECT, related_name="+")
    title = models.CharField(_("Titel"), max_length=200)
    summary = models.TextField(_("Worum es geht"), blank=True, validators=[note_length])
    field_of_action = models.CharField(_("Handlungsfeld"), max_length=30, choices=FieldOfAction)
    state = models.CharField(_("Stand"), max_length=30, choices=ThemeState, default=ThemeState.GATHERED)
    working_group = models.CharField(_("Arbeitsgruppe"), max_length=30, blank=True)
    goal = models.CharField(_("Integrationspolitisches Ziel"), max_length=40, blank=True)
    lenkungsgruppe_on = models.DateField(_("Sitzung der Lenkungsgruppe"), null=True, blank=True)
    opened_on = models.DateField(_("eröffnet am"))
    closed_on = models.DateField(_("abgeschlossen am"), null=True, blank=True)

    objects = TownQuerySet.as_manager()

    class Data:
        frame = (
            "kommune",
            "title",
            "summary",
            "field_of_action",
            "state",
            "working_group",
            "goal",
            "lenkungsgruppe_on",
            "opened_on",
            "closed_on",
        )

    class Meta:
        ordering: ClassVar[list[str]] = ["-opened_on", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("state", ThemeState),
            models.CheckConstraint(
                condition=Q(state=ThemeState.CLOSED, closed_on__isnull=False)
                | (~Q(state=ThemeState.CLOSED) & Q(closed_on__isnull=True)),
                name="theme_closed_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=ThemeState.SCHEDULED) | Q(lenkungsgruppe_on__isnull=False),
                name="theme_scheduled_has_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def group(self) -> WorkingGroup | None:
        return structure_bodies.group_of(self.working_group)

    @property
    def integration_goal(self) -> IntegrationGoal | None:
        return structure_bodies.goal_of(self.goal)


class ThemeEntry(models.Model):
    """One step of a theme: what was decided, when, and what the authors are answered. Never changed."""

    kommune = models.ForeignKey("permissions.Kommune", models.PROTECT, related_name="+")
    theme = models.ForeignKey(Theme, models.CASCADE, related_name="entries")
    state = models.CharField(_("Stand"), max_length=30, choices=ThemeState)
    on = models.DateField(_("am"), validators=[not_in_future])
    text = models.TextField(_("Beschluss oder Begründung"), blank=True, validators=[note_length])
    answer = models.TextField(_("Antwort an die Fallarbeit"), blank=True, validators=[note_length])
    written_by = a_person(verbose_name=_("festgehalten von"))
    written_at = models.DateTimeField(_("festgehalten am"))

    objects: ClassVar[models.Manager["ThemeEntry"]] = models.Manager()

    class Data:
        frame = ("kommune", "theme", "state", "on", "text", "answer", "written_by", "written_at")

    class Meta:
        ordering: ClassVar[list[str]] = ["theme", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [one_of("state", ThemeState)]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.theme_id}"


class FindingQuerySet(models.QuerySet["Finding"]):
    def written_by(self, actor: Actor) -> Self:
        """In this hat of the person."""
        if actor.person is None:
            return self.none()
        return self.filter(author__person=actor.person, author__hat=actor.hat)

    def examined_by(self, actor: Actor) -> Self:
        """All of the municipality, for its coordination."""
        if actor.person is None or actor.hat is not Hat.FACH:
            return self.none()
        return self.filter(kommune__in=coordinated_by(actor.person).values("kommune"))

    def released_in_town_of(self, actor: Actor) -> Self:
        """What anybody with a page of themes may read."""
        if actor.person is None:
            return self.none()
        towns = organisations_of(actor.person, actor.hat).values("kommune")
        return self.filter(theme__isnull=False, kommune__in=towns)

    def released_to(self, theme: Theme) -> Self:
        return self.filter(theme=theme)


class Finding(models.Model):
    """A Strukturhinweis: a gap in the system of help, told without the person who met it."""

    id = models.BigIntegerField(primary_key=True, default=a_number, editable=False)
    kommune = models.ForeignKey("permissions.Kommune", models.PROTECT, related_name="+")
    field_of_action = models.CharField(_("Handlungsfeld"), max_length=30, choices=FieldOfAction)
    gap_type = models.CharField(_("Art der Lücke"), max_length=30, choices=GapType)
    chain = models.CharField(_("Dienstleistungskette"), max_length=20, blank=True)
    chain_step = models.CharField(_("Schritt"), max_length=20, blank=True)
    institution_type = models.CharField(_("Stelle"), max_length=30, choices=ReferralSource, blank=True)
    target_group = models.CharField(_("Zielgruppe"), max_length=40, choices=TargetGroup, blank=True)
    stadtbezirk = models.CharField(
        _("Stadtbezirk"), max_length=20, choices=Stadtbezirk, default=Stadtbezirk.UNKNOWN
    )
    description = EncryptedTextField(_("Was ist geschehen?"), validators=[note_length])
    cases_affected = models.PositiveSmallIntegerField(_("Betroffene Fälle"), default=1)
    is_estimate = models.BooleanField(_("geschätzt"), default=False)
    severity = models.PositiveSmallIntegerField(_("Wirkung"), choices=Severity)
    proposal = EncryptedTextField(_("Vorschlag"), blank=True, validators=[note_length])
    state = models.CharField(_("Stand"), max_length=30, choices=FindingState, default=FindingState.SUBMITTED)
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="findings", null=True, blank=True)
    reason = models.TextField(_("Begründung"), blank=True, validators=[note_length])
    written_on = models.DateField(_("geschrieben am"))
    decided_on = models.DateField(_("entschieden am"), null=True, blank=True)

    objects = FindingQuerySet.as_manager()

    class Data:
        frame = (
            "kommune",
            "field_of_action",
            "gap_type",
            "chain",
            "chain_step",
            "institution_type",
            "target_group",
            "stadtbezirk",
            "description",
            "cases_affected",
            "is_estimate",
            "severity",
            "proposal",
            "state",
            "theme",
            "reason",
            "written_on",
            "decided_on",
        )

    class Meta:
        ordering: ClassVar[list[str]] = ["-written_on", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("field_of_action", FieldOfAction),
            one_of("state", FindingState),
            models.CheckConstraint(
                condition=Q(state=FindingState.MERGED, theme__isnull=False)
                | (~Q(state=FindingState.MERGED) & Q(theme__isnull=True)),
                name="finding_merged_has_theme",
            ),
            models.CheckConstraint(
                condition=~Q(state=FindingState.REJECTED) | ~Q(reason=""), name="finding_rejected_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[FindingState.MERGED, FindingState.REJECTED], decided_on__isnull=False)
                | (Q(state__in=[FindingState.SUBMITTED, FindingState.IN_REVIEW], decided_on__isnull=True)),
                name="finding_decided_has_day",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kommune", "state"], name="finding_of_state"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        return f"SH-{self.pk}"

    @property
    def step(self) -> str:
        return step_label(self.chain, self.chain_step)

    @property
    def is_open(self) -> bool:
        return self.state in {FindingState.SUBMITTED, FindingState.IN_REVIEW}


class FindingAuthor(models.Model):
    """Who wrote a finding and is told what becomes of it; the themes are led without knowing."""

    finding = models.OneToOneField(Finding, models.CASCADE, primary_key=True, related_name="author")
    person = a_person(verbose_name=_("geschrieben von"))
    hat = models.CharField(max_length=10)
    organisation = models.ForeignKey("permissions.Organisation", models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("geschrieben am"))

    objects: ClassVar[models.Manager["FindingAuthor"]] = models.Manager()

    class Data:
        frame = ("finding", "person", "hat", "organisation", "written_at")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person"], name="finding_of_author"),
        ]

    def __str__(self) -> str:
        return f"Verfasst {self.finding_id}"


class FindingCase(CaseRow):
    """From which case a finding came: for its author and the coordinator, until it is decided upon."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="findings")
    finding = models.ForeignKey(Finding, models.CASCADE, related_name="cases")
    person = a_person(verbose_name=_("geschrieben von"))

    class Data:
        frame = ("case", "finding", "person")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["finding", "case"], name="finding_case_once"),
        ]

    def __str__(self) -> str:
        return f"Bezug {self.finding_id}"


class ChainStep(CaseRow):
    """The day on which a case reached a step of a Dienstleistungskette."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="chain_steps")
    chain = models.CharField(_("Dienstleistungskette"), max_length=20)
    step = models.CharField(_("Schritt"), max_length=20)
    on = models.DateField(_("am"), validators=[not_in_future])
    source = models.CharField(_("Herkunft"), max_length=10, choices=StepSource, default=StepSource.ENTERED)
    entered_by = optional_person(verbose_name=_("eingetragen von"))

    class Data:
        file = ("case", "chain", "step", "on", "source", "entered_by")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "chain", "step"], name="chain_step_once"),
            one_of("source", StepSource),
        ]

    def __str__(self) -> str:
        return f"{step_label(self.chain, self.step)} {self.case_id}"
