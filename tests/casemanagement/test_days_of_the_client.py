# SPDX-License-Identifier: AGPL-3.0-or-later
"""The days that matter to a client are told once, in time, and each to whoever can still do something."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import transaction

from casemanagement import reminders
from casemanagement.actions import clients
from casemanagement.models import Case, Deadline, WorkItem
from permissions import clock
from permissions.actor import Actor, acting_as
from permissions.models import User
from tests.factories import CaseFactory
from tests.workflows.walking import as_owner

ActorOf = Callable[..., Actor]
MONDAY = dt.date(2026, 3, 2)


@pytest.fixture
def case(carla: User) -> Case:
    with clock.at(MONDAY):
        return CaseFactory(led_by=carla, in_assessment=True)


def title_until(case: Case, by: Actor, until: dt.date, *, on: dt.date = MONDAY) -> None:
    with clock.at(on), acting_as(by), transaction.atomic():
        clients.change_situation(case, by=by, residence_valid_until=until)


def asked(case: Case, begins: str) -> list[str]:
    with as_owner():
        items = WorkItem.objects.open().filter(case=case, kind__startswith=begins).order_by("pk")
        return list(items.values_list("kind", flat=True))


def told_on(case: Case, day: dt.date, begins: str) -> list[str]:
    with clock.at(day):
        reminders.fire_deadlines()
    return asked(case, begins)


@pytest.mark.parametrize(
    ("days_left", "told"),
    [
        (91, []),
        (90, ["deadline.residence_90"]),
        (61, ["deadline.residence_90"]),
        (60, ["deadline.residence_60"]),
        (45, ["deadline.residence_60"]),
        (20, ["deadline.residence_30"]),
        (14, ["deadline.residence_14"]),
        (3, ["deadline.residence_14"]),
        (-10, ["deadline.residence_14"]),
    ],
)
def test_a_title_entered_late_reminds_once_by_the_most_urgent_that_is_due(
    case: Case, actor: ActorOf, days_left: int, told: list[str]
) -> None:
    title_until(case, actor("carla"), MONDAY + dt.timedelta(days=days_left))
    assert told_on(case, MONDAY, "deadline.residence") == told


def test_what_a_late_title_has_overtaken_is_not_even_a_deadline(case: Case, actor: ActorOf) -> None:
    title_until(case, actor("carla"), MONDAY + dt.timedelta(days=45))
    with as_owner():
        running = Deadline.objects.running().filter(case=case, rule__code__startswith="residence")
        codes = set(running.values_list("rule__code", flat=True))
    assert codes == {"residence_60", "residence_30", "residence_14"}


def test_a_later_reminder_takes_the_place_of_the_earlier_one(case: Case, actor: ActorOf) -> None:
    title_until(case, actor("carla"), MONDAY + dt.timedelta(days=90))
    told = [
        told_on(case, MONDAY + dt.timedelta(days=days), "deadline.residence") for days in (0, 30, 31, 60, 76)
    ]
    assert told == [
        ["deadline.residence_90"],
        ["deadline.residence_60"],
        ["deadline.residence_60"],
        ["deadline.residence_30"],
        ["deadline.residence_14"],
    ]


def test_after_days_without_a_worker_the_most_urgent_reminder_alone_comes(case: Case, actor: ActorOf) -> None:
    title_until(case, actor("carla"), MONDAY + dt.timedelta(days=100))
    assert told_on(case, MONDAY + dt.timedelta(days=80), "deadline.residence") == ["deadline.residence_30"]


def test_the_end_of_a_protected_address_reminds_in_the_same_way(case: Case, actor: ActorOf) -> None:
    carla = actor("carla")
    with clock.at(MONDAY), acting_as(carla), transaction.atomic():
        clients.protect_address(
            case, by=carla, address="Weg 1", ground="witness", valid_until=MONDAY + dt.timedelta(days=20)
        )
    assert told_on(case, MONDAY, "deadline.protection") == ["deadline.protection_30"]
