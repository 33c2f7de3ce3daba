# SPDX-License-Identifier: AGPL-3.0-or-later
"""„Heute“ and „Meine Fälle“: who is on them, in which order, and with how many questions to the database."""

import datetime as dt
from collections.abc import Callable
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casemanagement.choices import Phase
from casemanagement.models import Case, ClientIdentity, Consent, Contact, WorkItem
from permissions import clock
from permissions.actor import acting_in_role
from permissions.database.roles import OWNER
from permissions.models import AccessEvent, User
from tests.factories import AssignmentFactory, CaseFactory

SignedIn = Callable[[str], Client]

MOST_QUERIES = 20
FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT")


def called(case: Case, given_name: str, family_name: str) -> Case:
    with acting_in_role(OWNER):
        row = ClientIdentity.objects.get(case=case)
        row.given_name, row.family_name = given_name, family_name
        row.save()
    return case


def task(case: Case, owner: User | None, due_on: dt.date | None, title: str = "Anrufen") -> WorkItem:
    with acting_in_role(OWNER):
        return WorkItem.objects.create(
            case=case,
            organisation=case.organisation,
            kind="contacts.next",
            title=title,
            hat="case",
            owner=owner,
            due_on=due_on,
            opened_at=clock.now(),
        )


def questions(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return sum(not query["sql"].startswith(FRAME) for query in captured.captured_queries)


def names(client: Client, query: str = "") -> list[str]:
    response = client.get(reverse("cases:list") + query)
    return [row.name for row in response.context["page"].object_list]


@pytest.mark.parametrize("page", ["today", "list"])
def test_three_cases_ask_the_database_as_often_as_one(page: str, aylin: User, signed_in: SignedIn) -> None:
    client = signed_in("aylin")
    url = reverse(f"cases:{page}")
    task(CaseFactory(led_by=aylin, planned=True), aylin, clock.today())
    client.get(url)
    with_one = questions(client, url)
    for _more in range(2):
        task(CaseFactory(led_by=aylin, planned=True), aylin, clock.today())

    assert questions(client, url) == with_one
    assert with_one <= MOST_QUERIES


@pytest.mark.parametrize(
    "page",
    [
        "file",
        "timeline",
        "household",
        "situation",
        "assessment",
        "plan",
        "consents",
        "documents",
        "note",
        "handover",
        "closure",
    ],
)
def test_every_page_of_a_file_stays_within_its_questions(page: str, aylin: User, signed_in: SignedIn) -> None:
    case = CaseFactory(led_by=aylin, planned=True)
    client = signed_in("aylin")
    url = reverse(f"cases:{page}", kwargs={"number": case.number})
    client.get(url)

    assert questions(client, url) <= MOST_QUERIES


def test_names_are_sorted_as_german_lists_are(aylin: User, signed_in: SignedIn) -> None:
    for family in ("Zeller", "Özdemir", "Ähre", "Łukasz", "Oktay"):
        called(CaseFactory(led_by=aylin, planned=True), "A", family)

    assert names(signed_in("aylin"), "?sort=name") == [
        "Ähre, A",
        "Łukasz, A",
        "Özdemir, A",
        "Oktay, A",
        "Zeller, A",
    ]


def test_the_nearest_deadline_comes_first_and_no_deadline_last(aylin: User, signed_in: SignedIn) -> None:
    today = clock.today()
    late, none, soon = (called(CaseFactory(led_by=aylin, planned=True), "A", name) for name in "LNS")
    task(late, aylin, today - dt.timedelta(days=3))
    task(soon, aylin, today + dt.timedelta(days=3))

    assert names(signed_in("aylin")) == ["L, A", "S, A", "N, A"]
    assert none


def test_filters_are_parts_of_the_address(aylin: User, bernd: User, signed_in: SignedIn) -> None:
    today = clock.today()
    planned = called(CaseFactory(led_by=aylin, planned=True), "A", "Plan")
    called(CaseFactory(led_by=aylin, in_assessment=True), "A", "Assess")
    deputised = called(CaseFactory(led_by=bernd, planned=True), "A", "Vertreten")
    AssignmentFactory(case=deputised, person=aylin, role="deputy")
    task(planned, aylin, today - dt.timedelta(days=1))
    client = signed_in("aylin")

    assert names(client, f"?phase={Phase.ASSESSMENT}") == ["Assess, A"]
    assert names(client, "?due=overdue") == ["Plan, A"]
    assert names(client, "?role=deputy") == ["Vertreten, A"]
    assert names(client, "?role=responsible&due=none") == ["Assess, A"]


def test_the_filter_for_silence_counts_days_without_the_client(aylin: User, signed_in: SignedIn) -> None:
    today = clock.today()
    old = today - dt.timedelta(days=60)
    silent = called(CaseFactory(led_by=aylin, planned=True, received_on=old), "A", "Still")
    spoken = called(CaseFactory(led_by=aylin, planned=True, received_on=old), "A", "Gesprochen")
    with acting_in_role(OWNER):
        Contact.objects.create(
            case=spoken, kind="phone", occurred_on=today, written_by=aylin, written_at=clock.now()
        )
        Contact.objects.create(
            case=silent, kind="no_show", occurred_on=today, written_by=aylin, written_at=clock.now()
        )

    assert names(signed_in("aylin"), "?silent=42") == ["Still, A"]


def test_a_closed_file_keeps_its_number_on_the_list_and_loses_its_name(
    aylin: User, signed_in: SignedIn
) -> None:
    case = called(CaseFactory(led_by=aylin, planned=True), "Samira", "Haddad")
    with acting_in_role(OWNER):
        Consent.objects.filter(case=case, kind="C1").update(revoked_on=case.received_on, revoked_via="letter")

    shown = unescape(signed_in("aylin").get(reverse("cases:list")).content.decode())

    assert case.number in shown
    assert "Haddad" not in shown
    assert "Akte geschlossen" in shown


def test_nobody_elses_case_is_on_the_list(aylin: User, carla: User, signed_in: SignedIn) -> None:
    called(CaseFactory(led_by=aylin, planned=True), "A", "Eigen")
    called(CaseFactory(led_by=carla, planned=True), "A", "Fremd")

    assert names(signed_in("aylin")) == ["Eigen, A"]


def test_a_list_of_names_is_written_down_once_with_their_count(aylin: User, signed_in: SignedIn) -> None:
    CaseFactory(led_by=aylin, planned=True)

    signed_in("aylin").get(reverse("cases:list"))

    with acting_in_role(OWNER):
        event = AccessEvent.objects.filter(block="identity").get()
    assert event.detail == {"shown": 1}


def test_today_shows_what_must_not_be_overlooked(aylin: User, signed_in: SignedIn) -> None:
    today = clock.today()
    old = today - dt.timedelta(days=90)
    case = called(CaseFactory(led_by=aylin, planned=True, received_on=old), "Samira", "Haddad")
    with acting_in_role(OWNER):
        Consent.objects.filter(case=case, kind="C2").update(valid_until=today + dt.timedelta(days=10))
    task(case, aylin, today - dt.timedelta(days=2), "Unterlagen nachfordern")
    task(case, aylin, today + dt.timedelta(days=2), "Hausbesuch")
    task(case, aylin, None, "Flyer besorgen")

    page = signed_in("aylin").get(reverse("cases:today")).context["today"]

    assert [line.text for line in page.attention] == [
        "Haddad, Samira: Unterlagen nachfordern",
        "Haddad, Samira: Einwilligung C2 läuft ab",
        "Haddad, Samira: Seit mehr als 6 Wochen kein Kontakt",
    ]
    assert [line.title for line in page.due] == ["Hausbesuch"]
    assert [line.title for line in page.undated] == ["Flyer besorgen"]


def test_an_empty_day_says_what_comes_next(house: object, signed_in: SignedIn) -> None:
    shown = signed_in("aylin").get(reverse("cases:today")).content.decode()

    assert "Nichts ist überfällig" in shown
    assert "Noch nichts bearbeitet" in shown


def test_what_a_deputy_was_asked_is_on_the_list_of_whoever_leads_once_those_days_are_over(
    aylin: User, bernd: User, signed_in: SignedIn
) -> None:
    today = clock.today()
    case = CaseFactory(led_by=aylin, planned=True)
    deputy = AssignmentFactory(
        case=case, person=bernd, role="deputy", valid_from=today - dt.timedelta(days=9), valid_until=today
    )
    task(case, bernd, today, "Frist prüfen")

    def asked_of_aylin() -> list[str]:
        lines = signed_in("aylin").get(reverse("cases:today")).context["today"].due
        return [line.text.partition(": ")[2] for line in lines]

    assert asked_of_aylin() == []
    with acting_in_role(OWNER):
        deputy.valid_until = today - dt.timedelta(days=1)
        deputy.save()
    assert asked_of_aylin() == ["Frist prüfen"]
