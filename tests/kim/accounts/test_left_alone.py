# SPDX-License-Identifier: AGPL-3.0-or-later
"""A page that somebody left: nothing of a case stays on the screen, and nothing that was typed is lost."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from permissions import held_forms
from tests.cast import PASSWORD, House

SENTENCE = "Was ich gerade schreibe"
NEW_CASE = "/fallarbeit/neu/"
IDLE = 12  # seconds


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, house: House, settings: Settings) -> Iterator[Page]:
    settings.SESSION_IDLE_SECONDS = IDLE
    context = browser.new_context(locale="de-DE", base_url=live_server.url)
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto("/anmelden/")
    page.fill("[name=username]", "carla")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    yield page
    context.close()


@pytest.mark.slow
def test_a_page_that_was_left_alone_is_empty_when_the_session_has_ended(page: Page) -> None:
    page.goto("/fallarbeit/")
    expect(page.locator("h1")).to_have_text("Ihre Sitzung ist zu Ende", timeout=60_000)

    assert page.title() == "KIM"
    expect(page.locator("header")).to_have_count(0)
    page.click("main a")
    page.wait_for_url(re.compile(r"/anmelden/\?next="))


@pytest.mark.slow
def test_what_was_typed_waits_on_the_server(page: Page) -> None:
    page.goto("/fallarbeit/ueberlastung/")
    page.fill("main textarea >> nth=0", SENTENCE)
    page.wait_for_url(re.compile(r"/anmelden/\?next="), timeout=60_000)
    page.fill("[name=username]", "carla")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(re.compile(r"/anmelden/weiter/"))

    assert SENTENCE in page.content()


# --- Without a browser --------------------------------------------------------------------------


def test_a_form_that_the_browser_sends_by_itself_does_nothing_while_the_session_lives(house: House) -> None:
    client = Client()
    client.post("/anmelden/", {"username": "carla", "password": PASSWORD})
    answer = client.post(NEW_CASE, {"given_name": SENTENCE, held_forms.KEEP: "1"})
    waiting = client.get(answer["Location"]).content.decode()

    assert answer["Location"] == "/anmelden/weiter/"
    assert SENTENCE in waiting
    assert f'action="{NEW_CASE}"' in waiting
    assert held_forms.KEEP not in waiting  # else sending it would do nothing again


def test_a_foreign_page_cannot_put_a_form_there(house: House) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(house["carla"])
    client.post(NEW_CASE, {"given_name": SENTENCE, held_forms.KEEP: "1"})

    assert client.get("/anmelden/weiter/").status_code == 302


def test_after_an_error_of_the_program_what_was_typed_is_there(
    signed_in: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casemanagement.views.search.Search.post", _fails)
    client = signed_in("carla")
    client.raise_request_exception = False
    failed = client.post(NEW_CASE, {"given_name": SENTENCE, "password": "geheim"})

    assert failed.status_code == 500
    assert 'href="/anmelden/weiter/"' in failed.content.decode()
    waiting = client.get("/anmelden/weiter/").content.decode()
    assert SENTENCE in waiting
    assert "geheim" not in waiting


def _fails(*_args: object, **_kwargs: object) -> None:
    raise RuntimeError
