# SPDX-License-Identifier: AGPL-3.0-or-later
"""A notice: something that one person, or one hat of a house, has to hear at once."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import NoticeKind
from casemanagement.models.base import optional_person
from casemanagement.models.case import Case
from casemanagement.models.constraints import together
from permissions.actor import Actor
from permissions.duties import organisations_of
from permissions.hats import Hat
from permissions.models import Organisation
from permissions.querysets import PermittedQuerySet
from permissions.rights import Right


class NoticeQuerySet(PermittedQuerySet["Notice"]):
    def addressed_to(self, actor: Actor) -> Self:
        """For this person in this hat, about cases that the hat still sees; the newest first."""
        if actor.person is None:
            return self.none()
        houses = organisations_of(actor.person, actor.hat)
        if actor.hat is Hat.ADMIN:  # administers all houses of the municipality
            houses = Organisation.objects.filter(kommune__in=houses.values("kommune"))
        for_the_house = Q(to_person__isnull=True, organisation__in=houses.values("pk"))
        for_me = Q(Exists(houses), to_person=actor.person)
        rows = self.filter(for_me | for_the_house, to_hat=actor.hat)
        if actor.hat is Hat.ADMIN:
            rows = rows.filter(case__isnull=True)
        elif actor.hat is not Hat.DIENST:  # which is told a number and opens no case
            seen = Case.objects.permitted(actor, Right.READ_FRAME).order_by().values("pk")
            rows = rows.filter(Q(case__isnull=True) | Q(case__in=seen))
        return rows.order_by("-at", "-pk")

    def unseen(self) -> Self:
        return self.filter(seen_at__isnull=True)


class Notice(models.Model):
    """Its sentence is its kind; the data are codes and numbers that the sentence needs."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="notices", null=True, blank=True)
    organisation = models.ForeignKey("permissions.Organisation", models.PROTECT, related_name="+")
    to_person = optional_person()
    to_hat = models.CharField(max_length=10)
    kind = models.CharField(max_length=40, choices=NoticeKind)
    at = models.DateTimeField()
    data: Any = models.JSONField(default=dict)
    seen_at = models.DateTimeField(_("gesehen am"), null=True, blank=True)
    seen_by = optional_person()

    objects = NoticeQuerySet.as_manager()

    class Data:
        frame = (
            "case",
            "organisation",
            "to_person",
            "to_hat",
            "kind",
            "at",
            "data",
            "seen_at",
            "seen_by",
        )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            together("seen_at", "seen_by", name="notice_seen_at_and_by"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "to_hat", "at"], name="notice_of_house"),
            models.Index(fields=["to_person", "at"], name="notice_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
