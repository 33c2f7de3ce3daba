# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Dienstaufsicht: own staff, numbers, days; no case table, no client, no other house."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casemanagement.choices import UrgentReason
from permissions import clock
from permissions.actor import acting_in_role
from permissions.database.roles import OWNER
from permissions.models import Absence, Membership, Organisation, Post, User
from tests.cast import House
from tests.factories import CaseFactory

SignedIn = Callable[[str], Client]

PAGES = ("today", "staff", "contracts", "absences")
QUERIES = 20


def page(client: Client, name: str) -> str:
    response = client.get(reverse(f"employer:{name}"))
    assert response.status_code == 200
    return str(response.content.decode())


def absence(person: User, begin: int = -1, end: int = 5, substitute: User | None = None) -> None:
    with acting_in_role(OWNER):
        Absence.objects.create(
            person=person,
            valid_from=clock.today() + dt.timedelta(days=begin),
            valid_until=clock.today() + dt.timedelta(days=end),
            substitute=substitute,
        )


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_with_few_questions_however_many_cases_there_are(
    name: str, house: House, signed_in: SignedIn
) -> None:
    client = signed_in("theo")
    CaseFactory(led_by=house["aylin"], planned=True)
    absence(house["aylin"])
    with CaptureQueriesContext(connection) as one:
        page(client, name)
    for person in ("aylin", "bernd"):
        CaseFactory(led_by=house[person], planned=True)
    absence(house["bernd"])
    with CaptureQueriesContext(connection) as three:
        page(client, name)

    assert len(three) <= len(one)
    assert len(three) <= QUERIES


@pytest.mark.parametrize("name", PAGES)
def test_no_page_asks_a_table_of_cases(name: str, house: House, signed_in: SignedIn) -> None:
    CaseFactory(led_by=house["aylin"], planned=True)

    with CaptureQueriesContext(connection) as asked:
        page(signed_in("theo"), name)

    tables = [query["sql"] for query in asked.captured_queries if "casemanagement_" in query["sql"]]
    # What the hat was told at once holds a number at most.
    assert [sql for sql in tables if "casemanagement_notice" not in sql] == []


@pytest.mark.parametrize("name", PAGES)
def test_no_page_names_a_client_or_somebody_of_another_house(
    name: str, house: House, signed_in: SignedIn
) -> None:
    case = CaseFactory(led_by=house["aylin"], planned=True)
    CaseFactory(led_by=house["carla"], planned=True)
    absence(house["carla"])

    text = page(signed_in("theo"), name)

    for stranger in ("Haddad", "Carla Rossi", "Dilan Yildiz", case.number):
        assert stranger not in text


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("person", ["aylin", "kora", "dora", "erika", "conrad"])
def test_other_hats_have_no_way_in(name: str, person: str, house: House, signed_in: SignedIn) -> None:
    assert signed_in(person).get(reverse(f"employer:{name}")).status_code in {403, 404}


def test_load_stands_by_person_in_alphabetical_order_once_it_is_agreed(
    house: House, signed_in: SignedIn
) -> None:
    for _again in range(4):
        CaseFactory(led_by=house["bernd"], planned=True)

    text = page(signed_in("theo"), "today")

    assert text.index("Aylin Demir") < text.index("Bernd Kottmann")
    assert "10 %" in text  # 4 points of 40


def test_without_agreement_there_are_sums_alone(house: House, signed_in: SignedIn) -> None:
    for person in ("aylin", "bernd"):
        CaseFactory(led_by=house[person], planned=True)
    with acting_in_role(OWNER):
        Organisation.objects.update(agreement_on=None)

    text = page(signed_in("theo"), "today")

    assert "Nur Summen" in text
    assert "Aylin" not in text
    assert "Bernd" not in text
    assert re.search(r"Offene Fälle\s*</dt>\s*<dd[^>]*>\s*2\s*<", text)


def test_an_agreement_of_tomorrow_opens_nothing_today(house: House, signed_in: SignedIn) -> None:
    with acting_in_role(OWNER):
        Organisation.objects.update(agreement_on=clock.today() + dt.timedelta(days=1))

    assert "Nur Summen" in page(signed_in("theo"), "today")


