# SPDX-License-Identifier: AGPL-3.0-or-later
"""A partner without an account reports a person on a telephone; the desk counts by keyboard."""

import re

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from casemanagement.forms import pages_advice
from casemanagement.models import BriefAdvice
from tests.cast import House
from tests.plugins.browser import Axe
from tests.stories.conftest import At
from tests.workflows.walking import as_owner


@pytest.mark.parametrize("language", ["de-DE", "en-GB"])
def test_a_referral_form_for_partners_without_an_account(
    language: str, browser: Browser, live_server: LiveServer, house: House, axe: Axe, at: At
) -> None:
    context = browser.new_context(
        locale=language, viewport={"width": 375, "height": 800}, base_url=live_server.url
    )
    page = context.new_page()
    foreign: list[str] = []
    page.on("request", lambda sent: foreign.append(sent.url) if live_server.url not in sent.url else None)
    page.goto("/meldung/")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    for name, value in {
        "sender": "Moscheeverein Sieker",
        "callback": "Frau Yilmaz, 0521 111",
        "given_name": "Olena",
        "family_name": "Kowalenko",
        "phone": "0521 222",
        "need": "Sucht eine Wohnung.",
    }.items():
        page.fill(f"[name={name}]", value)
    page.select_option("[name=language]", "uk")
    page.check("[name=client_consented]")
    page.wait_for_timeout((pages_advice.QUICKEST + 2) * 1000)  # as long as a person takes
    page.click("main button[type=submit]")
    expect(page.locator("main .app-number")).to_have_text(re.compile(r"M-\w{8}"))
    number = page.locator("main .app-number").inner_text()
    assert axe(page) == []
    assert foreign == []
    context.close()

    kora = at("kora")
    kora.goto("/fachaufsicht/eingang/")
    assert axe(kora.page) == []
    kora.page.get_by_role("link", name=number).click()
    assert axe(kora.page) == []
    assert "Kowalenko" not in kora.text()
    kora.page.get_by_role("button", name="Meldung übernehmen").click()
    expect(kora.page.locator("main")).to_contain_text("ist übernommen. Fallnummer: KIM-")


def test_an_anonymous_counting_sheet_in_twenty_seconds(at: At, axe: Axe) -> None:
    erika = at("erika")
    erika.goto("/erstanlaufstelle/kurzberatung/")
    assert axe(erika.page) == []
    boxes = erika.page.locator("[name=fields_of_action]")
    boxes.first.focus()
    erika.page.keyboard.press("Space")
    erika.page.locator("select[name=language]").focus()
    erika.page.keyboard.type("Ara")
    erika.page.locator("[name=outcome]").first.focus()
    erika.page.keyboard.press("Space")
    erika.page.keyboard.press("Enter")

    expect(erika.page.locator("main")).to_contain_text(
        "Gezählt: Rechtliche Verstetigung · 10 Minuten · Arabisch"
    )
    assert not boxes.first.is_checked()
    with as_owner():
        assert BriefAdvice.objects.count() == 1
    kora = at("kora")
    kora.goto("/fachaufsicht/kurzberatung/")
    assert axe(kora.page) == []
