# SPDX-License-Identifier: AGPL-3.0-or-later
"""Several people, each in a browser of their own, at one running server."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.cast import House
from tests.stories.desk import Desk

At = Callable[[str], Desk]


@pytest.fixture
def at(browser: Browser, live_server: LiveServer, house: House) -> Iterator[At]:
    """`at("carla")` is Carla's own browser, signed in."""
    desks: dict[str, Desk] = {}

    def _at(name: str) -> Desk:
        if name not in desks:
            desks[name] = Desk(browser, live_server.url, name)
        return desks[name]

    yield _at
    for desk in desks.values():
        desk.leave()
