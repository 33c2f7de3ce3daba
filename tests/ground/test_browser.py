# SPDX-License-Identifier: AGPL-3.0-or-later
"""The browser of the tests works, and axe sees what is wrong with a page."""

from playwright.sync_api import Page

from tests.plugins.browser import Axe

BARRIER = '<html lang="de"><title>x</title><main><h1>x</h1><img src="data:,"></main></html>'
NONE = '<html lang="de"><title>x</title><main><h1>x</h1><img src="data:," alt="Bild"></main></html>'


def test_axe_names_the_rule_and_the_place(page: Page, axe: Axe) -> None:
    page.set_content(BARRIER)

    assert [(found["rule"], found["where"]) for found in axe(page)] == [("image-alt", ["img"])]


def test_axe_is_silent_on_a_good_page(page: Page, axe: Axe) -> None:
    page.set_content(NONE)

    assert axe(page) == []


def test_the_browser_speaks_german(page: Page) -> None:
    page.set_content(NONE)

    assert page.evaluate("navigator.language") == "de-DE"
