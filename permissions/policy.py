# SPDX-License-Identifier: AGPL-3.0-or-later
"""The engine of the access concept: the same condition filters lists, answers checks and gives the reason."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Case, Model, Q, QuerySet, When
from django.utils.translation import gettext as _

from permissions.actor import Actor, NotPermitted
from permissions.hats import Hat
from permissions.models import User
from permissions.rights import Right


@dataclass(frozen=True, slots=True)
class Grant:
    """Who, wearing which hat, may do what on the cases that the condition names."""

    who: str
    hat: Hat
    on: Callable[[User], Q]
    may: frozenset[Right]


class Policy:
    """The grants for one model. What is not granted is refused."""

    def __init__(self, model: str, grants: Iterable[Grant], *, system: Iterable[Right] = ()) -> None:
        self.model = model
        self.grants = tuple(grants)
        # The worker acts on one bound case at a time and has no list of its own.
        self.system = frozenset(system)

    def rows(self, actor: Actor, right: Right) -> QuerySet[Any]:
        """The objects on which this actor has this right."""
        allowed = Q(pk__in=[])
        for grant in self._grants_for(actor):
            if right in grant.may:
                allowed |= grant.on(_person(actor))
        return self._objects().filter(allowed)

    def allows(self, actor: Actor, right: Right, obj: Model) -> bool:
        """Whether this actor has this right on this object; one query."""
        if actor.hat is Hat.SYSTEM:
            return right in self.system
        return self.rows(actor, right).filter(pk=obj.pk).exists()

    def require(self, actor: Actor, right: Right, obj: Model) -> None:
        """Raise NotPermitted unless the actor has this right on this object."""
        if not self.allows(actor, right, obj):
            raise NotPermitted(_("Dafür fehlt Ihnen an diesem Fall das Recht."))

    def rights(self, actor: Actor, obj: Model) -> frozenset[Right]:
        """Every right of the actor on this object; one query."""
        return frozenset(right for grant in self._reaching(actor, obj) for right in grant.may)

    def reasons(self, actor: Actor, right: Right, obj: Model) -> list[str]:
        """By which grants this actor has this right on this object, for the access record; one query."""
        return [grant.who for grant in self._reaching(actor, obj) if right in grant.may]

    def _reaching(self, actor: Actor, obj: Model) -> list[Grant]:
        grants = list(self._grants_for(actor))
        if not grants:
            return []
        person = _person(actor)
        asked = [Case(When(grant.on(person), then=True), default=False) for grant in grants]
        answers = self._objects().filter(pk=obj.pk).values_list(*asked).first()
        return [grant for grant, reaches in zip(grants, answers or (), strict=False) if reaches]

    def _grants_for(self, actor: Actor) -> Iterator[Grant]:
        # Asked before any condition on a person could match rows without one.
        if actor.person is None or actor.person.pk is None or not actor.person.is_active:
            return
        yield from (grant for grant in self.grants if grant.hat is actor.hat)

    def _objects(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = apps.get_model(self.model)._default_manager.all()
        return rows


def _person(actor: Actor) -> User:
    if actor.person is None:
        raise NotPermitted
    return actor.person
