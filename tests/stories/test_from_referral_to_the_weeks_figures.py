# SPDX-License-Identifier: AGPL-3.0-or-later
"""The main job, end to end: a case from the referral at the AWO to its closure by the city, and its figures."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from casemanagement import jobs
from casemanagement.choices import Domain
from casemanagement.models import Case
from indicators.actions import roll_up
from indicators.models import WeeklyFigure
from indicators.week import Week
from permissions import clock
from permissions.actor import Actor
from tests.cast import House
from tests.papers import PDF
from tests.stories.conftest import At
from tests.stories.desk import Desk
from tests.workflows.walking import OVERLAP, as_owner


@pytest.mark.long
def test_from_referral_at_the_awo_to_closure_by_the_city_and_the_weeks_figures(at: At, house: House) -> None:
    number = carla_registers_a_referral(at("carla"))
    carla_clarifies(at("carla"), number)
    kora_assigns(at("kora"), number, house)
    carla_assesses(at("carla"), number)
    carla_offers_the_case_to_the_city(at("carla"), number, house)
    aylin_accepts_without_a_name(at("aylin"))
    kora_approves(at("kora"), number)
    carla_talks_it_over(at("carla"), number)
    assert at("carla").case(number) == 404  # the case has left her house
    aylin_plans(at("aylin"), number)
    aylin_reviews_twice(at("aylin"), number)
    aylin_closes(at("aylin"), number)
    the_week_shows_it(at("kora"), number)


def carla_registers_a_referral(carla: Desk) -> str:
    carla.goto("/fallarbeit/neu/")
    carla.fill(given_name="Olena", family_name="Kowalenko", birth_date="12.03.1990")
    carla.submit()
    expect(carla.page.locator("main")).to_contain_text("Keine Akte gefunden")
    carla.page.get_by_role("button", name="Weiter: Meldung erfassen").click()
    carla.fill(
        source="first_contact_point",
        mode="warm",
        stadtbezirk="heepen",
        languages="Ukrainisch, Russisch",
        need_summary="Sucht Wohnung und Sprachkurs.",
        client_consented=True,
    )
    carla.submit()
    with as_owner():
        found: Case = Case.objects.get()
    return found.number


def carla_clarifies(carla: Desk, number: str) -> None:
    carla.case(number, "notiz/")
    carla.fill(kind="office", minutes="45", text="Erstes Gespräch mit Sprachmittlung.")
    carla.submit()
    steps: list[tuple[str, dict[str, object]]] = [
        ("Dringlichkeit und Sicherheit einschätzen", {"urgency": "normal", "has_protected_address": "no"}),
        ("Dubletten prüfen", {"is_duplicate": "no"}),
        ("Überschneidung mit anderen Diensten klären", dict(OVERLAP)),
        (
            "Einwilligung einholen",
            {
                "information_given": True,
                "is_given": "yes",
                "kinds": ["C1", "C2", "C3", "C5"],
                "special_categories": ["health"],
                "form": "paper",
                "document": PDF,
            },
        ),
        ("Befangenheit prüfen", {"has_conflict": "no"}),
        ("Über die Aufnahme entscheiden", {"decision": "accepted"}),
    ]
    for title, answers in steps:
        carla.case(number)
        carla.do(title, **answers)


def kora_assigns(kora: Desk, number: str, house: House) -> None:
    kora.goto("/fachaufsicht/eingang/")
    assert number in kora.text()
    assert "Kowalenko" not in kora.text()
    kora.case(number, hat="fachaufsicht")
    kora.do("Fallführung zuweisen", person=house["carla"].pk)


def carla_assesses(carla: Desk, number: str) -> None:
    ranks = {Domain.LANGUAGE: "1", Domain.HOUSING: "2"}
    for domain in Domain:
        carla.case(number, f"assessment/{domain.value}/")
        if domain in ranks:
            carla.fill(standing="rated", need="3", resource="2", client_priority=ranks[domain])
        else:
            carla.fill(standing="not_assessed")
        carla.submit()
    carla.case(number)
    carla.do("Lebensbereiche einschätzen")
    carla.case(number)
    carla.do("Zusammenfassung besprechen", discussed_on="heute", summary="Sprache und Wohnen zuerst.")


def carla_offers_the_case_to_the_city(carla: Desk, number: str, house: House) -> None:
    carla.case(number)
    carla.do("Bleiben oder übergeben?", leadership="handover")
    carla.case(number)
    with as_owner():
        consent = Case.objects.get().consents.get(kind="C5")
    carla.do(
        "Übergabe anbieten",
        reason="zusteuerung_to_city",
        to_organisation=house.organisation("stadt").pk,
        to_person=house["aylin"].pk,
        switch_on="heute",
        ground_consent=consent.pk,
    )


def aylin_accepts_without_a_name(aylin: Desk) -> None:
    aylin.goto("/fallarbeit/uebergaben/")
    assert "Kowalenko" not in aylin.text()
    aylin.page.get_by_role("link", name="Beantworten").click()
    aylin.fill(is_accepted="yes")
    aylin.submit()


def kora_approves(kora: Desk, number: str) -> None:
    kora.goto("/fachaufsicht/freigaben/")
    assert number in kora.text()
    kora.case(number, hat="fachaufsicht")
    kora.do("Übergabe freigeben", is_approved="yes")


def carla_talks_it_over(carla: Desk, number: str) -> None:
    carla.case(number)
    carla.do("Übergabegespräch führen", text="Alle kennen sich jetzt.", client_word="agrees")


def aylin_plans(aylin: Desk, number: str) -> None:
    aylin.case(number, "hilfeplan/ziel/neu/")
    aylin.fill(domain="language", text="Ich möchte Deutsch lernen.", sign="B1 bestanden", target_on="+6m")
    aylin.submit()
    with as_owner():
        goal = Case.objects.get().goals.get().pk
    aylin.case(number, f"hilfeplan/ziel/{goal}/massnahme/")
    aylin.fill(type="integration_course", provider="VHS")
    aylin.submit()
    aylin.case(number)
    aylin.do("Hilfeplan entwerfen")
    aylin.case(number)
    aylin.do("Hilfeplan vereinbaren", agreement="yes", agreed_on="heute", signed_document=PDF)
    assert jobs.run_due() == 1  # what the worker does when it is woken
    the_plan_is_a_pdf(aylin, number)
    with as_owner():
        measure = Case.objects.get().measures.get().pk
    aylin.case(number, f"hilfeplan/massnahme/{measure}/")
    aylin.fill(state="started", on="heute")
    aylin.submit()
    aylin.case(number, "hilfeplan/meilenstein/")
    aylin.fill(kind="language_course_started", reached_on="heute")
    aylin.submit()
    aylin.case(number)
    aylin.do("An Leistungen anbinden")


def the_plan_is_a_pdf(aylin: Desk, number: str) -> None:
    answer = aylin.context.request.get(f"{aylin.base}/fallarbeit/fall/{number}/hilfeplan/pdf/")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")


def aylin_reviews_twice(aylin: Desk, number: str) -> None:
    aylin.case(number)
    aylin.do("Überprüfung durchführen", held_on="heute", result="continue", satisfaction="4")
    with as_owner():
        found = Case.objects.get()
        goal, measure = found.goals.get().pk, found.measures.get().pk
    aylin.case(number, f"hilfeplan/massnahme/{measure}/")
    aylin.fill(state="completed", on="heute")
    aylin.submit()
    aylin.case(number, f"hilfeplan/ziel/{goal}/")
    aylin.fill(state="achieved", gas_client="0", gas_case_manager="1")
    aylin.submit()
    aylin.case(number)
    aylin.do("Überprüfung durchführen", held_on="heute", result="close")


def aylin_closes(aylin: Desk, number: str) -> None:
    aylin.case(number)
    aylin.do("Abschlussgespräch führen", talk_on="heute", satisfaction="5")
    aylin.case(number)
    aylin.do(
        "Abschlussbericht schreiben",
        reason="goals_achieved",
        outcome_level="improved",
        report="Das Ziel ist erreicht.",
        outcome_language="improved",
        outcome_housing="stabilised",
    )
    with as_owner():
        found = Case.objects.get()
    assert found.state == "closed"
    assert found.closed_on is not None
    assert found.deletion_on == dt.date(found.closed_on.year + 3, 12, 31)


def the_week_shows_it(kora: Desk, number: str) -> None:
    week = Week.from_date(clock.today())
    with clock.at(week.ends_at + dt.timedelta(hours=4)):
        roll_up(week, by=Actor.system())
    kora.goto("/fachaufsicht/kennzahlen/")
    text = kora.text()
    assert str(week) in text or f"KW {week.number}" in text
    assert "O14" in text
    with as_owner():
        closed = WeeklyFigure.objects.filter(indicator="O14").exclude(numerator=0)
        assert closed.exists()
