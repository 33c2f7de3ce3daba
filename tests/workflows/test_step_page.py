# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page of a step: who gets it, what it keeps, and what it never reveals."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from viewflow.workflow.models import Task

from casemanagement.models import Assignment, Case
from permissions import clock
from permissions.actor import Actor
from permissions.models import AccessEvent, Membership
from tests.cast import House
from tests.papers import PDF
from tests.workflows.walking import (
    ANSWERS,
    as_owner,
    do,
    item,
    open_kinds,
    register,
)

ActorOf = Callable[..., Actor]
SignedIn = Callable[[str], Client]


def address(case: Case, kind: str) -> str:
    known = item(case, kind)
    return reverse(f"workflows:{known.hat}_step", args=[known.process_id, known.task_id])


def test_the_whole_intake_over_the_pages_by_each_person(
    actor: ActorOf, house: House, signed_in: SignedIn
) -> None:
    case = register(actor("erika"))
    coordinator, manager = signed_in("kora"), signed_in("aylin")
    aylin = str(house["aylin"].pk)
    paper = ANSWERS["intake.obtain_consent"] | {"form": "paper"}

    for browser, node, answers in (
        (coordinator, "assign_clarification", {"person": aylin}),
        (manager, "assess_urgency", ANSWERS["intake.assess_urgency"]),
        (manager, "check_duplicates", ANSWERS["intake.check_duplicates"]),
        (manager, "record_overlap", ANSWERS["intake.record_overlap"]),
        (manager, "obtain_consent", paper | {"document": SimpleUploadedFile("a.pdf", PDF)}),
        (manager, "declare_conflict", {"has_conflict": "no"}),
        (manager, "decide_triage", {"decision": "accepted"}),
        (coordinator, "assign_case", {"person": aylin}),
    ):
        page = address(case, f"intake.{node}")
        assert browser.get(page).status_code == 200, node
        response = browser.post(page, answers)
        assert response.status_code == 302, (node, response.context["form"].errors)

    assert open_kinds(case) == {"assessment.rate_domains"}


def test_a_finished_step_leads_to_the_next_one(actor: ActorOf, signed_in: SignedIn) -> None:
    case = register(actor("aylin"))

    response = signed_in("aylin").post(
        address(case, "intake.assess_urgency"), ANSWERS["intake.assess_urgency"]
    )

    assert response["Location"] == address(case, "intake.check_duplicates")


@pytest.mark.parametrize("name", ["bernd", "dilan", "kora", "theo", "dora", "conrad", "erika", "adam"])
def test_nobody_else_finds_the_step(actor: ActorOf, signed_in: SignedIn, name: str) -> None:
    case = register(actor("aylin"))
    page = address(case, "intake.assess_urgency")

    assert signed_in(name).get(page).status_code in {403, 404}
    assert signed_in(name).post(page, ANSWERS["intake.assess_urgency"]).status_code in {403, 404}
    assert open_kinds(case) == {"intake.assess_urgency"}


def test_a_refusal_is_written_down(actor: ActorOf, house: House, signed_in: SignedIn) -> None:
    case = register(actor("aylin"))

    signed_in("dilan").get(address(case, "intake.assess_urgency"))

    with as_owner():
        assert AccessEvent.objects.filter(action="refuse", person_id=house["dilan"].pk).exists()


def test_the_wrong_hat_finds_nothing_under_its_own_address(actor: ActorOf, signed_in: SignedIn) -> None:
    case = register(actor("aylin"))
    known = item(case, "intake.assess_urgency")

    page = reverse("workflows:fach_step", args=[known.process_id, known.task_id])

    assert signed_in("kora").get(page).status_code == 404


def test_a_wrong_process_number_gives_404_and_does_nothing(actor: ActorOf, signed_in: SignedIn) -> None:
    case, other = register(actor("aylin")), register(actor("aylin"))
    known, foreign = item(case, "intake.assess_urgency"), item(other, "intake.assess_urgency")
    browser = signed_in("aylin")

    for process in (foreign.process_id, 999_999):
        page = reverse("workflows:case_step", args=[process, known.task_id])
        assert browser.get(page).status_code == 404
        assert browser.post(page, ANSWERS["intake.assess_urgency"]).status_code == 404

    assert open_kinds(case) == {"intake.assess_urgency"}


