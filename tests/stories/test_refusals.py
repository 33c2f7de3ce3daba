# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who is turned away, and sees it with the very next click."""

import datetime as dt
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from casemanagement.models import Case
from permissions import clock
from permissions.actor import Actor
from tests.cast import House
from tests.factories import AssignmentFactory
from tests.stories.conftest import At
from tests.stories.desk import Desk
from tests.workflows import walking

NAME = "Kowalenko"
NOT_THERE = 404
NOT_YOURS = 403


@pytest.fixture
def case(house: House, actor: Callable[..., Actor]) -> Case:
    """Carla's admitted case at the AWO."""
    return walking.admitted(actor("carla"), actor("kora"))


def test_a_stranger_finds_nothing_by_address_list_or_search(at: At, case: Case) -> None:
    dilan = at("dilan")

    assert dilan.case(case.number) == NOT_THERE
    assert NAME not in dilan.text()
    dilan.goto("/fallarbeit/faelle/")
    assert NAME not in dilan.text()
    dilan.goto("/fallarbeit/neu/")
    dilan.fill(given_name="Olena", family_name=NAME)
    dilan.submit()
    assert case.number not in dilan.text()
    # The file of somebody else answers the exact question alone, and then names a house, no number.
    expect(dilan.page.locator("main")).to_contain_text("Keine Akte gefunden")


def test_the_employer_sees_load_and_no_case(at: At, case: Case) -> None:
    anna = at("anna")

    assert anna.case(case.number) == NOT_YOURS
    assert anna.goto("/dienstaufsicht/") == 200
    assert "Carla Rossi" in anna.text()
    for page in ("", "team/", "vertraege/", "abwesenheiten/"):
        anna.goto(f"/dienstaufsicht/{page}")
        assert case.number not in anna.text()
        assert NAME not in anna.text()


def test_a_deputy_is_out_with_the_click_after_the_end_of_the_deputyship(
    at: At, house: House, case: Case
) -> None:
    deputy = AssignmentFactory(case=case, person=house["doppel"], role="deputy")
    doppel = at("doppel")
    assert doppel.case(case.number) == 200
    assert NAME in doppel.text()

    with walking.as_owner():
        deputy.valid_until = clock.today() - dt.timedelta(days=1)
        deputy.save()

    assert doppel.case(case.number) == NOT_THERE
    assert NAME not in doppel.text()


def test_a_client_who_takes_the_consent_back_closes_the_file_at_once(at: At, case: Case) -> None:
    carla = at("carla")
    carla.case(case.number)
    assert NAME in carla.text()
    with walking.as_owner():
        core = case.consents.get(kind="C1").pk

    carla.case(case.number, f"einwilligungen/{core}/widerruf/")
    carla.fill(revoked_on="heute", revoked_via="in_person")
    carla.submit()

    assert carla.case(case.number) == 200
    assert NAME not in carla.text()
    assert carla.case(case.number, "assessment/") == NOT_YOURS
    assert the_coordinator_is_asked_to_end_it(at("kora"), case)


def the_coordinator_is_asked_to_end_it(kora: Desk, case: Case) -> bool:
    kora.goto("/fachaufsicht/freigaben/")
    return case.number in kora.text()


def test_one_person_with_two_duties_changes_the_hat_and_neither_finds_the_others_data(
    at: At, house: House, case: Case
) -> None:
    AssignmentFactory(case=case, person=house["doppel"], role="deputy")
    doppel = at("doppel")
    doppel.goto("/fallarbeit/")
    expect(doppel.page.locator("html")).to_have_attribute("data-hat", "case")
    doppel.goto("/fallarbeit/faelle/")
    assert NAME in doppel.text()
    assert "Verträge" not in doppel.text()

    doppel.page.locator("header summary").click()
    doppel.page.get_by_role("link", name="Dienstaufsicht").click()

    expect(doppel.page.locator("html")).to_have_attribute("data-hat", "dienst")
    assert "Verträge" in doppel.text()
    for page in ("", "team/", "vertraege/", "abwesenheiten/"):
        doppel.goto(f"/dienstaufsicht/{page}")
        assert NAME not in doppel.text()
        assert case.number not in doppel.text()
