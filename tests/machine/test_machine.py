# SPDX-License-Identifier: AGPL-3.0-or-later
"""Any order of the allowed deeds by any allowed person keeps what must always hold of a case."""

from collections.abc import Callable
from functools import partial

import pytest

from permissions import clock
from permissions.actor import Actor
from tests.cast import House
from tests.machine.directions import DIRECTIONS, NOT_REACHED, must_reach, nodes
from tests.machine.machine import Machine, Stage, run
from tests.machine.world import BEGIN

ActorOf = Callable[..., Actor]


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize("name", DIRECTIONS)
def test_no_order_of_allowed_deeds_breaks_a_case(name: str, actor: ActorOf, house: House) -> None:
    direction = DIRECTIONS[name]
    with clock.at(BEGIN):
        stage = Stage(house, direction.begin(actor))

    for leaning in direction.leanings:
        run(partial(Machine, stage, leaning), examples=leaning.lives, steps=direction.steps)

    assert must_reach(name) - stage.reached == set()


def test_every_node_is_some_direction_s_to_reach() -> None:
    wanted = set[str]().union(*(must_reach(name) for name in DIRECTIONS))

    assert wanted | NOT_REACHED.keys() == nodes()
    assert all(NOT_REACHED.values())
