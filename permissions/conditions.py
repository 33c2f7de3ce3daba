# SPDX-License-Identifier: AGPL-3.0-or-later
"""What conditions are made of: a fact that many grants name is asked once, and the grants follow from the answers."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When

Given = ParamSpec("Given")

_named: ContextVar[dict[Any, Q] | None] = ContextVar("named", default=None)


def shared(condition: Callable[Given, Q]) -> Callable[Given, Q]:
    """While `naming` lasts this condition on the same people and facts is the same object, known by that."""

    @wraps(condition)
    def one(*people: Given.args, **facts: Given.kwargs) -> Q:
        named = _named.get()
        if named is None:
            return condition(*people, **facts)
        key = (condition, people, tuple(facts.items()))
        if key not in named:
            named[key] = condition(*people, **facts)
        return named[key]

    return one


@contextmanager
def naming() -> Iterator[None]:
    """The conditions of one question are put together."""
    token = _named.set({})
    try:
        yield
    finally:
        _named.reset(token)


class Facts:
    """The single facts of some conditions, as marks that a query for one row asks beside it."""

    def __init__(self, conditions: Iterable[Q]) -> None:
        self._conditions = list(conditions)  # whose facts are known by their identity
        self._names: dict[Any, str] = {}
        self.marks: dict[str, Case] = {}
        for condition in self._conditions:
            for fact in _facts(condition):
                self._mark(fact)

    def hold(self, condition: Q, row: Mapping[str, Any]) -> bool:
        """Whether the row with these marks meets the condition."""
        parts = (
            self.hold(part, row) if isinstance(part, Q) else row[self._names[_key(part)]]
            for part in condition.children
        )
        met = any(parts) if condition.connector == Q.OR else all(parts)
        return met is not condition.negated

    def _mark(self, fact: Any) -> None:
        if _key(fact) not in self._names:
            name = self._names[_key(fact)] = f"fact_{len(self._names)}"
            self.marks[name] = Case(When(_of_this_row(fact), then=True), default=False)


def _facts(condition: Q) -> Iterator[Any]:
    for part in condition.children:
        if isinstance(part, Q):
            yield from _facts(part)
        else:
            yield part


def _key(fact: Any) -> Any:
    return (fact[0], id(fact[1])) if isinstance(fact, tuple) else id(fact)


def _of_this_row(fact: Any) -> Any:
    """A list that the row's key must stand in is asked for this key alone, not listed for all rows."""
    if not isinstance(fact, tuple):
        return fact
    lookup, value = fact
    if lookup != "pk__in" or not isinstance(value, QuerySet):
        return Q(fact)
    keys: tuple[str, ...] = value.query.values_select
    return Exists(value.filter(**dict.fromkeys(keys, OuterRef("pk"))))
