# SPDX-License-Identifier: AGPL-3.0-or-later
"""Before a time is over somebody hears of it, at each distance once; and once when it is over."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from casemanagement import countdowns
from casemanagement.actions import emergencies, registers
from casemanagement.actions import requests as deeds
from casemanagement.models import Case, DataBreach, EmergencyAccess, Notice, ProtectedAddress, SubjectRequest
from permissions import clock
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.hats import Hat
from tests.cast import House
from tests.factories import CaseFactory

SignedIn = Callable[[str], Client]
ActorNamed = Callable[..., Actor]
BEGAN = dt.datetime(2026, 3, 2, 9, tzinfo=clock.BERLIN)
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)


@pytest.fixture
def case(house: House) -> Case:
    with clock.at(BEGAN):
        return CaseFactory(led_by=house["aylin"], planned=True)


def told(after: dt.timedelta) -> list[str]:
    """Kinds of what is said so long after the beginning; saying it again says nothing."""
    with acting_in_role(OWNER):
        before = set(Notice.objects.values_list("pk", flat=True))
    with clock.at(BEGAN + after):
        countdowns.say_what_is_due()
        assert countdowns.say_what_is_due() == 0
    with acting_in_role(OWNER):
        return list(Notice.objects.exclude(pk__in=before).order_by("pk").values_list("kind", flat=True))


@pytest.fixture
def request_row(case: Case, actor: ActorNamed) -> SubjectRequest:
    """Due on the 2nd of April, 31 days later."""
    with clock.at(BEGAN), acting_as(actor("aylin")), transaction.atomic():
        return deeds.enter(
            case,
            by=actor("aylin"),
            kind="erasure",
            received_on=BEGAN.date(),
            received_via="talk",
            identity_checked="known",
        )


def test_a_request_is_counted_down_to_its_last_day_and_past_it_once(request_row: SubjectRequest) -> None:
    said = {day: kinds for day in range(40) if (kinds := told(day * DAY))}

    assert said == {17: ["request_due"], 24: ["request_due"], 29: ["request_due"], 32: ["request_overdue"]}


def test_whoever_was_not_told_in_time_is_told_once(request_row: SubjectRequest) -> None:
    assert told(30 * DAY) == ["request_due"]
    assert told(31 * DAY) == []


def test_more_time_begins_the_count_again(request_row: SubjectRequest, actor: ActorNamed) -> None:
    assert told(30 * DAY) == ["request_due"]
    with clock.at(BEGAN + 30 * DAY), acting_as(actor("dora")), transaction.atomic():
        deeds.extend(request_row, by=actor("dora"), until=dt.date(2026, 5, 29), reason="many")

    assert told(40 * DAY) == []
    assert told((dt.date(2026, 5, 16) - BEGAN.date()).days * DAY) == ["request_due"]


def test_an_answered_request_is_not_counted(request_row: SubjectRequest, actor: ActorNamed) -> None:
    with clock.at(BEGAN + DAY), acting_as(actor("dora")), transaction.atomic():
        deeds.decide(request_row, by=actor("dora"), decision="refused", reason="Es läuft ein Verfahren.")

    assert told(30 * DAY) == []


@pytest.fixture
def breach(actor: ActorNamed, house: House) -> DataBreach:
    with clock.at(BEGAN), acting_as(actor("dora")), transaction.atomic():
        return registers.enter_breach(
            by=actor("dora"), kind="confidentiality", description="Brief falsch zugestellt.", known_at=BEGAN
        )


def test_the_72_hours_of_a_breach_are_counted_in_hours(breach: DataBreach) -> None:
    said = {hour: kinds for hour in range(0, 80, 3) if (kinds := told(hour * HOUR))}

    assert said == {24: ["breach_clock"], 48: ["breach_clock"], 66: ["breach_clock"], 75: ["breach_late"]}


@pytest.mark.parametrize(
    "facts",
    [{"reported_at": BEGAN + HOUR, "risk": "risk"}, {"risk": "none", "risk_reason": "verschlüsselt"}],
    ids=["reported", "no risk"],
)
def test_a_breach_that_needs_no_report_is_not_counted(
    facts: dict[str, Any], breach: DataBreach, actor: ActorNamed
) -> None:
    with clock.at(BEGAN + 2 * HOUR), acting_as(actor("dora")), transaction.atomic():
        registers.assess_breach(breach, by=actor("dora"), **facts)

    assert told(80 * HOUR) == []


def protect(case: Case, until: dt.date) -> None:
    with acting_in_role(OWNER):
        ProtectedAddress.objects.update_or_create(
            case=case, defaults={"ground": "auskunftssperre", "valid_until": until, "address": "Am Wald 1"}
        )


def test_the_end_of_a_protection_is_told_to_whoever_leads_the_case(case: Case, house: House) -> None:
    protect(case, BEGAN.date() + 40 * DAY)
    said = {day: kinds for day in range(45) if (kinds := told(day * DAY))}

    assert said == {10: ["protection_ending"], 33: ["protection_ending"]}
    with acting_in_role(OWNER):
        assert set(Notice.objects.values_list("to_person", "to_hat")) == {(house["aylin"].pk, Hat.CASE)}
    protect(case, BEGAN.date() + 100 * DAY)  # prolonged
    assert told(80 * DAY) == ["protection_ending"]


def test_where_nobody_leads_the_case_the_coordination_hears_of_the_protection(house: House) -> None:
    with clock.at(BEGAN):
        protect(CaseFactory(), BEGAN.date() + 40 * DAY)
    assert told(11 * DAY) == ["protection_ending"]
    with acting_in_role(OWNER):
        assert Notice.objects.get().to_hat == Hat.FACH


def test_an_emergency_that_nobody_reviewed_for_a_week_is_told_once(case: Case, actor: ActorNamed) -> None:
    with clock.at(BEGAN):
        emergencies.begin(
            by=actor("dilan"),
            number=case.number,
            reason="danger",
            text="Die Klientin ist seit gestern Abend nicht mehr erreichbar.",
        )
    said = {day: kinds for day in range(12) if (kinds := told(day * DAY + HOUR))}

    assert said == {7: ["break_glass_unreviewed"]}


def test_a_reviewed_one_is_not(case: Case, house: House) -> None:
    with acting_in_role(OWNER):
        EmergencyAccess.objects.create(
            case=case,
            organisation=case.organisation,
            person=house["dilan"],
            hat="case",
            reason="danger",
            opened_at=BEGAN,
            valid_until=BEGAN + HOUR,
            reviewed_at=BEGAN + DAY,
            reviewed_by=house["dora"],
            review="justified",
        )
    assert told(9 * DAY) == []


PAGES = {"request_row": "/datenschutz/antraege/", "breach": "/datenschutz/datenpannen/"}
SENTENCES = {
    "request_row": "bis 02.04.2026 zu beantworten. Verbleibende Tage: 7.",
    "breach": "verbleiben volle Stunden: 24.",
}


@pytest.mark.parametrize("name", PAGES)
def test_data_protection_reads_it_on_her_list_and_gets_to_the_register(
    name: str, signed_in: SignedIn, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue(name)
    told(24 * DAY if name == "request_row" else 48 * HOUR)

    text = signed_in("dora").get("/datenschutz/mitteilungen/").content.decode()

    assert SENTENCES[name] in text
    assert PAGES[name] in text


def test_the_case_manager_reads_of_the_protection_on_her_first_page(case: Case, signed_in: SignedIn) -> None:
    protect(case, clock.today() + 29 * DAY)
    countdowns.say_what_is_due()

    assert "Verbleibende Tage: 29." in signed_in("aylin").get("/fallarbeit/").content.decode()


@pytest.mark.parametrize("name", ["aylin", "kora", "dora", "adam"])
def test_nobody_but_time_asks_what_is_due(name: str, actor: ActorNamed) -> None:
    with pytest.raises(ProgrammingError), acting_as(actor(name)), transaction.atomic():
        connection.cursor().execute("SELECT * FROM kim.countdowns('{14}', '{30}', '{24}', 7)")
