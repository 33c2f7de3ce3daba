# SPDX-License-Identifier: AGPL-3.0-or-later
"""The case: root of everything that is known about one client; this row carries its frame alone."""

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from casemanagement import gates
from casemanagement.choices import (
    AssignmentRole,
    CaseState,
    ClosureReason,
    ConsentKind,
    CrisisReason,
    DeclineReason,
    Intensity,
    Leadership,
    PauseReason,
    Phase,
    PlanState,
    Stadtbezirk,
    Urgency,
    UrgentReason,
)
from casemanagement.models.base import a_person, optional_person
from casemanagement.models.constraints import one_of, together
from casemanagement.models.programme import KIM, Programme
from casemanagement.validators import not_in_future
from casemanagement.working_days import add_months
from permissions import clock
from permissions.models import valid_on
from permissions.querysets import PermittedCaseQuerySet

if TYPE_CHECKING:
    from casemanagement.models.assessment import Assessment
    from casemanagement.models.assignment import Assignment
    from casemanagement.models.closure import Closure
    from casemanagement.models.plan import SupportPlan
    from permissions.models import User


REOPENED_WITHIN = 12  # months
FOR_GOOD = (ClosureReason.DECEASED, ClosureReason.DUPLICATE_MERGED)


class CaseQuerySet(PermittedCaseQuerySet["Case"]):
    """What is asked about many cases."""

    def open(self) -> Self:
        """Referred or running; neither decided against nor closed."""
        return self.filter(state__in=[CaseState.OPEN, CaseState.WAITING])

    def accepted(self) -> Self:
        """Counted as cases, whether they still run or not."""
        return self.filter(accepted_on__isnull=False)

    def running(self) -> Self:
        return self.accepted().filter(state=CaseState.OPEN)

    def incoming(self) -> Self:
        """Referrals on which nothing is decided yet, and those that wait for a place."""
        return self.open().filter(phase=Phase.INTAKE)

    def waiting(self) -> Self:
        return self.filter(state=CaseState.WAITING)

    def of_person(self, person: "User", on: dt.date) -> Self:
        """The cases this person leads or stands in for on this day."""
        return self._assigned(on, person=person)

    def led_by(self, person: "User", on: dt.date) -> Self:
        return self._assigned(on, person=person, role=AssignmentRole.RESPONSIBLE)

    def unassigned(self, on: dt.date) -> Self:
        return self.open().exclude(Exists(self._assignments(on).filter(role=AssignmentRole.RESPONSIBLE)))

    def with_next_due(self) -> Self:
        """Each case with the day of its nearest open work item, as `next_due_on`; one that rests, its last day."""
        nearest = (
            _rows("WorkItem")
            .filter(case=OuterRef("pk"), state="open", due_on__isnull=False)
            .order_by("due_on")
            .values("due_on")[:1]
        )
        rests_until = models.Case(models.When(paused_since__isnull=False, then="resume_on"))
        return self.annotate(next_due_on=Coalesce(rests_until, models.Subquery(nearest)))

    def with_programme(self) -> Self:
        """Each case with `programme_name`; it stays empty where the municipality leads KIM alone."""
        known = Programme.objects.filter(kommune=OuterRef("kommune"))
        own = known.filter(code=OuterRef("programme")).values("name")
        kim = models.When(Exists(known.active()), then=models.Value("KIM"))
        beside = models.When(~Q(programme=KIM), then=models.Subquery(own))
        return self.annotate(programme_name=models.Case(beside, kim, default=models.Value("")))

    def without_contact_since(self, day: dt.date) -> Self:
        recent = _rows("Contact").filter(case=OuterRef("pk"), occurred_on__gte=day)
        return self.running().exclude(Exists(recent.with_client()))

    def _assigned(self, on: dt.date, **facts: object) -> Self:
        return self.filter(Exists(self._assignments(on).filter(**facts)))

    def _assignments(self, on: dt.date) -> models.QuerySet["Assignment"]:
        rows: models.QuerySet[Assignment] = _rows("Assignment").filter(valid_on(on), case=OuterRef("pk"))
        return rows


