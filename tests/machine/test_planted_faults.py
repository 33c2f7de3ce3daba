# SPDX-License-Identifier: AGPL-3.0-or-later
"""A machine that finds nothing proves nothing: each planted fault is found, by the invariant that is about it."""

from collections.abc import Callable
from functools import partial

import pytest

from permissions import clock
from permissions.actor import Actor
from tests.cast import House
from tests.machine.directions import DIRECTIONS
from tests.machine.invariants import Broken
from tests.machine.machine import Machine, Stage, run
from tests.machine.planted import FAULTS, SHORT, Fault
from tests.machine.world import BEGIN

EXAMPLES, STEPS = 12, 20


def find(fault: Fault, actor: Callable[..., Actor], house: House, patch: pytest.MonkeyPatch) -> Broken:
    with clock.at(BEGIN):
        stage = Stage(house, DIRECTIONS[fault.begin].begin(actor))
    fault.plant(patch)

    with pytest.raises(Broken) as found:
        run(partial(Machine, stage, fault.leaning), examples=EXAMPLES, steps=STEPS)
    return found.value


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(SHORT))
def test_the_machine_finds_a_planted_fault(
    name: str, actor: Callable[..., Actor], house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find(FAULTS[name], actor, house, monkeypatch).name == FAULTS[name].found_by


@pytest.mark.matrix
@pytest.mark.parametrize("name", sorted(FAULTS.keys() - SHORT))
def test_the_machine_finds_every_planted_fault(
    name: str, actor: Callable[..., Actor], house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find(FAULTS[name], actor, house, monkeypatch).name == FAULTS[name].found_by
