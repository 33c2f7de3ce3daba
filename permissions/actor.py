# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who acts in which hat, so that the database hook can tell every transaction."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import connection

from permissions.database import apply_identity
from permissions.hats import Hat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from permissions.models import User


class NotPermitted(PermissionDenied):
    """Somebody may not do this here; pages answer as if the thing did not exist."""


@dataclass(frozen=True)
class Actor:
    """A person in one hat, or the system itself."""

    person: User | None
    hat: Hat

    @classmethod
    def system(cls) -> Actor:
        """What acts when time or a job does."""
        return cls(None, Hat.SYSTEM)


@dataclass(frozen=True)
class Identity:
    """What the database is told: role, person, and the one case a deed is about."""

    role: str
    person_id: int | None = None
    case_id: int | None = None


identity: ContextVar[Identity | None] = ContextVar("identity", default=None)
_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)


def current_actor() -> Actor | None:
    """Who acts now, whatever role the database sees for the moment."""
    return _actor.get()


@contextmanager
def acting_as(actor: Actor) -> Iterator[None]:
    """Let everything inside happen as this actor, within and without a transaction."""
    token = _actor.set(actor)
    try:
        with _identified(Identity(actor.hat.role, actor.person.pk if actor.person else None)):
            yield
    finally:
        _actor.reset(token)


@contextmanager
def acting_in_role(role: str) -> Iterator[None]:
    """Use another database role for a moment; the actor stays who it is."""
    known = identity.get()
    with _identified(Identity(role, known.person_id if known else None)):
        yield


@contextmanager
def bound_to(case_id: int) -> Iterator[None]:
    """Let a deed reach all of one case and nothing else, if the database agrees."""
    known = identity.get()
    if known is None or not connection.in_atomic_block:
        raise NotPermitted("A deed needs an actor and a transaction.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT kim.bind(%s)", [case_id])
        (agreed,) = cursor.fetchone()
    if not agreed:
        raise NotPermitted("This case is not open to this person in this hat.")
    with _identified(replace(known, role="kim_deed", case_id=case_id)):
        yield


@contextmanager
def _identified(new: Identity) -> Iterator[None]:
    token = identity.set(new)
    try:
        apply_identity()
        yield
    finally:
        identity.reset(token)
        apply_identity()
