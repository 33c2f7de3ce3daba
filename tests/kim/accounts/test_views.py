# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signing in, out, and changing one's own password."""

from collections.abc import Callable

import pytest
from django.db import ProgrammingError
from django.test import Client

from permissions import actions
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.hats import Hat
from permissions.models import Credential
from tests.cast import PASSWORD, House

NEW = "eine ganz andere Pferdebatterie"


def sign_in(name: str, password: str) -> Client:
    client = Client()
    client.post("/anmelden/", {"username": name, "password": password})
    return client


def is_signed_in(client: Client) -> bool:
    return client.get("/").status_code == 302 and "anmelden" not in client.get("/")["Location"]


def test_a_person_signs_in_and_stands_on_the_first_page_of_her_hat(house: House) -> None:
    assert sign_in("carla", PASSWORD).get("/")["Location"] == "/fallarbeit/"


@pytest.mark.parametrize(("name", "password"), [("carla", "falsch"), ("niemand", PASSWORD), ("carla", "")])
def test_a_wrong_name_or_password_opens_nothing(house: House, name: str, password: str) -> None:
    assert not is_signed_in(sign_in(name, password))


def test_a_closed_account_is_out_with_the_next_request(house: House) -> None:
    client = sign_in("carla", PASSWORD)
    with acting_in_role(OWNER):
        actions.deactivate(house["carla"], by=Actor.system())

    assert not is_signed_in(client)


def test_a_new_password_ends_every_other_session_and_keeps_this_one(house: House) -> None:
    here, elsewhere = sign_in("carla", PASSWORD), sign_in("carla", PASSWORD)

    here.post("/passwort/", {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW})

    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)
    assert is_signed_in(sign_in("carla", NEW))
    assert not is_signed_in(sign_in("carla", PASSWORD))


@pytest.mark.parametrize("hat", [hat for hat in Hat if hat is not Hat.SYSTEM])
def test_the_hash_of_a_password_is_readable_in_no_hat(house: House, hat: Hat) -> None:
    with acting_as(Actor(house["carla"], hat)), pytest.raises(ProgrammingError, match="permission denied"):
        Credential.objects.exists()


def test_whoever_has_no_task_is_told_so(house: House, signed_in: Callable[[str], Client]) -> None:
    with acting_in_role(OWNER):
        house["carla"].memberships.update(valid_until="2022-01-01")

    response = signed_in("carla").get("/")

    assert response.status_code == 403
    assert "zurzeit keine Aufgabe" in response.content.decode()
