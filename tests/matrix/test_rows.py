# SPDX-License-Identifier: AGPL-3.0-or-later
"""Each table of the database, asked by everybody: how many rows, and what may be done with them.

The answers stand in seen_rows.json, read and agreed to by people. `KIM_WRITE_SEEN=1 pytest tests/matrix/test_rows.py`
writes the file anew; what changed is to be read before it is committed.
"""

import json
import os
from pathlib import Path

import pytest

from permissions.actor import Actor, acting_as, acting_in_role, bound_to
from permissions.database.roles import OWNER
from permissions.hats import Hat
from tests import snapshot
from tests.cast import House
from tests.matrix import rows
from tests.matrix.crowd import crowd
from tests.permissions.stage import Stage, engine_rows

SEEN = Path(__file__).with_name("seen_rows.json")


@pytest.fixture
def crowded(stage: Stage, house: House) -> Stage:
    """The stage, and at least two rows in every other table."""
    snapshot.once("crowd", lambda: _fill(stage, house))
    return stage


def _fill(stage: Stage, house: House) -> None:
    with acting_in_role(OWNER):
        crowd(stage, house)
    for name, letter in (("carla", "B"), ("aylin", "A")):
        with acting_as(Actor(house[name], Hat.CASE)), bound_to(stage.cases[letter].pk):
            engine_rows(stage.cases[letter])


@pytest.mark.long
def test_everybody_reaches_the_rows_that_are_written_down(crowded: Stage, house: House) -> None:
    found = rows.everything(house, crowded)

    if os.environ.get("KIM_WRITE_SEEN"):
        SEEN.write_text(
            json.dumps(found, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8"
        )
    assert found == json.loads(SEEN.read_text(encoding="utf-8"))
