# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signing in at a provider: a real one in a process of its own, and one that sends wrong answers."""

import base64
import hmac
import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener, urlopen

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client
from pytest_django import Settings

from kim.accounts import oidc
from kim.accounts.provider import Provider
from permissions import actions
from permissions.accounts import invitations
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.hats import Hat
from permissions.models import ForeignAccount, Session, User
from tests.cast import House
from tests.kim.accounts.wayward import Claims, Wayward

SUBJECT = "f1b0c2d4-carla"
EVENT = "http://schemas.openid.net/event/backchannel-logout"


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


class NoRedirect(HTTPRedirectHandler):
    """The browser's part is ours: where it is sent, we look."""

    def redirect_request(self, *_args: Any) -> None:
        return None


def sent_to(address: str, post: bytes | None = None) -> str:
    try:
        build_opener(NoRedirect).open(address, post, timeout=5)
    except HTTPError as answer:
        return str(answer.headers["Location"])
    raise AssertionError("no redirect")


@pytest.fixture
def invite(house: House) -> Callable[[str], None]:
    def _invite(name: str) -> None:
        adam = Actor(house["adam"], Hat.ADMIN)
        with acting_as(adam):
            invitations.invite(house[name], by=adam)

    return _invite


def round_trip(client: Client, *, post: bytes | None = None, start: str = "/anmelden/dienst/") -> Any:
    """There, through the provider's own pages, and back."""
    there = client.get(start)["Location"]
    back = urlsplit(sent_to(there, post))
    return client.get(f"{back.path}?{back.query}")


def is_in(client: Client) -> bool:
    answer = client.get("/")
    return answer.status_code == 302 and answer["Location"] == "/fallarbeit/"


