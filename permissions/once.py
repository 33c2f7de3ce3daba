# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a page asks again and again, asked once; only while somebody reads, so that no deed can change the answer."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from permissions.actor import identity

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from django.db.models import QuerySet

_known: ContextVar[dict[Hashable, list[Any]] | None] = ContextVar("known", default=None)


@contextmanager
def per_page() -> Iterator[None]:
    """Until the end of this page the first answer to a question counts."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def remembers() -> bool:
    """Whether a page is being read."""
    return _known.get() is not None


def asked(question: Hashable, ask: Callable[[], QuerySet[Any, Any]]) -> QuerySet[Any, Any] | list[Any]:
    """The values themselves within a page; outside of one the query, to stand inside another.

    The question names the query, which is put together when it is asked and not again. Another role of the
    database may get another answer to it.
    """
    known = _known.get()
    if known is None:
        return ask()
    key = (identity.get(), question)
    if key not in known:
        known[key] = list(ask())
    return known[key]
