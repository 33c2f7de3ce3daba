# SPDX-License-Identifier: AGPL-3.0-or-later
"""Kurzberatung: counted in twenty seconds, without a person, and a Meldung where the need is complex."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from casemanagement import retention
from casemanagement.choices.advice import AdviceOutcome
from casemanagement.forms.pages_advice import CountingSheet
from casemanagement.models import BriefAdvice
from permissions import clock
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.hats import Hat
from tests.cast import House

SignedIn = Callable[[str], Client]

SHEET: dict[str, Any] = {
    "fields_of_action": ["language", "work"],
    "language": "ar",
    "minutes": "15",
    "outcome": "informed",
    "stadtbezirk": "heepen",
}


def sent(client: Client, **changed: Any) -> str:
    response = client.post(reverse("desk:advice"), SHEET | changed, follow=True)
    return response.content.decode()


def sheets() -> list[BriefAdvice]:
    with acting_in_role(OWNER):
        return list(BriefAdvice.objects.all())


def test_at_most_four_answers_are_asked_for_and_none_is_typed() -> None:
    fields = CountingSheet().fields

    assert len([field for field in fields.values() if field.required]) <= 4
    assert all(hasattr(field, "choices") for field in fields.values())


def test_after_saving_the_sheet_is_empty_again_and_says_what_was_counted(
    house: House, signed_in: SignedIn
) -> None:
    text = sent(signed_in("erika"))

    assert "Gezählt: Sprache, Arbeit · Heepen · 15 Minuten · Arabisch · informiert" in text
    assert "1 Beratung" in text
    assert 'value="language" id="id_fields_of_action_1" checked' not in text
    (row,) = sheets()
    assert (row.organisation.code, row.minutes, row.counted_on) == ("stadt", 15, clock.today())


def test_there_is_no_place_for_a_person() -> None:
    typed = {field.name for field in BriefAdvice._meta.fields if field.get_internal_type() == "TextField"}

    assert typed == set()


@pytest.mark.parametrize(
    "wrong",
    [
        {"fields_of_action": []},
        {"fields_of_action": ["unknown"]},
        {"minutes": "7"},
        {"language": ""},
        {"outcome": ""},
        {"outcome": "intake"},
        {"stadtbezirk": "hamburg"},
    ],
)
def test_what_the_sheet_does_not_offer_is_not_counted(
    wrong: dict[str, Any], house: House, signed_in: SignedIn
) -> None:
    assert "Fehler:" in sent(signed_in("erika"), **wrong)
    assert sheets() == []


def test_the_last_entry_is_taken_back_by_whoever_wrote_it(house: House, signed_in: SignedIn) -> None:
    client = signed_in("erika")
    sent(client, minutes="5")
    sent(client, minutes="30")

    text = client.post(reverse("desk:advice_undo"), follow=True).content.decode()

    assert "zurückgenommen" in text
    assert [row.minutes for row in sheets()] == [5]


def test_tomorrow_nothing_is_taken_back_any_more(house: House, signed_in: SignedIn) -> None:
    client = signed_in("erika")
    sent(client)

    with clock.at(clock.today() + dt.timedelta(days=1)):
        text = client.post(reverse("desk:advice_undo"), follow=True).content.decode()

    assert "nichts mehr zurückzunehmen" in text
    assert len(sheets()) == 1


def test_the_database_lets_nobody_strike_yesterdays_line_or_change_any(
    house: House, actor: Callable[..., Actor], signed_in: SignedIn
) -> None:
    sent(signed_in("erika"))

    with acting_as(actor("erika")), clock.at(clock.today() + dt.timedelta(days=1)), transaction.atomic():
        assert BriefAdvice.objects.all().delete()[0] == 0
    with (
        acting_as(actor("erika")),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        BriefAdvice.objects.update(minutes=120)


def test_a_complex_need_leads_to_the_meldung_with_three_facts_and_nothing_else(
    house: House, signed_in: SignedIn
) -> None:
    client = signed_in("erika")
    answers = {name: value for name, value in SHEET.items() if name != "outcome"} | {"complex": "1"}

    text = client.post(reverse("desk:advice"), answers, follow=True).content.decode()

    assert sheets()[0].outcome == AdviceOutcome.INTAKE
    assert "zur Meldung geworden" in text
    assert "Handlungsfeld: Sprache, Arbeit" in text
    assert 'value="heepen" selected' in text
    assert 'value="Arabisch"' in text


def test_nothing_else_can_be_laid_into_the_meldung_by_its_address(house: House, signed_in: SignedIn) -> None:
    address = f"{reverse('desk:register')}?feld=<b>&bezirk=hamburg&sprache=xx&given_name=Nour"

    text = signed_in("erika").get(address).content.decode()

    assert "Handlungsfeld:" not in text
    assert not [word for word in (escape("<b>"), "hamburg", "Nour") if f'value="{word}"' in text]


def test_the_coordination_sees_sums_and_never_a_line(
    house: House, actor: Callable[..., Actor], signed_in: SignedIn
) -> None:
    for minutes in ("10", "20"):
        sent(signed_in("erika"), minutes=minutes)

    text = signed_in("kora").get(reverse("supervision:advice")).content.decode()

    assert "Beratungen: <strong>2</strong>, Minuten: <strong>30</strong>" in text
    with (
        acting_as(actor("kora")),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        BriefAdvice.objects.count()


@pytest.mark.parametrize("name", ["aylin", "conrad", "rita", "adam"])
def test_the_sums_go_nowhere_else(name: str, house: House, actor: Callable[..., Actor]) -> None:
    with (
        acting_as(actor(name)),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM kim.advice_totals('2021-01-01', '2099-01-01')")


def test_who_counted_is_forgotten_the_night_after(house: House, signed_in: SignedIn) -> None:
    sent(signed_in("erika"))

    with clock.at(clock.today() + dt.timedelta(days=1)):
        retention.run()

    (row,) = sheets()
    assert row.counted_by is None


@pytest.mark.parametrize("person", ["aylin", "kora", "dora", "adam"])
def test_other_hats_have_no_sheet(person: str, house: House, signed_in: SignedIn) -> None:
    assert signed_in(person).get(reverse("desk:advice")).status_code in {403, 404}
    assert Hat.DESK.prefix in reverse("desk:advice")
