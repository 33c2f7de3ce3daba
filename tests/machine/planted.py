# SPDX-License-Identifier: AGPL-3.0-or-later
"""Plausible faults, planted one at a time: the machine must find each, and by the invariant that is about it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q
from pytest import MonkeyPatch  # noqa: PT013  for the annotations

from casemanagement import casework, deadlines
from casemanagement.actions import assignments, cases, consents, contacts, deputies
from casemanagement.choices import EventKind
from casemanagement.views.supervision import uncovered
from permissions import access
from permissions.access import CASE_ACCESS
from permissions.actor import Actor
from permissions.policy import NOTHING, Policy
from tests.machine.directions import CALM, CLOSE, HANDS_OVER, Leaning, yes
from workflows import reactions, starts, worklist


def nothing(*_args: Any, **_words: Any) -> None:
    """What was forgotten."""


@dataclass(frozen=True)
class Fault:
    """What somebody got wrong, where the machine begins, and which invariant must speak."""

    plant: Callable[[MonkeyPatch], None]
    begin: str
    found_by: str
    leaning: Leaning


def forgets(owner: Any, name: str) -> Callable[[MonkeyPatch], None]:
    return lambda patch: patch.setattr(owner, name, nothing)


def becomes(owner: Any, name: str, other: Any) -> Callable[[MonkeyPatch], None]:
    return lambda patch: patch.setattr(owner, name, other)


def busy(answers: Any = None, **weights: int) -> Leaning:
    return Leaning("busy", answers or yes("assessment", "support_planning"), {"steps": 4} | weights)


def _line_less(case: Any, kind: EventKind, /, **words: Any) -> Any:
    return None if kind == EventKind.INTENSITY_CHANGED else casework.record_event(case, kind, **words)


def _line_twice(case: Any, kind: EventKind, /, **words: Any) -> Any:
    casework.record_event(case, kind, **words)
    return casework.record_event(case, kind, **words)


def _line_of_nobody(case: Any, kind: EventKind, /, *, by: Actor, **words: Any) -> Any:
    return casework.record_event(case, kind, by=Actor.system(), **words)


def _once_assigned(person: Any, role: str) -> Q:
    return access.has("Assignment", today=False, person=person, role=role)


def _anybody_serves(rows: Any, today: Any) -> Any:
    return rows.filter(case=OuterRef("pk"))


HANDOVER = Leaning("handed over", yes("assessment", "support_planning", **HANDS_OVER), CALM)
TAKEN_BACK = Leaning(HANDOVER.name, HANDOVER.answers, CALM | {"taken_back": 15})
CLOSED = Leaning("closed", yes("closure", support_planning__hold_review=CLOSE), {"steps": 30})

# These the suite finds each time; the others take longer (`make matrix`).
SHORT = {
    "a conflict shields nothing",
    "a new case manager does not get the open steps",
    "a revoked core consent ends the processes and begins no closure",
}
FAULTS = {
    "a deed asks for no right": Fault(
        forgets(Policy, "require"), "planning", "a_stranger_is_refused", busy(care=10)
    ),
    "the rest of a case does not stop its deadlines": Fault(
        forgets(deadlines, "stopped"), "implementation", "rest_stops_the_deadlines", busy(care=20)
    ),
    "a case taken up again leaves its deadlines resting": Fault(
        forgets(deadlines, "go_on"), "implementation", "rest_stops_the_deadlines", busy(care=20)
    ),
    "a new case manager does not get the open steps": Fault(
        forgets(worklist, "hand_on"),
        "handover",
        "work_has_an_owner_or_a_queue",
        busy(partiality=6, coordination=6),
    ),
    "a new case manager does not get the open tasks": Fault(
        forgets(assignments.pass_on_tasks, "function"),
        "implementation",
        "work_has_an_owner_or_a_queue",
        busy(care=12, partiality=4, coordination=12),
    ),
    "an extended deadline leaves its work where it was": Fault(
        forgets(deadlines, "_carry"), "planning", "work_is_due_with_its_deadline", busy(care=20)
    ),
    "an offer taken back leaves the planning waiting": Fault(
        forgets(reactions, "_pass_over"), "handover", "handover_stands_where_the_planning_stands", TAKEN_BACK
    ),
    "the end of a case leaves its deadlines running": Fault(
        forgets(deadlines, "cancel"), "implementation", "open_case_moves_and_ended_one_rests", CLOSED
    ),
    "a revoked core consent ends the processes and begins no closure": Fault(
        forgets(starts, "start_closure"),
        "planning",
        "open_case_moves_and_ended_one_rests",
        busy(core_consent=10),
    ),
    "a revoked C4 leaves the deputy of another house": Fault(
        forgets(deputies, "end_those_of_other_houses"),
        "planning",
        "a_deputy_of_another_house_is_agreed_on",
        busy(client=20, coordination=20),
    ),
    "access lasts after responsibility": Fault(
        becomes(access, "assigned", _once_assigned),
        "planning",
        "access_rests_on_a_living_record",
        busy(coordination=20),
    ),
    "a conflict shields nothing": Fault(
        becomes(CASE_ACCESS, "never", lambda actor: NOTHING),
        "planning",
        "access_rests_on_a_living_record",
        busy(partiality=20),
    ),
    "a deed writes no line": Fault(
        becomes(cases, "record_event", _line_less), "planning", "a_deed_leaves_its_lines", busy(care=20)
    ),
    "a deed writes its line twice": Fault(
        becomes(contacts, "record_event", _line_twice), "planning", "a_deed_leaves_its_lines", busy(care=20)
    ),
    "a line names nobody": Fault(
        becomes(consents, "record_event", _line_of_nobody),
        "planning",
        "a_line_names_who_did_it",
        busy(client=20),
    ),
    "a case whose case manager has left counts as covered": Fault(
        becomes(uncovered, "_serving", _anybody_serves), "planning", "a_gap_is_shown", busy(staff=10)
    ),
}
