# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the machine begins and what people are inclined to, so that rare nodes are met as surely as common ones."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from casemanagement.models import Case
from permissions.actor import Actor
from tests.machine.facts import name_of
from tests.workflows import walking
from workflows.flows import FLOWS

Answers = dict[str, list[dict[str, Any]]]
ActorOf = Callable[[str], Actor]

# What happens, and how often beside the others.
USUAL = {
    "steps": 12,
    "time": 3,
    "care": 3,
    "client": 2,
    "coordination": 1,
    "partiality": 1,
    "shields": 1,
    "emergency": 1,
    "absence": 1,
    "staff": 1,
}
CALM = {"steps": 30, "coordination": 1}


@dataclass(frozen=True)
class Leaning:
    """What is answered where it is named here; elsewhere anything."""

    name: str
    answers: Answers = field(default_factory=dict)
    weights: dict[str, int] = field(default_factory=dict)
    days: tuple[int, ...] = (0, 1, 8)
    lives: int = 1


def yes(*flows: str, **insisted: list[dict[str, Any]]) -> Answers:
    """The usual answers in these processes, and these others (`intake__decide_triage`)."""
    kinds: Answers = {kind: [{}] for kind in walking.ANSWERS if kind.partition(".")[0] in flows}
    return kinds | {kind.replace("__", "."): answers for kind, answers in insisted.items()}


@dataclass(frozen=True)
class Direction:
    """One run of the suite: where it begins, how people lean, and the nodes that it must reach."""

    begin: Callable[[ActorOf], list[Case]]
    leanings: tuple[Leaning, ...]
    steps: int


def _registered(actor: ActorOf) -> list[Case]:
    """By two case managers and at the desk."""
    return [walking.register(actor(name)) for name in ("aylin", "carla", "erika")]


def _admitted(actor: ActorOf) -> list[Case]:
    return [walking.admitted(actor("carla"), actor("kora"))]


def _assessed(actor: ActorOf) -> list[Case]:
    return [walking.assessed(actor("carla"), actor("kora"))]


def _planned(actor: ActorOf) -> list[Case]:
    return [walking.planned(actor("aylin"), actor("kora"))]


def _programmes(actor: ActorOf) -> list[Case]:
    """Without an assessment, and without a plan."""
    early = walking.register(actor("carla"), programme="wohnungsnotfaelle")
    late = walking.assessed(actor("aylin"), actor("kora"), programme="pflege_angehoerige")
    return [early, late]


DISPUTED = [{"decision": "declined", "reason": "other", "is_disputed": "on"}]
TO_AND_FRO = [{"is_confirmed": "no", "note": "Noch einmal."}, {"is_confirmed": "yes"}]
CLOSE = [{"result": "close"}]
HANDS_OVER = {
    "support_planning__decide_leadership": [{"leadership": "handover"}],
    "support_planning__hold_review": [{"result": "handover"}],
}

