# SPDX-License-Identifier: AGPL-3.0-or-later
"""Exact figures for the coordinator, none of the small ones for controlling, targets only for readers."""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from indicators.actions import enter_owner_value, roll_up
from indicators.actions.plans import load_plan
from indicators.models import OwnerValue, PlanIndicator
from indicators.plan_file import read_plan
from indicators.week import Week
from permissions import clock
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.models import AccessEvent
from tests.cast import House
from tests.indicators.store import WEEK, a_fact
from tests.indicators.test_plan_2022 import FILE as PLAN_2022

pytestmark = pytest.mark.django_db

SignedIn = Callable[[str], Client]
Act = Callable[..., Actor]
WEEK_PAGE, FIGURES_PAGE, PLAN_PAGE = "/fachaufsicht/kennzahlen/", "/controlling/", "/controlling/plan/"
COURSE = [{"kind": "language_course_started", "reached_on": "2026-10-01", "level": ""}]


@pytest.fixture
def figures(house: House) -> None:
    """Two weeks: eleven cases of the city and three of the AWO, one of them with a language course."""
    kommune = house.organisation("stadt").kommune_id
    for number in range(11):
        a_fact(kommune=kommune, phase="planning" if number < 4 else "implementation")
    for number in range(3):
        a_fact(
            kommune=kommune,
            organisation="awo",
            residence_status="asylum_permission",
            course_entitlement="entitled",
            milestones=COURSE if number == 0 else [],
        )
    for week in (WEEK.previous(), WEEK):
        with clock.at(WEEK.ends_at + dt.timedelta(hours=5)):
            roll_up(week, by=Actor.system())


@pytest.fixture
def plan(house: House) -> None:
    with acting_in_role(OWNER):
        load_plan(read_plan(PLAN_2022), by=Actor.system())


def text_of(client: Client, url: str, status: int = 200) -> str:
    """The words of a page, without its markup."""
    response = client.get(url)
    assert response.status_code == status
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", words)


def entered(code: str, number: str, by: Actor, as_of: dt.date = dt.date(2023, 6, 30)) -> OwnerValue:
    with acting_as(by):
        return enter_owner_value(
            PlanIndicator.objects.get(code=code),
            value=Decimal(number),
            as_of=as_of,
            source="Quartalsbericht",
            by=by,
        )


@pytest.mark.usefixtures("figures")
def test_the_coordinator_sees_exact_figures_with_their_parts_and_definition(signed_in: SignedIn) -> None:
    page = text_of(signed_in("kora"), WEEK_PAGE)

    assert "KW 46/2026, 09.11. bis 15.11.2026, Stand Sonntag 24 Uhr" in page
    assert "offene Fälle 14" in page
    assert "33,3 % (1 von 3)" in page
    assert "Eine Meldung ist noch kein Fall." in page
    assert "Vorwoche 14" in page


@pytest.mark.usefixtures("figures")
def test_the_coordinator_opens_one_indicator_with_its_parts_and_its_course(signed_in: SignedIn) -> None:
    page = text_of(signed_in("kora"), f"{WEEK_PAGE}?kennzahl=O01")

    assert "nach Organisation Stadt Bielefeld 11 AWO 3" in page
    assert "nach Phase Hilfeplanung 4 Umsetzung 10" in page
    assert "Woche offene Fälle 2026-W46 14 2026-W45 14" in page
    assert "O05" not in page


@pytest.mark.usefixtures("figures")
def test_controlling_sees_the_city_without_parts_and_small_numbers(signed_in: SignedIn) -> None:
    page = text_of(signed_in("conrad"), FIGURES_PAGE)

    assert "offene Fälle rund 15" in page
    assert "Meilensteine bisher unter 8" in page
    assert "33,3 % (1 von 3)" in page  # the contribution, which is controlling's own business
    assert "nach Organisation" not in text_of(signed_in("conrad"), f"{FIGURES_PAGE}?kennzahl=O01")


