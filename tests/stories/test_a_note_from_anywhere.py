# SPDX-License-Identifier: AGPL-3.0-or-later
"""A case manager's note takes at most two actions from anywhere."""

import html
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from casemanagement.models import Case, ClientIdentity, Contact, WorkItem
from permissions.models import AccessEvent
from tests.cast import House
from tests.factories import CaseFactory
from tests.factories.cases import AssignmentFactory
from tests.plugins.browser import Axe
from tests.stories.desk import Desk
from tests.workflows.walking import as_owner

SignedIn = Callable[[str], Client]
ANYWHERE = "/fallarbeit/notiz/"


@pytest.fixture
def case(house: House) -> Case:
    return named(house, "carla", "Samira", "Haddad")


def named(house: House, lead: str, given: str, family: str, **facts: Any) -> Case:
    made: Case = CaseFactory(led_by=house[lead], planned=True, **facts)
    with as_owner():
        identity = ClientIdentity.objects.get(case=made)
        identity.given_name, identity.family_name = given, family
        identity.save()
    return made


def note(case: Case, **answers: str) -> dict[str, str]:
    return {
        "case": case.number,
        "occurred_on": "heute",
        "kind": "phone",
        "minutes": "10",
        "interpretation": "none_needed",
        "text": "Hat angerufen.",
    } | answers


def contacts(case: Case) -> int:
    with as_owner():
        return Contact.objects.filter(case=case).count()


def offered(client: Client) -> list[str]:
    form = client.get(ANYWHERE).context["form"]
    return [str(label) for value, label in form.fields["case"].choices if value]


def access_key(desk: Desk, letter: str) -> None:
    """Alt and this letter, as a real keyboard sends it: Playwright's own keys carry no letter while Alt is down."""
    key = {"key": letter, "code": f"Key{letter.upper()}", "windowsVirtualKeyCode": ord(letter.upper())}
    session = desk.context.new_cdp_session(desk.page)
    with desk.page.expect_navigation():
        session.send(
            "Input.dispatchKeyEvent", {"type": "keyDown", "modifiers": 1, "unmodifiedText": letter, **key}
        )
        session.send("Input.dispatchKeyEvent", {"type": "keyUp", "modifiers": 1, **key})


@pytest.mark.slow
def test_a_note_takes_at_most_two_actions_from_anywhere_by_keyboard(
    case: Case, house: House, browser: Browser, live_server: LiveServer, axe: Axe
) -> None:
    desk = Desk(browser, live_server.url, "carla")
    for path in ("/fallarbeit/strukturhinweise/", "/konto/", f"/fallarbeit/fall/{case.number}/lage/"):
        before = contacts(case)
        desk.goto(path)
        access_key(desk, "n")
        expect(desk.page.locator("main [name=text]")).to_be_visible()
        assert axe(desk.page) == []
        if desk.page.url.endswith(ANYWHERE):
            desk.page.locator("main [name=case]").focus()
            desk.page.keyboard.type("Haddad")
        desk.page.locator("main [name=text]").focus()
        desk.page.keyboard.type("Termin am Freitag bestätigt.")
        desk.page.locator("main form button[type=submit]").last.focus()
        with desk.page.expect_navigation():
            desk.page.keyboard.press("Enter")
        expect(desk.page.locator("h1")).to_have_text("Verlauf")
        assert contacts(case) == before + 1
    desk.leave()


@pytest.mark.slow
def test_the_button_fits_on_a_telephone(
    case: Case, browser: Browser, live_server: LiveServer, axe: Axe
) -> None:
    desk = Desk(browser, live_server.url, "carla")
    desk.page.set_viewport_size({"width": 360, "height": 740})
    desk.goto(ANYWHERE)
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(desk.page.get_by_role("link", name="Notiz schreiben")).to_be_visible()
    assert axe(desk.page) == []
    desk.leave()


def test_a_note_from_outside_lands_in_the_case_with_what_follows_from_it(
    case: Case, signed_in: SignedIn
) -> None:
    answers = note(case, next_title="Bescheid besprechen", next_on="+2w")
    response = signed_in("carla").post(ANYWHERE, answers)
    assert response["Location"] == reverse("cases:timeline", args=[case.number])
    with as_owner():
        written = Contact.objects.get(case=case)
        assert (written.text, written.kind, written.minutes) == ("Hat angerufen.", "phone", 10)
        assert WorkItem.objects.open().filter(case=case, kind="contacts.next").count() == 1


def test_the_cases_to_choose_from_are_the_running_ones_in_which_one_may_write_by_name(
    case: Case, house: House, signed_in: SignedIn
) -> None:
    first = named(house, "carla", "Omar", "Aziz")
    deputised = named(house, "aylin", "Lena", "Öztürk")
    with as_owner():
        AssignmentFactory(case=deputised, person=house["carla"], role="deputy")
    named(house, "aylin", "Fremd", "Person")
    closed = named(house, "carla", "Ende", "Gut")
    with as_owner():
        days = {"closed_on": closed.received_on, "deletion_on": closed.received_on}
        Case.objects.filter(pk=closed.pk).update(state="closed", **days)
    assert offered(signed_in("carla")) == [
        f"Aziz, Omar · {first.number}",
        f"Haddad, Samira · {case.number}",
        f"Öztürk, Lena · {deputised.number}",
    ]


def test_nobody_writes_from_outside_into_a_case_that_is_not_hers(
    case: Case, house: House, signed_in: SignedIn
) -> None:
    other = named(house, "aylin", "Fremd", "Person")
    response = signed_in("carla").post(ANYWHERE, note(other))
    assert "case" in response.context["form"].errors
    assert "Fremd" not in html.unescape(response.content.decode())
    assert contacts(other) == 0


def test_what_needs_a_ground_is_written_in_the_case(case: Case, signed_in: SignedIn) -> None:
    response = signed_in("carla").post(ANYWHERE, note(case, kind="third_party"))
    assert "kind" in response.context["form"].errors
    assert contacts(case) == 0


def test_what_the_deed_refuses_loses_no_word(case: Case, signed_in: SignedIn) -> None:
    response = signed_in("carla").post(ANYWHERE, note(case, minutes="7"))
    assert "minutes" in response.context["form"].errors
    assert "Hat angerufen." in html.unescape(response.content.decode())


def test_the_choice_asks_few_questions_however_many_cases_there_are_and_is_written_down_once(
    case: Case, house: House, signed_in: SignedIn, django_assert_max_num_queries: Any
) -> None:
    for number in range(4):
        named(house, "carla", "Nora", f"Zander{number}")
    carla = signed_in("carla")
    carla.get(ANYWHERE)
    with as_owner():
        before = AccessEvent.objects.count()
    with django_assert_max_num_queries(20):
        assert len(offered(carla)) == 5
    with as_owner():
        told = AccessEvent.objects.order_by("pk")[before:]
        assert [(row.block, row.reason) for row in told] == [("identity", "list")]
