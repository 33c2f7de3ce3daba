# SPDX-License-Identifier: AGPL-3.0-or-later
"""Linking: who may attend a course and why, from a goal to an offer, and from a gap to a Strukturhinweis."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casemanagement.actions import entitlements, goals
from casemanagement.models import (
    Assignment,
    Case,
    ClientSituation,
    EntitlementRule,
    Goal,
    Measure,
    Offer,
)
from permissions import clock
from permissions.actor import Actor, acting_in_role
from permissions.database.roles import OWNER
from permissions.hats import Hat
from permissions.models import Kommune
from tests.cast import House
from tests.factories import CaseFactory
from tests.stories.test_where_somebody_can_be_sent import an_offer, only, text_of

SignedIn = Callable[[str], Client]
ROW: dict[str, Any] = {
    "courses": ["integration_course"],
    "statuses": ["asylum_permission"],
    "countries": "Somalia, irakisch",
    "entry_from": "01.08.2019",
    "valid_from": "01.01.2022",
    "source": "Erlass vom 01.01.2022",
}


@pytest.fixture
def case(house: House) -> Case:
    """Carla's, with a goal; the client came from Iraq after the day on which the rules changed."""
    made: Case = CaseFactory(led_by=house["carla"], planned=True)
    with acting_in_role(OWNER):
        Case.objects.filter(pk=made.pk).update(stadtbezirk="heepen")
        ClientSituation.objects.filter(case=made).delete()
        ClientSituation.objects.create(
            case=made,
            nationality="Irak",
            residence_status="asylum_permission",
            entry_on=dt.date(2021, 5, 3),
        )
    return made


def the_goal(case: Case) -> Goal:
    with acting_in_role(OWNER):
        return Goal.objects.filter(case=case).earliest("pk")


def test_the_coordination_begins_the_table_with_the_plan_and_adds_ends_and_strikes_rows(
    signed_in: SignedIn, house: House
) -> None:
    kora, url = signed_in("kora"), reverse("supervision:entitlements")

    empty = text_of(kora.get(url))
    kora.post(url)
    again = text_of(kora.post(url, follow=True))
    kora.post(reverse("supervision:entitlement_new"), ROW)
    added = only(EntitlementRule, source=ROW["source"])
    kora.post(reverse("supervision:entitlement", args=[added.pk]), {"valid_to": "heute"})
    afghan = only(EntitlementRule, countries=["AF"])
    kora.post(reverse("supervision:entitlement", args=[afghan.pk]), {"strike": "1"})
    table = text_of(signed_in("carla").get(reverse("cases:entitlements")))

    assert "Mit den Zeilen des Plans beginnen" in empty
    assert "In der Tabelle stehen schon Zeilen." in again
    assert added.countries == ["SO", "IQ"]
    assert only(EntitlementRule, pk=added.pk).valid_to == clock.today()
    assert only(EntitlementRule, pk=afghan.pk).struck_by == house["kora"]
    assert "gestrichen" in table
    assert "Syrien, Eritrea; Einreise ab 01.08.2019" in table
    assert "Beenden" not in table  # case work reads


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"countries": "Atlantis"}, "Dieses Land ist nicht bekannt: Atlantis."),
        ({"entry_to": "01.01.2018"}, "Das Ende liegt vor dem Beginn."),
        ({"valid_to": "31.12.2021"}, "Das Ende liegt vor dem Beginn."),
        ({"courses": []}, "Berechtigt zu"),
    ],
    ids=str,
)
def test_a_row_that_cannot_be_is_refused_with_a_sentence(
    answers: dict[str, Any], sentence: str, signed_in: SignedIn
) -> None:
    page = signed_in("kora").post(reverse("supervision:entitlement_new"), ROW | answers)

    assert sentence in text_of(page)
    with acting_in_role(OWNER):
        assert not EntitlementRule.objects.exists()


def test_a_row_of_tomorrow_does_not_end_today(signed_in: SignedIn) -> None:
    kora, tomorrow = signed_in("kora"), clock.today() + dt.timedelta(days=1)
    kora.post(reverse("supervision:entitlement_new"), ROW | {"valid_from": f"{tomorrow:%d.%m.%Y}"})
    row = only(EntitlementRule)

    page = kora.post(reverse("supervision:entitlement", args=[row.pk]), {"valid_to": "heute"})

    assert "Streichen Sie sie." in text_of(page)