def test_both_hats_of_one_person_stay_apart(house: House, signed_in: SignedIn) -> None:
    case = CaseFactory(led_by=house["doppel"], planned=True)
    client = signed_in("doppel")

    assert case.number not in page(client, "today")
    assert client.get(f"/fallarbeit/fall/{case.number}/").status_code == 200
    assert client.get(f"/dienstaufsicht/fall/{case.number}/").status_code == 404


@pytest.mark.parametrize(("days", "listed"), [(100, True), (300, False), (-10, False)])
def test_what_ends_within_six_months_is_listed(
    days: int, listed: bool, house: House, signed_in: SignedIn
) -> None:
    with acting_in_role(OWNER):
        post = Membership.objects.get(person=house["bernd"]).post
        assert post is not None
        Post.objects.filter(pk=post.pk).update(valid_until=clock.today() + dt.timedelta(days=max(days, 1)))
        if days < 0:
            Membership.objects.filter(person=house["bernd"]).update(
                valid_until=clock.today() + dt.timedelta(days=days)
            )

    text = page(signed_in("theo"), "today")
    ending = text[text.index("Endet in 6 Monaten") :]

    assert ("Bernd Kottmann" in ending) is listed


def test_an_absence_without_cover_shows_number_and_urgency(house: House, signed_in: SignedIn) -> None:
    urgent = CaseFactory(
        led_by=house["bernd"], planned=True, urgency="urgent", urgent_reason=UrgentReason.VIOLENCE
    )
    normal = CaseFactory(led_by=house["bernd"], planned=True)
    absence(house["bernd"])

    text = page(signed_in("theo"), "today")

    assert urgent.number in text
    assert normal.number not in text
    assert "1 weiterer Fall" in text


def test_once_a_substitute_is_named_the_employer_sees_no_number_any_more(
    house: House, signed_in: SignedIn
) -> None:
    case = CaseFactory(
        led_by=house["bernd"], planned=True, urgency="urgent", urgent_reason=UrgentReason.VIOLENCE
    )
    absence(house["bernd"], substitute=house["aylin"])

    assert case.number not in page(signed_in("theo"), "today")


def test_an_absence_is_reported_with_a_substitute_and_gives_no_access(
    house: House, signed_in: SignedIn
) -> None:
    case = CaseFactory(led_by=house["bernd"], planned=True)

    response = signed_in("theo").post(
        reverse("employer:absences"),
        {
            "person": house["bernd"].pk,
            "valid_from": "heute",
            "valid_until": "+2w",
            "substitute": house["aylin"].pk,
        },
    )

    assert response.status_code == 302
    with acting_in_role(OWNER):
        row = Absence.objects.get()
    assert (row.person, row.substitute) == (house["bernd"], house["aylin"])
    assert signed_in("aylin").get(f"/fallarbeit/fall/{case.number}/").status_code == 404


WRONG = {
    "somebody of another house": ({"person": "carla"}, "Auswahl"),
    "a substitute of another house": ({"substitute": "carla"}, "Auswahl"),
    "oneself": ({"substitute": "bernd"}, "vertritt sich selbst"),
    "an end before the beginning": ({"valid_until": "gestern"}, "Ende liegt vor dem Anfang"),
    "no day at all": ({"valid_until": "irgendwann"}, "ist kein Datum"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_report_gets_a_sentence_and_keeps_what_was_typed(
    case: str, house: House, signed_in: SignedIn
) -> None:
    changed, sentence = WRONG[case]
    answers = {"person": "bernd", "valid_from": "heute", "valid_until": "+1w", "substitute": ""} | changed
    sent = {name: house[value].pk if value in house.people else value for name, value in answers.items()}

    response = signed_in("theo").post(reverse("employer:absences"), sent)

    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert f'value="{answers["valid_until"]}"' in response.content.decode()
    with acting_in_role(OWNER):
        assert not Absence.objects.exists()