# --- A real provider ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real() -> Iterator[str]:
    """oidc-provider-mock, an implementation that knows nothing of ours, in a process of its own."""
    port = free_port()
    claims = {"sub": SUBJECT, "preferred_username": "carla", "amr": ["pwd", "otp"], "acr": "1"}
    one_factor = claims | {"sub": "one-factor", "amr": ["pwd"]}
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    for known in (claims, one_factor):
        command += ["--user-claims", json.dumps(known)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    for _attempt in range(200):
        try:
            urlopen(f"{address}/.well-known/openid-configuration", timeout=5).close()  # noqa: S310  our own
            break
        except URLError:
            time.sleep(0.1)
    yield address
    running.terminate()
    running.wait(10)


@pytest.fixture
def at_real(real: str, settings: Settings, house: House) -> None:
    settings.OIDC = Provider(issuer=real, client_id="kim", client_secret="of the tests")


def test_an_invited_person_signs_in_at_a_real_provider(at_real: None, invite: Callable[[str], None]) -> None:
    invite("carla")
    first, second = Client(), Client()
    round_trip(first, post=urlencode({"sub": SUBJECT}).encode())
    round_trip(second, post=urlencode({"sub": SUBJECT}).encode())

    assert is_in(first)
    assert is_in(second)  # known by now, without an invitation
    assert ForeignAccount.objects.get().subject == SUBJECT


def test_a_real_provider_without_a_second_factor_opens_nothing(
    at_real: None, invite: Callable[[str], None]
) -> None:
    invite("carla")
    client = Client()
    round_trip(client, post=urlencode({"sub": "one-factor"}).encode())

    assert not is_in(client)


def test_whoever_refuses_there_stays_outside(at_real: None, invite: Callable[[str], None]) -> None:
    invite("carla")
    client = Client()
    answer = round_trip(client, post=urlencode({"action": "deny"}).encode())

    assert answer["Location"] == "/anmelden/"
    assert not is_in(client)


def test_signing_out_here_leads_to_the_door_there(
    at_real: None, real: str, invite: Callable[[str], None]
) -> None:
    invite("carla")
    client = Client()
    round_trip(client, post=urlencode({"sub": SUBJECT}).encode())
    way = client.post("/abmelden/")["Location"]

    assert way.startswith(f"{real}/oauth2/end_session?")
    assert parse_qs(urlsplit(way).query)["post_logout_redirect_uri"] == ["http://testserver/anmelden/"]
    assert not is_in(client)


# --- One that sends wrong answers ---------------------------------------------------------------


@pytest.fixture
def wayward(settings: Settings, house: House, invite: Callable[[str], None]) -> Iterator[Wayward]:
    provider = Wayward()
    settings.OIDC = Provider(issuer=provider.issuer, client_id="kim")
    invite("carla")
    yield provider
    provider.server.shutdown()
    provider.server.server_close()


def changed(**claims: Any) -> Callable[[Claims], Claims]:
    return lambda honest: honest | claims


def without(*names: str) -> Callable[[Claims], Claims]:
    return lambda honest: {name: value for name, value in honest.items() if name not in names}


NOW = int(time.time())
WRONG: dict[str, Callable[[Claims], Claims]] = {
    "another nonce": changed(nonce="of somebody else"),
    "no nonce": without("nonce"),
    "made for another program": changed(aud="another"),
    "made for several, authorised for another": changed(aud=["kim", "another"], azp="another"),
    "expired": changed(exp=NOW - 120),
    "without end": without("exp"),
    "from the future": changed(iat=NOW + 3600),
    "another issuer": changed(iss="http://127.0.0.1:1/realms/stadt"),
    "no subject": without("sub"),
    "no second factor": changed(amr=["pwd"]),
    "a token made for something else": changed(typ="Bearer"),
    "nothing about factors": without("amr", "acr"),
    "a name that nobody has": changed(preferred_username="niemand"),
    "no name": without("preferred_username"),
    "somebody who is not invited": changed(preferred_username="dilan"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_answer_opens_nothing(wayward: Wayward, wrong: str) -> None:
    wayward.change = WRONG[wrong]
    client = Client()
    round_trip(client)

    assert not is_in(client)
    assert not ForeignAccount.objects.exists()


def unsigned(_wayward: Wayward) -> Callable[[Claims], str]:
    return lambda claims: jwt.encode(claims, "", "none")


def signed_with_the_public_key(wayward: Wayward) -> Callable[[Claims], str]:
    """As if the key that everybody may read were a shared secret."""
    public = wayward.keys[wayward.kid].public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    def sign(claims: Claims) -> str:
        header = {"alg": "HS256", "typ": "JWT", "kid": wayward.kid}
        text = ".".join(_encoded(json.dumps(part).encode()) for part in (header, claims))
        return f"{text}.{_encoded(hmac.digest(pem, text.encode(), 'sha256'))}"

    return sign


def _encoded(plain: bytes) -> str:
    return base64.urlsafe_b64encode(plain).rstrip(b"=").decode()


def signed_by_a_stranger(wayward: Wayward) -> Callable[[Claims], str]:
    stranger = Wayward()
    stranger.server.server_close()
    return lambda claims: jwt.encode(claims, stranger.keys["first"], "RS256", headers={"kid": wayward.kid})


@pytest.mark.parametrize("sign", [unsigned, signed_with_the_public_key, signed_by_a_stranger])
def test_a_wrong_signature_opens_nothing(
    wayward: Wayward, sign: Callable[[Wayward], Callable[[Claims], str]]
) -> None:
    wayward.sign = sign(wayward)
    client = Client()
    round_trip(client)

    assert not is_in(client)


def test_the_honest_answer_opens(wayward: Wayward) -> None:
    client = Client()
    round_trip(client)

    assert is_in(client)


def test_a_clock_that_is_a_little_off_does_no_harm(wayward: Wayward) -> None:
    wayward.change = lambda honest: honest | {"iat": honest["iat"] + 30, "exp": honest["iat"] - 30}
    client = Client()
    round_trip(client)

    assert is_in(client)


def test_keys_may_change_at_any_time(wayward: Wayward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oidc, "ASK_AGAIN_SECONDS", 0)
    first, second = Client(), Client()
    round_trip(first)
    wayward.rotate("second")
    round_trip(second)

    assert is_in(first)
    assert is_in(second)


def test_a_level_agreed_upon_counts_as_two_factors(wayward: Wayward, settings: Settings) -> None:
    settings.OIDC = replace(settings.OIDC, mfa_acr=("gold",))
    wayward.change = changed(amr=["pwd"], acr="gold")
    client = Client()
    round_trip(client)

    assert is_in(client)
    assert parse_qs(urlsplit(Client().get("/anmelden/dienst/")["Location"]).query)["acr_values"] == ["gold"]


def test_an_answer_that_was_not_asked_for_opens_nothing(wayward: Wayward) -> None:
    victim, attacker = Client(), Client()
    back = urlsplit(sent_to(attacker.get("/anmelden/dienst/")["Location"]))
    victim.get("/anmelden/dienst/")
    victim.get(f"{back.path}?{back.query}")

    assert not is_in(victim)


def test_an_answer_counts_once(wayward: Wayward) -> None:
    client = Client()
    there = client.get("/anmelden/dienst/")["Location"]
    back = urlsplit(sent_to(there))
    client.get(f"{back.path}?{back.query}")
    client.post("/abmelden/")
    client.get(f"{back.path}?{back.query}")

    assert not is_in(client)


def test_a_closed_account_stays_closed_at_the_provider_too(wayward: Wayward, house: House) -> None:
    round_trip(Client())
    client = Client()
    _close(house["carla"])
    round_trip(client)

    assert not is_in(client)


def _close(person: User) -> None:
    with acting_in_role(OWNER):
        actions.deactivate(person, by=Actor.system())


def test_confirming_goes_to_the_provider_and_wants_a_fresh_proof(wayward: Wayward) -> None:
    client = Client()
    round_trip(client)
    page = client.get("/anmelden/bestaetigen/?next=/konto/").content.decode()
    asked = parse_qs(urlsplit(client.get("/anmelden/dienst/?next=/konto/")["Location"]).query)

    assert "Beim Anmeldedienst bestätigen" in page
    assert (asked["prompt"], asked["max_age"]) == (["login"], ["0"])
    assert round_trip(client, start="/anmelden/dienst/?next=/konto/")["Location"] == "/konto/"
    wayward.change = changed(auth_time=NOW - 3600)
    assert round_trip(client, start="/anmelden/dienst/?next=/konto/")["Location"] == "/anmelden/"


def logout_token(wayward: Wayward, typ: str = "logout+jwt", **claims: Any) -> str:
    honest = {
        "iss": wayward.issuer,
        "aud": "kim",
        "iat": int(time.time()),
        "jti": "1",
        "sub": SUBJECT,
        "events": {EVENT: {}},
    }
    return wayward.signed(honest | claims, typ)


def test_signing_out_there_ends_every_session_here(wayward: Wayward) -> None:
    client = Client()
    round_trip(client)
    answer = Client().post("/anmelden/dienst/abgemeldet/", {"logout_token": logout_token(wayward)})

    assert answer.status_code == 200
    assert not Session.objects.filter(person__isnull=False).exists()
    assert not is_in(client)


WRONG_LOGOUT = [
    *({"nonce": "x"}, {"events": {}}, {"aud": "another"}, {"iss": "other"}),
    *({"typ": "JWT"}, {"typ": "at+jwt"}, {"iat": NOW - 3600}),
]


@pytest.mark.parametrize("wrong", WRONG_LOGOUT)
def test_a_wrong_logout_token_ends_nothing(wayward: Wayward, wrong: dict[str, Any]) -> None:
    client = Client()
    round_trip(client)
    token = logout_token(wayward, **wrong)

    assert Client().post("/anmelden/dienst/abgemeldet/", {"logout_token": token}).status_code == 400
    assert is_in(client)


def test_a_provider_that_calls_its_logout_token_otherwise_can_be_named(
    wayward: Wayward, settings: Settings
) -> None:
    settings.OIDC = replace(settings.OIDC, logout_types=frozenset({"JWT"}))
    client = Client()
    round_trip(client)
    Client().post("/anmelden/dienst/abgemeldet/", {"logout_token": logout_token(wayward, "JWT")})

    assert not is_in(client)


def test_a_provider_that_is_away_is_no_error_page(settings: Settings, house: House) -> None:
    settings.OIDC = Provider(issuer="http://127.0.0.1:1", client_id="kim")

    assert Client().get("/anmelden/dienst/")["Location"] == "/anmelden/"
    assert oidc.provider() is not None


def test_a_provider_that_calls_itself_something_else_opens_nothing(
    wayward: Wayward, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = wayward.answer

    def another(path: str, given: dict[str, str]) -> tuple[int, Any]:
        status, said = honest(path, given)
        if path.endswith("openid-configuration"):
            said |= {"issuer": "http://127.0.0.1:1/realms/stadt"}
        return status, said

    monkeypatch.setattr(wayward, "answer", another)

    assert Client().get("/anmelden/dienst/")["Location"] == "/anmelden/"
