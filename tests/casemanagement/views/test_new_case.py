# SPDX-License-Identifier: AGPL-3.0-or-later
"""A new case: searched first, and elsewhere only „a file exists, ask there“."""

import datetime as dt
from collections.abc import Callable
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from casemanagement import blind_index
from casemanagement.models import Assignment, Case, ClientIdentity
from permissions.actor import acting_in_role
from permissions.database.roles import OWNER
from permissions.models import AccessEvent, User
from tests.factories import CaseFactory

SignedIn = Callable[[str], Client]

WANTED = {"given_name": "Nadia", "family_name": "Osei", "birth_date": "03.05.1991"}
REFERRAL = WANTED | {
    "source": "self",
    "mode": "client_only",
    "received_on": "heute",
    "client_consented": "on",
    "languages": "Twi, Englisch",
}


def known_as(case: Case, given_name: str, family_name: str, born: dt.date) -> Case:
    with acting_in_role(OWNER):
        row = ClientIdentity.objects.get(case=case)
        row.given_name, row.family_name, row.birth_date = given_name, family_name, born
        row.save()
        blind_index.index(case, [(given_name, family_name, born)])
    return case


def search(client: Client, **data: str) -> Any:
    return client.post(reverse("cases:search"), data)


def test_an_own_case_is_found_by_a_similar_name(aylin: User, signed_in: SignedIn) -> None:
    case = known_as(CaseFactory(led_by=aylin, planned=True), "Nadia", "Osei", dt.date(1991, 5, 3))

    shown = unescape(search(signed_in("aylin"), given_name="Nadja", family_name="Osei").content.decode())

    assert "Osei, Nadia" in shown
    assert case.number in shown


def test_a_foreign_case_is_answered_with_the_house_to_ask_and_nothing_else(
    carla: User, signed_in: SignedIn
) -> None:
    case = known_as(CaseFactory(led_by=carla, planned=True), "Nadia", "Osei", dt.date(1991, 5, 3))

    shown = unescape(search(signed_in("aylin"), **WANTED).content.decode())

    assert "Es gibt bereits eine Akte" in shown
    assert case.organisation.name in shown
    assert case.number not in shown
    assert "Carla" not in shown


def test_a_foreign_case_is_not_found_by_half_a_name(carla: User, signed_in: SignedIn) -> None:
    known_as(CaseFactory(led_by=carla, planned=True), "Nadia", "Osei", dt.date(1991, 5, 3))

    shown = search(signed_in("aylin"), given_name="Nadia", family_name="Osei").content.decode()

    assert "Es gibt bereits eine Akte" not in shown
    assert "Keine Akte gefunden" in shown


def test_a_search_is_written_down_once_also_when_it_asks_everybody(
    house: object, signed_in: SignedIn
) -> None:
    search(signed_in("aylin"), **WANTED)

    with acting_in_role(OWNER):
        reasons = list(
            AccessEvent.objects.filter(action="search").order_by("reason").values_list("reason", flat=True)
        )
    assert reasons == ["duplicates"]


def test_nothing_typed_is_told_in_a_sentence(house: object, signed_in: SignedIn) -> None:
    assert "Bitte geben Sie einen Namen" in search(signed_in("aylin")).content.decode()


def test_nobody_begins_without_having_searched(house: object, signed_in: SignedIn) -> None:
    response = signed_in("aylin").get(reverse("cases:new"))

    assert response["Location"] == reverse("cases:search")


def test_the_searched_name_is_carried_over_and_the_referral_becomes_a_case(
    aylin: User, signed_in: SignedIn
) -> None:
    client = signed_in("aylin")
    carried = client.post(reverse("cases:new"), WANTED)
    response = client.post(reverse("cases:new"), REFERRAL)

    assert 'value="Osei"' in carried.content.decode()
    with acting_in_role(OWNER):
        case = Case.objects.get()
        assert Assignment.objects.get(case=case).person == aylin
        assert ClientIdentity.objects.get(case=case).birth_date == dt.date(1991, 5, 3)
    assert response["Location"] == reverse("cases:file", kwargs={"number": case.number})
    assert client.get(response["Location"]).status_code == 200


def test_a_referral_without_consent_is_refused_with_everything_typed(
    house: object, signed_in: SignedIn
) -> None:
    typed = {name: value for name, value in REFERRAL.items() if name != "client_consented"}

    shown = unescape(signed_in("aylin").post(reverse("cases:new"), typed).content.decode())

    assert "Ohne Einverständnis darf niemand namentlich gemeldet werden" in shown
    assert 'value="Osei"' in shown
