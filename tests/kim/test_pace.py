# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whoever turns pages faster than anybody reads is stopped for the minute, and nobody else is."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from permissions import clock

SignedIn = Callable[[str], Client]
NOON = dt.datetime(2026, 3, 2, 12, tzinfo=clock.BERLIN)


@pytest.fixture(autouse=True)
def _three_pages_a_minute(settings: Settings) -> None:
    settings.PAGES_A_MINUTE = 3


def statuses(client: Client, times: int) -> list[int]:
    return [client.get(reverse("account")).status_code for _time in range(times)]


def test_a_program_that_pages_through_is_stopped_until_the_minute_is_over(signed_in: SignedIn) -> None:
    carla = signed_in("carla")
    with clock.at(NOON):
        assert statuses(carla, 5) == [200, 200, 200, 429, 429]
    with clock.at(NOON + dt.timedelta(minutes=1)):
        assert statuses(carla, 1) == [200]


def test_it_is_told_in_a_sentence_and_when_it_goes_on(signed_in: SignedIn) -> None:
    carla = signed_in("carla")
    with clock.at(NOON):
        statuses(carla, 3)
        refused = carla.get(reverse("account"))

    assert "mehr Seiten aufgerufen, als jemand lesen kann" in refused.content.decode()
    assert refused.headers["Retry-After"] == "60"


def test_the_next_person_is_not_stopped_nor_is_the_door(signed_in: SignedIn) -> None:
    carla, dilan = signed_in("carla"), signed_in("dilan")
    with clock.at(NOON):
        assert statuses(carla, 4)[-1] == 429
        assert statuses(dilan, 1) == [200]
        assert {Client().get(reverse("login")).status_code for _time in range(5)} == {200}