DIRECTIONS = {
    "intake": Direction(
        _registered,
        (
            Leaning("anything", lives=2),
            Leaning("admitted", yes("intake"), CALM),
            Leaning(
                "disputed",
                yes("intake", intake__decide_triage=DISPUTED, intake__approve_decision=TO_AND_FRO),
                CALM,
            ),
            Leaning(
                "waiting",
                yes(
                    "intake",
                    intake__assess_urgency=[{"urgency": "urgent", "urgent_reason": "medical"}],
                    intake__decide_triage=[{"decision": "waiting_list"}],
                    intake__offer_place=[{"outcome": "elsewhere", "ground_nothing_told": "on"}],
                ),
                CALM,
            ),
            Leaning(
                "partial",
                yes("intake", intake__declare_conflict=[{"has_conflict": "yes"}]),
                CALM,
            ),
            Leaning(
                "partial later",
                yes("intake", intake__confirm_impartiality=[{"has_conflict": "yes"}, {}]),
                CALM,
            ),
        ),
        steps=16,
    ),
    "planning": Direction(
        _admitted,
        (
            Leaning("anything", lives=2),
            Leaning(
                "plan",
                yes("assessment", "support_planning", support_planning__hold_review=[{}, *CLOSE]),
                CALM,
            ),
        ),
        steps=16,
    ),
    "handover": Direction(
        _assessed,
        (
            Leaning("anything", weights={"taken_back": 1}, lives=2),
            Leaning("agreed", yes("assessment", "support_planning", **HANDS_OVER), CALM),
            Leaning(
                "to and fro",
                yes(
                    "assessment",
                    "support_planning",
                    **HANDS_OVER,
                    support_planning__answer_handover=[
                        {},
                        {"is_accepted": "no", "answer_reason": "Kein Platz."},
                    ],
                    support_planning__hold_handover_talk=[{}, {"client_word": "stays"}],
                ),
                CALM | {"taken_back": 3},
            ),
            Leaning(
                "without the file",
                yes(
                    "support_planning",
                    **HANDS_OVER,
                    support_planning__hold_handover_talk=[{"client_word": "without_file"}],
                ),
                CALM,
            ),
        ),
        steps=16,
    ),
    "implementation": Direction(
        _planned,
        (
            Leaning(
                "rest",
                yes("support_planning", support_planning__hold_review=[{"result": "pause"}]),
                CALM | {"care": 0},
            ),
            Leaning(
                "again",
                yes("assessment", "support_planning", support_planning__hold_review=[{"result": "reassess"}]),
                CALM,
            ),
            Leaning("anything", lives=2),
            Leaning("closed", yes("closure", support_planning__hold_review=CLOSE), CALM | {"client": 6}),
            Leaning(
                "contact lost",
                yes(
                    support_planning__hold_review=CLOSE,
                    closure__write_report=[{"reason": "contact_lost"}],
                    closure__approve_closure=[{"is_approved": "no", "note": "Noch ein Brief."}, {}],
                ),
                CALM,
            ),
            Leaning("revoked", yes(support_planning__hold_review=[{}]), CALM | {"core_consent": 8}),
        ),
        steps=16,
    ),
}

DIRECTIONS["programmes"] = Direction(
    _programmes,
    (
        Leaning("anything", yes("intake"), CALM | {"care": 6}, lives=2),
        Leaning("straight on", yes("intake", "assessment", "support_planning"), CALM),
    ),
    steps=16,
)

OF_PROGRAMMES = {
    "assessment.pass_over_assessment",
    "assessment.passed_over",
    "support_planning.go_without",
}
OF_HANDOVERS = {
    f"support_planning.{name}"
    for name in (
        "request_handover",
        "answer_handover",
        "handover_state",
        "needs_approval",
        "approve_handover",
        "is_talked_over",
        "hold_handover_talk",
        "is_switch_due",
        "await_switch_day",
        "switch_case",
        "has_agreed_plan",
        "returns_to_review",
    )
}
OF_REVIEWS = {
    f"support_planning.{name}" for name in ("await_assessment", "pause_case", "resume_case", "ended")
}
# Node → why no run can come there. Empty as long as every node can be reached.
NOT_REACHED: dict[str, str] = {}


def nodes() -> set[str]:
    """Every node of every process."""
    return {
        name_of(f"workflows/flows.{flow.__module__.rpartition('.')[2]}.{flow.__name__}.{node.name}")
        for flow in FLOWS
        for node in flow.instance.nodes()
    }


def must_reach(direction: str) -> set[str]:
    """The nodes for which this direction stands in."""
    flows = {
        flow: {node for node in nodes() if node.startswith(f"{flow}.")}
        for flow in ("intake", "assessment", "support_planning", "closure")
    }
    wanted = {
        "intake": flows["intake"],
        "planning": (flows["assessment"] | flows["support_planning"])
        - OF_HANDOVERS
        - OF_REVIEWS
        - OF_PROGRAMMES,
        "handover": OF_HANDOVERS,
        "programmes": OF_PROGRAMMES,
        "implementation": OF_REVIEWS | flows["closure"],
    }
    return wanted[direction] - NOT_REACHED.keys()