def test_the_file_and_the_search_say_who_may_attend_and_why(
    case: Case, signed_in: SignedIn, house: House
) -> None:
    entitlements.begin_with_plan(house.organisation("stadt").kommune, by=Actor(house["kora"], Hat.FACH))
    an_offer(house, title="Integrationskurs Lindenhof", type="integration_course")
    an_offer(house, title="Sprachtreff", type="open_language_offer")
    carla = signed_in("carla")

    situation = text_of(carla.get(reverse("cases:situation", args=[case.number])))
    search = carla.get(reverse("cases:case_directory", args=[case.number]), {"kind": "courses"})
    open_ones = carla.get(
        reverse("cases:case_directory", args=[case.number]), {"kind": "courses", "entitled": "yes"}
    )

    assert "darf nicht teilnehmen" in situation
    assert "Keine Zeile passt: Staatsangehörigkeit Irak, Einreise 03.05.2021." in situation
    assert "darf nicht teilnehmen" in text_of(search)
    assert {one.row.offer.title for one in search.context["found"]} == {
        "Integrationskurs Lindenhof",
        "Sprachtreff",
    }
    assert {one.row.offer.title for one in open_ones.context["found"]} == {"Sprachtreff"}


def test_whoever_may_not_read_the_situation_reads_no_answer_about_it(
    case: Case, signed_in: SignedIn, house: House
) -> None:
    """Aylin, from another house, stands in without the consent C4."""
    entitlements.begin_with_plan(house.organisation("stadt").kommune, by=Actor(house["kora"], Hat.FACH))
    an_offer(house, type="integration_course")
    with acting_in_role(OWNER):
        Assignment.objects.create(
            case=case,
            person=house["aylin"],
            organisation=house.organisation("stadt"),
            role="deputy",
            valid_from=clock.today(),
            granted_by=house["kora"],
        )

    page = signed_in("aylin").get(reverse("cases:case_directory", args=[case.number]))

    assert page.context["answers"] == []
    assert "sieht hier nur, wer ihre Lage lesen darf" in text_of(page)
    assert "darf nicht" not in text_of(page)


# --- From the goal to the offer, and from the gap to the Strukturhinweis -------------------------


def test_service_directory_search_by_need_district_language_and_entitlement_and_one_click_to_a_strukturhinweis(
    case: Case, signed_in: SignedIn, house: House
) -> None:
    entitlements.begin_with_plan(house.organisation("stadt").kommune, by=Actor(house["kora"], Hat.FACH))
    offer = an_offer(house, stadtbezirk="heepen", languages=["ar"], free_places=0, waiting_weeks=14)
    an_offer(house, title="Woanders", stadtbezirk="senne")
    carla, goal = signed_in("carla"), the_goal(case)
    plan_url = reverse("cases:plan", args=[case.number])
    search_url = reverse("cases:case_directory", args=[case.number])

    # From the goal the need and the Stadtbezirk stand there already.
    assert f"{search_url}?ziel={goal.pk}" in text_of(carla.get(plan_url))
    search = carla.get(search_url, {"ziel": goal.pk}, follow=True)
    assert search.redirect_chain == [(f"{search_url}?goal={goal.pk}&need=language&district=heepen", 302)]
    (found,) = search.context["found"]
    assert found.row.offer == offer
    assert found.row.places == ("14 Wochen Wartezeit", "warning")

    # One click makes it a measure, filled in.
    form = carla.get(found.measure_url).context["form"]
    assert (form["offer"].value(), form["provider"].value()) == (offer.pk, offer.provider)
    carla.post(
        reverse("cases:measure_new", args=[case.number, goal.pk]),
        {"type": offer.type, "offer": offer.pk, "proposed_on": "-3w"},
    )
    measure = only(Measure, offer=offer)
    assert measure.provider == "Bildungshaus Kesselbrink"

    # Its states get their days.
    moved = reverse("cases:measure", args=[case.number, measure.pk])
    for state, day in (("waiting_list", "-2w"), ("accepted", "-1w"), ("rejected_by_provider", "heute")):
        page = carla.get(moved).context["form"]
        facts = {"provider": measure.provider, "offer": offer.pk, "fingerprint": page["fingerprint"].value()}
        assert carla.post(moved, facts | {"state": state, "on": day}).status_code == 302
    measure = only(Measure, pk=measure.pk)
    today = clock.today()
    assert (measure.waiting_since, measure.accepted_on, measure.ended_on) == (
        today - dt.timedelta(weeks=2),
        today - dt.timedelta(weeks=1),
        today,
    )
    plan = text_of(carla.get(plan_url))
    assert f"Warteliste seit {measure.waiting_since:%d.%m.%Y} → Zusage {measure.accepted_on:%d.%m.%Y}" in plan

    # Refused: one click leads to the Strukturhinweis, with Handlungsfeld and reason.
    gap_url = f"{reverse('cases:finding_new', args=[case.number])}?massnahme={measure.pk}"
    assert gap_url in plan
    hint = carla.get(gap_url).context["form"]
    assert (hint["field_of_action"].value(), hint["gap_type"].value()) == ("language", "offer_full")


