# SPDX-License-Identifier: AGPL-3.0-or-later
"""The machine: one case, in whose life anything allowed happens in any order."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from casemanagement.models import Case
from permissions.rights import Right
from tests.cast import House
from tests.machine import casework, duties, steps
from tests.machine.directions import USUAL, Leaning
from tests.machine.world import World

# KIM_MACHINE=10 lives ten times as many lives.
LONGER = int(os.environ.get("KIM_MACHINE", "1"))


@dataclass
class Stage:
    """Where all lives of one test begin, and what they find out together."""

    house: House
    cases: list[Case]
    reached: set[str] = field(default_factory=set)
    begun: dict[str, dict[str, frozenset[Right]]] = field(default_factory=dict)


class Machine(RuleBasedStateMachine):
    """Begins on the stage that the test has set, and puts it back."""

    def __init__(self, stage: Stage, leaning: Leaning) -> None:
        super().__init__()
        self.leaning = leaning
        self.happened = 0
        self.savepoint = transaction.savepoint()
        self.cases = stage.cases
        self.world = World(stage.house, Random(), reached=stage.reached, begun=stage.begun)

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)

    @initialize(seed=st.integers(0, 2**48))
    def somebody_asks_for_help(self, seed: int) -> None:
        self.world.dice = Random(seed)
        self.world.case_id = self.world.dice.choice(self.cases).pk
        self.world.look()

    @rule(seed=st.integers(0, 2**48))
    def something_happens(self, seed: int) -> None:
        # Hypothesis likes small numbers, and the same ones; life does not.
        self.happened += 1
        self.world.dice = Random(seed + self.happened)
        weights = USUAL | self.leaning.weights
        (what,) = self.world.dice.choices(list(weights), list(weights.values()))
        self._happens(what)

    def _happens(self, what: str) -> None:
        world = self.world
        match what:
            case "steps":
                self._work()
            case "time":
                duties.time_passes(world, world.dice.choice(self.leaning.days))
            case "absence":
                duties.somebody_is_away(world)
            case "staff":
                duties.somebody_leaves_or_comes(world)
            case "emergency":
                duties.break_the_glass(world)
            case _:
                if offers := OFFERS[what](world):
                    world.attempt(world.dice.choice(offers))

    def _work(self) -> None:
        """A few steps; where nobody has one, time must pass."""
        for _step in range(self.world.pick(1, 2, 3)):
            if not steps.do_one(self.world, self.leaning.answers):
                duties.time_passes(self.world, self.world.dice.choice(self.leaning.days))
                return


OFFERS = {
    "care": casework.care,
    "client": casework.client,
    "core_consent": casework.core_consent_goes,
    "coordination": duties.coordination,
    "partiality": duties.partiality,
    "shields": duties.shields,
    "taken_back": casework.offers_taken_back,
}


def run(machine: Callable[[], Machine], *, examples: int, steps: int) -> None:
    """As many lives as that, the same ones each time. Longer runs tell the shortest life that fails."""
    long = LONGER > 1
    begin: Any = machine  # the stubs know a class alone
    run_state_machine_as_test(
        begin,
        settings=settings(
            max_examples=examples * LONGER,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate, Phase.shrink] if long else [Phase.generate],
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
