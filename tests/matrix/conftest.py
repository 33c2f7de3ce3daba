# SPDX-License-Identifier: AGPL-3.0-or-later
"""The same stage as for the permissions, and who asks there."""

from collections.abc import Callable

import pytest
from django.test import Client

from permissions.actor import Actor
from tests import snapshot
from tests.cast import House
from tests.matrix.asking import Asking
from tests.matrix.scene import Scene
from tests.permissions.conftest import stage

__all__ = ["stage"]


@pytest.fixture
def asking(
    house: House,
    actor: Callable[[str], Actor],
    signed_in: Callable[[str], Client],
    caplog: pytest.LogCaptureFixture,
) -> Asking:
    caplog.set_level("CRITICAL", logger="django")  # thousands of refusals are what is asked for
    return Asking(snapshot.once("scene", lambda: Scene(house, actor), house), signed_in)
