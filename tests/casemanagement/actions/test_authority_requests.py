# SPDX-License-Identifier: AGPL-3.0-or-later
"""What authorities ask stands in a register; nobody answers before it is decided."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from casemanagement.actions import authority_requests
from casemanagement.choices import ClaimedBasis, Decider, RequestDecision
from casemanagement.models import AuthorityRequest, Case, CaseEvent, Notice
from permissions import clock
from permissions.access import REQUEST_ACCESS
from permissions.actor import Actor, NotPermitted, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.models import User
from permissions.rights import Right
from tests.factories import CaseFactory

QUESTION: dict[str, Any] = {
    "authority": "Ausländerbehörde",
    "asked_on": clock.today(),
    "claimed_basis": ClaimedBasis.RESIDENCE_ACT,
    "question": "Wo hält sich Frau H. auf?",
}
WORD: dict[str, Any] = {
    "decision": RequestDecision.REFUSED,
    "decider": Decider.LEGAL_OFFICE,
    "decision_basis": "§ 88 AufenthG mit § 203 StGB",
}


@pytest.fixture
def case(aylin: User) -> Case:
    return CaseFactory(led_by=aylin, in_assessment=True)


def seen_by(actor: Actor) -> tuple[int, int]:
    """How many the concept shows, and how many the database."""
    with transaction.atomic(), acting_as(actor):
        shown = REQUEST_ACCESS.rows(actor, Right.READ_REQUEST).count()
        return shown, AuthorityRequest._base_manager.count()


def test_a_question_about_a_case_stands_in_register_journal_and_on_the_desk_of_data_protection(
    case: Case, actor: Callable[..., Actor]
) -> None:
    asked = authority_requests.enter(by=actor("aylin"), case=case, **QUESTION)
    with transaction.atomic(), acting_in_role(OWNER):
        event = CaseEvent.objects.filter(case=case).latest("seq")
        assert (event.kind, event.data) == ("authority_asked", {"basis": "residence_act"})
        assert Notice.objects.get().kind == "request_entered"
    assert asked.decision == RequestDecision.OPEN
    assert {name: seen_by(actor(name)) for name in ("aylin", "bernd", "carla", "dora")} == {
        "aylin": (1, 1),
        "bernd": (0, 0),
        "carla": (0, 0),
        "dora": (1, 1),
    }


def test_a_question_about_somebody_unknown_belongs_to_the_house_that_was_asked(
    actor: Callable[..., Actor],
) -> None:
    authority_requests.enter(by=actor("carla"), **QUESTION)
    assert {name: seen_by(actor(name)) for name in ("carla", "aylin", "dora")} == {
        "carla": (1, 1),
        "aylin": (0, 0),
        "dora": (0, 0),
    }


def test_nobody_enters_a_question_about_a_case_of_somebody_else(
    case: Case, actor: Callable[..., Actor]
) -> None:
    for name in ("bernd", "carla", "kora", "theo"):
        with pytest.raises(NotPermitted):
            authority_requests.enter(by=actor(name), case=case, **QUESTION)


def test_data_protection_of_the_house_decides_and_the_asked_person_hears_it(
    case: Case, actor: Callable[..., Actor]
) -> None:
    asked = authority_requests.enter(by=actor("aylin"), case=case, **QUESTION)
    with pytest.raises(NotPermitted):
        authority_requests.decide(asked, by=actor("aylin"), **WORD)
    decided = authority_requests.decide(asked, by=actor("dora"), **WORD)
    assert (decided.decision, decided.decided_by) == ("refused", actor("dora").person)
    answered = authority_requests.decide(
        asked, by=actor("dora"), **WORD, answered_on=clock.today(), answer="Keine Auskunft."
    )
    assert answered.answered_on == clock.today()
    with pytest.raises(ValidationError, match="schon beantwortet"):
        authority_requests.decide(asked, by=actor("dora"), **WORD)
    with transaction.atomic(), acting_in_role(OWNER):
        assert Notice.objects.filter(kind="request_decided", to_person=actor("aylin").person).exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"decision": RequestDecision.OPEN}, "decision"),
        ({"decision_basis": " "}, "decision_basis"),
        ({"answered_on": dt.date(2020, 1, 1)}, "answered_on"),
    ],
    ids=str,
)
def test_a_decision_has_its_reason(
    case: Case, actor: Callable[..., Actor], change: dict[str, Any], field: str
) -> None:
    asked = authority_requests.enter(by=actor("aylin"), case=case, **QUESTION)
    with pytest.raises(ValidationError) as caught:
        authority_requests.decide(asked, by=actor("dora"), **WORD | change)
    assert list(caught.value.message_dict) == [field]


def test_the_database_keeps_answers_behind_decisions(case: Case, actor: Callable[..., Actor]) -> None:
    asked = authority_requests.enter(by=actor("aylin"), case=case, **QUESTION)
    with pytest.raises(IntegrityError), transaction.atomic(), acting_in_role(OWNER):
        AuthorityRequest.objects.filter(pk=asked.pk).update(answered_on=clock.today())
