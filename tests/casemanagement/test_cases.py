# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is asked about many cases, and how long one has lasted."""

import datetime as dt

import pytest

from casemanagement.choices import AssignmentRole, CaseState, ContactKind
from casemanagement.data_blocks import blocks_of, unclassified
from casemanagement.models import Case, Contact, WorkItem
from permissions import clock
from permissions.models import User
from tests.factories import AssignmentFactory, CaseFactory

pytestmark = pytest.mark.usefixtures("house", "as_owner")


def contact(case: Case, kind: ContactKind, on: dt.date) -> None:
    Contact.objects.create(
        case=case, kind=kind, occurred_on=on, written_by=case.registered_by, written_at=clock.now()
    )


def test_a_persons_cases_are_those_led_and_those_deputised_that_day(carla: User, bernd: User) -> None:
    today = clock.today()
    led, deputised = CaseFactory(led_by=carla), CaseFactory(led_by=bernd)
    former = CaseFactory()
    AssignmentFactory(case=deputised, person=carla, role=AssignmentRole.DEPUTY)
    AssignmentFactory(
        case=former,
        person=carla,
        valid_from=today - dt.timedelta(days=9),
        valid_until=today - dt.timedelta(days=1),
    )
    assert set(Case.objects.of_person(carla, today)) == {led, deputised}
    assert set(Case.objects.led_by(carla, today)) == {led}
    assert set(Case.objects.of_person(carla, today - dt.timedelta(days=2))) == {former}
    assert list(Case.objects.unassigned(today)) == [former]


def test_referred_waiting_running_and_ended_cases_are_told_apart(carla: User) -> None:
    referred, running = CaseFactory(), CaseFactory(led_by=carla, planned=True)
    waiting, ended = CaseFactory(state=CaseState.WAITING), CaseFactory(led_by=carla, closed=True)
    assert set(Case.objects.open()) == {referred, running, waiting}
    assert set(Case.objects.incoming()) == {referred, waiting}
    assert set(Case.objects.waiting()) == {waiting}
    assert set(Case.objects.running()) == {running}
    assert set(Case.objects.accepted()) == {running, ended}


def test_each_case_names_its_nearest_work(carla: User) -> None:
    case, idle = CaseFactory(led_by=carla), CaseFactory(led_by=carla)
    today = clock.today()
    for days, state in ((9, "open"), (5, "open"), (1, "done")):
        WorkItem.objects.create(
            case=case,
            organisation=case.organisation,
            kind="x",
            title="x",
            hat="case",
            due_on=today + dt.timedelta(days=days),
            state=state,
            opened_at=clock.now(),
            ended_at=clock.now() if state == "done" else None,
        )
    found = {row.pk: vars(row)["next_due_on"] for row in Case.objects.with_next_due()}
    assert found == {case.pk: today + dt.timedelta(days=5), idle.pk: None}


def test_a_talk_with_others_is_no_contact_with_the_client(carla: User) -> None:
    today = clock.today()
    silent, seen = (CaseFactory(led_by=carla, planned=True) for _case in range(2))
    contact(silent, ContactKind.THIRD_PARTY, today)
    contact(silent, ContactKind.OFFICE, today - dt.timedelta(weeks=7))
    contact(seen, ContactKind.PHONE, today)
    assert list(Case.objects.without_contact_since(today - dt.timedelta(weeks=6))) == [silent]


@pytest.mark.parametrize(
    ("on", "months", "needs"),
    [("2026-03-01", 0, False), ("2026-03-14", 0, False), ("2026-03-15", 1, False), ("2027-08-15", 18, True)],
)
def test_above_eighteen_months_the_fachaufsicht_is_asked(on: str, months: int, needs: bool) -> None:
    day = dt.date.fromisoformat(on)
    case = Case(accepted_on=dt.date(2026, 2, 15), state=CaseState.OPEN)
    assert (case.months_open(day), case.needs_extension(day)) == (months, needs)


class Draft:
    """As somebody might leave it: one field twice, one unknown, one in a block that is none."""

    _meta = Case._meta

    class Data:
        frame = ("number", "state", "nothing")
        file = ("state",)
        secret = ("phase",)


def test_a_field_without_exactly_one_block_is_found() -> None:
    problems = unclassified(Draft)  # type: ignore[arg-type]  # all it needs of a model
    assert blocks_of(Case)["number"] == "frame"
    assert {
        "phase is in no block",
        "nothing is no field",
        "state is in 2 blocks",
        "secret is no block",
    } <= set(problems)
