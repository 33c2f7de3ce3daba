# SPDX-License-Identifier: AGPL-3.0-or-later
"""The stage of every test: the cast, and how they act, sign in, and see the clock."""

from collections.abc import Callable
from datetime import date

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.test import Client
from django.utils import translation

from permissions import clock, stepup
from permissions.actor import Actor, acting_in_role
from permissions.database.roles import OWNER
from permissions.hats import Hat
from permissions.models import User
from tests.cast import CAST, HAT_OF, House, assemble


@pytest.fixture(autouse=True)
def _german() -> None:
    """A page answered in another language leaves it to the thread; the next test begins in German."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def house(db: None) -> House:
    """Bielefeld, its organisations and the whole cast."""
    with acting_in_role(OWNER), transaction.atomic():
        return assemble()


@pytest.fixture
def actor(house: House) -> Callable[..., Actor]:
    """`actor("carla")` is Carla in her own hat; `actor("doppel", Hat.DIENST)` in another."""

    def _actor(name: str, hat: Hat | None = None) -> Actor:
        return Actor(house[name], hat or HAT_OF[name])

    return _actor


@pytest.fixture
def signed_in(house: House) -> Callable[[str], Client]:
    """A browser without a screen in which this person has signed in, and is believed ever after."""

    def _signed_in(name: str) -> Client:
        client = Client()
        client.force_login(house[name])
        request = HttpRequest()
        request.session = client.session
        with clock.at(date(9999, 1, 1)):
            stepup.confirm(request)
        request.session.save()
        return client

    return _signed_in


def _person(name: str) -> Callable[..., User]:
    @pytest.fixture(name=name)
    def person(house: House) -> User:
        return house[name]

    return person


for _name in CAST:
    globals()[_name] = _person(_name)
