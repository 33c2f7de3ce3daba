# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lists of the Fachaufsicht: every house by numbers, never a name of a client, as many questions for three as for one."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casemanagement.choices import UrgentReason
from casemanagement.models import Assignment, Case, Handover, WorkItem
from casemanagement.views.supervision.long_lists import LongList
from permissions import clock
from permissions.actor import acting_in_role
from permissions.database.roles import OWNER
from permissions.hats import Hat
from permissions.models import Absence, AccessEvent, User
from tests.cast import House
from tests.factories import AssignmentFactory, CaseFactory

SignedIn = Callable[[str], Client]

PAGES = ("today", "incoming", "approvals", "team", "uncovered")
QUERIES = 20


def page(client: Client, name: str, query: str = "") -> str:
    response = client.get(reverse(f"supervision:{name}") + query)
    assert response.status_code == 200
    return str(response.content.decode())


def ask_fach(case: Case, kind: str, title: str = "Bitte entscheiden") -> WorkItem:
    """A step that waits for the Fachaufsicht."""
    with acting_in_role(OWNER):
        return WorkItem.objects.create(
            case=case,
            organisation=case.organisation,
            kind=kind,
            title=title,
            hat=Hat.FACH,
            due_on=clock.today() - dt.timedelta(days=1),
            opened_at=clock.now(),
        )


def offer(case: Case, house: House, code: str) -> Handover:
    with acting_in_role(OWNER):
        return Handover.objects.create(
            case=case,
            reason="zusteuerung_to_city",
            from_organisation=case.organisation,
            to_organisation=house.organisation(code),
            state="offered",
            requested_by=case.registered_by,
            requested_at=clock.now(),
        )


def be_absent(person: User, days: int = 5) -> None:
    with acting_in_role(OWNER):
        Absence.objects.create(
            person=person,
            valid_from=clock.today() - dt.timedelta(days=1),
            valid_until=clock.today() + dt.timedelta(days=days),
        )


def caseload(house: House, number: int) -> list[Case]:
    """Something for every list, several times over."""
    made: list[Case] = []
    for _again in range(number):
        running = CaseFactory(led_by=house["carla"], planned=True)
        referral = CaseFactory(urgency="urgent", urgent_reason=UrgentReason.VIOLENCE)
        waiting = CaseFactory(state="waiting")
        old = CaseFactory(
            led_by=house["dilan"], planned=True, received_on=clock.today() - dt.timedelta(days=700)
        )
        ask_fach(referral, "intake.assign_clarification")
        ask_fach(referral, "intake.urgent")
        ask_fach(running, "support_planning.approve_handover")
        ask_fach(running, "deadline.plan")
        offer(running, house, "stadt")
        made += [running, referral, waiting, old]
    return made


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_as_many_questions_for_three_as_for_one(
    name: str, house: House, signed_in: SignedIn
) -> None:
    be_absent(house["carla"])
    caseload(house, 1)
    client = signed_in("kora")
    with CaptureQueriesContext(connection) as one:
        page(client, name)
    caseload(house, 2)
    with CaptureQueriesContext(connection) as three:
        page(client, name)

    assert len(three) <= len(one)
    assert len(three) <= QUERIES


@pytest.mark.parametrize("name", PAGES)
def test_no_list_names_a_client_and_each_is_written_down_as_what_it_is(
    name: str, house: House, signed_in: SignedIn
) -> None:
    caseload(house, 1)

    text = page(signed_in("kora"), name)

    assert "Haddad" not in text
    assert "Samira" not in text
    shows = "frame, figures" if name == "today" else "frame"
    with acting_in_role(OWNER):
        events = AccessEvent.objects.filter(hat="fach")
        assert list(events.values_list("action", "block", "reason")) == [("read", shows, "list")]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("person", ["aylin", "theo", "dora", "erika", "adam", "doppel"])
def test_other_hats_have_no_way_in(name: str, person: str, house: House, signed_in: SignedIn) -> None:
    assert signed_in(person).get(reverse(f"supervision:{name}")).status_code in {403, 404}