def _rows(model: str) -> Any:
    """Rows of a model that itself needs the case to be defined first."""
    return apps.get_model("casemanagement", model)._default_manager.all()


class Case(models.Model):  # type: ignore[django-manager-missing]  # the engine's rows have no types
    """From the referral on a row here; a case in the counting sense once `accepted_on` is set."""

    number = models.CharField(_("Fallnummer"), max_length=12, unique=True, editable=False)
    kommune = models.ForeignKey("permissions.Kommune", models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "permissions.Organisation",
        models.PROTECT,
        related_name="cases",
        verbose_name=_("führende Organisation"),
    )
    phase = models.CharField(_("Phase"), max_length=20, choices=Phase, default=Phase.INTAKE)
    state = models.CharField(_("Stand"), max_length=20, choices=CaseState, default=CaseState.OPEN)
    urgency = models.CharField(_("Dringlichkeit"), max_length=10, choices=Urgency, default=Urgency.NORMAL)
    urgent_reason = models.CharField(
        _("Grund der Dringlichkeit"), max_length=20, choices=UrgentReason, blank=True
    )
    stadtbezirk = models.CharField(
        _("Stadtbezirk"), max_length=20, choices=Stadtbezirk, default=Stadtbezirk.UNKNOWN
    )
    quarter = models.CharField(_("Quartier"), max_length=60, blank=True)
    intensity = models.CharField(_("Intensität"), max_length=10, choices=Intensity, default=Intensity.MEDIUM)
    leadership = models.CharField(
        _("Fallführung nach dem Assessment"), max_length=20, choices=Leadership, blank=True
    )
    paused_since = models.DateField(_("ruht seit"), null=True, blank=True)
    resume_on = models.DateField(_("Wiederaufnahme am"), null=True, blank=True)
    pause_reason = models.CharField(_("Grund des Ruhens"), max_length=30, choices=PauseReason, blank=True)
    is_restricted = models.BooleanField(_("Verarbeitung eingeschränkt"), default=False)
    in_crisis = models.BooleanField(_("Krise"), default=False)
    crisis_since = models.DateField(_("Krise seit"), null=True, blank=True)
    crisis_reason = models.CharField(
        _("Grund der Krise"), max_length=20, choices=CrisisReason, blank=True, default="", db_default=""
    )
    registered_by = a_person(verbose_name=_("erfasst von"))
    received_on = models.DateField(_("Meldung am"), validators=[not_in_future])
    accepted_on = models.DateField(_("aufgenommen am"), null=True, blank=True)
    first_contact_on = models.DateField(_("erster Kontakt am"), null=True, blank=True)
    extended_at = models.DateTimeField(_("Verlängerung freigegeben am"), null=True, blank=True)
    extended_by = optional_person(verbose_name=_("Verlängerung freigegeben von"))
    # Grows each time the same file is opened again; what belongs to an earlier one is history.
    episode = models.PositiveSmallIntegerField(_("Episode"), default=1, db_default=1, editable=False)
    reopened_on = models.DateField(_("wieder geöffnet am"), null=True, blank=True)
    # An earlier case of the same person; whoever may see only one of the two does not see the link.
    follows = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="followed_by", db_constraint=False
    )
    closed_on = models.DateField(_("beendet am"), null=True, blank=True)
    deletion_on = models.DateField(_("zu löschen am"), null=True, blank=True)
    programme = models.CharField(max_length=20, default=KIM, editable=False)
    # Grows with every deed; a form that was read before somebody else's deed is told so.
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CaseQuerySet.as_manager()
    programme_name: str | None = ""  # as CaseQuerySet.with_programme() found it

    class Data:
        frame = (
            "number",
            "kommune",
            "organisation",
            "phase",
            "state",
            "urgency",
            "urgent_reason",
            "stadtbezirk",
            "quarter",
            "intensity",
            "leadership",
            "paused_since",
            "resume_on",
            "pause_reason",
            "is_restricted",
            "in_crisis",
            "crisis_since",
            "crisis_reason",
            "registered_by",
            "received_on",
            "accepted_on",
            "first_contact_on",
            "extended_at",
            "extended_by",
            "episode",
            "reopened_on",
            "follows",
            "closed_on",
            "deletion_on",
            "programme",
            "version",
        )

    class Meta:
        verbose_name = _("Fall")
        verbose_name_plural = _("Fälle")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("phase", Phase),
            one_of("state", CaseState),
            one_of("intensity", Intensity),
            one_of("crisis_reason", CrisisReason, blank=True),
            models.CheckConstraint(
                condition=Q(state__in=[CaseState.OPEN, CaseState.WAITING], closed_on__isnull=True)
                | Q(
                    state__in=[CaseState.DECLINED, CaseState.REFERRED_ON, CaseState.CLOSED],
                    closed_on__isnull=False,
                    deletion_on__isnull=False,
                ),
                name="case_ended_has_dates",
            ),
            models.CheckConstraint(
                condition=~Q(state=CaseState.CLOSED) | Q(accepted_on__isnull=False),
                name="case_closed_was_accepted",
            ),
            models.CheckConstraint(
                condition=Q(phase=Phase.INTAKE) | Q(phase=Phase.ENDED) | Q(accepted_on__isnull=False),
                name="case_past_intake_is_accepted",
            ),
            models.CheckConstraint(
                condition=Q(accepted_on__isnull=True) | Q(accepted_on__gte=models.F("received_on")),
                name="case_accepted_after_received",
            ),
            models.CheckConstraint(
                condition=Q(paused_since__isnull=True, pause_reason="", resume_on__isnull=True)
                | (Q(paused_since__isnull=False, resume_on__isnull=False) & ~Q(pause_reason="")),
                name="case_paused_has_reason_and_end",
            ),
            models.CheckConstraint(
                condition=Q(urgency=Urgency.NORMAL, urgent_reason="")
                | (Q(urgency=Urgency.URGENT) & ~Q(urgent_reason="")),
                name="case_urgent_has_reason",
            ),
            together("extended_at", "extended_by", name="case_extension_at_and_by"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "state", "received_on"], name="case_of_organisation"),
            models.Index(fields=["kommune", "state", "phase"], name="case_of_kommune"),
            models.Index(fields=["registered_by", "received_on"], name="case_registered_by"),
            models.Index(
                fields=["deletion_on"], name="case_to_delete", condition=Q(deletion_on__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.state in {CaseState.OPEN, CaseState.WAITING}

    @property
    def is_running(self) -> bool:
        """Taken on and not ended; whether it rests is another question."""
        return self.state == CaseState.OPEN and self.accepted_on is not None

    @property
    def is_paused(self) -> bool:
        return self.paused_since is not None

    def may_be_assessed_again(self) -> bool:
        """While the plan is made or carried out; before that the first round runs, after that all ends."""
        latest = self.current_assessment()
        between = self.has_assessment() and self.phase in {Phase.PLANNING, Phase.IMPLEMENTATION}
        return self.is_running and not self.is_paused and between and (latest is None or latest.is_completed)

    def led_under(self) -> Programme:
        """Its programme; one that is not KIM is asked for anew each time."""
        return Programme.objects.led_in(self.kommune_id, self.programme)

    def has_assessment(self) -> bool:
        return self.led_under().has(Phase.ASSESSMENT)

    def has_planning(self) -> bool:
        return self.led_under().has(Phase.PLANNING)

    def is_urgent(self) -> bool:
        return self.urgency == Urgency.URGENT

    def hands_over(self) -> bool:
        """Whether the case manager decided to pass the case on after the assessment."""
        return self.leadership == Leadership.HANDOVER

    def is_duplicate(self) -> bool:
        triage = getattr(self, "triage", None)
        return triage is not None and triage.reason == DeclineReason.DUPLICATE

    def has_responsible(self) -> bool:
        return self.responsible(clock.today()) is not None

    def has_conflict(self) -> bool:
        """Whether whoever leads the case today is not impartial, or has not said so."""
        return gates.has_conflict(self, clock.today())

    def has_core_consent(self) -> bool:
        return self.consents.living(clock.today()).of_kind(ConsentKind.C1).exists()

    def is_consent_withdrawn(self) -> bool:
        """The core consent was given once and taken back."""
        revoked = self.consents.of_kind(ConsentKind.C1).filter(revoked_on__isnull=False)
        return revoked.exists() and not self.has_core_consent()

    def has_agreed_plan(self) -> bool:
        return self.support_plans.filter(state=PlanState.AGREED).exists()

    def is_carried_out(self) -> bool:
        """A plan is agreed on; where the programme asks for none, the look back at the support has begun."""
        return self.has_agreed_plan() or (not self.has_planning() and self.is_reviewed())

    def is_reviewed(self) -> bool:
        """Reviews of the plan in force have begun, or the first one is on somebody's list."""
        plan = self.support_plans.filter(state=PlanState.AGREED).first()
        awaited = self.deadlines.running().filter(rule__code__regex="^(first_review|review_)")
        return awaited.exists() or self.reviews.filter(plan=plan).exists()

    def responsible(self, on: dt.date) -> "Assignment | None":
        """Who leads the case on this day."""
        return self.assignments.responsible(on).select_related("person").first()

    def lead(self) -> "User | None":
        """Who leads the case today, and gets what there is to do."""
        today = self.responsible(clock.today())
        return today.person if today else None

    def deputies(self, on: dt.date) -> "models.QuerySet[Assignment]":
        return self.assignments.valid_on(on).filter(role=AssignmentRole.DEPUTY).select_related("person")

    def current_assessment(self) -> "Assessment | None":
        return self.assessments.order_by("-number").first()

    def current_plan(self) -> "SupportPlan | None":
        """The plan in force, or the draft where none is in force yet."""
        plans = self.support_plans.exclude(state="replaced")
        return plans.filter(state="agreed").first() or plans.first()

    def draft_plan(self) -> "SupportPlan | None":
        return self.support_plans.filter(state="draft").first()

    def missing_for_admission(self, on: dt.date) -> list[str]:
        return gates.for_admission(self, on)

    def missing_for_closure(self, on: dt.date) -> list[str]:
        return gates.for_closure(self, on)

    def months_open(self, on: dt.date) -> int:
        """Whole months since the admission, or since the file was opened again."""
        since = self.reopened_on or self.accepted_on
        if since is None:
            return 0
        return (on.year - since.year) * 12 + on.month - since.month - (on.day < since.day)

    @property
    def closure(self) -> "Closure | None":
        """The end of this episode, as far as it is written."""
        return self.closures.filter(episode=self.episode).first()

    def reopening_ends_on(self) -> "dt.date | None":
        """The last day on which the same file may be opened again; later a new case begins."""
        closure = self.closure if self.state == CaseState.CLOSED else None
        if self.closed_on is None or closure is None or closure.reason in FOR_GOOD:
            return None
        return add_months(self.closed_on, REOPENED_WITHIN)

    def may_be_reopened(self, on: dt.date) -> bool:
        """Closed, not for good, and not too long ago."""
        last = self.reopening_ends_on()
        return last is not None and on <= last

    def is_past(self, on: dt.date) -> bool:
        """Declined, or ended so long ago that the same file cannot go on: nobody leads it any more."""
        if self.is_open:
            return False
        ended = self.closed_on if self.state == CaseState.CLOSED else None
        return ended is None or on > add_months(ended, REOPENED_WITHIN)

    def needs_extension(self, on: dt.date) -> bool:
        """Above 18 months the Fachaufsicht has to agree."""
        return self.is_open and self.extended_at is None and self.months_open(on) >= gates.LONGEST_MONTHS
