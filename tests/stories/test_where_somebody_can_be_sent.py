# SPDX-License-Identifier: AGPL-3.0-or-later
"""Linking: the directory of offers, kept by the coordination, searched and checked by whoever works with it."""

import datetime as dt
import html
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casemanagement.actions import directory
from casemanagement.choices.directory import CheckResult
from casemanagement.models import (
    Offer,
    OfferCheck,
)
from permissions import clock
from permissions.actor import Actor, NotPermitted, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.hats import Hat
from permissions.models import Kommune
from tests.cast import House

SignedIn = Callable[[str], Client]
ENTRY: dict[str, Any] = {
    "title": "Stadtkurs Deutsch",
    "provider": "Bildungshaus Kesselbrink",
    "type": "municipal_language_course",
    "fields_of_action": ["language"],
    "stadtbezirk": "heepen",
    "languages": ["uk", "ru"],
    "capacity": "15",
    "free_places": "3",
}
LATER = dt.timedelta(days=120)


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())


def an_offer(house: House, **fields: Any) -> Offer:
    """Entered by the coordination, as on her page."""
    facts = {
        "title": "Stadtkurs Deutsch",
        "provider": "Bildungshaus Kesselbrink",
        "type": "municipal_language_course",
        "fields_of_action": ["language"],
        "free_places": 3,
    }
    kommune = house.organisation("stadt").kommune
    return directory.add(kommune, by=Actor(house["kora"], Hat.FACH), **(facts | fields))


def only(model: Any, **facts: Any) -> Any:
    with acting_in_role(OWNER):
        return model.objects.get(**facts)


# --- The directory ------------------------------------------------------------------------------


def test_the_coordination_enters_an_offer_and_case_work_finds_it(signed_in: SignedIn, house: House) -> None:
    kora, carla = signed_in("kora"), signed_in("carla")

    saved = kora.post(reverse("supervision:offer_new"), ENTRY)
    offer = only(Offer)
    found = text_of(carla.get(reverse("cases:directory"), {"need": "language"}))
    page = text_of(carla.get(reverse("cases:directory_offer", args=[offer.pk])))

    assert saved["Location"] == reverse("supervision:directory_offer", args=[offer.pk])
    assert "Stadtkurs Deutsch" in found
    assert "3 Plätze frei" in found
    assert f"geprüft am {clock.today():%d.%m.%Y}" in found
    assert "Ukrainisch, Russisch" in page
    assert "Ändern" not in page  # she reads; the coordination keeps


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"need": "language"}, ["Fern", "Nah", "Voll", "Überall"]),
        ({"need": "health"}, ["Praxis"]),
        ({"need": "language", "district": "heepen"}, ["Nah", "Überall"]),
        ({"language": "ar"}, ["Fern"]),
        ({"need": "language", "free": "yes"}, ["Fern", "Nah", "Überall"]),
        ({"kind": "courses"}, ["Fern", "Nah", "Voll", "Überall"]),
        ({"need": "sport_culture"}, []),
    ],
    ids=str,
)
def test_one_searches_by_need_district_language_and_places(
    asked: dict[str, str], found: list[str], signed_in: SignedIn, house: House
) -> None:
    an_offer(house, title="Nah", stadtbezirk="heepen")
    an_offer(house, title="Fern", stadtbezirk="senne", languages=["ar"])
    an_offer(house, title="Überall")
    an_offer(house, title="Voll", stadtbezirk="senne", free_places=0)
    an_offer(house, title="Praxis", type="gp_specialist", fields_of_action=["health"])
    an_offer(house, title="Vorbei", ended_on=clock.today() - dt.timedelta(days=1))

    page = signed_in("carla").get(reverse("cases:directory"), asked)

    assert sorted(row.offer.title for row in page.context["rows"]) == found
    assert ("Strukturhinweis" in text_of(page)) is True


