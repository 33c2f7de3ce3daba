# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who sees which register: the 72 hours of data protection, and complaints on their way; and the month's anomalies."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse

from casemanagement.actions import registers
from casemanagement.models import AccessList, Complaint, DataBreach
from permissions import clock
from permissions.actor import Actor, NotPermitted, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.models import AccessEvent
from tests.cast import House
from tests.factories import CaseFactory

SignedIn = Callable[[str], Client]
ActorOf = Callable[..., Actor]


def breach(actor: ActorOf, **facts: Any) -> DataBreach:
    known: dict[str, Any] = {
        "kind": "confidentiality",
        "description": "Brief falsch adressiert.",
        "known_at": clock.now(),
    }
    with acting_as(actor("dora")), transaction.atomic():
        return registers.enter_breach(by=actor("dora"), **known | facts)


def test_the_clock_runs_72_hours_until_the_report(actor: ActorOf) -> None:
    row = breach(actor, known_at=clock.now() - dt.timedelta(hours=70, minutes=30))
    assert (row.hours_left, row.needs_report) == (1, True)
    with clock.at(clock.now() + dt.timedelta(hours=3)):
        assert row.hours_left < 0
        with acting_as(actor("dora")), transaction.atomic(), pytest.raises(ValidationError, match="Grund"):
            registers.assess_breach(row, by=actor("dora"), risk="risk", reported_at=clock.now())


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"risk": "none"}, "begründen"),
        ({"closed_on": dt.date(2026, 1, 1)}, "Risiko"),
        ({"risk": "high", "closed_on": dt.date(2026, 1, 1)}, "Meldung"),
    ],
)
def test_a_breach_ends_only_when_everything_is_said(
    facts: dict[str, Any], words: str, actor: ActorOf
) -> None:
    row = breach(actor)
    with acting_as(actor("dora")), transaction.atomic(), pytest.raises(ValidationError, match=words):
        registers.assess_breach(row, by=actor("dora"), **facts)


def test_a_time_without_its_day_is_not_lost_unseen(actor: ActorOf, signed_in: SignedIn) -> None:
    row = breach(actor)
    answer = signed_in("dora").post(
        reverse("dataprotection:breach", args=[row.pk]), {"risk": "risk", "reported_time": "09:30"}
    )
    assert "Bitte nennen Sie auch den Tag." in answer.content.decode()


def test_only_data_protection_of_the_house_sees_a_breach(actor: ActorOf, signed_in: SignedIn) -> None:
    row = breach(actor)
    page = reverse("dataprotection:breach", args=[row.pk])

    assert "Brief falsch adressiert" in signed_in("dora").get(page).content.decode()
    assert signed_in("theo").get(page).status_code == 403
    with pytest.raises(NotPermitted):
        registers.enter_breach(by=actor("theo"), kind="integrity", description="x", known_at=clock.now())


@pytest.fixture
def complaints(house: House, actor: ActorOf) -> dict[str, Complaint]:
    """One of each kind, taken down by Aylin, about her own case, about Bernd, about the coordination."""
    case, aylin = CaseFactory(led_by=house["aylin"]), actor("aylin")
    about: dict[str, dict[str, Any]] = {
        "content": {"case": case},
        "behaviour": {"about": house["bernd"]},
        "coordination": {},
    }
    with acting_as(aylin), transaction.atomic():
        return {
            subject: registers.enter_complaint(
                by=aylin, subject=subject, text=f"Unmut {subject}", received_on=clock.today(), **facts
            )
            for subject, facts in about.items()
        }


SEEN = {
    "aylin": {"content", "behaviour", "coordination"},  # who took them down
    "kora": {"content"},
    "theo": {"behaviour", "coordination"},  # employer, and head of office
    "dora": {"coordination"},
    "anna": set(),  # another employer
    "bernd": set(),  # whom one is about
    "erika": set(),
}


