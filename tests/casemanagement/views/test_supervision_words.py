# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the pages of the Fachaufsicht say in words, offer and propose."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from casemanagement.models import Case, CaseEvent, SampledCase
from casemanagement.views.event_words import title_of
from permissions import clock
from permissions.actor import acting_in_role
from permissions.database.roles import OWNER
from tests.cast import House
from tests.factories import CaseFactory, ConsentFactory

SignedIn = Callable[[str], Client]


def address(case: Case, page: str, **kwargs: object) -> str:
    return reverse(f"supervision:{page}", kwargs={"number": case.number, **kwargs})


@pytest.fixture
def case(house: House) -> Case:
    return CaseFactory(led_by=house["carla"], planned=True)


def test_no_button_leads_to_a_file_that_nobody_may_open(case: Case, signed_in: SignedIn) -> None:
    shut = signed_in("kora").get(address(case, "case")).content.decode()
    ConsentFactory(case=case, kind="C3")
    openable = signed_in("kora").get(address(case, "case")).content.decode()

    assert "Was Sie tun können" in shut
    assert "Akte öffnen" not in shut
    assert "Akte öffnen" in openable


def test_whoever_leads_the_case_reads_the_sentence_with_which_it_was_opened(
    case: Case, signed_in: SignedIn
) -> None:
    ConsentFactory(case=case, kind="C3")
    given = {"reason": "complaint", "text": "Beschwerde vom Montag"}
    signed_in("kora").post(address(case, "open_file"), given)
    text = signed_in("carla").get(reverse("cases:counsel", args=[case.number])).content.decode()

    assert "Beschwerde vom Montag" in text


def test_sixteen_areas_rated_in_one_go_are_one_line_of_the_course(
    case: Case, signed_in: SignedIn, house: House
) -> None:
    with acting_in_role(OWNER):
        at = clock.now()
        for _area in range(16):
            CaseEvent.objects.create(case=case, kind="domain_rated", person=house["carla"], hat="case", at=at)
    text = signed_in("kora").get(address(case, "case")).content.decode()

    assert text.count("Lebensbereich eingeschätzt") == 1
    assert "16 ×" in text


@pytest.mark.parametrize(
    ("has_conflict", "words"), [(True, "Befangenheit erklärt"), (False, "Nicht befangen")]
)
def test_who_declares_no_conflict_is_not_called_biased(
    has_conflict: bool, words: str, case: Case, house: House
) -> None:
    event = CaseEvent(case=case, kind="conflict_declared", data={"has_conflict": has_conflict})

    assert title_of(event) == words


def test_who_leads_one_case_leads_one_fall(case: Case, signed_in: SignedIn) -> None:
    text = signed_in("kora").get(address(case, "deputy")).content.decode()

    assert "Carla Rossi – 1 Fall<" in text
    assert "– 0 Fälle<" in text


def test_the_page_of_a_sample_proposes_what_data_and_consents_say(
    case: Case, signed_in: SignedIn, house: House
) -> None:
    kora = signed_in("kora")
    kora.post(reverse("supervision:samples"))
    with acting_in_role(OWNER):
        drawn = SampledCase.objects.get(case=case)

    shut = kora.get(address(case, "sample", pk=drawn.pk)).content.decode()
    ConsentFactory(case=case, kind="C3")
    openable = kora.get(address(case, "sample", pk=drawn.pk)).content.decode()
    asked = kora.get(address(case, "open_file") + "?reason=routine_sample").content.decode()

    assert chosen(shut, "language_respectful") == "not_assessable"
    assert chosen(openable, "language_respectful") == ""
    assert "?reason=routine_sample" in openable
    assert chosen(asked, "reason") == "routine_sample"


def chosen(page: str, name: str) -> str:
    """The value of the radio button that is chosen."""
    found = re.search(
        rf'<input[^>]*name="{name}"[^>]*value="(\w+)"[^>]*checked|<input[^>]*value="(\w+)"[^>]*name="{name}"[^>]*checked',
        page,
    )
    return (found[1] or found[2]) if found else ""


def test_an_error_of_the_emergency_access_is_said_once(case: Case, signed_in: SignedIn) -> None:
    text = signed_in("kora").post(reverse("supervision:emergency"), {}).content.decode()

    assert text.count("data-errors") == 1


def test_whoever_leads_the_case_is_ticked_before_a_list_shuts_the_others_out(
    case: Case, signed_in: SignedIn, house: House
) -> None:
    text = signed_in("kora").get(address(case, "named")).content.decode()

    ticked = re.findall(r'<input[^>]*name="people"[^>]*checked[^>]*>', text)
    assert len(ticked) == 1
    assert f'value="{house["carla"].pk}"' in ticked[0]
