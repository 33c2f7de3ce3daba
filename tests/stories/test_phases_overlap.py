# SPDX-License-Identifier: AGPL-3.0-or-later
"""Linking and monitoring go side by side, a step is left out with a reason, and a gate says where its gaps are closed."""

import html
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casemanagement import jobs
from casemanagement.models import Case, DomainRating
from permissions.actor import Actor
from tests.workflows.walking import (
    add_goal,
    admitted,
    as_owner,
    assessed,
    do,
    fresh,
    item,
    open_kinds,
    register,
    start_measures,
)

SignedIn = Callable[[str], Client]
ActorOf = Callable[..., Actor]
LINK, REVIEW = "support_planning.link_services", "support_planning.hold_review"


@pytest.fixture
def agreed(actor: ActorOf) -> Case:
    """A plan is agreed on and printed; nothing of it has begun."""
    by = actor("aylin")
    case = assessed(by, actor("kora"))
    do(case, "support_planning.decide_leadership", by=by)
    add_goal(case, by=by)
    do(case, "support_planning.draft_plan", by=by)
    do(case, "support_planning.agree_plan", by=by)
    jobs.run_due()
    return fresh(case)


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())


def step(case: Case, kind: str) -> str:
    found = item(case, kind)
    return reverse("workflows:case_step", args=[found.process_id, found.task_id])


def test_a_review_is_held_while_the_linking_goes_on(agreed: Case, actor: ActorOf) -> None:
    assert open_kinds(agreed) == {LINK, REVIEW}

    do(agreed, REVIEW, by=actor("aylin"))
    assert open_kinds(agreed) == {LINK, REVIEW}
    start_measures(agreed, by=actor("aylin"))
    do(agreed, LINK, by=actor("aylin"))

    assert open_kinds(agreed) == {REVIEW}


@pytest.mark.parametrize(
    ("result", "following"),
    [("change_plan", "support_planning.draft_plan"), ("close", "closure.hold_closing_talk")],
)
def test_a_review_that_ends_the_plan_ends_its_linking(
    agreed: Case, actor: ActorOf, result: str, following: str
) -> None:
    do(agreed, REVIEW, by=actor("aylin"), result=result)

    assert open_kinds(agreed) == {following}


def test_a_gate_says_what_is_missing_and_leads_to_where_it_is_entered(
    agreed: Case, signed_in: SignedIn
) -> None:
    shown = text_of(signed_in("aylin").get(step(agreed, LINK)))

    assert "Das fehlt noch" in shown
    assert f'<a href="{reverse("cases:plan", args=[agreed.number])}">Ziel 1 hat noch keine' in shown


def test_a_step_is_left_out_with_a_reason_that_the_file_keeps(actor: ActorOf, signed_in: SignedIn) -> None:
    case = admitted(actor("aylin"), actor("kora"))
    aylin = signed_in("aylin")
    rating = step(case, "assessment.rate_domains")
    why = {"skip": "1", "skip_reason": "done_elsewhere", "skip_note": "Das Assessment der AWO liegt vor."}

    silent = text_of(aylin.post(rating, why | {"skip_note": ""}))
    assert "Schritt überspringen" in silent
    assert open_kinds(case) == {"assessment.rate_domains"}
    said = text_of(aylin.post(rating, why, follow=True))
    aylin.post(step(case, "assessment.discuss_summary"), why | {"skip_reason": "client_wish"})

    assert "Übersprungen: Lebensbereiche einschätzen" in said
    assert open_kinds(case) == {"support_planning.decide_leadership"}
    course = text_of(aylin.get(reverse("cases:timeline", args=[case.number])))
    assert "Schritt übersprungen" in course
    assert "schon anderswo geschehen" in course
    assert "Das Assessment der AWO liegt vor." in course
    with as_owner():
        assert set(DomainRating.objects.filter(case=case).values_list("standing", flat=True)) == {
            "not_assessed"
        }


def test_a_step_that_protects_the_client_is_never_left_out(actor: ActorOf, signed_in: SignedIn) -> None:
    case = register(actor("aylin"))
    aylin, address = signed_in("aylin"), step(case, "intake.assess_urgency")
    why = {"skip": "1", "skip_reason": "not_needed", "skip_note": "Eilt."}

    assert "Schritt überspringen" not in text_of(aylin.get(address))
    assert aylin.post(address, why).status_code in {403, 404}
    assert open_kinds(case) == {"intake.assess_urgency"}