@pytest.mark.parametrize("name", SEEN)
def test_a_complaint_is_seen_by_whom_it_is_for(
    name: str, complaints: dict[str, Complaint], actor: ActorOf
) -> None:
    with acting_as(actor(name)), transaction.atomic():
        assert set(Complaint.objects.values_list("subject", flat=True)) == SEEN[name]


@pytest.mark.parametrize(
    ("name", "told"),
    [("kora", 1), ("theo", 2), ("dora", 1), ("anna", 0)],
    ids=["kora", "theo", "dora", "anna"],
)
def test_whom_a_complaint_is_for_is_told_that_it_waits(
    name: str, told: int, complaints: dict[str, Complaint], signed_in: SignedIn
) -> None:
    space = {"kora": "supervision", "theo": "employer", "anna": "employer", "dora": "dataprotection"}[name]
    page = signed_in(name).get(reverse(f"{space}:notices")).content.decode()
    # Each once as a sentence and once for whoever hears the link.
    assert page.count("Eine Beschwerde wartet auf Ihre Antwort.") == 2 * told


def test_the_desk_takes_a_complaint_down_and_the_employer_is_told(house: House, signed_in: SignedIn) -> None:
    answer = signed_in("erika").post(
        reverse("desk:complaints"),
        {"subject": "behaviour", "about": house["bernd"].pk, "text": "Unmut", "received_on": "heute"},
    )
    assert answer.status_code == 302
    assert "Eine Beschwerde wartet" in signed_in("theo").get(reverse("employer:notices")).content.decode()


def test_the_employer_gets_the_complaint_and_never_a_case(house: House, actor: ActorOf) -> None:
    case, aylin = CaseFactory(led_by=house["aylin"]), actor("aylin")
    with acting_as(aylin), transaction.atomic(), pytest.raises(ValidationError, match="nicht den Fall"):
        registers.enter_complaint(
            by=aylin,
            subject="behaviour",
            text="x",
            received_on=clock.today(),
            about=house["bernd"],
            case=case,
        )


def test_the_employer_answers_on_the_page(complaints: dict[str, Complaint], signed_in: SignedIn) -> None:
    theo = signed_in("theo")
    page = reverse("employer:complaint", args=[complaints["behaviour"].pk])
    empty = theo.post(page, {"state": "answered", "answer": ""})
    assert "was geantwortet wurde" in empty.content.decode()

    theo.post(page, {"state": "answered", "answer": "Wir haben gesprochen."})
    assert "Wir haben gesprochen." in theo.get(page).content.decode()
    assert (
        signed_in("kora").get(reverse("supervision:complaint", args=[complaints["behaviour"].pk])).status_code
        == 404
    )


# --- The log of a file, and the month ---------------------------------------------------------


def test_whoever_leads_a_case_reads_who_looked_into_it_by_role(house: House, signed_in: SignedIn) -> None:
    case = CaseFactory(led_by=house["aylin"], planned=True)
    aylin = signed_in("aylin")
    aylin.get(f"/fallarbeit/fall/{case.number}/verlauf/")
    signed_in("kora").get(f"/fachaufsicht/fall/{case.number}/")
    page = f"/fallarbeit/fall/{case.number}/zugriffe/"

    text = aylin.get(page).content.decode()

    assert "Fachaufsicht, " in text
    assert "Kora Wittenberg</td>" not in text
    assert signed_in("bernd").get(page).status_code == 404


def test_the_coordinator_sees_what_others_read(house: House, signed_in: SignedIn) -> None:
    case = CaseFactory(led_by=house["aylin"], planned=True)
    signed_in("aylin").get(f"/fallarbeit/fall/{case.number}/verlauf/")
    kora = signed_in("kora")
    kora.get(f"/fachaufsicht/fall/{case.number}/")

    text = kora.get(f"/fachaufsicht/fall/{case.number}/zugriffe/").content.decode()

    assert "Fallarbeit, " in text
    assert "Fachaufsicht, " not in text


