# SPDX-License-Identifier: AGPL-3.0-or-later
"""What begins each deadline of the field and what ends it, along the way of a case; and who is told when."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import transaction

from casemanagement import deadlines, reminders
from casemanagement.actions import clients, contacts, pauses
from casemanagement.choices import AssignmentRole
from casemanagement.deadline_rules import RULES
from casemanagement.deadline_sentences import COURSE
from casemanagement.models import Case, Deadline, DeadlineRule, Notice, WorkItem
from permissions import clock
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.models import Absence, User
from tests.cast import House
from tests.factories import CaseFactory
from tests.factories.cases import AssignmentFactory
from tests.workflows.walking import (
    admitted,
    as_owner,
    assessed,
    do,
    fresh,
    planned,
    rate_everything,
    register,
)

ActorOf = Callable[..., Actor]
MONDAY = dt.date(2026, 3, 2)
# What an admitted case always has besides.
ADMITTED = {"consent_expiry", "duration", "long_duration", "no_contact"}


def running(case: Case) -> set[str]:
    with as_owner():
        return set(Deadline.objects.running().filter(case=case).values_list("rule__code", flat=True))


def note(case: Case, by: Actor, kind: str) -> None:
    with acting_as(by), transaction.atomic():
        contacts.write(fresh(case), by=by, kind=kind, occurred_on=clock.today())


def intake(case: Case, by: Actor, *kinds: str, **answers: str) -> None:
    for kind in kinds:
        do(case, f"intake.{kind}", by=by, **answers)


def test_every_rule_says_what_begins_and_what_ends_it() -> None:
    assert set(COURSE) == {row[0] for row in RULES}


def test_the_intake_begins_and_ends_its_deadlines(actor: ActorOf) -> None:
    carla = actor("carla")
    case = register(carla)
    assert running(case) == {"first_contact", "triage"}
    intake(case, carla, "assess_urgency", urgency="urgent", urgent_reason="violence")
    assert running(case) == {"first_contact", "triage", "urgent_contact"}
    note(case, carla, "attempt_failed")
    assert running(case) == {"triage"}
    intake(case, carla, "check_duplicates", "record_overlap", "obtain_consent", "declare_conflict")
    intake(case, carla, "decide_triage", decision="waiting_list")
    assert running(case) == {"consent_expiry", "waiting_list"}
    do(case, "intake.offer_place", by=actor("kora"))
    assert "waiting_list" not in running(case)


def test_admission_assessment_plan_and_review_follow_each_other(actor: ActorOf) -> None:
    aylin, kora = actor("aylin"), actor("kora")
    case = admitted(aylin, kora)
    assert running(case) == ADMITTED | {"first_contact", "assessment"}
    note(case, aylin, "phone")
    rate_everything(case, by=aylin)
    do(case, "assessment.rate_domains", by=aylin)
    assert running(case) == ADMITTED
    do(case, "assessment.discuss_summary", by=aylin)
    assert running(case) == ADMITTED | {"plan", "reassessment"}


def test_the_plan_is_asked_for_until_it_is_agreed_upon_and_then_the_review(actor: ActorOf) -> None:
    case = planned(actor("aylin"), actor("kora"))
    assert running(case) == ADMITTED | {"first_contact", "first_review", "reassessment"}
    do(case, "support_planning.hold_review", by=actor("aylin"))
    assert "review_medium" in running(case)
    assert "first_review" not in running(case)


def test_an_offer_of_a_handover_waits_for_its_answer(actor: ActorOf, house: House) -> None:
    aylin = actor("aylin")
    case = assessed(aylin, actor("kora"))
    do(case, "support_planning.decide_leadership", by=aylin, leadership="handover")
    do(
        case,
        "support_planning.request_handover",
        by=aylin,
        reason="capacity_balance",
        to_organisation=str(house.organisation("stadt").pk),
        to_person=str(house["bernd"].pk),
        switch_on="heute",
    )
    assert "handover_answer" in running(case)
    do(case, "support_planning.answer_handover", by=actor("bernd"))
    assert "handover_answer" not in running(case)


def test_three_attempts_in_vain_make_the_end_without_contact_possible(actor: ActorOf) -> None:
    aylin = actor("aylin")
    case = admitted(aylin, actor("kora"))
    for _attempt in range(2):
        note(case, aylin, "attempt_failed")
    assert "contact_lost" in running(case)
    assert not open_items(case, "contacts.lost")
    note(case, aylin, "no_show")
    assert open_items(case, "contacts.lost") == ["case"]
    note(case, aylin, "phone")
    assert "contact_lost" not in running(case)


def open_items(case: Case, kind: str) -> list[str]:
    with as_owner():
        return list(WorkItem.objects.open().filter(case=case, kind=kind).values_list("hat", flat=True))


# --- Rest ---------------------------------------------------------------------------------------


@pytest.fixture
def case(carla: User) -> Case:
    with clock.at(MONDAY):
        return CaseFactory(led_by=carla, in_assessment=True)


def started(case: Case, code: str, on: dt.date = MONDAY) -> Deadline:
    with acting_in_role(OWNER):
        return deadlines.start(case, code, on=on)


@pytest.mark.parametrize(
    ("code", "due", "after"),
    [
        # Rests from Tuesday 3 March to Tuesday 17 March: ten working days, fourteen days.
        ("first_contact", "2026-03-09", "2026-03-23"),
        ("plan", "2026-03-16", "2026-03-30"),
        ("assessment", "2026-04-13", "2026-04-27"),
        # What others have set goes on, and so does what watches over the rest.
        ("residence_30", "2026-04-01", "2026-04-01"),
        ("consent_expiry", "2026-04-01", "2026-04-01"),
        ("duration", "2027-09-02", "2027-09-02"),
    ],
)
def test_the_day_moves_by_the_rest_as_the_rule_counts(case: Case, code: str, due: str, after: str) -> None:
    deadline = started(case, code)
    assert deadline.due_on.isoformat() == due
    with acting_in_role(OWNER):
        deadlines.stopped(case, dt.date(2026, 3, 3))
        deadlines.stopped(case, dt.date(2026, 3, 10))
        deadlines.go_on(case, dt.date(2026, 3, 17))
        deadlines.go_on(case, dt.date(2026, 3, 18))
        deadline.refresh_from_db()
    assert deadline.due_on.isoformat() == after


def test_easter_is_no_working_day_of_the_rest(case: Case) -> None:
    with acting_in_role(OWNER):
        deadline = deadlines.start(case, "first_contact", on=dt.date(2026, 3, 30))
        assert deadline.due_on == dt.date(2026, 4, 8)
        deadlines.stopped(case, dt.date(2026, 3, 31))
        deadlines.go_on(case, dt.date(2026, 4, 7))
        deadline.refresh_from_db()
    assert (deadline.rested, deadline.due_on) == (3, dt.date(2026, 4, 13))


def test_whoever_lets_the_case_rest_its_deadlines_and_tasks_rest_with_it(actor: ActorOf) -> None:
    aylin = actor("aylin")
    case = planned(aylin, actor("kora"))
    with as_owner():
        before = Deadline.objects.get(case=case, rule__code="first_review").due_on
    with acting_as(aylin), transaction.atomic():
        pauses.pause(
            fresh(case), by=aylin, pause_reason="travel", resume_on=clock.today() + dt.timedelta(days=20)
        )
    with as_owner():
        assert Deadline.objects.get(case=case, rule__code="first_review").paused_since == clock.today()
        assert WorkItem.objects.open().get(case=case, kind="support_planning.hold_review").due_on is None
    assert "pause" in running(case)
    with clock.at(clock.today() + dt.timedelta(days=14)):
        with acting_as(aylin), transaction.atomic():
            pauses.resume(fresh(case), by=aylin)
        assert "pause" not in running(case)
    with as_owner():
        moved = WorkItem.objects.open().get(case=case, kind="support_planning.hold_review").due_on
        assert moved is not None
        assert moved >= before + dt.timedelta(days=14)


# --- Who hears ----------------------------------------------------------------------------------


def away(person: User, on: dt.date = MONDAY, days: int = 40) -> None:
    with acting_in_role(OWNER):
        Absence.objects.create(person=person, valid_from=on, valid_until=on + dt.timedelta(days=days))


def heard(case: Case, day: dt.date, kind: str = "deadline.plan") -> list[tuple[str, str | None]]:
    with clock.at(day):
        reminders.fire_deadlines()
    with acting_in_role(OWNER):
        rows = WorkItem.objects.open().filter(case=case, kind=kind).order_by("pk").select_related("owner")
        return [(row.hat, row.owner.username if row.owner else None) for row in rows]


DUE = dt.date(2026, 3, 16)


def deputy(case: Case, person: User) -> None:
    with clock.at(MONDAY):
        AssignmentFactory(case=case, person=person, role=AssignmentRole.DEPUTY)


def test_first_hears_whoever_leads_the_case(case: Case, house: House) -> None:
    deputy(case, house["dilan"])
    started(case, "plan")
    assert heard(case, DUE) == [("case", "carla")]


def test_while_she_is_away_whoever_stands_in_hears(case: Case, house: House) -> None:
    deputy(case, house["dilan"])
    away(house["carla"])
    started(case, "plan")
    assert heard(case, DUE) == [("case", "dilan")]


def test_while_nobody_is_there_the_coordination_hears_and_only_once(case: Case, house: House) -> None:
    deputy(case, house["dilan"])
    away(house["carla"])
    away(house["dilan"])
    started(case, "plan")
    assert heard(case, DUE) == [("fach", None)]
    assert heard(case, dt.date(2026, 3, 30)) == [("fach", None)]


def test_the_coordination_hears_of_a_long_waiting_list_each_week_again(case: Case) -> None:
    started(case, "waiting_list")
    kind = "deadline.waiting_list"
    assert ("fach", None) in heard(case, dt.date(2026, 3, 30), kind)
    with acting_in_role(OWNER):
        WorkItem.objects.filter(case=case, kind=kind, hat="fach").update(state="done", ended_at=clock.now())
    assert ("fach", None) not in heard(case, dt.date(2026, 4, 1), kind)
    assert ("fach", None) in heard(case, dt.date(2026, 4, 6), kind)


@pytest.mark.parametrize(
    ("urgency", "code", "first_alarm"),
    [("urgent", "deputy_urgent", "2026-03-02"), ("normal", "deputy", "2026-03-04")],
)
def test_an_absence_without_deputy_alarms_coordination_and_team_lead(
    case: Case, house: House, urgency: str, code: str, first_alarm: str
) -> None:
    with acting_in_role(OWNER):
        Case.objects.filter(pk=case.pk).update(
            urgency=urgency, urgent_reason="violence" if urgency == "urgent" else ""
        )
    away(house["carla"])
    alarm = dt.date.fromisoformat(first_alarm)
    told = []
    for day in (MONDAY, dt.date(2026, 3, 3), dt.date(2026, 3, 4)):
        heard(case, day, f"deadline.{code}")
        with acting_in_role(OWNER):
            told.append((day, Notice.objects.filter(kind="case_uncovered", to_hat="dienst").count()))
    assert told == [(day, int(day >= alarm)) for day, _count in told]
    assert heard(case, dt.date(2026, 3, 4), f"deadline.{code}") == [("fach", None)]

    deputy(case, house["dilan"])
    assert heard(case, dt.date(2026, 3, 5), f"deadline.{code}") == []
    assert code not in running(case)


def test_a_residence_title_reminds_four_times_before(case: Case, actor: ActorOf) -> None:
    carla = actor("carla")
    with clock.at(MONDAY), acting_as(carla), transaction.atomic():
        clients.change_situation(case, by=carla, residence_valid_until=dt.date(2026, 7, 1))
    with as_owner():
        rows = Deadline.objects.running().filter(case=case, rule__code__startswith="residence")
        days = sorted((row.remind_on, row.due_on) for row in rows)
    assert [day.isoformat() for day, _due in days if day] == [
        "2026-04-02",
        "2026-05-02",
        "2026-06-01",
        "2026-06-17",
    ]
    assert {due for _day, due in days} == {dt.date(2026, 7, 1)}


def test_the_case_manager_extends_what_is_hers_and_nobody_what_others_set(case: Case) -> None:
    with acting_in_role(OWNER):
        allowed = dict(DeadlineRule.objects.values_list("code", "own_extensions"))
    assert (allowed["assessment"], allowed["triage"], allowed["residence_90"]) == (1, 0, None)