def test_whoever_works_with_an_entry_says_that_it_is_right_or_what_is_wrong(
    signed_in: SignedIn, house: House
) -> None:
    offer = an_offer(house)
    url = reverse("cases:directory_offer", args=[offer.pk])
    # Within the past a session of the present has not begun yet: what was checked long ago is set by the owner.
    with acting_in_role(OWNER):
        OfferCheck.objects.update(checked_at=clock.now() - LATER)
    carla, kora = signed_in("carla"), signed_in("kora")

    stale = carla.get(url).context["checked"]
    refused = carla.post(url, {"text": ""})
    carla.post(url, {"text": "Die Warteliste ist geschlossen."})
    doubted = kora.get(reverse("supervision:directory")).context["rows"][0].checked
    told = text_of(kora.get(reverse("supervision:directory_offer", args=[offer.pk])))
    carla.post(url, {"verified": "1"})
    again = carla.get(url).context["checked"]

    assert stale[1] == "warning"
    assert "Dieses Feld" in text_of(refused) or "Bitte" in text_of(refused)
    assert doubted == ("als falsch gemeldet", "danger")
    assert "Die Warteliste ist geschlossen." in told
    assert again == (f"geprüft am {clock.today():%d.%m.%Y}", "neutral")


def test_a_report_of_a_wrong_entry_names_nobody(signed_in: SignedIn, house: House) -> None:
    offer = an_offer(house)

    page = signed_in("carla").post(
        reverse("cases:directory_offer", args=[offer.pk]),
        {"text": "Die Nummer 0521 987654 stimmt nicht, geb. am 24.11.1986."},
    )

    assert "0521 987654" in text_of(page)
    with acting_in_role(OWNER):
        assert not OfferCheck.objects.filter(result=CheckResult.WRONG).exists()


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"free_places": "20"}, "Es können nicht mehr Plätze frei sein, als es gibt."),
        ({"fields_of_action": []}, "Handlungsfelder"),
        ({"capacity": "viele"}, "ganze Zahl"),
    ],
    ids=str,
)
def test_an_entry_that_cannot_be_is_refused_with_a_sentence(
    answers: dict[str, Any], sentence: str, signed_in: SignedIn, house: House
) -> None:
    page = signed_in("kora").post(reverse("supervision:offer_new"), ENTRY | answers)

    assert page.status_code == 200
    assert sentence in text_of(page)
    with acting_in_role(OWNER):
        assert not Offer.objects.exists()


def test_an_offer_that_ended_is_found_by_nobody_and_stays(signed_in: SignedIn, house: House) -> None:
    offer = an_offer(house)
    yesterday = clock.today() - dt.timedelta(days=1)

    signed_in("kora").post(
        reverse("supervision:offer_change", args=[offer.pk]),
        ENTRY | {"ended_on": f"{yesterday:%d.%m.%Y}"},
    )

    assert "Stadtkurs" not in text_of(signed_in("carla").get(reverse("cases:directory")))
    assert only(Offer).ended_on == yesterday


def test_nobody_but_the_coordination_keeps_the_directory_and_no_town_sees_another(house: House) -> None:
    offer = an_offer(house)
    carla = Actor(house["carla"], Hat.CASE)
    with acting_in_role(OWNER):
        herford = Kommune.objects.create(name="Herford")
        elsewhere = Offer.objects.create(
            kommune=herford, title="Fremd", provider="F", type="wbs", fields_of_action=["work"]
        )

    for refused in (
        lambda: directory.change(offer, by=carla, title="Anders"),
        lambda: directory.add(offer.kommune, by=carla, title="Neu"),
        lambda: directory.verify(elsewhere, by=carla),
        lambda: directory.verify(elsewhere, by=Actor(house["kora"], Hat.FACH)),
        lambda: directory.verify(offer, by=Actor(house["anna"], Hat.DIENST)),
    ):
        with pytest.raises(NotPermitted):
            refused()
    with acting_as(carla):
        assert {row.title for row in Offer.objects.seen_by(carla)} == {"Stadtkurs Deutsch"}
        assert not Offer.objects.filter(pk=elsewhere.pk).exists()  # the database says so, too


def test_a_longer_directory_asks_no_more_questions(signed_in: SignedIn, house: House) -> None:
    carla = signed_in("carla")
    counts = []
    for many in (1, 5):
        for number in range(many):
            an_offer(house, title=f"Angebot {many}.{number}")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            carla.get(reverse("cases:directory"))
        counts.append(len(asked))

    assert counts[0] == counts[1]
