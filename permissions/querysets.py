# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one way to ask for rows: those on whose case the actor has the right."""

from typing import Self, TypeVar

from django.db import models

from permissions.actor import Actor
from permissions.duties import organisations_of
from permissions.rights import Right

Row = TypeVar("Row", bound=models.Model)


class PermittedQuerySet(models.QuerySet[Row]):
    """A queryset of a model that hangs on a case by its foreign key `case`."""

    def permitted(self, actor: Actor, right: Right) -> Self:
        from permissions.access import CASE_ACCESS  # noqa: PLC0415  # models load before the concept can

        return self.filter(case__in=CASE_ACCESS.keys(actor, right))


class PermittedCaseQuerySet(models.QuerySet[Row]):
    """The same for the case itself."""

    def permitted(self, actor: Actor, right: Right) -> Self:
        from permissions.access import CASE_ACCESS  # noqa: PLC0415  # models load before the concept can

        return self.filter(pk__in=CASE_ACCESS.keys(actor, right))


class TownQuerySet(models.QuerySet[Row]):
    """A queryset of a model that belongs to no case but to a municipality, by its foreign key `kommune`."""

    def seen_by(self, actor: Actor) -> Self:
        """Everything of the municipality in which this hat of the person works."""
        if actor.person is None:
            return self.none()
        return self.filter(kommune__in=organisations_of(actor.person, actor.hat).values("kommune"))
