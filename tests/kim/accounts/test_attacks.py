# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an attacker with an account of her own tried, and what came of it."""

import csv
import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from casemanagement.views.anomalies import plain
from permissions import clock
from permissions.accounts import codes, factors, foreign, invitations
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.hats import Hat
from permissions.models import Authenticator, Credential, ForeignAccount, Invitation, User
from tests.cast import PASSWORD, House
from tests.kim.accounts.test_provider import invite, is_in, round_trip, wayward
from tests.kim.accounts.wayward import Wayward

__all__ = ["invite", "wayward"]  # fixtures
PHRASE = "eine ganz andere Pferdebatterie"
ISSUER = "https://id.example.org"


@pytest.fixture
def invited(house: House) -> Callable[[str], str]:
    """Adam makes an invitation for somebody and keeps it."""

    def _invited(name: str) -> str:
        adam = Actor(house["adam"], Hat.ADMIN)
        with acting_as(adam):
            return invitations.invite(house[name], by=adam)

    return _invited


def redeem(name: str, code: str) -> Client:
    client = Client()
    client.post("/anmelden/einladung/", {"username": name, "code": code, "password": PHRASE})
    return client


# --- One administrator alone --------------------------------------------------------------------


def test_an_invitation_does_not_replace_the_second_factor_that_somebody_has_at_the_provider(
    house: House, invited: Callable[[str], str], settings: Settings
) -> None:
    settings.SECOND_FACTOR = True
    kora = house["kora"]
    with acting_in_role(OWNER):
        ForeignAccount.objects.create(person=kora, issuer=ISSUER, subject="kora")
        Credential.objects.filter(person=kora).delete()
    thief = redeem(kora.username, invited("kora"))

    assert thief.get("/anmelden/einrichten/").status_code == 302  # nothing to set up here
    with acting_in_role(OWNER):
        assert not Credential.objects.filter(person=kora).exists()
        assert Invitation.objects.filter(person=kora, used_at=None).exists()


def test_an_account_with_factors_of_its_own_is_not_tied_to_somebody_at_the_provider(
    house: House, invited: Callable[[str], str]
) -> None:
    kora, secret = house["kora"], codes.new_secret()
    step = int(clock.now().timestamp()) // codes.STEP_SECONDS
    factors.add_authenticator(kora, secret=secret, code=codes.code_at(secret, step), by=Actor(kora, Hat.FACH))
    invited("kora")
    with acting_in_role(OWNER):
        User.objects.filter(pk=kora.pk).update(email="adam@stadt.example")  # as an administrator can alone
    claims = {"iss": ISSUER, "sub": "adam", "email": "adam@stadt.example", "email_verified": True}

    assert foreign.link(claims, claim="email", by=None) is None
    assert Authenticator.objects.filter(person=kora).exists()
    assert not ForeignAccount.objects.exists()


# --- Sessions -----------------------------------------------------------------------------------


def test_a_session_that_was_proved_again_has_a_new_name(house: House) -> None:
    client = Client()
    client.post("/anmelden/", {"username": "carla", "password": PASSWORD})
    before = client.cookies["sessionid"].value
    client.post("/anmelden/bestaetigen/", {"password": PASSWORD, "next": "/konto/"})
    after = client.cookies["sessionid"].value
    thief = Client()
    thief.cookies["sessionid"] = before

    assert after != before
    assert thief.get("/fallarbeit/")["Location"].startswith("/anmelden/")
    assert client.get("/fallarbeit/").status_code == 200


def test_the_present_password_cannot_be_guessed_by_changing_it(house: House) -> None:
    client = Client()
    client.post("/anmelden/", {"username": "carla", "password": PASSWORD})
    fields = {"new_password1": PHRASE, "new_password2": PHRASE}
    for guess in range(5):
        client.post("/passwort/", {"old_password": f"geraten {guess}", **fields})
    answer = client.post("/passwort/", {"old_password": PASSWORD, **fields})

    assert "Zu viele falsche Versuche" in answer.content.decode()
    with acting_in_role(OWNER):
        assert User.objects.get(pk=house["carla"].pk).check_password(PASSWORD)


