# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows of a file that stay with the house that led the case, when the file goes to another."""

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import Q

from casemanagement.models.base import CaseRow
from permissions.actor import Actor
from permissions.duties import organisations_of
from permissions.hats import Hat
from permissions.querysets import PermittedQuerySet
from permissions.rights import Right

if TYPE_CHECKING:
    from permissions.models import User

Row = TypeVar("Row", bound=models.Model)


class KeptQuerySet(PermittedQuerySet[Row]):
    def permitted(self, actor: Actor, right: Right) -> Self:
        """Case managers of another house do not read what the client did not let go along."""
        rows = super().permitted(actor, right)
        if actor.hat is not Hat.CASE or actor.person is None:
            return rows
        return rows.filter(Q(kept_by=None) | Q(kept_by__in=_houses(actor.person)))


class KeptRow(CaseRow):
    """Empty: the row belongs to the file, wherever it is led. Else it opens in the house that kept it, and only there."""

    kept_by = models.ForeignKey(
        "permissions.Organisation", models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )

    objects = KeptQuerySet.as_manager()  # type: ignore[misc]  # narrower than in CaseRow

    class Meta:
        abstract = True


def _houses(person: "User") -> models.QuerySet[models.Model]:
    return organisations_of(person, Hat.CASE).values("pk")  # type: ignore[return-value]
