# SPDX-License-Identifier: AGPL-3.0-or-later
"""The engine of the access concept: the same condition filters lists, answers checks and gives the reason."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from permissions import once
from permissions.actor import Actor, NotPermitted
from permissions.conditions import Facts, naming
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
    # Opens a case to somebody who is not named on its list.
    despite_list: bool = False


NOTHING = Q(pk__in=[])


def _nothing(actor: Actor) -> Q:
    return NOTHING


class Question:
    """The marks of a query for one object, and the grants that follow from its answer."""

    def __init__(self, grants: Mapping[Grant, Q], never: Q, unlisted: Q) -> None:
        self.grants = grants
        self._never, self._unlisted = never, unlisted
        self._facts = Facts([*grants.values(), never, unlisted])
        self.marks = self._facts.marks

    def held(self, row: Mapping[str, Any]) -> list[Grant]:
        """The grants that reach the object with these marks."""
        if self._facts.hold(self._never, row):
            return []
        reaching = [grant for grant, condition in self.grants.items() if self._facts.hold(condition, row)]
        return [
            grant for grant in reaching if grant.despite_list or not self._facts.hold(self._unlisted, row)
        ]


class Policy:
    """The grants for one model. What is not granted is refused."""

    def __init__(
        self,
        model: str,
        grants: Iterable[Grant],
        *,
        system: Iterable[Right] = (),
        never: Callable[[Actor], Q] = _nothing,
        unlisted: Callable[[Actor], Q] = _nothing,
    ) -> None:
        """No grant reaches what `never` names, and what `unlisted` names only one that says so."""
        self.model = model
        self.grants = tuple(grants)
        self.never, self.unlisted = never, unlisted
        # The worker acts on one bound case at a time and has no list of its own.
        self.system = frozenset(system)

    def rows(self, actor: Actor, right: Right) -> QuerySet[Any]:
        """The objects on which this actor has this right."""
        named = all_others = NOTHING
        for grant in self._grants_for(actor):
            if right in grant.may and grant.despite_list:
                all_others |= grant.on(_person(actor))
            elif right in grant.may:
                named |= grant.on(_person(actor))
        if actor.person is None:
            return self._objects().none()
        seen = all_others | named & ~self._once(self.unlisted, actor)
        return self._objects().filter(seen & ~self._once(self.never, actor))

    def keys(self, actor: Actor, right: Right) -> QuerySet[Any] | list[int]:
        """The same by primary key, to stand inside another question.

        A case manager has some dozens of cases. A page of hers asks for them once and hands the numbers on, since
        planning the question takes longer than answering it (decision 0035).
        """

        def keys() -> QuerySet[Any]:
            return self.rows(actor, right).order_by().values_list("pk", flat=True)

        if actor.hat is not Hat.CASE:
            return keys()
        grants = tuple(grant for grant in self._grants_for(actor) if right in grant.may)
        return once.asked((actor, grants), keys)

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

    def named(self, actor: Actor, right: Right) -> str:
        """Every grant by which this hat may have this right; for the record of a list, without a query."""
        names = [grant.who for grant in self._grants_for(actor) if right in grant.may]
        return ", ".join(names) or f"hat:{actor.hat.value}"

    def question(self, actor: Actor) -> "Question":
        """Which grants reach one object, to be asked beside it in the query that finds it."""
        grants = list(self._grants_for(actor))
        if not grants:
            return Question({}, NOTHING, NOTHING)
        person = _person(actor)
        with naming():
            held = {grant: grant.on(person) for grant in grants}
            return Question(held, self.never(actor), self.unlisted(actor))

    def _reaching(self, actor: Actor, obj: Model) -> list[Grant]:
        question = self.question(actor)
        if not question.grants:  # such a hat may not even ask the table
            return []
        row = self._objects().filter(pk=obj.pk).values(**question.marks).first()
        return question.held(row) if row else []

    def _grants_for(self, actor: Actor) -> Iterator[Grant]:
        # Asked before any condition on a person could match rows without one.
        if actor.person is None or actor.person.pk is None or not actor.person.is_active:
            return
        yield from (grant for grant in self.grants if grant.hat is actor.hat)

    def _once(self, condition: Callable[[Actor], Q], actor: Actor) -> Q:
        """What a case manager's page asks for every right alike, asked for the first."""
        if actor.hat is not Hat.CASE or not once.remembers():
            return condition(actor)

        def named() -> QuerySet[Any]:
            return self._objects().filter(condition(actor)).order_by().values_list("pk", flat=True)

        return Q(pk__in=once.asked((actor, condition), named))

    def _objects(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = apps.get_model(self.model)._default_manager.all()
        return rows


def _person(actor: Actor) -> User:
    if actor.person is None:
        raise NotPermitted
    return actor.person
