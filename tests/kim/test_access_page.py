# SPDX-License-Identifier: AGPL-3.0-or-later
"""Everybody who works here can read the rule, and on each page why it shows what it shows."""

from collections.abc import Callable

import pytest
from django.test import Client

from permissions.matrix import MATRIX
from tests.cast import House
from tests.factories.cases import CaseFactory


def test_the_whole_matrix_is_a_page_with_the_own_column_marked(signed_in: Callable[[str], Client]) -> None:
    text = signed_in("anna").get("/zugriffskonzept/").content.decode()

    assert all(row.what in text for row in MATRIX)
    assert text.count('class="app-mine"') == 1 + len(MATRIX)


def test_above_it_stands_in_words_what_the_own_task_may(signed_in: Callable[[str], Client]) -> None:
    text = signed_in("kora").get("/zugriffskonzept/").content.decode()
    own, table = text.split("<table>")

    assert "Ihre Aufgabe: Koordination (Fachaufsicht)" in own
    assert "Ihre Aufgabe: Fallführung" not in own
    assert "Lesen (nur mit der Einwilligung C3 und nach Öffnen mit Anlass, 60 Minuten)" in own
    assert "<abbr" in table


@pytest.mark.django_db
def test_the_matrix_asks_for_signing_in() -> None:
    assert Client().get("/zugriffskonzept/")["Location"].startswith("/anmelden/")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("carla", "bei „AWO“ bestellt sind als: Fallmanagement"),
        ("anna", "bei „AWO“ bestellt sind als: Leitung (Dienstaufsicht)"),
    ],
)
def test_each_page_says_by_which_appointment_it_is_seen(
    name: str, sentence: str, signed_in: Callable[[str], Client]
) -> None:
    text = signed_in(name).get("/", follow=True).content.decode()

    assert "Warum sehe ich das?" in text
    assert sentence in " ".join(text.split())


def test_a_page_of_a_case_says_by_which_grant_and_what_stays_closed(
    house: House, signed_in: Callable[[str], Client]
) -> None:
    case = CaseFactory(led_by=house["carla"], in_assessment=True)

    own = signed_in("carla").get(f"/fallarbeit/fall/{case.number}/").content.decode()
    supervised = signed_in("kora").get(f"/fachaufsicht/fall/{case.number}/").content.decode()

    assert "offen durch: Fallführung, Akte offen" in own
    assert "nicht offen" not in own
    assert "offen durch: Fachaufsicht" in supervised
    assert "nicht zugestimmt" in supervised
