# SPDX-License-Identifier: AGPL-3.0-or-later
"""From a case to the Lenkungsgruppe and back: the case manager's Strukturhinweis, through the screens."""

import datetime as dt
import html
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from casemanagement.models import (
    Case,
    CaseEvent,
    ClientIdentity,
    ConflictDeclaration,
    Finding,
    FindingAuthor,
    FindingCase,
    HouseholdPerson,
    Notice,
    Theme,
)
from casemanagement.structure_bodies import working_groups
from permissions import clock, stepup
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.hats import Hat
from permissions.models import User
from tests.cast import House, at_the_integration_centre
from tests.factories import CaseFactory

SignedIn = Callable[[str], Client]
TEXT = "Für Menschen ohne Bleibeperspektive gibt es im Bezirk keinen Sprachkurs am Vormittag."
GAP: dict[str, Any] = {
    "field_of_action": "language",
    "gap_type": "offer_missing",
    "description": TEXT,
    "severity": "3",
    "step": "language.place",
    "stadtbezirk": "heepen",
    "cases_affected": "4",
    "is_estimate": "on",
    "proposal": "Ein Kurs mit Kinderbetreuung.",
}


@pytest.fixture
def ina(house: House) -> User:
    with acting_in_role(OWNER):
        return at_the_integration_centre(house)


@pytest.fixture
def integration_centre(ina: User) -> Client:
    client = Client()
    client.force_login(ina)
    request = HttpRequest()
    request.session = client.session
    with clock.at(dt.date(9999, 1, 1)):
        stepup.confirm(request)
    request.session.save()
    return client


@pytest.fixture
def case(house: House) -> Case:
    made: Case = CaseFactory(led_by=house["carla"], planned=True)
    with acting_in_role(OWNER):
        identity = ClientIdentity.objects.get(case=made)
        identity.given_name, identity.family_name = "Mohammed", "Öztürk"
        identity.phone, identity.street = "0521 987654", "Beispielstraße 12"
        identity.birth_date = dt.date(1986, 11, 24)
        identity.save()
        HouseholdPerson.objects.create(
            case=made,
            given_name="Zahra",
            family_name="Öztürk",
            relation="child",
            birth_date=dt.date(2019, 3, 5),
        )
    return made


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())


def written(client: Client, case: Case, **answers: Any) -> Any:
    return client.post(reverse("cases:finding_new", args=[case.number]), GAP | answers)


def only(model: Any, **facts: Any) -> Any:
    with acting_in_role(OWNER):
        return model.objects.get(**facts)


def count(model: Any) -> int:
    with acting_in_role(OWNER):
        found: int = model.objects.count()
    return found


def test_a_case_manager_writes_a_strukturhinweis_from_her_case_in_two_actions(
    case: Case, signed_in: SignedIn
) -> None:
    carla = signed_in("carla")

    file = text_of(carla.get(reverse("cases:file", args=[case.number])))
    form_url = reverse("cases:finding_new", args=[case.number])
    sent = written(carla, case)

    assert form_url in file  # the first action is the link, the second the button
    finding = only(Finding)
    assert (finding.state, finding.chain, finding.chain_step) == ("submitted", "language", "place")
    assert sent["Location"] == reverse("cases:finding", args=[finding.pk])
    assert only(FindingCase).case_id == case.pk
    assert "wartet auf Ihre Prüfung" in text_of(signed_in("kora").get(reverse("supervision:today")))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Muhammad wartet seit Mai.", "ein Name („Muhammad“)"),
        ("محمد wartet seit Mai.", "ein Name („محمد“)"),
        ("Frau Ozturk wartet.", "ein Name („Ozturk“)"),
        ("Oeztuerks Antrag liegt.", "ein Name („Oeztuerks“)"),
        ("Die Tochter Sahra hat keinen Platz.", "ein Name („Sahra“)"),
        ("geboren am 24. November 1986", "ein Geburtsdatum („24. November 1986“)"),
        ("Kind vom 5.3.2019 ohne Kita", "ein Geburtsdatum („5.3.2019“)"),
        ("Tel. +49 521/98 76 54", "eine Telefonnummer („+49 521/98 76 54“)"),
        ("wohnt Beispielstr. 12", "eine Anschrift („Beispielstr“)"),
        ("siehe Akte KIM-123456", "die Fallnummer („KIM-123456“)"),
        ("wie bei KIM-3ZSH7N", "die Fallnummer („KIM-3ZSH7N“)"),
        ("wie bei kim 3zsh7n", "die Fallnummer („kim 3zsh7n“)"),
    ],
)
@pytest.mark.parametrize("field", ["description", "proposal"])
def test_nothing_is_stored_as_long_as_the_text_tells_whose_case_it_is(
    field: str, text: str, what: str, case: Case, signed_in: SignedIn
) -> None:
    answer = written(signed_in("carla"), case, **{field: text})

    page = text_of(answer)
    assert answer.status_code == 200
    assert f"Gefunden: {what}" in page
    assert text in page  # what was typed is not lost
    assert (count(Finding), count(FindingCase), count(FindingAuthor)) == (0, 0, 0)


