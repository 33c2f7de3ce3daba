# SPDX-License-Identifier: AGPL-3.0-or-later
"""A family in the file: little is kept of each, each agrees for herself, and another case of theirs leaks nothing."""

import datetime as dt
import html
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casemanagement import blind_index
from casemanagement.models import Case, ClientIdentity, HouseholdPerson
from indicators.models import Fact
from permissions import clock
from permissions.actor import acting_in_role
from permissions.database.roles import OWNER
from tests.cast import House
from tests.factories import CaseFactory
from tests.indicators.store import a_fact, city, parts

SignedIn = Callable[[str], Client]
BORN = dt.date(1990, 5, 17)


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())


def page(client: Client, case: Case) -> str:
    return text_of(client.get(reverse("cases:household", args=[case.number])))


def led(house: House, name: str, given: str, family: str) -> Case:
    """A case whose client is called so."""
    made: Case = CaseFactory(led_by=house[name], planned=True)
    with acting_in_role(OWNER):
        identity = ClientIdentity.objects.get(case=made)
        identity.given_name, identity.family_name, identity.birth_date = given, family, BORN
        identity.save()
        blind_index.index(made, [(given, family, BORN)])
    return made


def add(client: Client, case: Case, **answers: str) -> HouseholdPerson:
    known = {"given_name": "Amira", "family_name": "Saleh", "relation": "partner"}
    url = reverse("cases:household_person_new", args=[case.number])
    assert client.post(url, known | answers).status_code == 302
    with acting_in_role(OWNER):
        return HouseholdPerson.objects.filter(case=case).latest("pk")


def agree(client: Client, case: Case, person: HouseholdPerson, **answers: str) -> Any:
    known = {"consented_on": "heute", "consented_by": "self", "consent_form": "paper"}
    url = reverse("cases:household_consent", args=[case.number, person.pk])
    return client.post(url, known | answers)


@pytest.fixture
def case(house: House) -> Case:
    return led(house, "carla", "Yusuf", "Saleh")


def test_everybody_in_the_household_agrees_for_herself(case: Case, signed_in: SignedIn) -> None:
    carla = signed_in("carla")
    amira = add(carla, case)
    assert "Einwilligung fehlt" in page(carla, case)

    agree(carla, case, amira)

    assert "eingewilligt" in page(carla, case)
    with clock.at(clock.today() + dt.timedelta(days=400)), acting_in_role(OWNER):
        amira.refresh_from_db()
        assert not amira.agrees_on(clock.today())


@pytest.mark.parametrize(
    ("years", "word", "sentence"),
    [
        (8, "self", "willigen die Sorgeberechtigten ein"),
        (16, "representative", "Ab 15 Jahren willigt die Person selbst ein"),
        (16, "both", ""),
        (8, "representative", ""),
        (40, "self", ""),
    ],
)
def test_whose_word_it_is_follows_from_the_age(
    case: Case, signed_in: SignedIn, years: int, word: str, sentence: str
) -> None:
    carla = signed_in("carla")
    born = clock.today() - dt.timedelta(days=years * 366)
    child = add(carla, case, relation="child", birth_date=f"{born:%d.%m.%Y}")

    answer = agree(carla, case, child, consented_by=word)

    assert sentence in text_of(answer)
    assert (answer.status_code == 302) is not bool(sentence)


def test_whoever_takes_it_back_is_a_person_without_a_name(case: Case, signed_in: SignedIn) -> None:
    carla = signed_in("carla")
    amira = add(carla, case, birth_date="17.05.1991")
    agree(carla, case, amira)

    carla.post(reverse("cases:household_consent_revoke", args=[case.number, amira.pk]))

    shown = page(carla, case)
    assert "Amira" not in shown
    assert "ohne Namen" in shown
    with acting_in_role(OWNER):
        amira.refresh_from_db()
        assert (amira.given_name, amira.family_name, amira.birth_date) == ("", "", None)


def test_a_member_who_is_a_client_elsewhere_leaks_nothing(
    case: Case, house: House, signed_in: SignedIn
) -> None:
    others = led(house, "bernd", "Amira", "Saleh")
    carla = signed_in("carla")

    add(carla, case, birth_date=f"{BORN:%d.%m.%Y}")

    shown = page(carla, case)
    assert others.number not in shown
    assert "eigener Fall" not in shown
    assert case.number not in page(signed_in("bernd"), others)


def test_the_file_shows_the_whole_family_to_whoever_leads_both_cases(
    case: Case, house: House, signed_in: SignedIn
) -> None:
    own = led(house, "carla", "Amira", "Saleh")
    carla = signed_in("carla")

    add(carla, case, birth_date=f"{BORN:%d.%m.%Y}")

    assert f"eigener Fall {own.number}" in page(carla, case)
    other_side = page(carla, own)
    assert "Weitere Fälle der Familie" in other_side
    assert case.number in other_side


@pytest.mark.django_db
def test_persons_reached_and_cases_are_counted_apart() -> None:
    a_fact(persons=4, household_pseudonym="saleh")
    a_fact(persons=1, household_pseudonym="saleh", stadtbezirk="heepen")  # of the same household
    a_fact(persons=2)
    a_fact(persons=3, state="closed", closed_on=dt.date(2026, 11, 1))

    assert city("O25", "persons") == (6, None, 6)
    assert city("O25", "cases") == (3, None, 3)
    assert city("O25", "households") == (2, None, 2)
    assert parts("O25", "persons", "stadtbezirk") == {"mitte": 6}


def test_a_new_person_in_the_household_counts_from_that_deed_on(case: Case, signed_in: SignedIn) -> None:
    carla = signed_in("carla")
    add(carla, case)
    add(carla, case, given_name="Sami", relation="child")

    with acting_in_role(OWNER):
        assert Fact.objects.get(recorded_until=None).persons == 3
