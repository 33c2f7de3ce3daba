# SPDX-License-Identifier: AGPL-3.0-or-later
"""The plan is printed by the worker: lost, doubled and killed deliveries all end in one result."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from casemanagement import jobs
from casemanagement.choices import JobState
from casemanagement.models import Assignment, Case, Document, Job, Notice, SupportPlan, WorkItem
from permissions import clock
from permissions.actor import Actor, acting_as
from permissions.models import User
from tests.workflows.test_closure import revoke_core_consent
from tests.workflows.walking import (
    add_goal,
    as_owner,
    assessed,
    do,
    item,
    open_kinds,
)
from workflows import steps
from workflows.flows import SupportPlanningFlow

ActorOf = Callable[..., Actor]


@pytest.fixture
def ordered(actor: ActorOf) -> Case:
    """A case whose plan has just been agreed on: the print is ordered."""
    case = assessed(actor("aylin"), actor("kora"))
    do(case, "support_planning.decide_leadership", by=actor("aylin"))
    add_goal(case, by=actor("aylin"))
    do(case, "support_planning.draft_plan", by=actor("aylin"))
    do(case, "support_planning.agree_plan", by=actor("aylin"))
    return case


def order(case: Case) -> Job:
    with as_owner():
        return Job.objects.get(case=case, kind="workflows.node")


def prints(case: Case) -> int:
    with as_owner():
        return Document.objects.filter(case=case, kind="support_plan").count()


def node(case: Case) -> Task:
    with as_owner():
        rows = Task.objects.filter(process__caseprocess__case=case, flow_task=SupportPlanningFlow.print_plan)
        return rows.latest("pk")


def spoil(case: Case) -> dict[int, str]:
    """A goal's text that fits no key makes the print fail; what it was, to put it back."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT id, text FROM casemanagement_goal WHERE case_id = %s", [case.pk])
        kept = dict(cursor.fetchall())
        cursor.execute("UPDATE casemanagement_goal SET text = left(text, 20) WHERE case_id = %s", [case.pk])
    return kept


def mend(kept: dict[int, str]) -> None:
    with as_owner(), connection.cursor() as cursor:
        for pk, text in kept.items():
            cursor.execute("UPDATE casemanagement_goal SET text = %s WHERE id = %s", [text, pk])


def try_often(case: Case) -> None:
    moment = clock.now()
    for _attempt in range(jobs.MAX_CLAIMS):
        with clock.at(moment):
            jobs.run_job(order(case).pk)
        moment += timedelta(minutes=2)


def test_the_same_node_orders_one_job(ordered: Case) -> None:
    assert order(ordered).key == f"node:{node(ordered).pk}"
    assert node(ordered).status == STATUS.SCHEDULED


def test_a_doubled_delivery_prints_once(ordered: Case) -> None:
    pk = order(ordered).pk

    assert [jobs.run_job(pk), jobs.run_job(pk)] == [True, False]

    assert prints(ordered) == 1
    assert open_kinds(ordered) == {"support_planning.link_services", "support_planning.hold_review"}


def test_a_lost_message_is_found_again(ordered: Case) -> None:
    assert jobs.recover_jobs() == 1
    jobs.run_due()

    assert prints(ordered) == 1
    assert order(ordered).state == JobState.DONE


def test_a_worker_killed_in_the_middle_leaves_nothing_half_done(ordered: Case) -> None:
    with as_owner():
        Job.objects.filter(case=ordered).update(state=JobState.RUNNING, claims=1, claimed_at=clock.now())

    with clock.at(clock.now() + timedelta(minutes=5)):
        jobs.recover_jobs()
        jobs.run_due()

    assert prints(ordered) == 1
    assert open_kinds(ordered) == {"support_planning.link_services", "support_planning.hold_review"}


def test_a_failed_print_is_tried_again_and_then_given_to_the_coordinator(ordered: Case) -> None:
    spoil(ordered)

    try_often(ordered)

    assert order(ordered).state == JobState.FAILED
    assert node(ordered).status == STATUS.ERROR
    assert prints(ordered) == 0
    assert item(ordered, "support_planning.print_plan.retry").hat == "fach"


