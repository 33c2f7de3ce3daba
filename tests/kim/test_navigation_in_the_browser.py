# SPDX-License-Identifier: AGPL-3.0-or-later
"""The menus of the navigation, in a real browser: by keyboard, without a script, and on a telephone."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.cast import PASSWORD, House
from tests.plugins.browser import Axe

pytestmark = pytest.mark.slow

Visitor = Callable[..., Page]


@pytest.fixture
def dora(browser: Browser, live_server: LiveServer, house: House) -> Iterator[Visitor]:
    """Data protection has the longest navigation."""
    contexts = []

    def _dora(**options: object) -> Page:
        context = browser.new_context(locale="de-DE", base_url=live_server.url, **options)  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.goto("/anmelden/")
        page.fill("[name=username]", "dora")
        page.fill("[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        page.goto("/datenschutz/loeschen/")
        return page

    yield _dora
    for context in contexts:
        context.close()


def test_a_menu_opens_by_keyboard_without_a_script(dora: Visitor) -> None:
    page = dora(java_script_enabled=False)
    inside = page.get_by_role("link", name="Auffälligkeiten")
    expect(inside).to_be_hidden()

    page.locator("nav summary", has_text="Zugriffe").focus()
    page.keyboard.press("Enter")
    expect(inside).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(inside).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_contain_text("Auffälligkeiten")
    expect(page.locator("nav summary[aria-current=true]")).to_have_text("Zugriffe")


def test_only_one_menu_is_open_and_escape_closes_it(dora: Visitor) -> None:
    page = dora()
    first, second = page.locator("nav summary").all()
    first.click()
    second.click()
    expect(page.locator("nav details[open]")).to_have_count(1)

    page.keyboard.press("Escape")

    expect(page.locator("nav details[open]")).to_have_count(0)
    expect(second).to_be_focused()


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_open_menu_has_no_barrier_and_fits(width: int, scheme: str, dora: Visitor, axe: Axe) -> None:
    page = dora(viewport={"width": width, "height": 800}, color_scheme=scheme)
    for menu in page.locator("nav summary").all():
        menu.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert axe(page) == []
