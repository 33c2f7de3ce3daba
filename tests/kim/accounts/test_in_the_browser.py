# SPDX-License-Identifier: AGPL-3.0-or-later
"""The first sign-in with a passkey and every later one, in a real browser with a virtual security key."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from permissions.models import Passkey, Session
from tests.cast import PASSWORD, House
from tests.plugins.browser import Axe

pytestmark = pytest.mark.slow

Visit = Callable[[str], None]
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, house: House, settings: Settings) -> Iterator[Page]:
    """A browser with a security key in it; nothing in its console but refusals."""
    settings.SECOND_FACTOR = True
    context = browser.new_context(
        locale="de-DE", viewport={"width": 1280, "height": 1000}, base_url=live_server.url
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    yield page
    context.close()
    assert problems == []


def enter_password(page: Page, name: str) -> None:
    page.goto("/anmelden/")
    page.fill("[name=username]", name)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")


def clean(page: Page, axe: Axe) -> None:
    assert axe(page) == []


def set_up_passkey(page: Page, axe: Axe) -> None:
    enter_password(page, "carla")
    expect(page).to_have_url(re.compile("/anmelden/einrichten/"))
    clean(page, axe)
    page.fill("[name=name]", "Dienstlaptop")
    page.click("[data-passkey-start]")
    expect(page.locator("h1")).to_have_text("Ihre Ersatzcodes")
    clean(page, axe)
    page.click("main a.kern-btn")


def test_a_passkey_is_set_up_and_opens_the_next_session(
    page: Page, axe: Axe, house: House, live_server: LiveServer
) -> None:
    set_up_passkey(page, axe)
    expect(page).to_have_url(re.compile("/fallarbeit/"))
    page.click("header button[type=submit]")

    enter_password(page, "carla")
    expect(page).to_have_url(re.compile("/zweiter-faktor/"))
    clean(page, axe)
    page.click("[data-passkey-start]")

    expect(page).to_have_url(re.compile("/fallarbeit/"))
    assert Passkey.objects.get(person=house["carla"]).last_used_at is not None
    page.goto("/konto/")
    clean(page, axe)
    expect(page.locator("main")).to_contain_text("Dienstlaptop")


def test_the_passkey_confirms_what_is_specially_protected(page: Page, axe: Axe, house: House) -> None:
    set_up_passkey(page, axe)
    for row in Session.objects.all():
        assert row.person_id == house["carla"].pk
    page.goto("/anmelden/bestaetigen/?next=/passwort/")
    clean(page, axe)
    page.click("[data-passkey-start]")

    expect(page).to_have_url(re.compile("/passwort/$"))


def test_a_passkey_whose_key_was_exchanged_opens_nothing(page: Page, axe: Axe, house: House) -> None:
    set_up_passkey(page, axe)
    page.click("header button[type=submit]")
    enter_password(page, "carla")
    Passkey.objects.update(public_key=b"another key")
    page.click("[data-passkey-start]")

    expect(page.locator("main")).to_contain_text("Der Code gilt nicht")
