# SPDX-License-Identifier: AGPL-3.0-or-later
"""The stage for everything that asks who sees what."""

import pytest
from django.db import transaction

from permissions.actor import acting_in_role
from permissions.database.roles import OWNER
from tests import snapshot
from tests.cast import House
from tests.permissions.stage import Stage, bielefeld


@pytest.fixture
def stage(house: House) -> Stage:
    """Cases of everybody, each with a row in every table."""

    def _set() -> Stage:
        with acting_in_role(OWNER), transaction.atomic():
            made = Stage(house)
            bielefeld(made)
        return made

    return snapshot.once("stage", _set, house)
