# SPDX-License-Identifier: AGPL-3.0-or-later
"""Small promises to the browser that a security standard asks for one by one (compliance/controls.yml)."""

import datetime as dt
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from casemanagement.models import Case
from permissions import clock
from tests.cast import PASSWORD, House
from tests.test_every_url import ADDRESSES, VisitOf, case, each, examples, filled, visit
from tests.test_headers import production

ROOT = Path(settings.BASE_DIR)
__all__ = ["case", "production", "visit"]

ASKED = [
    *(
        f"{name}_COOKIE_{kind}"
        for name in ("SESSION", "CSRF")
        for kind in ("NAME", "SECURE", "HTTPONLY", "SAMESITE")
    ),
    *("SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_SSL_REDIRECT"),
    *("PASSWORD_HASHERS", "SECOND_FACTOR", "DEBUG"),
]
PROGRAM = f"""
import django, json
from django.conf import settings
django.setup()
print(json.dumps({{name: getattr(settings, name) for name in {ASKED!r}}}))
"""


@pytest.fixture
def real(production: dict[str, str]) -> dict[str, Any]:
    """The settings of an installation with real people."""
    program = [sys.executable, "-W", "ignore", "-c", PROGRAM]
    done = subprocess.run(program, cwd=ROOT, env=production, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def visited(case: Case) -> list[str]:
    """Every address of the site but the way out."""
    known = examples(case)
    return [address for path in ADDRESSES if path != "abmelden/" for address in filled(path, known)]


@pytest.mark.slow
def test_cookies_of_a_real_installation_are_for_this_host_alone(real: dict[str, Any]) -> None:
    assert (real["SESSION_COOKIE_NAME"], real["CSRF_COOKIE_NAME"]) == ("__Host-session", "__Host-csrf")
    assert all(
        real[f"{name}_COOKIE_{kind}"] for name in ("SESSION", "CSRF") for kind in ("SECURE", "HTTPONLY")
    )
    assert {real["SESSION_COOKIE_SAMESITE"], real["CSRF_COOKIE_SAMESITE"]} <= {"Lax", "Strict"}


@pytest.mark.slow
def test_a_real_installation_speaks_https_only_and_hashes_slowly(real: dict[str, Any]) -> None:
    assert real["SECURE_HSTS_SECONDS"] >= 365 * 24 * 60 * 60
    assert real["SECURE_HSTS_INCLUDE_SUBDOMAINS"]
    assert real["SECURE_SSL_REDIRECT"]
    assert real["PASSWORD_HASHERS"] == ["django.contrib.auth.hashers.ScryptPasswordHasher"]
    assert (real["SECOND_FACTOR"], real["DEBUG"]) == (True, False)


def test_a_form_without_its_token_does_nothing(case: Case, house: House) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(house["carla"])
    # The provider signs what it sends; it has no token of ours.
    others = (address for address in visited(case) if not address.endswith("/abgemeldet/"))

    assert {client.post(address, {"text": "x"}).status_code for address in others} <= {403, 404, 405}


@pytest.mark.parametrize("name", each(["carla", "kora", "dora", "theo", "adam"]))
def test_looking_changes_nothing(name: str, visit: VisitOf) -> None:
    assert visit(name).rows_after == visit(name).rows_before


def test_answers_name_type_and_letters_and_allow_no_other_origin(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    client, wrong = signed_in("carla"), []
    for address in visited(case):
        response = client.get(address, headers={"Origin": "https://elsewhere.example"})
        kind = response.headers.get("Content-Type", "")
        if kind.startswith("text/") and "charset=utf-8" not in kind:
            wrong.append(f"{address}: {kind}")
        wrong += [f"{address}: {name}" for name in response.headers if name.startswith("Access-Control-")]

    assert wrong == []


@pytest.mark.parametrize("name", each(["carla", "theo", "rita"]))
def test_every_page_offers_the_way_out(name: str, visit: VisitOf) -> None:
    pages = [answer for answer in visit(name).answers if answer.is_page]

    assert pages
    assert [page.address for page in pages if not page.offers_way_out] == []


def test_no_page_may_be_framed() -> None:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]

    assert {name: directives[name] for name in ("frame-ancestors", "object-src", "base-uri")} == {
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
    }


def test_a_cookie_is_worth_nothing_after_signing_out(house: House) -> None:
    client, thief = Client(), Client()
    client.post("/anmelden/", {"username": "carla", "password": PASSWORD})
    key = client.cookies["sessionid"].value
    thief.cookies["sessionid"] = key
    assert thief.get("/fallarbeit/").status_code == 200
    client.post("/abmelden/")

    assert thief.get("/fallarbeit/").status_code == 302
    assert re.fullmatch(r"[a-z0-9]{32}", key)  # 165 bits


def test_other_sessions_end_after_a_fresh_proof_only(house: House) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        client.post("/anmelden/", {"username": "carla", "password": PASSWORD})
    with clock.at(clock.now() + dt.timedelta(minutes=6)):
        answer = here.post("/konto/sitzung-beenden/", {})

    assert answer["Location"].startswith("/anmelden/bestaetigen/")
    assert there.get("/fallarbeit/").status_code == 200


def test_what_is_sent_is_decoded_once(db: None) -> None:
    page = Client().post("/anmelden/?next=/a%252Fb/", {"username": "x%2541&amp;%3C", "password": "y"})

    assert 'value="x%2541&amp;amp;%3C"' in page.content.decode()
    assert 'value="/a%2Fb/"' in page.content.decode()


def test_folders_are_not_listed_and_rare_methods_do_nothing(db: None) -> None:
    client = Client()

    assert {client.get(f"/static/{folder}").status_code for folder in ("", "kim/", "kim/vendor/")} == {404}
    assert client.generic("TRACE", "/anmelden/", headers={"Cookie": "a=b"}).status_code in {403, 405}


# --- Passwords ----------------------------------------------------------------------------------

LONG = "Ä" + "".join(f"{number:02d}satz" for number in range(16)) + "abz"  # a hundred signs, one no ASCII


@pytest.mark.parametrize("new", ["langer satz nur klein", "1234 5678 9012 345x", LONG])
def test_a_password_of_any_kind_is_taken_and_compared_to_the_last_sign(new: str, house: House) -> None:
    changed = change(new)

    assert changed
    assert signs_in(new)
    assert not any(signs_in(other) for other in (new[:-1], new.upper(), f"{new} "))


@pytest.mark.parametrize("new", ["kurz", "elf zeichen", "qwerty123456"])
def test_a_short_or_common_password_is_not_taken(new: str, house: House) -> None:
    assert not change(new)


def test_a_new_password_asks_for_the_present_one(house: House) -> None:
    assert not change("eine ganz andere Pferdebatterie", present="falsch")


def change(new: str, present: str = PASSWORD) -> bool:
    client = Client()
    client.post("/anmelden/", {"username": "carla", "password": PASSWORD})
    fields = {"old_password": present, "new_password1": new, "new_password2": new}
    return client.post("/passwort/", fields).status_code == 302


def signs_in(password: str) -> bool:
    client = Client(REMOTE_ADDR="192.0.2.77")
    client.post("/anmelden/", {"username": "carla", "password": password})
    return "anmelden" not in client.get("/").headers.get("Location", "anmelden")


def test_what_is_typed_as_a_password_is_hidden(house: House, signed_in: Callable[[str], Client]) -> None:
    pages = [
        Client().get("/anmelden/"),
        signed_in("carla").get("/passwort/"),
        Client().get("/anmelden/einladung/"),
    ]
    fields = [
        field for page in pages for field in re.findall(r"<input[^>]*password[^>]*>", page.content.decode())
    ]

    assert len(fields) >= 5
    assert [field for field in fields if 'type="password"' not in field or "onpaste" in field] == []


# --- Our scripts --------------------------------------------------------------------------------

DANGEROUS = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|localStorage|sessionStorage"
    r"|indexedDB|postMessage|document\.cookie|onpaste|[\"']paste[\"']"
)


@pytest.mark.parametrize(
    "script", sorted((ROOT / "kim" / "static" / "kim").glob("*.js")), ids=lambda path: path.name
)
def test_our_scripts_write_text_and_keep_nothing(script: Path) -> None:
    assert DANGEROUS.findall(script.read_text(encoding="utf-8")) == []
