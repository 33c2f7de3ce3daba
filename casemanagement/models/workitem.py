# SPDX-License-Identifier: AGPL-3.0-or-later
"""What somebody has to do next: every worklist, count and case page reads these rows alone."""

import datetime as dt
from typing import TYPE_CHECKING, ClassVar, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import WorkState
from casemanagement.models.base import CaseRow, optional_person
from casemanagement.models.case import Case
from casemanagement.models.constraints import one_of
from casemanagement.words import SealedSentenceField
from permissions import clock
from permissions.hats import Hat
from permissions.models import valid_on
from permissions.querysets import PermittedQuerySet

if TYPE_CHECKING:
    from permissions.models import User

RESUMED = "pauses.resumed"
# What watches over the rest of a case does not rest with it.
OF_THE_REST = ("support_planning.resume_case", "deadline.pause", RESUMED)


class WorkItemQuerySet(PermittedQuerySet["WorkItem"]):
    def open(self) -> Self:
        return self.filter(state=WorkState.OPEN)

    def for_hat(self, hat: Hat) -> Self:
        return self.filter(hat=hat)

    def of_person(self, person: "User | None", on: dt.date) -> Self:
        """Own ones and those that wait for anybody who may: of nobody, or of a deputy whose days are over."""
        rows = apps.get_model("casemanagement", "Assignment")._default_manager
        stood_in = rows.filter(case=OuterRef("case"), person=OuterRef("owner"))
        left = Exists(stood_in.filter(valid_until__lt=on)) & ~Exists(stood_in.filter(valid_on(on)))
        return self.filter(Q(owner=person) | Q(owner__isnull=True) | left)

    def awake(self) -> Self:
        """Those of a case that rests wait with it, except what watches over the rest."""
        return self.filter(Q(case__paused_since__isnull=True) | Q(kind__in=OF_THE_REST))

    def due(self, on: dt.date) -> Self:
        return self.filter(due_on__lte=on)

    def end(self, state: WorkState, *, by: "User | None") -> int:
        """Done, or no longer asked; how many there were."""
        return self.update(state=state, ended_at=clock.now(), ended_by=by)

    def by_due(self) -> Self:
        return self.order_by(models.F("due_on").asc(nulls_last=True), "pk")


class WorkItem(CaseRow):
    case = models.ForeignKey(Case, models.CASCADE, related_name="work_items")
    organisation = models.ForeignKey("permissions.Organisation", models.PROTECT, related_name="+")
    # flow.node, or deadline.rule, or the name of the deed that asks for it.
    kind = models.CharField(max_length=80)
    title = SealedSentenceField(_("Aufgabe"), max_length=200)
    hat = models.CharField(max_length=10, choices=[(hat.value, hat.label) for hat in (Hat.CASE, Hat.FACH)])
    owner = optional_person(verbose_name=_("bei"))
    due_on = models.DateField(_("fällig am"), null=True, blank=True)
    # The deadline behind it: the day moves with it, and there is none while it rests.
    deadline = models.ForeignKey(
        "casemanagement.Deadline", models.CASCADE, related_name="work_items", null=True, blank=True
    )
    state = models.CharField(_("Stand"), max_length=10, choices=WorkState, default=WorkState.OPEN)
    # The engine's task, where there is one; a number, because this package does not know the engine.
    task_id = models.BigIntegerField(null=True, blank=True)
    process_id = models.BigIntegerField(null=True, blank=True)
    opened_at = models.DateTimeField(_("seit"))
    ended_at = models.DateTimeField(_("beendet am"), null=True, blank=True)
    ended_by = optional_person(verbose_name=_("beendet von"))

    objects = WorkItemQuerySet.as_manager()  # type: ignore[misc]  # narrower than in CaseRow

    class Data:
        frame = (
            "case",
            "organisation",
            "kind",
            "title",
            "hat",
            "owner",
            "due_on",
            "deadline",
            "state",
            "task_id",
            "process_id",
            "opened_at",
            "ended_at",
            "ended_by",
        )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("state", WorkState),
            models.CheckConstraint(
                condition=Q(state=WorkState.OPEN, ended_at__isnull=True, ended_by__isnull=True)
                | Q(state__in=[WorkState.DONE, WorkState.CANCELLED], ended_at__isnull=False),
                name="work_item_ended_has_time",
            ),
            models.UniqueConstraint(
                fields=["task_id"],
                name="work_item_one_open_per_task",
                condition=Q(task_id__isnull=False, state=WorkState.OPEN),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "state", "due_on"], name="work_item_of_organisation"),
            models.Index(fields=["case", "state", "due_on"], name="work_item_of_case"),
            models.Index(
                fields=["hat", "due_on"], name="work_item_open_by_hat", condition=Q(state=WorkState.OPEN)
            ),
            # What long lists are paged by; the condition is theirs, else the planner would not take it.
            models.Index(
                fields=["due_on", "case"],
                name="work_item_open_due",
                condition=Q(state=WorkState.OPEN, due_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)
