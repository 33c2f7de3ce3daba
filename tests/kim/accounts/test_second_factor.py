# SPDX-License-Identifier: AGPL-3.0-or-later
"""A password alone opens nothing: codes of an app, codes on paper, and what is refused."""

import base64
import datetime as dt
import math
import re

import pytest
from django.test import Client
from pytest_django import Settings

from permissions import clock
from permissions.accounts import codes, factors, sealing
from permissions.actor import Actor
from permissions.hats import Hat
from permissions.models import Authenticator, RecoveryCode, User
from tests.cast import PASSWORD, House

SECRET = b"12345678901234567890"  # of RFC 6238, appendix B
NOON = dt.datetime(2026, 3, 2, 12, tzinfo=clock.BERLIN)


@pytest.fixture(autouse=True)
def _compulsory(settings: Settings) -> None:
    settings.SECOND_FACTOR = True


@pytest.fixture
def carla(house: House) -> User:
    """Carla with an app whose last code was used at noon."""
    person = house["carla"]
    with clock.at(NOON):
        assert factors.add_authenticator(person, secret=SECRET, code=code(NOON), by=Actor(person, Hat.CASE))
    return person


def code(moment: dt.datetime) -> str:
    return codes.code_at(SECRET, int(moment.timestamp()) // codes.STEP_SECONDS)


def by_password(name: str = "carla") -> Client:
    client = Client()
    client.post("/anmelden/", {"username": name, "password": PASSWORD, "next": "/fallarbeit/"})
    return client


def is_signed_in(client: Client) -> bool:
    return client.get("/")["Location"] == "/fallarbeit/"


RFC_6238 = [
    (59, "94287082"),
    (1111111109, "07081804"),
    (1111111111, "14050471"),
    (1234567890, "89005924"),
    (2000000000, "69279037"),
    (20000000000, "65353130"),
]


@pytest.mark.parametrize(("seconds", "expected"), RFC_6238)
def test_codes_are_those_of_the_standard(seconds: int, expected: str) -> None:
    assert codes.code_at(SECRET, seconds // 30, digits=8) == expected


def test_a_printed_code_has_more_than_128_bits() -> None:
    letters = [len(codes.plain(codes.new_printed())) for _ in range(20)]

    assert min(letters) * math.log2(len(codes.ALPHABET)) > 128


def test_password_and_code_open_the_page_that_was_asked_for(carla: User) -> None:
    later = NOON + dt.timedelta(minutes=5)
    with clock.at(later):
        client = by_password()
        assert not is_signed_in(client)
        response = client.post("/anmelden/zweiter-faktor/", {"code": code(later)})

        assert response["Location"] == "/fallarbeit/"
        assert is_signed_in(client)


def test_the_session_gets_a_new_name_with_each_step(carla: User) -> None:
    with clock.at(NOON + dt.timedelta(minutes=5)):
        client = Client()
        client.get("/anmelden/")
        names = [client.session.session_key]
        client.post("/anmelden/", {"username": "carla", "password": PASSWORD})
        names.append(client.session.session_key)
        client.post("/anmelden/zweiter-faktor/", {"code": code(clock.now())})
        names.append(client.session.session_key)

    assert len(set(names)) == 3


REFUSED = {
    "the code that was used already": (0, lambda moment: code(NOON)),
    "a code of ten minutes ago": (10, lambda moment: code(NOON)),
    "a code of the day after": (10, lambda moment: code(moment + dt.timedelta(days=1))),
    "no code": (10, lambda moment: ""),
    "letters": (10, lambda moment: "abcdef"),
    "another paper's code": (10, lambda moment: "ABCD-EFGH-JKMN-PQRS"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_code_that_does_not_count_opens_nothing(carla: User, case: str) -> None:
    minutes, answer = REFUSED[case]
    moment = NOON + dt.timedelta(minutes=minutes)
    with clock.at(moment):
        client = by_password()
        client.post("/anmelden/zweiter-faktor/", {"code": answer(moment)})

        assert not is_signed_in(client)


def test_a_code_counts_once_even_within_its_half_minute(carla: User) -> None:
    later = NOON + dt.timedelta(minutes=5)
    with clock.at(later):
        assert factors.accept_code(carla, code(later))
        assert not factors.accept_code(carla, code(later))


def test_after_five_wrong_codes_the_right_one_opens_nothing(carla: User) -> None:
    later = NOON + dt.timedelta(minutes=5)
    with clock.at(later):
        client = by_password()
        for _attempt in range(5):
            client.post("/anmelden/zweiter-faktor/", {"code": "000000"})
        response = client.post("/anmelden/zweiter-faktor/", {"code": code(later)})

        assert "Zu viele falsche Versuche" in response.content.decode()
        assert not is_signed_in(client)
    with clock.at(later + dt.timedelta(minutes=9)):
        client.post("/anmelden/zweiter-faktor/", {"code": code(clock.now())})
        assert not is_signed_in(client)


def test_whoever_has_no_factor_sets_one_up_before_anything_else(house: House) -> None:
    client = by_password()

    assert client.get("/fallarbeit/").status_code == 302
    page = client.get("/anmelden/einrichten/").content.decode()
    spelled = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert spelled is not None
    secret = base64.b32decode(spelled[1] + "=" * (-len(spelled[1]) % 8))
    step = int(clock.now().timestamp()) // codes.STEP_SECONDS
    shown = client.post("/anmelden/einrichten/", {"code": codes.code_at(secret, step)}).content.decode()

    assert len(re.findall(r"<code>([A-Z2-9]{4}-[A-Z2-9-]+)</code>", shown)) == 10
    assert is_signed_in(client)


def test_whoever_has_one_cannot_set_up_another_with_the_password_alone(carla: User) -> None:
    with clock.at(NOON + dt.timedelta(minutes=5)):
        response = by_password().get("/anmelden/einrichten/")

    assert response["Location"] == "/anmelden/zweiter-faktor/"


def test_a_code_on_paper_counts_once(carla: User) -> None:
    paper = factors.renew_recovery_codes(carla, by=Actor(carla, Hat.CASE))
    with clock.at(NOON + dt.timedelta(minutes=5)):
        first, second = by_password(), by_password()
        first.post("/anmelden/zweiter-faktor/", {"code": paper[0].lower().replace("-", " ")})
        second.post("/anmelden/zweiter-faktor/", {"code": paper[0]})

        assert is_signed_in(first)
        assert not is_signed_in(second)


def test_new_codes_on_paper_spend_the_former_ones(carla: User) -> None:
    former = factors.renew_recovery_codes(carla, by=Actor(carla, Hat.CASE))
    factors.renew_recovery_codes(carla, by=Actor(carla, Hat.CASE))

    assert not factors.accept_code(carla, former[0])


def test_neither_secret_nor_paper_lies_readable_in_the_database(carla: User) -> None:
    paper = factors.renew_recovery_codes(carla, by=Actor(carla, Hat.CASE))

    assert SECRET not in bytes(Authenticator.objects.get(person=carla).sealed_secret)
    assert not set(paper) & set(RecoveryCode.objects.values_list("fingerprint", flat=True))


def test_a_secret_moved_to_another_account_opens_nothing(carla: User, house: House) -> None:
    stolen = bytes(Authenticator.objects.get(person=carla).sealed_secret)
    with pytest.raises(sealing.CannotUnseal):
        sealing.unseal(stolen, purpose="authenticator", owner=house["adam"].pk)


def test_the_secret_outlives_a_change_of_the_key(carla: User, settings: Settings) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new one that is as long as the system check wants it to be, and more"
    later = NOON + dt.timedelta(minutes=5)

    with clock.at(later):
        assert factors.accept_code(carla, code(later))


def test_the_step_between_password_and_code_lasts_ten_minutes(carla: User) -> None:
    later = NOON + dt.timedelta(minutes=5)
    with clock.at(later):
        client = by_password()
    with clock.at(later + dt.timedelta(minutes=11)):
        response = client.post("/anmelden/zweiter-faktor/", {"code": code(clock.now())})

    assert response["Location"] == "/anmelden/"


def test_the_last_factor_cannot_be_removed(carla: User) -> None:
    later = NOON + dt.timedelta(minutes=5)
    with clock.at(later):
        client = by_password()
        client.post("/anmelden/zweiter-faktor/", {"code": code(later)})
        client.post("/konto/faktor-entfernen/", {"app": "1"})

    assert Authenticator.objects.filter(person=carla).exists()


GARBAGE = [
    "null",
    "[]",
    "{}",
    "{",
    '{"id": 1}',
    '{"id": "!", "rawId": "", "response": {}, "type": "public-key"}',
]


@pytest.mark.parametrize("answer", GARBAGE)
def test_a_garbled_passkey_is_a_wrong_answer_and_no_error(carla: User, answer: str) -> None:
    with clock.at(NOON + dt.timedelta(minutes=5)):
        client = by_password()
        response = client.post("/anmelden/zweiter-faktor/", {"passkey": answer})

        assert response.status_code == 200
        assert not is_signed_in(client)
