# SPDX-License-Identifier: AGPL-3.0-or-later
"""Hilfeplanung: plan, agreement, linking, and the loop of reviews."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from casemanagement import jobs
from casemanagement.choices import CaseState, DocumentKind, Phase
from casemanagement.models import Deadline, Document, SupportPlan
from permissions import clock
from permissions.actor import Actor
from tests.workflows.walking import (
    Refused,
    add_goal,
    as_owner,
    assessed,
    do,
    fresh,
    item,
    open_kinds,
    plan_and_link,
    planned,
    rate_everything,
    start_measures,
)

ActorOf = Callable[..., Actor]


def test_a_plan_needs_a_goal_before_it_can_be_agreed_on(actor: ActorOf) -> None:
    case = assessed(actor("aylin"), actor("kora"))
    do(case, "support_planning.decide_leadership", by=actor("aylin"))

    with pytest.raises(Refused, match="kein Ziel"):
        do(case, "support_planning.draft_plan", by=actor("aylin"))
    add_goal(case, by=actor("aylin"))
    do(case, "support_planning.draft_plan", by=actor("aylin"))

    assert open_kinds(case) == {"support_planning.agree_plan"}


def test_a_no_of_the_client_leads_back_to_the_draft(actor: ActorOf) -> None:
    case = assessed(actor("aylin"), actor("kora"))
    do(case, "support_planning.decide_leadership", by=actor("aylin"))
    add_goal(case, by=actor("aylin"))
    do(case, "support_planning.draft_plan", by=actor("aylin"))

    do(
        case,
        "support_planning.agree_plan",
        by=actor("aylin"),
        agreement="no",
        agreement_reason="Zu viel auf einmal.",
    )

    assert open_kinds(case) == {"support_planning.draft_plan"}
    with as_owner():
        assert SupportPlan.objects.filter(case=case).count() == 1


def test_an_agreed_plan_is_printed_by_the_worker_into_the_file(actor: ActorOf) -> None:
    case = assessed(actor("aylin"), actor("kora"))
    do(case, "support_planning.decide_leadership", by=actor("aylin"))
    add_goal(case, by=actor("aylin"))
    do(case, "support_planning.draft_plan", by=actor("aylin"))
    do(case, "support_planning.agree_plan", by=actor("aylin"))
    assert open_kinds(case) == set()

    assert jobs.run_due() == 1

    assert open_kinds(case) == {"support_planning.link_services", "support_planning.hold_review"}
    with as_owner():
        printed = Document.objects.get(case=case, kind=DocumentKind.SUPPORT_PLAN)
        assert printed.uploaded_by == actor("aylin").person


def test_each_goal_is_linked_while_the_reviews_have_begun(actor: ActorOf) -> None:
    case = assessed(actor("aylin"), actor("kora"))
    do(case, "support_planning.decide_leadership", by=actor("aylin"))
    add_goal(case, by=actor("aylin"))
    do(case, "support_planning.draft_plan", by=actor("aylin"))
    do(case, "support_planning.agree_plan", by=actor("aylin"))
    jobs.run_due()

    with pytest.raises(Refused, match="Ziel 1"):
        do(case, "support_planning.link_services", by=actor("aylin"))
    start_measures(case, by=actor("aylin"))
    do(case, "support_planning.link_services", by=actor("aylin"))

    assert open_kinds(case) == {"support_planning.hold_review"}
    assert fresh(case).phase == Phase.IMPLEMENTATION


def test_reviews_go_round_and_each_names_the_day_of_the_next(actor: ActorOf) -> None:
    case = planned(actor("aylin"), actor("kora"))
    with as_owner():
        assert Deadline.objects.running().filter(case=case, rule__code="first_review").exists()

    do(case, "support_planning.hold_review", by=actor("aylin"), next_on="+3w")

    assert open_kinds(case) == {"support_planning.hold_review"}
    assert item(case, "support_planning.hold_review").due_on == clock.today() + timedelta(weeks=3)
    with as_owner():
        running = Deadline.objects.running().filter(case=case, rule__code__contains="review")
        assert [row.rule.code for row in running] == ["review_medium"]


def test_a_change_of_plan_begins_a_new_version_with_the_goals_that_run(actor: ActorOf) -> None:
    case = planned(actor("aylin"), actor("kora"))

    do(case, "support_planning.hold_review", by=actor("aylin"), result="change_plan")
    do(case, "support_planning.draft_plan", by=actor("aylin"))
    do(case, "support_planning.agree_plan", by=actor("aylin"))
    jobs.run_due()
    do(case, "support_planning.link_services", by=actor("aylin"))

    with as_owner():
        states = list(
            SupportPlan.objects.filter(case=case).order_by("version").values_list("state", flat=True)
        )
    assert states == ["replaced", "agreed"]


def test_a_reassessment_comes_back_to_the_plan(actor: ActorOf) -> None:
    case = planned(actor("aylin"), actor("kora"))

    do(case, "support_planning.hold_review", by=actor("aylin"), result="reassess")
    assert open_kinds(case) == {"assessment.rate_domains"}
    rate_everything(case, by=actor("aylin"))
    do(case, "assessment.rate_domains", by=actor("aylin"))
    do(case, "assessment.discuss_summary", by=actor("aylin"))

    assert open_kinds(case) == {"support_planning.draft_plan"}


def test_a_case_rests_and_is_taken_up_again(actor: ActorOf) -> None:
    case = planned(actor("aylin"), actor("kora"))

    do(case, "support_planning.hold_review", by=actor("aylin"), result="pause")
    with pytest.raises(Refused, match="drei Monate"):
        do(case, "support_planning.pause_case", by=actor("aylin"), resume_on="+6m")
    do(case, "support_planning.pause_case", by=actor("aylin"))
    assert fresh(case).is_paused
    do(case, "support_planning.resume_case", by=actor("aylin"))

    assert not fresh(case).is_paused
    assert open_kinds(case) == {"support_planning.hold_review"}


def test_the_last_review_leads_to_the_closure(actor: ActorOf) -> None:
    case = planned(actor("aylin"), actor("kora"))

    do(case, "support_planning.hold_review", by=actor("aylin"), result="close")

    assert open_kinds(case) == {"closure.hold_closing_talk"}
    assert fresh(case).state == CaseState.OPEN


def test_a_second_round_of_planning_is_possible_after_each_review(actor: ActorOf) -> None:
    case = planned(actor("aylin"), actor("kora"))
    do(case, "support_planning.hold_review", by=actor("aylin"), result="change_plan")

    plan_and_link(case, by=actor("aylin"))
    do(case, "support_planning.hold_review", by=actor("aylin"))

    assert open_kinds(case) == {"support_planning.hold_review"}
