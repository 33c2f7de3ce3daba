# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can do harm is neither shown nor done without a fresh proof."""

import datetime as dt

import pytest
from django.test import Client

from permissions import clock
from tests.cast import PASSWORD, House

GUARDED = "/passwort/"  # any page of a FreshSignIn
ASKED = "/anmelden/bestaetigen/?next=%2Fpasswort%2F"


@pytest.fixture
def carla(house: House) -> Client:
    client = Client()
    client.post("/anmelden/", {"username": "carla", "password": PASSWORD})
    return client


def after(minutes: float) -> dt.datetime:
    return clock.now() + dt.timedelta(minutes=minutes)


def test_signing_in_is_proof_for_five_minutes(carla: Client) -> None:
    with clock.at(after(4.9)):
        assert carla.get(GUARDED).status_code == 200


@pytest.mark.parametrize("method", ["get", "post"])
def test_later_the_proof_is_asked_for_again(carla: Client, method: str) -> None:
    with clock.at(after(5.1)):
        response = getattr(carla, method)(GUARDED)

    assert (response.status_code, response["Location"]) == (302, ASKED)


def test_who_proves_it_goes_on_to_where_she_was(carla: Client) -> None:
    with clock.at(after(10)):
        response = carla.post(ASKED, {"password": PASSWORD, "next": GUARDED})

        assert (response.status_code, response["Location"]) == (302, GUARDED)
        assert carla.get(GUARDED).status_code == 200


def test_a_wrong_password_proves_nothing(carla: Client) -> None:
    with clock.at(after(10)):
        response = carla.post(ASKED, {"password": "falsch", "next": GUARDED})

        assert "Das Passwort stimmt nicht." in response.content.decode()
        assert carla.get(GUARDED).status_code == 302


def test_the_way_back_leads_to_no_foreign_page(carla: Client) -> None:
    answer = carla.post("/anmelden/bestaetigen/", {"password": PASSWORD, "next": "https://example.org/"})

    assert answer["Location"] == "/"


def test_nobody_confirms_without_being_signed_in(db: None) -> None:
    answer = Client().get("/anmelden/bestaetigen/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/anmelden/?next=")