@pytest.mark.parametrize("name", PAGES)
def test_an_empty_page_says_so(name: str, house: House, signed_in: SignedIn) -> None:
    assert page(signed_in("kora"), name)


def test_today_shows_what_waits_by_kind(house: House, signed_in: SignedIn) -> None:
    running, referral, _waiting, old = caseload(house, 1)
    ask_fach(old, "support_planning.print_plan.retry", "Gescheitert")

    text = page(signed_in("kora"), "today")

    for expected in (
        "Dringende Meldungen",
        "Freigaben",
        "Zuzuteilen",
        "Laufende Übergaben",
        "Gemeldete Fristen",
    ):
        assert expected in text
    assert "Gescheiterte Schritte" in text
    assert "→" in text
    for case in (running, referral, old):
        assert case.number in text


def test_everybodys_load_is_listed_by_name_not_by_load(house: House, signed_in: SignedIn) -> None:
    for _again in range(3):
        CaseFactory(led_by=house["dilan"], planned=True)

    text = page(signed_in("kora"), "incoming")

    names = ["Aylin Demir", "Bernd Kottmann", "Carla Rossi", "Dilan Yildiz"]
    assert [text.index(name) for name in names] == sorted(text.index(name) for name in names)
    assert "8 %" in text  # 3 points of 40


def test_incoming_puts_what_waits_for_an_assignment_first(house: House, signed_in: SignedIn) -> None:
    clarified = CaseFactory(led_by=house["aylin"], received_on=clock.today() - dt.timedelta(days=9))
    urgent = CaseFactory(urgency="urgent", urgent_reason=UrgentReason.VIOLENCE)
    normal = CaseFactory(received_on=clock.today() - dt.timedelta(days=3))
    for case in (urgent, normal):
        ask_fach(case, "intake.assign_clarification", "Klärung zuweisen")

    text = page(signed_in("kora"), "incoming")

    places = [text.index(case.number) for case in (urgent, normal, clarified)]
    assert places == sorted(places)
    assert "in Klärung bei Aylin Demir" in text
    assert "3 Tage" in text


def test_a_referral_that_waits_for_a_place_is_on_the_waiting_list(house: House, signed_in: SignedIn) -> None:
    case = CaseFactory(state="waiting", received_on=clock.today() - dt.timedelta(days=12))

    text = page(signed_in("kora"), "incoming")

    assert text.index("Warteliste") < text.index(case.number)
    assert "12 Tage" in text


def test_approvals_say_from_where_to_where_a_case_moves(house: House, signed_in: SignedIn) -> None:
    case = CaseFactory(led_by=house["carla"], planned=True)
    ask_fach(case, "support_planning.approve_handover", "Übergabe freigeben")
    offer(case, house, "drk")

    text = page(signed_in("kora"), "approvals")

    assert "Übergabe freigeben" in text
    assert f"{house.organisation('awo').short_name} → {house.organisation('drk').short_name}" in text


@pytest.mark.parametrize(("days", "listed"), [(540, False), (560, True)])
def test_cases_over_18_months_ask_for_an_extension(
    days: int, listed: bool, house: House, signed_in: SignedIn
) -> None:
    case = CaseFactory(
        led_by=house["aylin"], planned=True, received_on=clock.today() - dt.timedelta(days=days)
    )

    assert (case.number in page(signed_in("kora"), "approvals")) is listed


FILTERS = {
    "?phase=implementation": "ab",
    "?mark=urgent": "c",
    "?mark=uncovered": "bc",
    "?state=ended": "d",
    "?stadtbezirk=heepen": "a",
    "?number={a}": "a",
    "?due=none": "abc",
    "?page=99&sort=-responsible": "abc",
    "?sort=nonsense": "abc",
    "?phase=nonsense": "abc",
}


@pytest.mark.parametrize(("query", "letters"), FILTERS.items())
def test_the_team_list_filters(query: str, letters: str, house: House, signed_in: SignedIn) -> None:
    cases = {
        "a": CaseFactory(led_by=house["aylin"], planned=True, stadtbezirk="heepen"),
        "b": CaseFactory(led_by=house["carla"], planned=True),
        "c": CaseFactory(urgency="urgent", urgent_reason=UrgentReason.VIOLENCE),
        "d": CaseFactory(led_by=house["dilan"], closed=True),
    }
    be_absent(house["carla"])

    text = page(signed_in("kora"), "team", query.format(a=cases["a"].number))

    assert "".join(letter for letter, case in cases.items() if f">{case.number}<" in text) == letters


