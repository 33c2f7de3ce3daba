# SPDX-License-Identifier: AGPL-3.0-or-later
"""Data protection: the accesses to the own organisation's files, and their consents, by number alone."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casemanagement.models import Case, Consent
from permissions import clock
from permissions.actor import acting_in_role
from permissions.database.roles import OWNER
from permissions.models import AccessEvent, User
from tests.cast import House
from tests.factories import CaseFactory, ConsentFactory

SignedIn = Callable[[str], Client]

PAGES = ("journal", "cases")
QUERIES = 20


def page(client: Client, name: str, query: str = "") -> str:
    response = client.get(reverse(f"dataprotection:{name}") + query)
    assert response.status_code == 200
    return str(response.content.decode())


def access(case: Case, person: User, action: str = "read", block: str = "file", **values: object) -> None:
    with acting_in_role(OWNER):
        AccessEvent.objects.create(
            person_id=person.pk,
            hat="case",
            action=action,
            case_id=case.pk,
            organisation_id=case.organisation_id,
            block=block,
            **values,
        )


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_as_many_questions_for_three_as_for_one(
    name: str, house: House, signed_in: SignedIn
) -> None:
    client = signed_in("dora")
    access(CaseFactory(led_by=house["aylin"], planned=True), house["aylin"])
    with CaptureQueriesContext(connection) as one:
        page(client, name)
    for person in ("aylin", "bernd"):
        access(CaseFactory(led_by=house[person], planned=True), house[person])
    with CaptureQueriesContext(connection) as three:
        page(client, name)

    assert len(three) <= len(one)
    assert len(three) <= QUERIES


@pytest.mark.parametrize("name", PAGES)
def test_only_the_own_organisation_shows_and_never_a_name_of_a_client(
    name: str, house: House, signed_in: SignedIn
) -> None:
    own, other = (CaseFactory(led_by=house[person], planned=True) for person in ("aylin", "carla"))
    for case, person in ((own, "aylin"), (other, "carla")):
        access(case, house[person])

    text = page(signed_in("dora"), name)

    assert own.number in text
    assert other.number not in text
    assert "Haddad" not in text


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("person", ["aylin", "kora", "theo", "erika", "adam"])
def test_other_hats_have_no_way_in(name: str, person: str, house: House, signed_in: SignedIn) -> None:
    assert signed_in(person).get(reverse(f"dataprotection:{name}")).status_code in {403, 404}


def test_an_access_says_who_what_and_why(house: House, signed_in: SignedIn) -> None:
    case = CaseFactory(led_by=house["aylin"], planned=True)
    access(case, house["aylin"], block="identity", grant="Fallführung, Akte offen")
    access(case, house["kora"], action="open_file", reason="complaint")
    access(case, house["dilan"], action="refuse")

    text = page(signed_in("dora"), "journal")

    for expected in ("Aylin Demir", "Personendaten", "Fallführung, Akte offen", "Beschwerde", "abgewiesen"):
        assert expected in text
    assert "kern-badge--danger" in text


def test_reading_the_record_is_recorded_itself(house: House, signed_in: SignedIn) -> None:
    page(signed_in("dora"), "journal")

    with acting_in_role(OWNER):
        assert AccessEvent.objects.filter(hat="dsb", block="access_log").count() == 1


FILTERS = {
    "?person=aylin": "a",
    "?action=refuse": "b",
    "?block=identity": "a",
    "?hat=fach": "",
    "?since=heute": "ab",
    "?until=gestern": "",
    "?since=Unsinn": "ab",
    "?number={b}": "b",
}


@pytest.mark.parametrize(("query", "letters"), FILTERS.items())
def test_the_journal_filters(query: str, letters: str, house: House, signed_in: SignedIn) -> None:
    cases = {
        "a": CaseFactory(led_by=house["aylin"], planned=True),
        "b": CaseFactory(led_by=house["bernd"], planned=True),
    }
    access(cases["a"], house["aylin"], block="identity")
    access(cases["b"], house["bernd"], action="refuse")

    text = page(signed_in("dora"), "journal", query.format(b=cases["b"].number))

    found = [letter for letter, case in cases.items() if f'class="app-nowrap">{case.number}' in text]
    assert "".join(found) == letters


@pytest.mark.parametrize(
    ("query", "letters"),
    [
        ("", "abc"),
        ("?consent=living", "ac"),
        ("?consent=none", "b"),
        ("?consent=revoked", "b"),
        ("?consent=ending", "c"),
        ("?state=restricted", "c"),
        ("?state=ended", ""),
    ],
)
def test_files_are_found_by_what_their_clients_agreed_to(
    query: str, letters: str, house: House, signed_in: SignedIn
) -> None:
    cases = {letter: CaseFactory(led_by=house["aylin"], planned=True) for letter in "abc"}
    with acting_in_role(OWNER):
        core = Consent.objects.filter(kind="C1")
        core.filter(case=cases["b"]).update(revoked_on=clock.today(), revoked_via="letter")
        core.filter(case=cases["c"]).update(valid_until=clock.today() + dt.timedelta(days=7))
        Case.objects.filter(pk=cases["c"].pk).update(is_restricted=True)

    text = page(signed_in("dora"), "cases", query)

    assert "".join(letter for letter, case in cases.items() if f">{case.number}<" in text) == letters


def test_a_renewed_consent_is_not_called_expired(house: House, signed_in: SignedIn) -> None:
    case = CaseFactory(led_by=house["aylin"], planned=True)
    before = clock.today() - dt.timedelta(days=400)
    ConsentFactory(case=case, kind="C1", valid_from=before)
    ConsentFactory(case=case, kind="C4", valid_from=before)

    text = page(signed_in("dora"), "cases")

    assert "C4 abgelaufen" in text
    assert "C1 abgelaufen" not in text