def test_the_coordinator_makes_it_safe_and_from_the_release_on_nothing_leads_to_the_case(
    case: Case, signed_in: SignedIn, integration_centre: Client
) -> None:
    written(signed_in("carla"), case)
    finding, kora = only(Finding), signed_in("kora")
    page = reverse("supervision:finding", args=[finding.pk])
    assert case.number in text_of(kora.get(page))
    assert integration_centre.get(reverse("themes:themes")).status_code == 200

    kora.post(page, GAP | {"description": "Kein Sprachkurs ohne Bleibeperspektive."})
    refused = kora.post(f"{page}thema/", {"thema-title": "  "})
    kora.post(f"{page}thema/", {"thema-title": "Sprachkurse ohne Bleibeperspektive"})

    assert "Bitte wählen Sie ein Thema" in text_of(refused)
    released = only(Finding)
    assert (released.state, released.description) == (
        "merged_into_theme",
        "Kein Sprachkurs ohne Bleibeperspektive.",
    )
    assert count(FindingCase) == 0
    assert case.number not in text_of(kora.get(page))
    theme = text_of(integration_centre.get(reverse("themes:theme", args=[only(Theme).pk])))
    assert "Kein Sprachkurs ohne Bleibeperspektive." in theme
    assert "Carla" not in theme


def test_a_finding_that_goes_no_further_comes_back_with_the_reason(case: Case, signed_in: SignedIn) -> None:
    written(signed_in("carla"), case)
    finding, kora = only(Finding), signed_in("kora")
    page = reverse("supervision:finding", args=[finding.pk])

    silent = kora.post(f"{page}ablehnen/", {"ablehnen-reason": " "})
    kora.post(f"{page}ablehnen/", {"ablehnen-reason": "Das Angebot gibt es seit Mai."})

    assert silent.status_code == 200
    assert count(FindingCase) == 0
    mine = text_of(signed_in("carla").get(reverse("cases:finding", args=[finding.pk])))
    assert "Das Angebot gibt es seit Mai." in mine
    assert "geht nicht weiter" in text_of(signed_in("carla").get(reverse("cases:today")))


def test_the_author_sees_each_change_and_the_answer_of_the_lenkungsgruppe(
    case: Case, signed_in: SignedIn, integration_centre: Client
) -> None:
    written(signed_in("carla"), case)
    finding, kora, carla = only(Finding), signed_in("kora"), signed_in("carla")
    kora.post(reverse("supervision:finding_merge", args=[finding.pk]), {"thema-title": "Kurse für alle"})
    theme = only(Theme)
    today = f"{clock.today():%d.%m.%Y}"

    def step(state: str, **words: str) -> Any:
        data = {"schritt-state": state, "schritt-on": today} | {f"schritt-{k}": v for k, v in words.items()}
        return integration_centre.post(reverse("themes:theme", args=[theme.pk]), data)

    step("case_reconstruction")
    no_day = step("lenkungsgruppe_scheduled")
    step("lenkungsgruppe_scheduled", lenkungsgruppe_on="15.12.2026")
    no_words = step("accepted")
    step("accepted", text="Die REGE prüft einen Vormittagskurs.", answer="Wir richten einen Kurs ein.")
    no_group = step("project_group")
    integration_centre.post(
        reverse("themes:theme_description", args=[theme.pk]),
        {
            "title": theme.title,
            "summary": "",
            "field_of_action": "language",
            "working_group": "work_language",
            "goal": "work_language:1",
        },
    )
    for state in ("project_group", "implemented", "effect_checked", "closed"):
        step(state, text="Festgehalten.", answer="Danke.")

    for refused, words in (
        (no_day, "Tag der Sitzung"),
        (no_words, "beschlossen"),
        (no_group, "Arbeitsgruppe"),
    ):
        assert words in text_of(refused)
    assert only(Theme).state == "closed"
    mine = text_of(carla.get(reverse("cases:finding", args=[finding.pk])))
    for said in ("abgeschlossen", "Wir richten einen Kurs ein.", "Die REGE prüft", "Wirkung geprüft"):
        assert said in mine
    with acting_in_role(OWNER):
        told = list(Notice.objects.filter(kind="theme_moved").order_by("pk").values_list("data", flat=True))
    assert [row["theme_state"] for row in told] == [
        "case_reconstruction",
        "lenkungsgruppe_scheduled",
        "accepted",
        "project_group",
        "implemented",
        "effect_checked",
        "closed",
    ]
    assert "Zu Ihrem Strukturhinweis gibt es Neues" in text_of(carla.get(reverse("cases:today")))