@pytest.mark.usefixtures("figures")
@pytest.mark.parametrize(("name", "url"), [("kora", WEEK_PAGE), ("conrad", FIGURES_PAGE)])
def test_looking_at_internal_figures_is_noted(name: str, url: str, signed_in: SignedIn, house: House) -> None:
    signed_in(name).get(url)

    with acting_in_role(OWNER):
        event = AccessEvent.objects.get(block="figures")
    assert (event.person_id, event.action, event.detail) == (house[name].pk, "read", {"week": "2026-W46"})


@pytest.mark.usefixtures("figures")
def test_an_older_week_can_be_chosen(signed_in: SignedIn) -> None:
    assert "KW 45/2026, 02.11. bis" in text_of(signed_in("kora"), f"{WEEK_PAGE}?week=2026-W45")


@pytest.mark.usefixtures("figures")
@pytest.mark.parametrize("week", ["2026-W54", "gestern", "2026-W46'"])
def test_a_week_that_does_not_exist_gets_a_sentence(week: str, signed_in: SignedIn) -> None:
    assert "Diese Woche gibt es nicht" in text_of(signed_in("kora"), f"{WEEK_PAGE}?week={week}")


def test_before_the_first_monday_there_is_a_sentence_instead_of_figures(signed_in: SignedIn) -> None:
    assert "Noch keine Zahlen für diese Woche" in text_of(signed_in("kora"), WEEK_PAGE)


def test_figures_of_another_municipality_are_not_shown(signed_in: SignedIn, house: House) -> None:
    a_fact(kommune=house.organisation("stadt").kommune_id + 1)
    with clock.at(WEEK.ends_at + dt.timedelta(hours=5)):
        roll_up(WEEK, by=Actor.system())

    assert "Noch keine Zahlen für diese Woche" in text_of(signed_in("kora"), WEEK_PAGE)


@pytest.mark.usefixtures("figures", "plan")
@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("kora", WEEK_PAGE),
        ("conrad", FIGURES_PAGE),
        ("conrad", PLAN_PAGE),
        ("conrad", "/controlling/plan/500-8/"),
        ("conrad", "/controlling/plan/wert/500-8.1/"),
        ("rita", "/berichte/"),
        ("rita", "/berichte/plan/500-8/"),
        ("kora", f"{WEEK_PAGE}?kennzahl=O14"),
    ],
)
def test_a_page_needs_few_queries(
    name: str, url: str, signed_in: SignedIn, django_assert_max_num_queries: Callable
) -> None:
    client = signed_in(name)

    with django_assert_max_num_queries(20):
        assert client.get(url).status_code == 200


@pytest.mark.usefixtures("figures", "plan")
def test_the_plan_shows_all_measures_with_two_separate_fields(signed_in: SignedIn, actor: Act) -> None:
    entered("500-8.1", "41.5", actor("conrad"))

    page = text_of(signed_in("conrad"), PLAN_PAGE)

    assert "39 Maßnahmen mit " in page
    assert "mindestens 80 % (andere Lesart: 50 %)" in page
    assert "bis 30.06.2023 41,5 % 30.06.2023 33,3 % (1 von 3) Gestattete mit Anspruch" in page
    assert "90 Coaching-Teilnehmende (mindestens)" in page  # the plan gives the bare number
    assert "noch nicht gemeldet" in page


@pytest.mark.usefixtures("figures", "plan")
def test_a_measure_shows_contradiction_caveat_and_every_reported_value(
    signed_in: SignedIn, actor: Act
) -> None:
    entered("500-8.1", "40", actor("conrad"), dt.date(2023, 3, 31))
    entered("500-8.1", "41.5", actor("conrad"))

    page = text_of(signed_in("conrad"), "/controlling/plan/500-8/")

    assert "Widerspruch im Plan" in page
    assert "Nur von KIM begleitete Menschen" in page
    assert page.index("41,5 %") < page.index("40 %")
    assert "Conrad Vogel" in page


