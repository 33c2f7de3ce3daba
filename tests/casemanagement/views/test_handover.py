# SPDX-License-Identifier: AGPL-3.0-or-later
"""Handing over: the giver sees where it stands, the receiver a sheet that names nobody."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from casemanagement.models import Case, Handover, HandoverSheet
from permissions import clock
from permissions.actor import acting_in_role
from permissions.database.roles import OWNER
from permissions.models import User
from tests.cast import House
from tests.factories import CaseFactory

SignedIn = Callable[[str], Client]


@pytest.fixture
def case(carla: User) -> Case:
    return CaseFactory(led_by=carla, planned=True)


@pytest.fixture
def offer(case: Case, carla: User, house: House) -> Handover:
    with acting_in_role(OWNER):
        row = Handover.objects.create(
            case=case,
            reason="zusteuerung_to_city",
            from_organisation=case.organisation,
            to_organisation=house.organisation("stadt"),
            state="offered",
            requested_by=carla,
            requested_at=clock.now(),
        )
        HandoverSheet.objects.create(
            handover=row,
            case=case,
            languages=["Arabisch"],
            stadtbezirk="mitte",
            domains=["housing"],
            urgency="normal",
            intensity="high",
        )
    return row


def test_the_receiver_sees_the_sheet_and_neither_name_nor_file(
    case: Case, offer: Handover, signed_in: SignedIn
) -> None:
    client = signed_in("aylin")

    shown = client.get(reverse("cases:offers")).content.decode()

    assert "Arabisch" in shown
    assert "Wohnen" in shown
    assert "Haddad" not in shown
    assert case.number not in shown
    assert client.get(reverse("cases:file", kwargs={"number": case.number})).status_code == 404


def test_somebody_from_a_third_house_sees_no_offer(offer: Handover, signed_in: SignedIn) -> None:
    shown = signed_in("dilan").get(reverse("cases:offers")).content.decode()

    assert "Kein offenes Angebot" in shown


def test_the_giver_sees_the_stage_and_takes_the_offer_back(
    case: Case, offer: Handover, signed_in: SignedIn
) -> None:
    client = signed_in("carla")
    url = reverse("cases:handover", kwargs={"number": case.number})
    shown = client.get(url).content.decode()

    client.post(reverse("cases:handover_withdraw", kwargs={"number": case.number, "pk": offer.pk}))

    assert "Übergabe an Stadt Bielefeld" in shown
    assert "Was die andere Seite sieht" in shown
    with acting_in_role(OWNER):
        assert Handover.objects.get(pk=offer.pk).state == "withdrawn"
    assert "Zurzeit läuft keine Übergabe" in client.get(url).content.decode()


def test_an_offer_stands_on_the_first_page_of_the_day(
    case: Case, offer: Handover, signed_in: SignedIn
) -> None:
    asked = signed_in("aylin").get("/fallarbeit/").content.decode()
    third = signed_in("dilan").get("/fallarbeit/").content.decode()

    assert "Ihnen ist ein Fall angeboten" in asked
    assert "Angebot von AWO" in asked
    assert case.number not in asked
    assert "angeboten" not in third


def test_a_withdrawn_offer_does_not_show_the_day_on_which_it_would_have_switched(
    case: Case, offer: Handover, signed_in: SignedIn
) -> None:
    day = clock.today() + dt.timedelta(days=20)
    with acting_in_role(OWNER):
        Handover.objects.filter(pk=offer.pk).update(state="withdrawn", switch_on=day)

    text = signed_in("carla").get(reverse("cases:handover", args=[case.number])).content.decode()

    assert "zurückgezogen" in text
    assert f"{day:%d.%m.%Y}" not in text
