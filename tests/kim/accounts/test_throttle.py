# SPDX-License-Identifier: AGPL-3.0-or-later
"""Guessing is slowed down, and nobody learns from the answers who has an account."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.test import Client
from pytest_django import Settings

from permissions import clock
from permissions.accounts import throttle
from permissions.models import FailedAttempt
from tests.cast import PASSWORD, House

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=clock.BERLIN)
CLOSED = "Zu viele falsche Versuche"


def attempt(name: str, password: str, address: str = "192.0.2.1") -> str:
    answer = Client(REMOTE_ADDR=address).post("/anmelden/", {"username": name, "password": password})
    return "in" if answer.status_code == 302 else answer.content.decode()


def test_five_wrong_passwords_close_the_account_for_a_quarter_of_an_hour(house: House) -> None:
    with clock.at(NOON):
        for _attempt in range(5):
            assert CLOSED not in attempt("carla", "falsch")
        assert CLOSED in attempt("carla", PASSWORD, "198.51.100.9")  # from elsewhere, too
    with clock.at(NOON + dt.timedelta(minutes=16)):
        assert attempt("carla", PASSWORD) == "in"


def test_the_right_password_forgets_the_wrong_ones(house: House) -> None:
    with clock.at(NOON):
        for _attempt in range(4):
            attempt("carla", "falsch")
        assert attempt("carla", PASSWORD) == "in"
        for _attempt in range(4):
            attempt("carla", "falsch")
        assert attempt("carla", PASSWORD) == "in"


def test_one_address_cannot_try_everybody(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "MOST_OF_ADDRESS", 10)
    with clock.at(NOON):
        for number in range(10):
            attempt(f"niemand{number}", "falsch")
        assert CLOSED in attempt("carla", PASSWORD)
        assert attempt("carla", PASSWORD, "198.51.100.9") == "in"


def test_a_name_that_does_not_exist_gets_the_same_answers(house: House) -> None:
    with clock.at(NOON):
        known = [_without_names(attempt("carla", "falsch", "192.0.2.1")) for _attempt in range(6)]
        unknown = [_without_names(attempt("keine", "falsch", "192.0.2.2")) for _attempt in range(6)]

    assert known == unknown
    assert CLOSED in known[-1]


def _without_names(page: str) -> str:
    lines = page.replace("carla", "x").replace("keine", "x").splitlines()
    return "\n".join(line for line in lines if "csrfmiddlewaretoken" not in line)


class CountingHasher(ScryptPasswordHasher):
    """The slow work of an answer, counted: a stopwatch would measure what else the machine does."""

    hashed = 0

    def encode(self, *args: Any, **kwargs: Any) -> str:
        type(self).hashed += 1
        return super().encode(*args, **kwargs)


def test_a_name_that_does_not_exist_takes_as_long(house: House, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    house["carla"].set_password(PASSWORD)

    assert (_hashed("carla"), _hashed("keine")) == (1, 1)


def _hashed(name: str) -> int:
    before = CountingHasher.hashed
    attempt(name, "falsch")
    return CountingHasher.hashed - before


def test_the_database_does_not_say_who_was_attacked(house: House) -> None:
    attempt("carla", "falsch")

    assert all(len(mark) == 64 for mark in FailedAttempt.objects.values_list("fingerprint", flat=True))


def test_behind_a_web_server_the_address_counts_that_it_has_noted(
    house: House, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "MOST_OF_ADDRESS", 3)
    settings.BEHIND_PROXY = True

    def through(noted: str, name: str, password: str) -> str:
        client = Client(REMOTE_ADDR="", headers={"X-Forwarded-For": noted})
        return client.post("/anmelden/", {"username": name, "password": password}).content.decode()

    with clock.at(NOON):
        for number in range(3):
            through(f"203.0.113.{number}, 192.0.2.1", f"niemand{number}", "falsch")

        assert CLOSED in through("203.0.113.9, 192.0.2.1", "carla", PASSWORD)
        assert CLOSED not in through("192.0.2.1, 198.51.100.9", "carla", PASSWORD)
