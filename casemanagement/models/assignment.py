# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who leads a case and who stands in, from a day until a day; access follows from these rows."""

import datetime as dt
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import AssignmentRole, CaseState
from casemanagement.models.base import CaseRow, a_person
from casemanagement.models.case import Case
from casemanagement.models.constraints import OneResponsibleAtATime, one_of
from casemanagement.words import SealedTextField
from permissions.models import valid_on
from permissions.querysets import PermittedQuerySet


class AssignmentQuerySet(PermittedQuerySet["Assignment"]):
    def valid_on(self, day: dt.date) -> Self:
        return self.filter(valid_on(day))

    def responsible(self, on: dt.date) -> Self:
        return self.valid_on(on).filter(role=AssignmentRole.RESPONSIBLE)

    def loads(self, on: dt.date) -> dict[int, int]:
        """Open cases led, by person."""
        rows = self.responsible(on).filter(case__state__in=[CaseState.OPEN, CaseState.WAITING])
        return dict(rows.order_by().values_list("person").annotate(models.Count("pk")))


class Assignment(CaseRow):
    """A period in which a person answers for a case. Ended on its first day, the period is empty."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="assignments")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="assignments",
        verbose_name=_("Person"),
    )
    role = models.CharField(_("Rolle"), max_length=20, choices=AssignmentRole)
    organisation = models.ForeignKey("permissions.Organisation", models.PROTECT, related_name="+")
    valid_from = models.DateField(_("ab"))
    valid_until = models.DateField(_("bis"), null=True, blank=True)
    reason = SealedTextField(_("Grund"), max_length=200, blank=True)
    granted_by = a_person(verbose_name=_("zugewiesen von"))
    # A deputy for these days off; who stands in follows them (casemanagement.standing_in).
    absence = models.ForeignKey(
        "permissions.Absence",
        models.DO_NOTHING,  # days off that are taken back leave the row to whoever follows them
        related_name="+",
        db_constraint=False,
        null=True,
        blank=True,
        editable=False,
    )

    objects = AssignmentQuerySet.as_manager()  # type: ignore[misc]  # narrower than in CaseRow

    class Data:
        frame = (
            "case",
            "person",
            "role",
            "organisation",
            "valid_from",
            "valid_until",
            "reason",
            "granted_by",
            "absence",
        )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            OneResponsibleAtATime(name="assignment_one_responsible_at_a_time"),
            one_of("role", AssignmentRole),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from") - models.Value(1)),
                name="assignment_ends_after_it_begins",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "valid_until"], name="assignment_of_person"),
            models.Index(fields=["case", "role", "valid_until"], name="assignment_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.case_id}"
