# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a deed on a case is done: asked for, bound to that one case, journalled, and followed up."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import update_wrapper
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, TypeVar

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import F, ForeignKey, Model
from django.db.utils import ProgrammingError

from casemanagement import reactions
from casemanagement.models import Case, CaseEvent
from permissions import clock
from permissions.access import CASE_ACCESS
from permissions.actor import Actor, NotPermitted, acting_as, bound_to

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from casemanagement.choices import EventKind
    from permissions.rights import Right

Row = TypeVar("Row", bound=Model)
Given = ParamSpec("Given")
Result = TypeVar("Result")


class GateClosed(ValidationError):
    """A phase may not end yet; the messages say what is missing."""


class Conflict(ValidationError):
    """Somebody else was faster, or the thing is not in the state that the deed needs."""


@dataclass
class Work:
    """One deed in progress."""

    case_id: int
    by: Actor
    events: list[CaseEvent] = field(default_factory=list)
    followed: int = 0


_work: ContextVar[Work | None] = ContextVar("work", default=None)


@contextmanager
def casework(case: Case | int, *, by: Actor, right: Right) -> Iterator[Case]:
    """Act on one case with a right on it; inside the same case the first question was enough."""
    case_id = case if isinstance(case, int) else case.pk
    current = _work.get()
    if current is not None and current.case_id == case_id:
        yield case if isinstance(case, Case) else Case.objects.get(pk=case_id)
        return
    with transaction.atomic(), acting_as(by):
        CASE_ACCESS.require(by, right, Case(pk=case_id))
        with bound_to(case_id), _working(Work(case_id, by)) as work:
            yield Case.objects.select_for_update(of=("self",)).get(pk=case_id)
            _follow_up(work)


@contextmanager
def new_case(*, by: Actor) -> Iterator[int]:
    """The id of a case that is about to be registered; everything else as in casework."""
    with transaction.atomic(), acting_as(by):
        case_id = _reserve()
        with bound_to(case_id), _working(Work(case_id, by)) as work:
            yield case_id
            _follow_up(work)


def under_way(case: Case) -> bool:
    """Whether a deed on this case is being done, so that the database lets it write there."""
    work = _work.get()
    return work is not None and work.case_id == case.pk


class Deed(Generic[Given, Result]):
    """An action on a case or on a row of one, and the right it asks for (None: only as part of another)."""

    def __init__(self, function: Callable[Concatenate[Any, Given], Result], right: Right | None) -> None:
        self.function = function
        self.right = right
        update_wrapper(self, function)

    def __call__(self, subject: Any, /, *args: Given.args, **kwargs: Given.kwargs) -> Result:
        case_id: int = subject.pk if isinstance(subject, Case) else subject.case_id
        current = _work.get()
        if current is not None and current.case_id == case_id:
            return self.function(subject, *args, **kwargs)
        if self.right is None:
            raise NotPermitted("This is only done as part of another deed.")
        by: Any = kwargs["by"]
        with casework(case_id, by=by, right=self.right) as case:
            return self.function(_again(subject, case), *args, **kwargs)


def deed(
    right: Right | None,
) -> Callable[[Callable[Concatenate[Any, Given], Result]], Deed[Given, Result]]:
    """Let an action run as casework with this right."""

    def decorate(function: Callable[Concatenate[Any, Given], Result]) -> Deed[Given, Result]:
        return Deed(function, right)

    return decorate


def record_event(case: Case, kind: EventKind, /, *, by: Actor, **data: Any) -> CaseEvent:
    """Append to the journal of the case. Data are codes and numbers, never a name or a word of content."""
    event = CaseEvent(case=case, kind=kind, at=clock.now(), person=by.person, hat=by.hat, data=data)
    event.save(force_insert=True)
    work = _work.get()
    if work is not None and work.case_id == case.pk:
        work.events.append(event)
    return event


def write(row: Row, **values: Any) -> Row:
    """Save a new row, or these values of a known one, once its validators agree."""
    for name, value in values.items():
        setattr(row, name, value)
    foreign = {known.name for known in row._meta.fields if isinstance(known, ForeignKey)}
    if row.pk is None:
        row.clean_fields(exclude=foreign)
        row.clean()
        row.save(force_insert=True)
        return row
    untouched = {known.name for known in row._meta.fields} - values.keys()
    row.clean_fields(exclude=foreign | untouched)
    row.clean()
    row.save(update_fields=list(values))
    return row


def demand(missing: list[str]) -> None:
    """Stop here as long as something is missing."""
    if missing:
        raise GateClosed(missing)


@contextmanager
def _working(work: Work) -> Iterator[Work]:
    token = _work.set(work)
    try:
        yield work
    finally:
        _work.reset(token)


def _follow_up(work: Work) -> None:
    """Let the other apps follow, and whatever they themselves cause; then close the deed."""
    if not work.events:
        return
    Case.objects.filter(pk=work.case_id).update(version=F("version") + 1)
    while work.followed < len(work.events):
        event = work.events[work.followed]
        work.followed += 1
        reactions.run(Case.objects.get(pk=work.case_id), event, work.by)
    reactions.run_to_all(Case.objects.get(pk=work.case_id), work.events[-1], work.by)


def _again(subject: Any, case: Case) -> Any:
    """The row as it is now that nobody else can change it."""
    if isinstance(subject, Case):
        return case
    fresh = type(subject)._default_manager.get(pk=subject.pk)
    fresh.case = case
    return fresh


def _reserve() -> int:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT kim.reserve_case()")
            return int(cursor.fetchone()[0])
    except ProgrammingError:
        raise NotPermitted("This hat registers no cases.") from None