@pytest.mark.parametrize("way", ["assignment", "membership"])
def test_a_revoked_right_ends_an_assigned_task(
    actor: ActorOf, house: House, signed_in: SignedIn, way: str
) -> None:
    case = register(actor("aylin"))
    page = address(case, "intake.assess_urgency")
    browser = signed_in("aylin")
    assert browser.get(page).status_code == 200
    yesterday = clock.today() - timedelta(days=1)

    with as_owner():
        if way == "assignment":
            Assignment.objects.filter(case=case).update(valid_until=yesterday)
        else:
            Membership.objects.filter(person=house["aylin"]).update(valid_until=yesterday)

    assert browser.post(page, ANSWERS["intake.assess_urgency"]).status_code in {403, 404}
    assert open_kinds(case) == {"intake.assess_urgency"}


def test_a_wrong_answer_keeps_everything_that_was_typed(actor: ActorOf, signed_in: SignedIn) -> None:
    case = register(actor("aylin"))
    answers = ANSWERS["intake.assess_urgency"] | {
        "urgency": "urgent",
        "has_protected_address": "yes",
        "protected_address": "Hinter der Mauer 3",
        "protected_until": "31.02.2027",
    }

    response = signed_in("aylin").post(address(case, "intake.assess_urgency"), answers)

    page = response.content.decode()
    assert response.status_code == 200
    assert "Hinter der Mauer 3" in page
    assert "31.02.2027" in page
    assert "Bitte nennen Sie den Grund des Schutzes." in page


def test_whoever_comes_second_gets_409_with_all_that_was_typed(actor: ActorOf, signed_in: SignedIn) -> None:
    case = register(actor("aylin"))
    page = address(case, "intake.assess_urgency")
    do(case, "intake.assess_urgency", by=actor("aylin"))

    response = signed_in("aylin").post(
        page,
        {"urgency": "urgent", "protected_address": "Ein langer Text, der nicht verloren gehen darf"},
    )

    text = response.content.decode()
    assert response.status_code == 409
    assert "Ein langer Text, der nicht verloren gehen darf" in text
    assert "dringend" in text


def test_a_finished_step_is_no_news_to_a_stranger(actor: ActorOf, signed_in: SignedIn) -> None:
    case = register(actor("aylin"))
    page = address(case, "intake.assess_urgency")
    do(case, "intake.assess_urgency", by=actor("aylin"))

    assert signed_in("dilan").get(page).status_code == 404
    assert signed_in("dilan").post(page, {}).status_code == 404


def test_a_node_that_is_no_step_has_no_page(actor: ActorOf, signed_in: SignedIn) -> None:
    case = register(actor("aylin"))
    known = item(case, "intake.assess_urgency")
    with as_owner():
        others = list(Task.objects.filter(process=known.process_id).exclude(pk=known.task_id))

    for task in others:
        page = reverse("workflows:case_step", args=[known.process_id, task.pk])
        assert signed_in("aylin").get(page).status_code == 404


def test_a_duplicate_says_that_a_file_exists_and_whom_to_ask(actor: ActorOf, signed_in: SignedIn) -> None:
    born = date(1990, 4, 1)
    register(actor("carla"), birth_date=born)
    case = register(actor("aylin"), birth_date=born)
    do(case, "intake.assess_urgency", by=actor("aylin"))

    text = signed_in("aylin").get(address(case, "intake.check_duplicates")).content.decode()

    assert "Es gibt bereits eine Akte" in text
    assert "AWO" in text
    assert "Kowalenko" not in text


def test_a_step_asks_few_questions_of_the_database(
    actor: ActorOf, signed_in: SignedIn, django_assert_max_num_queries: Callable[..., object]
) -> None:
    case = register(actor("aylin"))
    page = address(case, "intake.assess_urgency")
    browser = signed_in("aylin")

    with django_assert_max_num_queries(20):  # type: ignore[attr-defined]
        browser.get(page)
