# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the apps above do when something happens in a case; kim/wiring.py fills the tables at start-up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casemanagement.models import Case, CaseEvent
    from permissions.actor import Actor

Reaction = Callable[["Case", "CaseEvent", "Actor"], None]

REACTIONS: defaultdict[str, list[Reaction]] = defaultdict(list)
TO_ALL: list[Reaction] = []


def react_to(kind: str, function: Reaction) -> None:
    """Call the function in the transaction of each deed that records such an event."""
    if function not in REACTIONS[kind]:
        REACTIONS[kind].append(function)


def react_to_all(function: Reaction) -> None:
    """Call the function once a deed is done, with the last of its events."""
    if function not in TO_ALL:
        TO_ALL.append(function)


def run(case: Case, event: CaseEvent, by: Actor) -> None:
    for function in REACTIONS.get(event.kind, ()):
        function(case, event, by)


def run_to_all(case: Case, event: CaseEvent, by: Actor) -> None:
    for function in TO_ALL:
        function(case, event, by)
