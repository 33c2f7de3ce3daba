# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sessions end by themselves, and at once when they have to; what was typed meanwhile is not lost."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from permissions import actions, held_forms, sessions
from permissions.actor import Actor, acting_in_role
from permissions.database.roles import OWNER
from permissions.models import Membership, Session, User
from tests.cast import PASSWORD, House

PAGE, FORM = "/fallarbeit/", "/fallarbeit/neuer-fall/"
TYPED = {"note": "Sie möchte im Mai ausziehen.", "list": ["a", "b"], "password": "geheim"}


def sign_in(name: str) -> Client:
    browser = Client()
    browser.post("/anmelden/", {"username": name, "password": PASSWORD})
    return browser


def is_in(client: Client, page: str = PAGE) -> bool:
    return client.get(page).status_code == 200


def let_pass(*, idle: float = 0, since: float = 0) -> None:
    """Minutes without a click, and since the sign-in."""
    now = timezone.now()  # noqa: TID251  sessions live in the time of the browser
    Session.objects.update(
        last_seen_at=now - dt.timedelta(minutes=idle), started_at=now - dt.timedelta(minutes=since)
    )


@pytest.mark.parametrize(
    ("idle", "since", "lasts"), [(14, 14, True), (16, 16, False), (1, 599, True), (1, 601, False)]
)
def test_a_session_ends_after_a_quarter_of_an_hour_or_a_working_day(
    house: House, idle: int, since: int, lasts: bool
) -> None:
    client = sign_in("carla")
    let_pass(idle=idle, since=since)

    assert is_in(client) is lasts


def test_a_click_keeps_it_alive(house: House) -> None:
    client = sign_in("carla")
    for _click in range(3):
        let_pass(idle=14, since=60)
        assert is_in(client)


def test_the_table_names_no_cookie(house: House) -> None:
    client = sign_in("carla")
    cookie = client.cookies["sessionid"].value

    row = Session.objects.get(person=house["carla"])
    assert row.pk == sessions.hashed(cookie)
    assert cookie not in row.session_data


def closed(person: User) -> None:
    actions.deactivate(person, by=Actor.system())


def dismissed(person: User) -> None:
    for membership in Membership.objects.filter(person=person):
        actions.dismiss(membership, until=dt.date(2022, 1, 1), by=Actor.system())


def password_changed(person: User) -> None:
    actions.change_password(person, password="eine ganz andere Pferdebatterie", by=Actor.system())


ENDINGS = [closed, dismissed, password_changed]


def trial(house: House, client: Client, ending: Callable[[User], None]) -> bool:
    """Whether the next request after it is refused."""
    assert is_in(client)
    with acting_in_role(OWNER):
        ending(house["carla"])
    return not is_in(client)


@pytest.mark.parametrize("ending", ENDINGS)
def test_whatever_ends_the_right_ends_it_with_the_next_request(
    house: House, ending: Callable[[User], None]
) -> None:
    assert trial(house, sign_in("carla"), ending)


@pytest.mark.matrix
@pytest.mark.parametrize("number", range(200))
def test_two_hundred_trials(house: House, number: int) -> None:
    assert trial(house, sign_in("carla"), ENDINGS[number % len(ENDINGS)])


def waits(client: Client) -> bool:
    request = HttpRequest()
    request.session = client.session
    return held_forms.is_waiting(request)


# --- What was typed -----------------------------------------------------------------------------


def test_what_was_typed_in_a_session_that_ended_waits_behind_the_door(house: House) -> None:
    client = sign_in("carla")
    let_pass(idle=16)

    door = client.post(FORM, TYPED)
    assert "Was Sie eingegeben haben, ist noch da" in client.get(door["Location"]).content.decode()
    answer = client.post("/anmelden/", {"username": "carla", "password": PASSWORD, "next": FORM})
    assert answer["Location"] == "/anmelden/weiter/"
    page = client.get("/anmelden/weiter/").content.decode()

    assert f'action="{FORM}"' in page
    assert 'name="note" value="Sie möchte im Mai ausziehen."' in page
    assert page.count('name="list"') == 2
    assert "geheim" not in page


def test_it_waits_for_nobody_else(house: House) -> None:
    client = sign_in("carla")
    let_pass(idle=16)
    client.post(FORM, TYPED)
    client.post("/anmelden/", {"username": "adam", "password": PASSWORD})

    assert client.get("/anmelden/weiter/")["Location"] == "/"


def test_it_lies_encrypted(house: House) -> None:
    client = sign_in("carla")
    let_pass(idle=16)
    client.post(FORM, TYPED)

    assert waits(client)
    assert "ausziehen" not in str(dict(client.session.items()))


def test_a_foreign_page_leaves_nothing_behind_the_door(house: House) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(house["carla"])
    let_pass(idle=16)
    client.post(FORM, TYPED)

    assert not waits(client)


# --- One's own list -----------------------------------------------------------------------------


def test_a_person_ends_her_other_sessions_and_nobody_elses(house: House) -> None:
    here, there, other = sign_in("carla"), sign_in("carla"), sign_in("dilan")
    mark = sessions.hashed(other.session.session_key)

    here.post("/konto/sitzung-beenden/", {"session": mark})
    assert is_in(other)
    here.post("/konto/sitzung-beenden/", {})

    assert is_in(here)
    assert not is_in(there)
    assert is_in(other)
