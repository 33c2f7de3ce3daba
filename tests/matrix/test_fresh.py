# SPDX-License-Identifier: AGPL-3.0-or-later
"""Over all addresses: what can do great harm asks for a fresh proof, and nothing else leaves as a file."""

import datetime as dt
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from permissions import clock, stepup
from permissions.hats import Hat
from tests.matrix.asking import Asking, Request, addresses
from tests.matrix.fresh import ALWAYS, EXPORTS, FREE_FILES, FRESH
from tests.matrix.pages import DECLARED

ROOT = Path(__file__).resolve().parents[2]
PATHS = dict(addresses())
WEARS = {
    None: "carla",
    Hat.CASE: "carla",
    Hat.FACH: "kora",
    Hat.DIENST: "anna",
    Hat.DSB: "dora",
    Hat.CTR: "conrad",
    Hat.DESK: "erika",
    Hat.ADMIN: "adam",
    Hat.READ: "rita",
}
# Where a file is made and where its header may be said.
HEADER_IS_SAID_IN = {"permissions/stepup.py", "casemanagement/views/anchors.py"}


@pytest.fixture
def stale(asking: Asking) -> Asking:
    """Everybody has proved who they are, six minutes ago."""
    for name in set(WEARS.values()):
        request = HttpRequest()
        request.session = asking.clients[name].session
        with clock.at(clock.now() - dt.timedelta(minutes=6)):
            stepup.confirm(request)
        request.session.save()
    return asking


def answers(asking: Asking, name: str) -> Iterator[tuple[str, dict[str, str], HttpResponseBase]]:
    """What the person of the right hat gets: by GET, by POST, and with the fields that make it ask."""
    page = DECLARED[name]
    person = WEARS[page.hat]
    address = asking.address(Request(name, PATHS[name], page, "GET", person, "own"))
    fields = {key: value for key, value in FRESH.get(name, ALWAYS).items() if key != "method"}
    asked: list[tuple[str, dict[str, str]]] = [
        ("get", {}),
        ("post", {}),
        *([("post", fields)] if fields else []),
    ]
    for method, data in asked:
        client = asking.clients[person]
        cookies: SimpleCookie = SimpleCookie()
        cookies.update(client.cookies)
        with transaction.atomic():
            yield method, data, getattr(client, method)(address, data)
            transaction.set_rollback(True)
        client.cookies = cookies  # whoever signed out is in again


def leads_to_the_proof(response: HttpResponseBase) -> bool:
    return response.status_code == 302 and response["Location"].startswith("/anmelden/bestaetigen/?")


def must_ask(name: str, method: str, data: dict[str, str]) -> bool:
    when = FRESH.get(name)
    if when is None or when == ALWAYS:
        return when is not None
    return method == "post" if "method" in when else bool(data)


def test_every_address_of_the_set_exists() -> None:
    assert [name for name in (*FRESH, *FREE_FILES) if name not in DECLARED] == []


@pytest.mark.long
def test_each_address_asks_for_a_fresh_proof_or_does_not_as_declared(stale: Asking) -> None:
    wrong = [
        f"{method} {name} {data}"
        for name in DECLARED
        for method, data, response in answers(stale, name)
        if leads_to_the_proof(response) is not must_ask(name, method, data)
    ]

    assert wrong == []


@pytest.mark.long
def test_nothing_of_a_case_leaves_as_a_file_without_being_declared(asking: Asking) -> None:
    files = {
        name
        for name in DECLARED
        for _method, _data, response in answers(asking, name)
        if "attachment" in response.headers.get("Content-Disposition", "")
    }

    assert files <= EXPORTS.keys() | FREE_FILES.keys()
    assert {"cases:document", "cases:consent_list"} <= files  # the scene has something to take out


def test_only_a_page_that_asks_for_a_fresh_proof_can_make_a_file() -> None:
    sources = [path for app in ("casemanagement", "indicators", "kim", "permissions", "workflows")
               for path in (ROOT / app).rglob("*.py")]  # fmt: skip
    said = {
        path.relative_to(ROOT).as_posix()
        for path in sources
        if any(word in path.read_text(encoding="utf-8") for word in ("Content-Disposition", "FileResponse"))
    }

    assert said == HEADER_IS_SAID_IN


def test_a_page_that_forgot_to_ask_hands_out_nothing() -> None:
    class Careless(stepup.FreshSignIn):
        def needs_proof(self, request: HttpRequest) -> bool:
            return False

    page = Careless()
    page.setup(HttpRequest())

    with pytest.raises(TypeError, match="without a fresh proof"):
        stepup.hand_out(page, b"", content_type="application/pdf", name="x.pdf")


def test_after_the_proof_one_is_back_on_the_page_that_offers_the_file(stale: Asking) -> None:
    page = DECLARED["cases:document"]
    address = stale.address(Request("cases:document", PATHS["cases:document"], page, "GET", "carla", "own"))

    answer = stale.clients["carla"].get(address, follow=True)

    assert answer.redirect_chain[0][0].endswith("%2Fdokumente%2F")
    assert "Danach können Sie die Datei laden." in answer.content.decode()
