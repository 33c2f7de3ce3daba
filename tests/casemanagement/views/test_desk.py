# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Erstanlaufstelle registers a referral and afterwards knows its number, its day and its state."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casemanagement.choices import ReferralMode, ReferralSource
from casemanagement.models import Assignment, Case, ClientIdentity
from permissions.actor import acting_in_role
from permissions.database.roles import OWNER
from tests.cast import House
from tests.factories import CaseFactory

SignedIn = Callable[[str], Client]

REFERRAL = {
    "given_name": "Nour",
    "family_name": "Al-Khatib",
    "birth_date": "",
    "languages": "Arabisch, Englisch",
    "source": ReferralSource.values[0],
    "mode": ReferralMode.values[0],
    "received_on": "heute",
    "need_summary": "Sucht einen Sprachkurs",
    "client_consented": "on",
}


def referral(**changed: str) -> dict[str, str]:
    return REFERRAL | changed


def test_a_referral_is_registered_and_only_its_number_comes_back(house: House, signed_in: SignedIn) -> None:
    client = signed_in("erika")

    response = client.post(reverse("desk:register"), referral(), follow=True)
    text = response.content.decode()

    with acting_in_role(OWNER):
        case = Case.objects.get()
        assert not Assignment.objects.exists()
    assert case.registered_by == house["erika"]
    assert case.number in text
    for secret in ("Nour", "Al-Khatib", "Sprachkurs"):
        assert secret not in text


def test_a_named_referral_without_the_persons_consent_is_refused_and_nothing_typed_is_lost(
    house: House, signed_in: SignedIn
) -> None:
    answers = {name: value for name, value in referral().items() if name != "client_consented"}

    response = signed_in("erika").post(reverse("desk:register"), answers)

    assert "Ohne Einverständnis darf niemand namentlich gemeldet werden" in response.content.decode()
    assert "Sucht einen Sprachkurs" in response.content.decode()
    with acting_in_role(OWNER):
        assert not Case.objects.exists()
        assert not ClientIdentity.objects.exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"birth_date": "31.02.1990"}, "31.02.1990"),
        ({"birth_date": "01.01.1850"}, "01.01.1850"),
        ({"received_on": "+1w"}, "Zukunft"),
        ({"need_summary": "x" * 20_001}, "20"),
    ],
)
def test_bad_input_gets_a_sentence_beside_its_field(
    changed: dict[str, str], sentence: str, house: House, signed_in: SignedIn
) -> None:
    response = signed_in("erika").post(reverse("desk:register"), referral(**changed))

    assert response.status_code == 200
    assert "Fehler:" in response.content.decode()
    assert sentence in response.content.decode()


def test_the_desk_sees_its_own_referrals_and_of_them_nothing_else(house: House, signed_in: SignedIn) -> None:
    own = CaseFactory(registered_by=house["erika"])
    other = CaseFactory(led_by=house["carla"], planned=True)

    text = signed_in("erika").get(reverse("desk:today")).content.decode()

    assert own.number in text
    assert other.number not in text
    assert "Haddad" not in text


def test_the_list_asks_as_many_questions_for_three_as_for_one(house: House, signed_in: SignedIn) -> None:
    client = signed_in("erika")
    CaseFactory(registered_by=house["erika"])
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("desk:today"))
    for _again in range(2):
        CaseFactory(registered_by=house["erika"])
    with CaptureQueriesContext(connection) as three:
        client.get(reverse("desk:today"))

    assert len(three) <= len(one)


@pytest.mark.parametrize("name", ["today", "register"])
@pytest.mark.parametrize("person", ["aylin", "kora", "theo", "dora", "adam"])
def test_other_hats_have_no_way_in(name: str, person: str, house: House, signed_in: SignedIn) -> None:
    assert signed_in(person).get(reverse(f"desk:{name}")).status_code in {403, 404}