def test_the_new_name_is_as_old_as_the_session(house: House, settings: Settings) -> None:
    client = Client()
    client.post("/anmelden/", {"username": "carla", "password": PASSWORD})
    began = _started(client)
    client.post("/anmelden/bestaetigen/", {"password": PASSWORD})

    assert _started(client) == began  # a proof does not make the working day longer


def _started(client: Client) -> dt.datetime:
    store = client.session
    store.load()
    started: dt.datetime = store.row.started_at  # type: ignore[attr-defined]  # our own store
    return started


# --- A provider that somebody has bent ----------------------------------------------------------


@pytest.mark.parametrize("typ", ["at+jwt", "logout+jwt"])
def test_a_token_of_another_type_opens_nothing(wayward: Wayward, typ: str) -> None:
    wayward.sign = lambda claims: wayward.signed(claims, typ)
    client = Client()
    round_trip(client)

    assert not is_in(client)


@pytest.mark.parametrize("place", ["openid-configuration", "/certs", "/token"])
def test_an_answer_that_leads_elsewhere_is_not_followed(
    wayward: Wayward, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = wayward.answer
    inside: list[str] = []

    def bent(path: str, given: dict[str, str]) -> tuple[int, Any]:
        if path.startswith("/inside"):
            inside.append(path)
            return honest(path.removeprefix("/inside"), given)
        if path.endswith(place):
            return 302, f"{wayward.issuer.removesuffix('/realms/stadt')}/inside{path}"
        return honest(path, given)

    monkeypatch.setattr(wayward, "answer", bent)
    client = Client()
    if client.get("/anmelden/dienst/")["Location"] != "/anmelden/":
        round_trip(client)

    assert inside == []
    assert not is_in(client)


def test_a_provider_cannot_name_a_file_of_ours(wayward: Wayward, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = wayward.answer

    def bent(path: str, given: dict[str, str]) -> tuple[int, Any]:
        status, said = honest(path, given)
        if path.endswith("openid-configuration"):
            said |= {"jwks_uri": "file:///etc/hostname"}
        return status, said

    monkeypatch.setattr(wayward, "answer", bent)
    client = Client()
    round_trip(client)

    assert not is_in(client)


# --- Nonsense and formulas ----------------------------------------------------------------------


@pytest.mark.parametrize("nonsense", ["abc", "²", "1e3", "-1", "9" * 30])
def test_nonsense_instead_of_a_number_is_no_error(nonsense: str, signed_in: Callable[[str], Client]) -> None:
    adam = signed_in("adam")

    assert adam.post("/verwaltung/freigaben/", {"proposal": nonsense, "answer": "yes"}).status_code == 404
    assert adam.post("/konto/faktor-entfernen/", {"passkey": nonsense}).status_code == 302


@pytest.mark.parametrize("formula", ["=1+1", "+49 521", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_of_a_list_is_a_formula(formula: str) -> None:
    out = io.StringIO()
    csv.writer(out).writerow([plain(formula), plain("Carla"), plain(3)])

    assert next(csv.reader(io.StringIO(out.getvalue()))) == [f"'{formula}", "Carla", "3"]


def test_a_name_that_is_a_formula_leaves_as_text(house: House, signed_in: Callable[[str], Client]) -> None:
    with acting_in_role(OWNER):
        User.objects.filter(pk=house["dora"].pk).update(display_name='=HYPERLINK("http://x.example")')
    answer = signed_in("dora").post(
        "/datenschutz/auffaelligkeiten/ausgabe/", {"reason": "Prüfung im Quartal"}
    )

    assert answer["Content-Type"].startswith("text/csv")
    assert "'=HYPERLINK" in answer.content.decode()


# --- The first accounts -------------------------------------------------------------------------


def test_the_first_accounts_have_no_password_until_their_owners_choose_one(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    with acting_in_role(OWNER):
        call_command("set_up")
        printed = capsys.readouterr().out
        call_command("set_up")  # the paper was lost before anybody used it
        again = capsys.readouterr().out

    code = printed.partition("administration / ")[2].split()[0]
    assert again.count("Einladung") == printed.count("Einladung") == 2
    assert not Credential.objects.exists()
    redeem("administration", code)
    with acting_in_role(OWNER):
        assert Credential.objects.get().person.username == "administration"
        call_command("set_up")
    assert "Einladung" not in capsys.readouterr().out