@pytest.mark.parametrize(
    ("query", "order"), [("", "bac"), ("?sort=-due", "cab"), ("?phase=implementation", "ba")]
)
def test_a_list_that_is_too_long_to_be_sorted_is_in_the_same_order(
    query: str, order: str, house: House, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each case stands where the nearest of its days is, and once."""
    cases = {letter: CaseFactory(led_by=house["carla"], planned=True) for letter in "ab"}
    cases["c"] = CaseFactory()
    for letter, days in (("a", 3), ("b", 2), ("b", 9), ("a", 5), ("a", 3), ("c", 4)):
        due(cases[letter], days)
    for shown in (len(order), len(order) - 1):
        monkeypatch.setattr(LongList, "MOST", shown)
        text = page(signed_in("kora"), "team", query)
        places = {text.find(f">{case.number}<"): letter for letter, case in cases.items()}
        assert "".join(places[place] for place in sorted(places) if place > 0) == order[:shown]
        assert (f"von mehr als {shown} " in text) == (shown < len(order))


def due(case: Case, days: int) -> None:
    with acting_in_role(OWNER):
        WorkItem.objects.create(
            case=case,
            organisation=case.organisation,
            kind="contacts.next",
            title="Nachfragen",
            hat=Hat.CASE,
            due_on=clock.today() + dt.timedelta(days=days),
            opened_at=clock.now(),
        )


def test_looking_for_a_number_is_written_down(house: House, signed_in: SignedIn) -> None:
    page(signed_in("kora"), "team", "?number=KIM")

    with acting_in_role(OWNER):
        assert AccessEvent.objects.filter(hat="fach", action="search", reason="number").count() == 1


def test_a_coordinator_sees_no_house_she_does_not_supervise(house: House, signed_in: SignedIn) -> None:
    seen, hidden = (CaseFactory(led_by=house[name], planned=True) for name in ("carla", "dilan"))
    with acting_in_role(OWNER):
        house["kora"].organisationuserpermission_set.filter(content_object=house.organisation("drk")).delete()

    text = page(signed_in("kora"), "team")

    assert seen.number in text
    assert hidden.number not in text
    assert "Dilan" not in text


URGENT = {"urgency": "urgent", "urgent_reason": UrgentReason.VIOLENCE}


@pytest.mark.parametrize(
    ("urgent", "absent", "deputy", "listed"),
    [
        (True, True, False, True),
        (False, True, False, False),
        (True, False, False, False),
        (True, True, True, False),
    ],
)
def test_urgent_and_uncovered_means_both(
    urgent: bool, absent: bool, deputy: bool, listed: bool, house: House, signed_in: SignedIn
) -> None:
    case = CaseFactory(led_by=house["carla"], planned=True, **(URGENT if urgent else {}))
    if absent:
        be_absent(house["carla"])
    if deputy:
        AssignmentFactory(case=case, person=house["bernd"], role="deputy")

    text = page(signed_in("kora"), "uncovered")

    assert (case.number in text) is listed


def test_a_case_whose_case_manager_left_is_uncovered(house: House, signed_in: SignedIn) -> None:
    case = CaseFactory(led_by=house["carla"], planned=True, **URGENT)
    with acting_in_role(OWNER):
        house["carla"].memberships.update(valid_until=clock.today() - dt.timedelta(days=1))

    text = page(signed_in("kora"), "uncovered")

    assert case.number in text
    assert "keine Fallführung" in text


def test_an_assignment_of_the_future_covers_nothing_today(house: House, signed_in: SignedIn) -> None:
    case = CaseFactory(led_by=house["carla"], planned=True, **URGENT)
    with acting_in_role(OWNER):
        Assignment.objects.filter(case=case).update(valid_from=clock.today() + dt.timedelta(days=1))

    assert case.number in page(signed_in("kora"), "uncovered")
