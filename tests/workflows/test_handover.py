# SPDX-License-Identifier: AGPL-3.0-or-later
"""Übergabe inside the planning: offered, answered, approved, switched, or back to where it came from."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction

from casemanagement import jobs
from casemanagement.actions import handovers
from casemanagement.choices import HandoverState
from casemanagement.models import Assessment, Case, ClientIdentity, Handover
from permissions import clock
from permissions.actor import Actor, acting_as
from tests.cast import House
from tests.workflows.walking import (
    Refused,
    as_owner,
    assessed,
    consent_to_handover,
    do,
    fresh,
    item,
    open_kinds,
    planned,
)

ActorOf = Callable[..., Actor]


def offered(actor: ActorOf, house: House, **answers: str) -> Case:
    """A case of AWO, offered to the city after the assessment."""
    case = assessed(actor("carla"), actor("kora"))
    do(case, "support_planning.decide_leadership", by=actor("carla"), leadership="handover")
    consent_to_handover(case, "stadt", by=actor("carla"))
    offer = {
        "reason": "zusteuerung_to_city",
        "to_organisation": str(house.organisation("stadt").pk),
        "switch_on": "heute",
    }
    do(case, "support_planning.request_handover", by=actor("carla"), **(offer | answers))
    return case


def state(case: Case) -> str:
    with as_owner():
        return Handover.objects.filter(case=case).latest("pk").state


def test_an_offer_needs_the_consent_for_that_organisation(actor: ActorOf, house: House) -> None:
    case = assessed(actor("carla"), actor("kora"))
    do(case, "support_planning.decide_leadership", by=actor("carla"), leadership="handover")

    with pytest.raises(Refused, match="C5"):
        do(
            case,
            "support_planning.request_handover",
            by=actor("carla"),
            reason="zusteuerung_to_city",
            to_organisation=str(house.organisation("stadt").pk),
            switch_on="heute",
        )


def test_a_case_of_awo_goes_to_the_city(actor: ActorOf, house: House) -> None:
    case = offered(actor, house)
    assert item(case, "support_planning.answer_handover").organisation_id == house.organisation("stadt").pk

    do(case, "support_planning.answer_handover", by=actor("bernd"))
    do(case, "support_planning.approve_handover", by=actor("kora"))
    do(case, "support_planning.hold_handover_talk", by=actor("carla"))

    assert state(case) == HandoverState.SWITCHED
    assert fresh(case).organisation == house.organisation("stadt")
    assert item(case, "support_planning.draft_plan").owner == house["bernd"]


def test_the_receiver_sees_the_sheet_and_nothing_else(actor: ActorOf, house: House) -> None:
    case = offered(actor, house)

    with acting_as(actor("bernd")), transaction.atomic():
        assert Handover.objects.filter(case=case).count() == 1
        assert not ClientIdentity.objects.filter(case=case).exists()
        assert not Assessment.objects.filter(case=case).exists()


def test_nobody_else_answers_an_offer(actor: ActorOf, house: House) -> None:
    case = offered(actor, house, to_person=str(house["bernd"].pk))

    for name in ("aylin", "dilan", "carla"):
        with pytest.raises(Refused):
            do(case, "support_planning.answer_handover", by=actor(name))


def test_a_refused_offer_leads_back_to_the_question_who_leads(actor: ActorOf, house: House) -> None:
    case = offered(actor, house)

    do(
        case,
        "support_planning.answer_handover",
        by=actor("bernd"),
        is_accepted="no",
        answer_reason="Kein Platz.",
    )

    assert open_kinds(case) == {"support_planning.decide_leadership"}
    assert fresh(case).organisation == house.organisation("awo")


def test_the_coordinator_may_refuse_a_move_between_organisations(actor: ActorOf, house: House) -> None:
    case = offered(actor, house)
    do(case, "support_planning.answer_handover", by=actor("bernd"))

    do(case, "support_planning.approve_handover", by=actor("kora"), is_approved="no", reason="Auslastung.")

    assert open_kinds(case) == {"support_planning.decide_leadership"}
    assert state(case) == HandoverState.DECLINED


def test_a_switch_in_the_future_waits_for_its_day(actor: ActorOf, house: House) -> None:
    case = offered(actor, house, switch_on="+1w")
    do(case, "support_planning.answer_handover", by=actor("bernd"))
    do(case, "support_planning.approve_handover", by=actor("kora"))
    do(case, "support_planning.hold_handover_talk", by=actor("carla"))
    jobs.run_due()
    assert fresh(case).organisation == house.organisation("awo")
    assert open_kinds(case) == set()

    with clock.at(clock.today() + timedelta(weeks=1)):
        jobs.run_due()

        assert fresh(case).organisation == house.organisation("stadt")
        assert open_kinds(case) == {"support_planning.draft_plan"}


def test_inside_one_organisation_nobody_has_to_approve(actor: ActorOf, house: House) -> None:
    case = planned(actor("aylin"), actor("kora"))
    do(case, "support_planning.hold_review", by=actor("aylin"), result="handover")
    do(
        case,
        "support_planning.request_handover",
        by=actor("aylin"),
        reason="capacity_balance",
        to_organisation=str(house.organisation("stadt").pk),
        to_person=str(house["bernd"].pk),
        switch_on="heute",
    )

    do(case, "support_planning.answer_handover", by=actor("bernd"))
    do(case, "support_planning.hold_handover_talk", by=actor("aylin"))

    assert item(case, "support_planning.hold_review").owner == house["bernd"]


@pytest.mark.parametrize("answered", [False, True])
def test_an_offer_taken_back_moves_the_process_back(actor: ActorOf, house: House, answered: bool) -> None:
    case = offered(actor, house)
    if answered:
        do(case, "support_planning.answer_handover", by=actor("bernd"))

    with acting_as(actor("carla")), transaction.atomic():
        handovers.withdraw(Handover.objects.get(case=case), by=actor("carla"))

    assert open_kinds(case) == {"support_planning.decide_leadership"}
    assert state(case) == HandoverState.WITHDRAWN
