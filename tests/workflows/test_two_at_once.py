# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two people, or two hands of one, finish the same step at the same moment: one result."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from viewflow.workflow.models import Task

from casemanagement.models import Case, CaseEvent, WorkItem
from permissions.actor import Actor
from tests.workflows.test_step_page import address
from tests.workflows.walking import ANSWERS, as_owner, open_kinds, register

ActorOf = Callable[..., Actor]
SignedIn = Callable[[str], Client]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def at_once(*posts: Callable[[], Any]) -> list[Any]:
    """Each in a thread and a transaction of its own, let go together."""
    gate = threading.Barrier(len(posts))
    answers: list[Any] = []

    def one(post: Callable[[], Any]) -> None:
        try:
            gate.wait()
            answers.append(post())
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[post]) for post in posts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return answers


def test_two_finishers_give_one_result_and_a_409_that_loses_no_text(
    transactional_db: None, actor: ActorOf, signed_in: SignedIn
) -> None:
    case = register(actor("aylin"))
    page = address(case, "intake.assess_urgency")
    first, second = signed_in("aylin"), signed_in("aylin")
    answers = ANSWERS["intake.assess_urgency"] | {"protected_address": "Mein langer Text"}

    responses = at_once(lambda: first.post(page, answers), lambda: second.post(page, answers))

    assert sorted(response.status_code for response in responses) == [302, 409]
    lost = next(response for response in responses if response.status_code == 409)
    assert "Mein langer Text" in lost.content.decode()
    assert open_kinds(case) == {"intake.check_duplicates"}
    with as_owner():
        assert CaseEvent.objects.filter(case=case, kind="urgency_assessed").count() == 1
        assert WorkItem.objects.filter(case=case, kind="intake.check_duplicates").count() == 1
        assert Task.objects.filter(process__caseprocess__case=case, finished__isnull=True).count() == 1


def test_a_case_that_is_being_worked_on_asks_to_try_again_and_keeps_the_text(
    transactional_db: None, actor: ActorOf, signed_in: SignedIn
) -> None:
    case = register(actor("aylin"))
    page = address(case, "intake.assess_urgency")
    browser = signed_in("aylin")
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with as_owner():
            Case.objects.select_for_update().get(pk=case.pk)
            held.set()
            done.wait(timeout=30)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(timeout=30)
    try:
        answers = ANSWERS["intake.assess_urgency"] | {"protected_address": "Mein Text"}
        response = browser.post(page, answers)
    finally:
        done.set()
        holder.join()

    text = response.content.decode()
    assert response.status_code == 200
    assert "wird gerade gearbeitet" in text
    assert "Mein Text" in text
    assert open_kinds(case) == {"intake.assess_urgency"}


def test_steps_of_two_cases_do_not_wait_for_each_other(
    transactional_db: None, actor: ActorOf, signed_in: SignedIn
) -> None:
    cases = [register(actor("aylin")), register(actor("carla"))]
    pages = [address(case, "intake.assess_urgency") for case in cases]
    aylin, carla = signed_in("aylin"), signed_in("carla")

    responses = at_once(
        lambda: aylin.post(pages[0], ANSWERS["intake.assess_urgency"]),
        lambda: carla.post(pages[1], ANSWERS["intake.assess_urgency"]),
    )

    assert [response.status_code for response in responses] == [302, 302]