def test_the_integrationszentrum_reaches_no_case_no_author_and_nothing_unreleased(
    case: Case, signed_in: SignedIn, ina: User
) -> None:
    written(signed_in("carla"), case)

    with acting_as(Actor(ina, Hat.READ)):
        assert not Finding.objects.exists()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace"
                " WHERE n.nspname = 'public' AND relname LIKE 'casemanagement%%' AND relkind = 'r'"
                " AND has_any_column_privilege(pg_class.oid, 'SELECT') ORDER BY 1"
            )
            readable = [name for (name,) in cursor.fetchall()]
    assert readable == [
        "casemanagement_deadlinerule",
        "casemanagement_finding",
        "casemanagement_retentionrule",
        "casemanagement_theme",
        "casemanagement_themeentry",
    ]


def test_whoever_only_reads_reports_moves_no_theme(case: Case, signed_in: SignedIn) -> None:
    written(signed_in("carla"), case)
    kora, rita = signed_in("kora"), signed_in("rita")
    kora.post(
        reverse("supervision:finding_merge", args=[only(Finding).pk]), {"thema-title": "Kurse für alle"}
    )
    page = reverse("themes:theme", args=[only(Theme).pk])

    assert "Nächster Schritt" not in text_of(rita.get(page))
    assert rita.post(page, {"schritt-state": "case_reconstruction"}).status_code == 403
    assert rita.get(reverse("themes:theme_new")).status_code == 404
    assert only(Theme).state == "gathered"


def test_colleagues_read_what_was_released_and_not_what_waits(case: Case, signed_in: SignedIn) -> None:
    written(signed_in("carla"), case)
    finding, kora, dilan = only(Finding), signed_in("kora"), signed_in("dilan")

    waiting = dilan.get(reverse("cases:finding", args=[finding.pk]))
    kora.post(reverse("supervision:finding_merge", args=[finding.pk]), {"thema-title": "Kurse für alle"})

    assert waiting.status_code == 404
    assert TEXT in text_of(dilan.get(reverse("cases:theme", args=[only(Theme).pk])))
    assert dilan.get(reverse("cases:finding", args=[finding.pk])).status_code == 404


def test_a_measure_that_came_to_nothing_fills_in_what_it_knows(case: Case, signed_in: SignedIn) -> None:
    with acting_in_role(OWNER):
        measure = case.measures.select_related("goal").earliest("pk")
        measure.state = "waiting_list"
        measure.save()

    page = text_of(
        signed_in("carla").get(f"{reverse('cases:finding_new', args=[case.number])}?massnahme={measure.pk}")
    )

    assert '<option value="offer_full" selected>' in page


def test_a_measure_that_came_to_nothing_is_one_click_from_a_strukturhinweis(
    case: Case, signed_in: SignedIn
) -> None:
    with acting_in_role(OWNER):
        measure = case.measures.earliest("pk")
        case.measures.filter(pk=measure.pk).update(state="not_available")

    plan = text_of(signed_in("carla").get(reverse("cases:plan", args=[case.number])))

    assert f"{reverse('cases:finding_new', args=[case.number])}?massnahme={measure.pk}" in plan


def test_a_coordinator_who_is_not_impartial_sees_no_link_and_the_release_cuts_it_all_the_same(
    case: Case, house: House, signed_in: SignedIn
) -> None:
    written(signed_in("carla"), case)
    finding, kora = only(Finding), signed_in("kora")
    with acting_in_role(OWNER):
        ConflictDeclaration.objects.create(
            case=case, person=house["kora"], has_conflict=True, declared_at=clock.now()
        )

    page = text_of(kora.get(reverse("supervision:finding", args=[finding.pk])))
    kora.post(reverse("supervision:finding_merge", args=[finding.pk]), {"thema-title": "Kurse für alle"})

    assert case.number not in page
    assert count(FindingCase) == 0


def test_the_journal_of_the_case_says_that_one_was_written_and_not_which(
    case: Case, signed_in: SignedIn
) -> None:
    written(signed_in("carla"), case)

    assert only(CaseEvent, case=case, kind="finding_written").data == {}


def test_working_groups_and_goals_are_those_of_bielefeld_integriert() -> None:
    groups = {group.code: group for group in working_groups()}

    assert [groups[code].name for code in ("work_language", "civic_engagement")] == [
        "Arbeit und Sprache",
        "Bürgerschaftliches Engagement",
    ]
    numbers = {code: [goal.number for goal in group.goals] for code, group in groups.items() if group.goals}
    assert numbers == {
        "work_language": [1, 5, 6],
        "civic_engagement": [11, 13],
        "housing_quarter": [10, 11],
        "first_support": [14, 16],
    }
