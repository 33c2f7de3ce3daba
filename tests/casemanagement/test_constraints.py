# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the database refuses, whoever writes."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from casemanagement.choices import AssignmentRole, Domain, GoalState, PlanState, RatingStanding
from casemanagement.models import (
    Assessment,
    Case,
    Consent,
    Deadline,
    DeadlineRule,
    DomainRating,
    Goal,
    SupportPlan,
    WorkItem,
)
from permissions import clock
from permissions.models import User
from tests.factories import AssessmentFactory, AssignmentFactory, CaseFactory, ConsentFactory

pytestmark = pytest.mark.usefixtures("house", "as_owner")
DAY = dt.date(2026, 3, 2)
NEXT = DAY + dt.timedelta(days=1)


def refused(deed: Callable[[], Any]) -> bool:
    """Whether the database says no; a deferred constraint has to say it now."""
    try:
        with transaction.atomic():
            deed()
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize(
    ("first", "second", "is_refused"),
    [
        ((DAY, None), (NEXT, None), True),
        ((DAY, NEXT), (NEXT, None), True),
        ((DAY, DAY), (NEXT, None), False),
        ((NEXT, None), (DAY, DAY), False),
        ((DAY, DAY - dt.timedelta(days=1)), (DAY, None), False),
    ],
    ids=["two without end", "they share a day", "one after the other", "before", "ended on its first day"],
)
def test_two_responsible_people_never_share_a_day(
    carla: User, dilan: User, first: Any, second: Any, is_refused: bool
) -> None:
    case = CaseFactory()
    AssignmentFactory(case=case, person=carla, valid_from=first[0], valid_until=first[1])
    again = lambda: AssignmentFactory(case=case, person=dilan, valid_from=second[0], valid_until=second[1])  # noqa: E731
    assert refused(again) is is_refused


def test_two_cases_and_two_deputies_do_not_meet(carla: User, dilan: User) -> None:
    for case in (CaseFactory(), CaseFactory()):
        AssignmentFactory(case=case, person=carla)
        for deputy in (carla, dilan):
            AssignmentFactory(case=case, person=deputy, role=AssignmentRole.DEPUTY)


def test_an_assignment_does_not_end_before_it_begins(carla: User) -> None:
    case = CaseFactory()
    assert refused(
        lambda: AssignmentFactory(
            case=case, person=carla, valid_from=NEXT, valid_until=DAY - dt.timedelta(days=1)
        )
    )


@pytest.mark.parametrize(
    "values",
    [
        {"state": "closed"},
        {"closed_on": DAY},
        {"state": "declined", "closed_on": DAY},
        {"phase": "planning"},
        {"paused_since": DAY},
        {"paused_since": DAY, "resume_on": NEXT},
        {"urgency": "urgent"},
        {"urgent_reason": "violence"},
        {"extended_at": dt.datetime(2026, 3, 2, tzinfo=clock.BERLIN)},
        {"phase": "limbo"},
        {"accepted_on": dt.date(2020, 1, 1)},
    ],
    ids=str,
)
def test_a_case_is_never_half_ended_half_paused_or_half_urgent(values: dict[str, Any]) -> None:
    case = CaseFactory()
    assert refused(lambda: Case.objects.filter(pk=case.pk).update(**values))


@pytest.mark.parametrize(
    "values",
    [
        {"revoked_on": DAY},
        {"revoked_via": "letter"},
        {"kind": "C5"},
        {"kind": "C99"},
        {"valid_from": NEXT, "valid_until": DAY},
    ],
    ids=str,
)
def test_a_consent_is_whole(values: dict[str, Any]) -> None:
    consent = ConsentFactory(case=CaseFactory())
    assert refused(lambda: Consent.objects.filter(pk=consent.pk).update(**values))


@pytest.mark.parametrize(
    "values",
    [
        {"need": 5, "resource": 2},
        {"need": 2, "resource": None},
        {"standing": RatingStanding.DECLINED, "need": 1, "resource": 1},
        {"need": 1, "resource": 1, "client_priority": 4},
    ],
    ids=str,
)
def test_a_domain_is_rated_from_0_to_4_or_marked(values: dict[str, Any]) -> None:
    case = CaseFactory()
    assessment = AssessmentFactory(case=case)
    facts = {"domain": Domain.HOUSING, "standing": RatingStanding.RATED} | values
    assert refused(lambda: DomainRating.objects.create(case=case, assessment=assessment, **facts))


def test_a_case_has_one_open_assessment_and_one_draft_and_one_plan_in_force(carla: User) -> None:
    case = CaseFactory(led_by=carla, planned=True)
    plan = SupportPlan.objects.get(case=case)
    facts = {"case": case, "drafted_by": carla, "drafted_at": clock.now()}
    SupportPlan.objects.create(version=2, **facts)
    assert refused(lambda: SupportPlan.objects.create(version=3, **facts))
    second = {"state": PlanState.AGREED, "agreement": "yes", "agreed_on": DAY}
    assert refused(lambda: SupportPlan.objects.create(version=4, **facts, **second))
    assert refused(lambda: Goal.objects.filter(plan=plan).update(state=GoalState.ACHIEVED))
    Assessment.objects.create(case=case, number=2, started_on=DAY, written_by=carla)
    assert refused(lambda: Assessment.objects.create(case=case, number=3, started_on=DAY, written_by=carla))


def test_a_work_item_that_ended_says_when(carla: User) -> None:
    case = CaseFactory(led_by=carla)
    item = WorkItem.objects.create(
        case=case, organisation=case.organisation, kind="x", title="x", hat="case", opened_at=clock.now()
    )
    assert refused(lambda: WorkItem.objects.filter(pk=item.pk).update(state="done"))
    assert refused(lambda: WorkItem.objects.filter(pk=item.pk).update(ended_by=carla))


def test_one_deadline_of_a_rule_runs_at_a_time_and_an_extension_has_a_reason() -> None:
    case, rule = CaseFactory(), DeadlineRule.objects.get(code="assessment")
    facts = {"case": case, "rule": rule, "started_on": DAY, "due_on": NEXT}
    deadline = Deadline.objects.create(**facts)
    assert refused(lambda: Deadline.objects.create(**facts))
    assert refused(lambda: Deadline.objects.filter(pk=deadline.pk).update(extended_until=NEXT))
    assert refused(lambda: Deadline.objects.filter(pk=deadline.pk).update(due_on=DAY - dt.timedelta(days=1)))
