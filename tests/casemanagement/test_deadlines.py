# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deadlines begin, rest, are extended, remind the case manager and then the coordinator."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from casemanagement import deadlines, reminders
from casemanagement.choices import EventKind
from casemanagement.models import Case, Deadline, DeadlineRule, WorkItem
from permissions import clock
from permissions.actor import Actor, acting_in_role
from permissions.database.roles import OWNER
from permissions.models import User
from tests.factories import CaseFactory

MONDAY = dt.date(2026, 3, 2)


@pytest.fixture
def case(carla: User) -> Case:
    with clock.at(MONDAY):
        return CaseFactory(led_by=carla, in_assessment=True)


def started(case: Case, code: str, on: dt.date = MONDAY) -> Deadline:
    with acting_in_role(OWNER):
        return deadlines.start(case, code, on=on)


def items(case: Case) -> list[tuple[str, str]]:
    with acting_in_role(OWNER):
        return list(WorkItem.objects.open().filter(case=case).order_by("pk").values_list("hat", "kind"))


@pytest.mark.parametrize(
    ("code", "due", "remind", "escalate"),
    [
        ("first_contact", "2026-03-09", "2026-03-09", "2026-03-11"),
        ("urgent_contact", "2026-03-03", "2026-03-02", "2026-03-02"),
        ("triage", "2026-03-16", "2026-03-12", "2026-03-16"),
        ("waiting_list", "2026-03-30", "2026-03-23", "2026-03-30"),
        ("assessment", "2026-04-13", "2026-03-30", "2026-04-27"),
        ("plan", "2026-03-16", "2026-03-16", "2026-03-30"),
        ("review_high", "2026-03-30", "2026-03-30", "2026-04-13"),
        ("reassessment", "2026-09-02", "2026-09-02", None),
        ("pause", "2026-06-02", None, "2026-06-02"),
        ("duration", "2027-09-02", "2027-08-02", "2027-09-02"),
        ("handover_answer", "2026-03-09", "2026-03-06", "2026-03-09"),
        ("residence_90", "2026-05-31", "2026-03-02", None),
    ],
)
def test_each_rule_has_its_days(case: Case, code: str, due: str, remind: str, escalate: str | None) -> None:
    deadline = started(case, code)
    days = (deadline.due_on, deadline.remind_on, deadline.escalate_on)
    assert [day and day.isoformat() for day in days] == [due, remind, escalate]


def test_every_rule_can_be_started(case: Case) -> None:
    with acting_in_role(OWNER):
        codes = list(DeadlineRule.objects.values_list("code", flat=True))
    assert len(codes) == len({started(case, code).pk for code in codes})


def test_a_running_deadline_is_not_started_twice(case: Case) -> None:
    first = started(case, "plan")
    assert started(case, "plan", on=MONDAY + dt.timedelta(days=5)) == first


def test_the_first_review_comes_sooner_than_the_ones_of_the_intensity(case: Case) -> None:
    assert started(case, "review").rule.code == "first_review"


def test_the_case_manager_is_reminded_first_and_the_coordinator_hears_later(case: Case) -> None:
    started(case, "assessment")
    seen = []
    for day in ("2026-03-29", "2026-03-30", "2026-04-26", "2026-04-27", "2026-05-04"):
        with clock.at(dt.date.fromisoformat(day)):
            reminders.fire_deadlines()
            seen.append(items(case))
    reminder, escalation = ("case", "deadline.assessment"), ("fach", "deadline.assessment")
    assert seen == [[], [reminder], [reminder], [reminder, escalation], [reminder, escalation]]


def test_firing_twice_reminds_once(case: Case) -> None:
    started(case, "first_contact")
    with clock.at(dt.date(2026, 3, 9)):
        assert (reminders.fire_deadlines(), reminders.fire_deadlines()) == (1, 0)


def test_the_reminder_lies_with_whoever_leads_the_case_that_day(case: Case, carla: User) -> None:
    started(case, "first_contact")
    with clock.at(dt.date(2026, 3, 9)):
        reminders.fire_deadlines()
    with acting_in_role(OWNER):
        assert WorkItem.objects.get(case=case).owner == carla
        assert case.events.latest("seq").kind == EventKind.DEADLINE_REMINDED


def test_a_deadline_that_is_met_says_no_more(case: Case) -> None:
    started(case, "first_contact")
    with clock.at(dt.date(2026, 3, 9)):
        reminders.fire_deadlines()
        with acting_in_role(OWNER):
            deadlines.meet(case, "first_contact", on=clock.today())
    with clock.at(dt.date(2026, 3, 20)):
        reminders.fire_deadlines()
    assert items(case) == []


def test_the_days_of_a_rest_are_given_back(case: Case) -> None:
    deadline = started(case, "plan")
    with acting_in_role(OWNER):
        deadlines.stopped(case, dt.date(2026, 3, 10))
    with clock.at(dt.date(2026, 4, 1)):
        assert reminders.fire_deadlines() == 0
    with acting_in_role(OWNER):
        deadlines.go_on(case, dt.date(2026, 3, 24))
        deadline.refresh_from_db()
    assert deadline.due_on == dt.date(2026, 3, 30)


def test_the_fachaufsicht_grants_more_time_with_a_reason(case: Case, actor: Callable[..., Actor]) -> None:
    deadline = started(case, "assessment")
    kora = actor("kora")
    with clock.at(MONDAY):
        longer = deadlines.extend(deadline, by=kora, until=dt.date(2026, 5, 15), reason="Dolmetschen fehlt")
    assert (longer.last_day, longer.extended_by) == (dt.date(2026, 5, 15), kora.person)
    assert longer.remind_on == dt.date(2026, 5, 15)


@pytest.mark.parametrize(("until", "reason"), [("2026-04-13", "weil"), ("2026-05-15", " ")])
def test_an_extension_without_reason_or_gain_is_refused(
    case: Case, actor: Callable[..., Actor], until: str, reason: str
) -> None:
    deadline = started(case, "assessment")
    with clock.at(MONDAY), pytest.raises(ValidationError):
        deadlines.extend(deadline, by=actor("kora"), until=dt.date.fromisoformat(until), reason=reason)
