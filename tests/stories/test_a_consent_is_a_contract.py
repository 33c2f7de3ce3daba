# SPDX-License-Identifier: AGPL-3.0-or-later
"""A consent is read together in two languages, signed on the screen, used once, and taken back."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import transaction

from casemanagement.models import Case, Consent, Disclosure
from permissions.actor import acting_in_role
from permissions.database.roles import OWNER
from permissions.models import User
from tests.factories import CaseFactory
from tests.plugins.browser import Axe
from tests.stories.desk import Desk

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("stories")]

PICTURES = os.environ.get("KIM_PICTURES", "")


def look(desk: Desk, axe: Axe, name: str) -> None:
    """No barrier on the page; a picture where somebody asks for one."""
    if PICTURES:
        desk.picture(Path(PICTURES) / f"{name}.png")
    assert axe(desk.page) == [], name


@pytest.fixture
def case(carla: User, transactional_db: None) -> Case:
    return CaseFactory(led_by=carla, planned=True)


def test_read_in_arabic_signed_told_and_taken_back(case: Case, at: Callable[[str], Desk], axe: Axe) -> None:
    carla = at("carla")
    _read_and_sign(carla, case, axe)
    _tell(carla, case, axe)
    _take_back(carla, case, axe)
    assert carla.problems == []


def test_an_authority_asks_and_data_protection_decides(
    aylin: User, transactional_db: None, at: Callable[[str], Desk], axe: Axe
) -> None:
    case = CaseFactory(led_by=aylin, planned=True)
    asked = at("aylin")
    asked.case(case.number, "behoerdenanfrage/")
    look(asked, axe, "request_new")
    asked.fill(authority="Ausländerbehörde", claimed_basis="residence_act", question="Wo wohnt sie?")
    asked.submit()
    dora = at("dora")
    dora.goto("/datenschutz/anfragen/")
    look(dora, axe, "requests")
    dora.page.get_by_role("link", name="Ausländerbehörde").click()
    look(dora, axe, "request_decide")
    dora.fill(decision="refused", decider="legal_office", decision_basis="§ 88 AufenthG, § 203 StGB")
    dora.submit()
    asked.goto("/fallarbeit/anfragen/")
    look(asked, axe, "requests_case")
    assert "Auskunft verweigern" in asked.text()


def _read_and_sign(carla: Desk, case: Case, axe: Axe) -> None:
    carla.case(case.number, "einwilligungen/lesen/")
    look(carla, axe, "read_before")
    carla.page.locator("main [name=kinds]").evaluate_all("boxes => boxes.forEach(box => box.checked = false)")
    carla.fill(
        text_language="ar",
        kinds=["C6"],
        recipient_text="Jobcenter",
        purpose="Antrag klären",
        data_categories=["identity", "income"],
        direction="both",
    )
    carla.page.get_by_role("button", name="Text zeigen").click()
    assert carla.page.locator("[lang=ar][dir=rtl]").count() > 5
    assert "Übersetzung noch nicht geprüft" in carla.text()
    look(carla, axe, "read_arabic")
    carla.page.get_by_role("button", name="Jetzt unterschreiben").click()
    assert "Bitte den Namen" in carla.text()
    carla.fill(signed_name="Samira Haddad", witnessed=True)
    _draw(carla, axe)
    carla.page.get_by_role("button", name="Jetzt unterschreiben").click()
    assert "unterschrieben und liegt bei den Unterlagen" in carla.text()
    assert carla.page.get_by_role("img", name="Gezeichnete Unterschrift").count() == 1
    look(carla, axe, "consents")
    with transaction.atomic(), acting_in_role(OWNER):
        assert Consent.objects.get(case=case, kind="C6").signature is not None


def _draw(carla: Desk, axe: Axe) -> None:
    """With the mouse; cleared once, seen in the dark and on a small screen, and kept over both."""
    page, pad = carla.page, carla.page.locator("canvas.app-signature__pad")
    for _turn in range(2):
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 20, box["y"] + 60)
        page.mouse.down()
        for step in range(1, 12):
            page.mouse.move(box["x"] + 20 + 30 * step, box["y"] + 40 + 20 * (step % 3))
        page.mouse.up()
        assert "Gezeichnet." in carla.text()
        if _turn == 0:
            page.get_by_role("button", name="Neu zeichnen").click()
            assert page.locator("[name=signed_strokes]").input_value() == ""
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 375, "height": 800})
    look(carla, axe, "drawn_dark")
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 900})
    look(carla, axe, "drawn_light")


def _tell(carla: Desk, case: Case, axe: Axe) -> None:
    carla.case(case.number, "weitergaben/neu/")
    look(carla, axe, "disclosure_new")
    with transaction.atomic(), acting_in_role(OWNER):
        ground = Consent.objects.get(case=case, kind="C6").pk
    carla.fill(consent=ground, purpose="Antrag", categories=["identity"], medium="phone")
    carla.submit()
    look(carla, axe, "disclosures")
    with transaction.atomic(), acting_in_role(OWNER):
        assert Disclosure.objects.get(case=case).recipient_text == "Jobcenter"


def _take_back(carla: Desk, case: Case, axe: Axe) -> None:
    with transaction.atomic(), acting_in_role(OWNER):
        ground = Consent.objects.get(case=case, kind="C6").pk
    carla.case(case.number, f"einwilligungen/{ground}/widerruf/")
    look(carla, axe, "revoke")
    assert "Über das Ende der Einwilligung unterrichten: Jobcenter" in carla.text()
    carla.fill(revoked_via="in_person")
    carla.submit()
    assert "Der Widerruf ist gespeichert" in carla.text()