@pytest.mark.parametrize(
    ("fields", "gap"),
    [
        ({"free_places": 0, "waiting_weeks": 14}, "offer_full"),
        ({"type": "integration_course"}, "access_blocked_by_status"),
        ({"fields_of_action": ["health"]}, "offer_missing"),  # nothing is found for the language
    ],
    ids=str,
)
def test_from_no_offer_waiting_and_not_entitled_one_click_fills_the_strukturhinweis(
    fields: dict[str, Any], gap: str, case: Case, signed_in: SignedIn, house: House
) -> None:
    entitlements.begin_with_plan(house.organisation("stadt").kommune, by=Actor(house["kora"], Hat.FACH))
    an_offer(house, **fields)
    carla = signed_in("carla")

    page = carla.get(reverse("cases:case_directory", args=[case.number]), {"need": "language"})
    found = page.context["found"]
    form = carla.get(found[0].gap_url if found else page.context["missing_url"]).context["form"]

    assert (form["field_of_action"].value(), form["gap_type"].value()) == ("language", gap)


def test_an_address_with_nonsense_fills_nothing_in(case: Case, signed_in: SignedIn) -> None:
    carla = signed_in("carla")

    hint = carla.get(f"{reverse('cases:finding_new', args=[case.number])}?bedarf=x&luecke=y").context["form"]
    new = carla.get(f"{reverse('cases:measure_new', args=[case.number, the_goal(case).pk])}?angebot=x")
    page = carla.get(reverse("cases:case_directory", args=[case.number]), {"goal": "x", "need": "y"})
    begun = carla.get(reverse("cases:case_directory", args=[case.number]), {"ziel": "x"}, follow=True)

    assert not hint["field_of_action"].value()
    assert not new.context["form"]["offer"].value()
    assert page.status_code == begun.status_code == 200


def test_an_offer_of_another_town_is_no_measure(case: Case, house: House) -> None:
    with acting_in_role(OWNER):
        elsewhere = Offer.objects.create(
            kommune=Kommune.objects.create(name="Herford"),
            title="Fremd",
            provider="F",
            type="wbs",
            fields_of_action=["work"],
        )

    with pytest.raises(ValidationError, match="gibt es hier nicht"):
        goals.add_measure(the_goal(case), by=Actor(house["carla"], Hat.CASE), type="wbs", offer=elsewhere)


def test_the_search_from_a_case_asks_no_more_for_more_offers(
    case: Case, signed_in: SignedIn, house: House
) -> None:
    carla, url = signed_in("carla"), reverse("cases:case_directory", args=[case.number])
    counts = []
    for many in (1, 5):
        for number in range(many):
            an_offer(house, title=f"Angebot {many}.{number}")
        with CaptureQueriesContext(connection) as asked:
            carla.get(url, {"need": "language"})
        counts.append(len(asked))

    assert counts[0] == counts[1]