@pytest.mark.usefixtures("plan")
def test_an_owner_value_is_entered_with_date_and_source(signed_in: SignedIn) -> None:
    typed = {"value": "41,5", "as_of": "30.06.2023", "source": "Bericht 500.44"}
    response = signed_in("conrad").post("/controlling/plan/wert/500-8.1/", typed, follow=True)

    assert response.redirect_chain == [("/controlling/plan/500-8/", 302)]
    assert "Der Wert ist eingetragen." in response.content.decode()
    with acting_in_role(OWNER):
        value = OwnerValue.objects.get()
    assert (value.value, value.as_of, value.source) == (
        Decimal("41.50"),
        dt.date(2023, 6, 30),
        "Bericht 500.44",
    )


@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"value": "101"}, "Ein Anteil kann nicht über 100 % liegen."),
        ({"value": "-1"}, "Dieser Wert muss größer oder gleich 0 sein."),
        ({"value": "viele"}, "Bitte eine Zahl eingeben."),
        ({"as_of": "31.02.2023"}, "Den 31.02.2023 gibt es nicht."),
        ({"as_of": "1.1.2090"}, "zu weit in der Zukunft"),
        ({"source": ""}, "Dieses Feld ist zwingend erforderlich."),
    ],
)
def test_wrong_input_gets_a_sentence_and_loses_nothing(
    typed: dict[str, str], sentence: str, signed_in: SignedIn
) -> None:
    content = {"value": "41,5", "as_of": "30.06.2023", "source": "Bericht 500.44"} | typed

    response = signed_in("conrad").post("/controlling/plan/wert/500-8.1/", content)
    page = response.content.decode()

    assert response.status_code == 200
    assert sentence in page
    assert all(value in page for value in content.values() if value)
    with acting_in_role(OWNER):
        assert not OwnerValue.objects.exists()


@pytest.mark.usefixtures("plan")
def test_a_milestone_is_reached_or_not(signed_in: SignedIn) -> None:
    typed = {"value": "1", "as_of": "30.06.2023", "source": "Vermerk"}
    signed_in("conrad").post("/controlling/plan/wert/500-7.2/", typed)

    assert "erreicht" in text_of(signed_in("conrad"), "/controlling/plan/500-7/")


@pytest.mark.usefixtures("figures", "plan")
def test_readers_see_targets_and_no_number_of_ours(signed_in: SignedIn, actor: Act) -> None:
    entered("500-8.1", "41.5", actor("conrad"))

    page = text_of(signed_in("rita"), "/berichte/")

    assert "Noch nichts freigegeben" in page
    assert "mindestens 80 %" in page
    assert "41,5" not in page
    assert "33,3" not in page


@pytest.mark.usefixtures("figures", "plan")
@pytest.mark.parametrize("url", ["/controlling/plan/999-9/", "/controlling/plan/wert/999-9.1/"])
def test_what_the_plan_does_not_have_is_not_found(url: str, signed_in: SignedIn) -> None:
    assert signed_in("conrad").get(url).status_code == 404


@pytest.mark.usefixtures("plan")
def test_readers_open_a_measure_with_all_its_targets(signed_in: SignedIn) -> None:
    page = text_of(signed_in("rita"), "/berichte/plan/500-7/")

    assert "In Heepen und Stieghorst arbeitet ein Quartiersmanagement." in page
    assert "alle (100 %)" in page
    assert signed_in("rita").get("/berichte/plan/999-9/").status_code == 404


@pytest.mark.parametrize("name", ["aylin", "theo", "dora", "erika", "adam"])
@pytest.mark.parametrize("url", [WEEK_PAGE, FIGURES_PAGE, PLAN_PAGE, "/berichte/"])
def test_others_do_not_see_these_pages(name: str, url: str, signed_in: SignedIn) -> None:
    assert signed_in(name).get(url).status_code in {403, 404}


def test_weeks_are_offered_newest_first(signed_in: SignedIn, figures: None) -> None:
    page = text_of(signed_in("kora"), WEEK_PAGE)

    assert page.index("KW 46/2026") < page.index("KW 45/2026")
    assert Week.parse("2026-W45") < WEEK
