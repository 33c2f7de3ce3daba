# SPDX-License-Identifier: AGPL-3.0-or-later
"""Zugang: every way a referral can go, each step done by the person whose it is."""

from collections.abc import Callable
from typing import Any

import pytest

from casemanagement.choices import CaseState, Phase
from casemanagement.forms.assigning import Leader
from casemanagement.models import Case, Triage, WorkItem
from casemanagement.working_days import add_working_days
from permissions.actor import Actor, acting_as
from tests.cast import House
from tests.workflows.walking import (
    Refused,
    admitted,
    as_owner,
    do,
    fresh,
    item,
    open_kinds,
    register,
)

ActorOf = Callable[..., Actor]


def until_triage(case: Case, by: Actor) -> None:
    for node in (
        "assess_urgency",
        "check_duplicates",
        "record_overlap",
        "obtain_consent",
        "declare_conflict",
    ):
        do(case, f"intake.{node}", by=by)


def test_a_referral_of_a_case_manager_is_clarified_by_her(actor: ActorOf) -> None:
    case = register(actor("carla"))

    assert open_kinds(case) == {"intake.assess_urgency"}
    assert item(case, "intake.assess_urgency").owner == actor("carla").person


def test_a_referral_from_the_desk_waits_for_the_coordinator(actor: ActorOf, house: House) -> None:
    case = register(actor("erika"))
    assert open_kinds(case) == {"intake.assign_clarification"}

    do(case, "intake.assign_clarification", by=actor("kora"), person=str(house["aylin"].pk))

    assert item(case, "intake.assess_urgency").owner == house["aylin"]


def test_the_whole_way_to_an_admitted_case(actor: ActorOf) -> None:
    case = admitted(actor("aylin"), actor("kora"))

    assert case.accepted_on is not None
    assert case.phase == Phase.ASSESSMENT
    assert open_kinds(case) == {"assessment.rate_domains"}


def test_the_decision_is_due_ten_working_days_after_the_referral(actor: ActorOf) -> None:
    case = register(actor("aylin"))
    until_triage(case, actor("aylin"))

    due = item(case, "intake.decide_triage").due_on

    assert due == add_working_days(case.received_on, 10)


def test_an_urgent_referral_reaches_the_coordinator_at_once_and_stops_nobody(actor: ActorOf) -> None:
    case = register(actor("aylin"))

    do(case, "intake.assess_urgency", by=actor("aylin"), urgency="urgent", urgent_reason="violence")

    assert open_kinds(case) == {"intake.check_duplicates"}
    with as_owner():
        assert WorkItem.objects.open().filter(case=case, kind="intake.urgent", hat="fach").count() == 1


def test_urgency_asks_for_its_reason(actor: ActorOf) -> None:
    case = register(actor("aylin"))

    with pytest.raises(Refused, match="urgent_reason"):
        do(case, "intake.assess_urgency", by=actor("aylin"), urgency="urgent")


def test_a_duplicate_ends_the_referral(actor: ActorOf) -> None:
    case = register(actor("aylin"))
    do(case, "intake.assess_urgency", by=actor("aylin"))

    do(case, "intake.check_duplicates", by=actor("aylin"), is_duplicate="yes")

    assert fresh(case).state == CaseState.DECLINED
    assert open_kinds(case) == set()


def test_an_overlap_needs_a_consequence(actor: ActorOf) -> None:
    case = register(actor("aylin"))
    do(case, "intake.assess_urgency", by=actor("aylin"))
    do(case, "intake.check_duplicates", by=actor("aylin"))

    with pytest.raises(Refused, match="mbe_consequence"):
        do(case, "intake.record_overlap", by=actor("aylin"), mbe_answer="yes")


def test_without_consent_there_is_no_file(actor: ActorOf) -> None:
    case = register(actor("aylin"))
    for node in ("assess_urgency", "check_duplicates", "record_overlap"):
        do(case, f"intake.{node}", by=actor("aylin"))

    do(case, "intake.obtain_consent", by=actor("aylin"), is_given="no", kinds=[])

    assert fresh(case).state == CaseState.DECLINED
    with as_owner():
        assert Triage.objects.get(case=case).reason == "no_consent"


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        pytest.param({"kinds": ["C2"]}, "kinds", id="no core consent"),
        pytest.param({"protocol": ""}, "protocol", id="oral without protocol"),
        pytest.param({"form": "paper"}, "document", id="paper without the paper"),
        pytest.param({"information_given": []}, "information_given", id="not informed"),
    ],
)
def test_a_consent_is_proved(actor: ActorOf, answers: dict[str, object], field: str) -> None:
    case = register(actor("aylin"))
    for node in ("assess_urgency", "check_duplicates", "record_overlap"):
        do(case, f"intake.{node}", by=actor("aylin"))

    with pytest.raises(Refused, match=field):
        do(case, "intake.obtain_consent", by=actor("aylin"), **answers)


