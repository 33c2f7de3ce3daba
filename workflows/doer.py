# SPDX-License-Identifier: AGPL-3.0-or-later
"""In whose name a process moves: whoever acts, or whoever gave the order that a worker carries out."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from permissions.actor import Actor, NotPermitted, current_actor

if TYPE_CHECKING:
    from collections.abc import Iterator

_doer: ContextVar[Actor | None] = ContextVar("doer", default=None)


def doer() -> Actor:
    """Who is named in the journal; the database meets the worker itself."""
    actor = _doer.get() or current_actor()
    if actor is None:
        raise NotPermitted("A process needs somebody who moves it.")
    return actor


@contextmanager
def in_the_name_of(actor: Actor) -> Iterator[None]:
    """Let the worker move a process for the person who ordered it."""
    token = _doer.set(actor)
    try:
        yield
    finally:
        _doer.reset(token)