def test_an_error_leaves_its_kind_and_no_word_of_the_file(ordered: Case) -> None:
    spoil(ordered)

    try_often(ordered)

    assert node(ordered).data == {"error": "Unreadable"}
    assert order(ordered).error_type == "Unreadable"


def test_the_coordinator_lets_it_run_once_more(ordered: Case, actor: ActorOf) -> None:
    kept = spoil(ordered)
    try_often(ordered)
    mend(kept)

    push(ordered, actor("kora"))
    jobs.run_due()

    assert prints(ordered) == 1
    assert open_kinds(ordered) == {"support_planning.link_services", "support_planning.hold_review"}


def push(case: Case, by: Actor) -> None:
    known = item(case, "support_planning.print_plan.retry")
    with acting_as(by), transaction.atomic():
        task = steps.find(known.process_id or 0, known.task_id or 0)
        assert task is not None
        assert steps.may_open(task, by)
        steps.try_again(task, by=by)


def test_the_failed_node_has_a_page_for_the_coordinator_alone(
    ordered: Case, signed_in: Callable[[str], Client]
) -> None:
    kept = spoil(ordered)
    try_often(ordered)
    mend(kept)
    known = item(ordered, "support_planning.print_plan.retry")
    page = reverse("workflows:fach_step", args=[known.process_id, known.task_id])

    assert "Erneut anstoßen" in signed_in("kora").get(page).content.decode()
    assert signed_in("aylin").get(page.replace("fachaufsicht", "fallarbeit")).status_code == 404
    assert signed_in("kora").post(page).status_code == 302
    assert signed_in("kora").post(page).status_code == 404
    jobs.run_due()

    assert prints(ordered) == 1


def test_a_print_that_nobody_needs_any_more_is_not_made(ordered: Case, actor: ActorOf) -> None:
    revoke_core_consent(ordered, actor("aylin"))

    jobs.run_due()

    assert prints(ordered) == 0
    assert node(ordered).status == STATUS.CANCELED
    assert order(ordered).state == JobState.DONE


def test_a_print_ordered_by_somebody_who_lost_the_case_is_refused_and_the_coordinator_hears_of_it(
    ordered: Case, actor: ActorOf
) -> None:
    with as_owner():
        Assignment.objects.filter(case=ordered).update(valid_until=clock.today() - timedelta(days=1))

    assert jobs.run_job(order(ordered).pk) is False

    assert prints(ordered) == 0
    assert (order(ordered).state, order(ordered).claims) == (JobState.FAILED, 1)
    assert "abgelehnt" in order(ordered).outcome
    assert node(ordered).status == STATUS.ERROR
    assert item(ordered, "support_planning.print_plan.retry").hat == "fach"
    with acting_as(actor("kora")):
        assert [notice.kind for notice in Notice.objects.addressed_to(actor("kora"))] == ["job_refused"]


def test_after_a_refusal_the_coordinator_orders_it_herself(ordered: Case, actor: ActorOf) -> None:
    with as_owner():
        Assignment.objects.filter(case=ordered).update(valid_until=clock.today() - timedelta(days=1))
    jobs.run_job(order(ordered).pk)

    push(ordered, actor("kora"))
    jobs.run_due()

    assert prints(ordered) == 1
    with as_owner():
        assert SupportPlan.objects.get(case=ordered).printed is not None
        assert WorkItem.objects.open().get(case=ordered, kind="support_planning.link_services").owner is None


def test_a_closed_account_orders_nothing(ordered: Case, actor: ActorOf) -> None:
    with as_owner():
        User.objects.filter(pk=actor("aylin").person.pk).update(is_active=False)  # type: ignore[union-attr]

    jobs.run_due()

    assert prints(ordered) == 0
    assert order(ordered).outcome == "abgelehnt: Das Recht dazu ist entfallen"