def test_a_file_that_is_no_pdf_is_refused_beside_its_field(actor: ActorOf) -> None:
    case = register(actor("aylin"))
    for node in ("assess_urgency", "check_duplicates", "record_overlap"):
        do(case, f"intake.{node}", by=actor("aylin"))

    with pytest.raises(Refused, match="PDF"):
        do(case, "intake.obtain_consent", by=actor("aylin"), form="paper", files={"document": b"GIF89a"})


def test_whoever_is_partial_hands_the_clarification_on(actor: ActorOf, house: House) -> None:
    case = register(actor("aylin"))
    for node in ("assess_urgency", "check_duplicates", "record_overlap", "obtain_consent"):
        do(case, f"intake.{node}", by=actor("aylin"))

    do(case, "intake.declare_conflict", by=actor("aylin"), has_conflict="yes")
    do(case, "intake.reassign_clarification", by=actor("kora"), person=str(house["bernd"].pk))
    do(case, "intake.declare_conflict", by=actor("bernd"))

    assert item(case, "intake.decide_triage").owner == house["bernd"]


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ({"decision": "declined"}, CaseState.DECLINED),
        ({"decision": "referred_on", "ground_nothing_told": "on"}, CaseState.REFERRED_ON),
    ],
    ids=["declined", "referred on"],
)
def test_a_refusal_names_its_reason_and_ends_the_referral(
    actor: ActorOf, answers: dict[str, str], state: CaseState
) -> None:
    case = register(actor("aylin"))
    until_triage(case, actor("aylin"))

    with pytest.raises(Refused, match="reason"):
        do(case, "intake.decide_triage", by=actor("aylin"), **answers)
    do(case, "intake.decide_triage", by=actor("aylin"), reason="not_target_group", **answers)

    assert fresh(case).state == state
    assert open_kinds(case) == set()


def test_a_disputed_refusal_goes_to_the_coordinator_and_perhaps_back(actor: ActorOf) -> None:
    case = register(actor("aylin"))
    until_triage(case, actor("aylin"))
    refusal = {"decision": "declined", "reason": "no_complex_need", "is_disputed": "on"}
    do(case, "intake.decide_triage", by=actor("aylin"), **refusal)

    do(case, "intake.approve_decision", by=actor("kora"), is_confirmed="no", note="Bitte prüfen.")
    assert open_kinds(case) == {"intake.decide_triage"}
    do(case, "intake.decide_triage", by=actor("aylin"), **refusal)
    do(case, "intake.approve_decision", by=actor("kora"), is_confirmed="yes")

    assert fresh(case).state == CaseState.DECLINED


@pytest.mark.parametrize(
    ("answers", "then", "state"),
    [
        ({"outcome": "place"}, {"intake.assign_case"}, CaseState.OPEN),
        ({"outcome": "elsewhere", "ground_nothing_told": "on"}, set(), CaseState.REFERRED_ON),
    ],
    ids=["place", "elsewhere"],
)
def test_the_waiting_list_ends_with_a_place_or_elsewhere(
    actor: ActorOf, answers: dict[str, str], then: set[str], state: CaseState
) -> None:
    case = register(actor("aylin"))
    until_triage(case, actor("aylin"))
    do(case, "intake.decide_triage", by=actor("aylin"), decision="waiting_list")
    assert fresh(case).state == CaseState.WAITING
    assert item(case, "intake.offer_place").due_on is not None

    do(case, "intake.offer_place", by=actor("kora"), **answers)

    assert open_kinds(case) == then
    assert fresh(case).state == state


def test_a_new_case_manager_declares_impartiality_before_the_admission(actor: ActorOf, house: House) -> None:
    case = register(actor("aylin"))
    until_triage(case, actor("aylin"))
    do(case, "intake.decide_triage", by=actor("aylin"))

    do(case, "intake.assign_case", by=actor("kora"), person=str(house["bernd"].pk))
    assert fresh(case).accepted_on is None
    do(case, "intake.confirm_impartiality", by=actor("bernd"))

    assert fresh(case).accepted_on is not None
    assert item(case, "assessment.rate_domains").owner == house["bernd"]


def test_the_coordinator_sees_everybodys_load_when_she_assigns(actor: ActorOf, house: House) -> None:
    admitted(actor("aylin"), actor("kora"))
    case = register(actor("erika"))

    with acting_as(actor("kora")):
        form = Leader(case=fresh(case), actor=actor("kora"))
        people: Any = form.fields["person"]
        labels = [str(label) for _value, label in people.choices]

    assert any("Aylin Demir" in label and "1" in label for label in labels)