SUNDAY = dt.datetime(2026, 3, 1, 23, tzinfo=clock.BERLIN)
MONDAY = dt.datetime(2026, 3, 2, 10, tzinfo=clock.BERLIN)
NOTICED: dict[str, tuple[list[dict[str, Any]], set[str]]] = {
    "an ordinary day": ([{"at": MONDAY}] * 20, set()),
    "at night": ([{"at": SUNDAY}], {"off_hours"}),
    "many files": ([{"at": MONDAY, "case_id": number} for number in range(1, 27)], {"many_files"}),
    "many exports": ([{"at": MONDAY, "action": "export"}] * 6, {"exports"}),
    "searches without a hit": (
        [{"at": MONDAY, "action": "search", "detail": {"shown": 0}}] * 11,
        {"empty_searches"},
    ),
    "the coordination in a file": ([{"at": MONDAY, "hat": "fach", "case_id": 1}], {"without_assignment"}),
    "an emergency": ([{"at": MONDAY, "case_id": 1, "grant": "Notfallzugriff der Fallarbeit"}], {"emergency"}),
    "an emergency that opened nothing": (
        [{"at": MONDAY, "action": "search", "reason": "emergency"}],
        {"emergency"},
    ),
    "a list, by whichever grants of the hat": (
        [{"at": MONDAY, "reason": "list", "grant": "Fallführung, Notfallzugriff der Fallarbeit"}],
        set(),
    ),
    "somebody decides in the coordinator's place": (
        [{"at": MONDAY, "case_id": 1, "hat": "fach", "block": "frame", "grant": "Entscheidung im Notfall"}],
        set(),
    ),
}


@pytest.mark.parametrize("name", NOTICED)
def test_the_month_shows_what_is_worth_a_question(name: str, house: House, signed_in: SignedIn) -> None:
    events, expected = NOTICED[name]
    with acting_in_role(OWNER):
        AccessEvent.objects.bulk_create(
            AccessEvent(
                **{
                    "person_id": house["aylin"].pk,
                    "hat": "case",
                    "action": "read",
                    "block": "file",
                    "organisation_id": house.organisation("stadt").pk,
                    **facts,
                }
            )
            for facts in events
        )
    page = signed_in("dora").get(reverse("dataprotection:anomalies") + "?monat=2026-03")

    assert {one.kind.value for one in page.context["findings"]} == expected


def test_a_case_with_a_list_is_worth_a_question_while_the_list_stands(
    house: House, signed_in: SignedIn
) -> None:
    case = CaseFactory(led_by=house["aylin"], planned=True)
    with acting_in_role(OWNER):
        AccessList.objects.create(
            case=case,
            ground="prominent",
            set_by=house["kora"],
            set_at=MONDAY - dt.timedelta(days=1),
            ended_by=house["kora"],
            ended_at=MONDAY + dt.timedelta(days=1),
        )
        for days, block in ((0, "file"), (0, "frame"), (7, "file"), (-7, "file")):
            AccessEvent.objects.create(
                at=MONDAY + dt.timedelta(days=days),
                person_id=house["aylin"].pk,
                hat="case",
                action="read",
                block=block,
                case_id=case.pk,
                organisation_id=case.organisation_id,
            )
    page = signed_in("dora").get(reverse("dataprotection:anomalies") + "?monat=2026-03")

    found = [(one.kind.value, one.day, one.number) for one in page.context["findings"]]
    assert found == [("named_users", MONDAY.date(), 1)]


def test_taking_the_list_out_needs_a_reason_and_is_recorded(house: House, signed_in: SignedIn) -> None:
    dora, page = signed_in("dora"), reverse("dataprotection:anomalies_export") + "?monat=2026-03"
    assert dora.post(page, {"reason": ""}).status_code == 200

    assert dora.post(page, {"reason": "Bericht an die Leitung"})["Content-Type"].startswith("text/csv")
    with acting_in_role(OWNER):
        assert AccessEvent.objects.get(action="export").reason == "Bericht an die Leitung"


def test_no_employer_reaches_the_anomalies(house: House, signed_in: SignedIn) -> None:
    for name in ("theo", "anna", "kora", "adam"):
        assert signed_in(name).get(reverse("dataprotection:anomalies")).status_code == 403
