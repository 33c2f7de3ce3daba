# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every deed by which words about a person leave the house picks a living consent or a statute."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from casemanagement.actions import (
    authority_requests,
    contacts,
    goals,
    handover_talks,
    handovers,
    intake,
    plans,
)
from casemanagement.actions.grounds import Ground
from casemanagement.casework import casework
from casemanagement.choices import (
    ConsentKind,
    ContactKind,
    HandoverReason,
    HandoverState,
    LegalBasis,
    MeasureState,
    Medium,
)
from casemanagement.models import (
    Case,
    Consent,
    Disclosure,
    Goal,
    Handover,
    Measure,
    ProtectedAddress,
    SupportPlan,
    Triage,
)
from permissions import clock
from permissions.actor import Actor, acting_in_role
from permissions.database.roles import OWNER
from permissions.models import User
from permissions.rights import Right
from tests.cast import House
from tests.factories import CaseFactory
from tests.factories.cases import ConsentFactory
from tests.papers import PDF

Deed = Callable[["Stage", Ground | None], Any]
HOUSE_OF_CITY = "stadt"
STATUTE: dict[str, Any] = {
    "legal_basis": LegalBasis.NECESSITY,
    "note": "Gefahr für Leib und Leben",
    "decided_by": "Leitung",
}


@contextmanager
def owning() -> Iterator[None]:
    with transaction.atomic(), acting_in_role(OWNER):
        yield


class Stage:
    """A planned case of AWO with a measure and a referral, and the people who act on it."""

    def __init__(self, house: House, carla: User, actor: Callable[..., Actor]) -> None:
        self.house, self.actor = house, actor
        self.by = actor("carla")
        self.case = CaseFactory(led_by=carla, planned=True)
        self.waiting = CaseFactory(led_by=carla)
        # Of the city, whose data protection officer decides.
        self.asked = CaseFactory(led_by=house["aylin"], planned=True)
        with owning():
            goal = Goal.objects.filter(case=self.case).latest("pk")
            self.measure = Measure.objects.create(
                case=self.case, goal=goal, type="integration_course", proposed_on=clock.today()
            )

    def case_of(self, deed: str) -> Case:
        return {"referred on": self.waiting, "authority answered": self.asked}.get(deed, self.case)

    def consent(self, deed: str, **facts: Any) -> Consent:
        """The consent that the deed needs, unless the facts say otherwise."""
        handover = deed == "handover offered"
        usual: dict[str, Any] = {"case": self.case_of(deed), "kind": ConsentKind.C6, "recipient_text": "VHS"}
        if handover:
            usual = {
                "case": self.case,
                "kind": ConsentKind.C5,
                "recipient_organisation": self.house.organisation(HOUSE_OF_CITY),
            }
        return ConsentFactory(**(usual | facts))


@pytest.fixture
def stage(house: House, carla: User, actor: Callable[..., Actor]) -> Stage:
    return Stage(house, carla, actor)


def send_assignment(stage: Stage, ground: Ground | None) -> Any:
    return goals.move_measure(
        stage.measure, by=stage.by, state=MeasureState.REFERRAL_SENT, on=clock.today(), ground=ground
    )


def refer_on(stage: Stage, ground: Ground | None) -> Any:
    return intake.decide_triage(
        stage.waiting, by=stage.by, decision="referred_on", reason="other", ground=ground
    )


def offer_handover(stage: Stage, ground: Ground | None) -> Any:
    return handovers.offer(
        stage.case,
        by=stage.by,
        reason=HandoverReason.ZUSTEUERUNG_TO_CITY,
        to_organisation=stage.house.organisation(HOUSE_OF_CITY),
        ground=ground,
    )


def talk_to_others(stage: Stage, ground: Ground | None) -> Any:
    return contacts.write(
        stage.case, by=stage.by, kind=ContactKind.THIRD_PARTY, occurred_on=clock.today(), ground=ground
    )


def hold_conference(stage: Stage, ground: Ground | None) -> Any:
    return contacts.write(
        stage.case, by=stage.by, kind=ContactKind.HELPER_CONFERENCE, occurred_on=clock.today(), ground=ground
    )


def copy_plan(stage: Stage, ground: Ground | None) -> Any:
    with owning():
        plan = SupportPlan.objects.get(case=stage.case)
    return plans.print_for(plan, by=stage.by, ground=ground)


def answer_authority(stage: Stage, ground: Ground | None) -> Any:
    asked = authority_requests.enter(
        by=stage.actor("aylin"),
        case=stage.asked,
        authority="Ausländerbehörde",
        asked_on=clock.today(),
        claimed_basis="residence_act",
        question="Wo wohnt die Person?",
    )
    return authority_requests.decide(
        asked,
        by=stage.actor("dora"),
        decision="answered",
        decider="data_protection",
        decision_basis="§ 87",
        answered_on=clock.today(),
        answer="Bielefeld",
        ground=ground,
    )


DEEDS: dict[str, Deed] = {
    "assignment sent": send_assignment,
    "referred on": refer_on,
    "handover offered": offer_handover,
    "talk with others": talk_to_others,
    "helper conference": hold_conference,
    "plan for others": copy_plan,
    "authority answered": answer_authority,
}
# Deeds that can be done without a word about the person, if somebody says so.
WITHOUT_A_WORD = {"referred on", "talk with others"}
TODAY, DAY = clock.today(), dt.timedelta(days=1)
CONSENTS: dict[str, dict[str, Any]] = {
    "living consent": {},
    "revoked consent": {"revoked_on": TODAY, "revoked_via": "phone"},
    "expired consent": {"valid_from": TODAY - 400 * DAY, "valid_until": TODAY - DAY},
    "consent not begun": {"valid_from": TODAY + DAY},
    "consent to another kind of act": {"kind": ConsentKind.C9},
}
STATUTES: dict[str, dict[str, Any]] = {
    "statute": {},
    "statute without reason": {"note": " "},
    "statute without decider": {"decided_by": ""},
    "statute nobody knows": {"legal_basis": "habit"},
}
BASES = ["none", "empty", "both", "consent of another case", *CONSENTS, *STATUTES]


def ground_of(basis: str, deed: str, stage: Stage) -> Ground | None:
    statute = STATUTE | {"recipient": "VHS"}
    if basis in CONSENTS:
        return Ground(consent=stage.consent(deed, **CONSENTS[basis]))
    if basis in STATUTES:
        return Ground(**(statute | STATUTES[basis]))
    if basis == "consent of another case":
        return Ground(consent=stage.consent(deed, case=CaseFactory(led_by=stage.by.person)))
    if basis == "both":
        return Ground(consent=stage.consent(deed), **statute)
    return Ground() if basis == "empty" else None


# The officer's words are reason and decider of an answer to an authority.
ALWAYS_REASONED = {"statute without reason", "statute without decider"}


@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize("deed", DEEDS)
def test_words_leave_the_house_on_a_living_ground_or_not_at_all(stage: Stage, deed: str, basis: str) -> None:
    allowed = basis in {"living consent", "statute"} or (
        deed == "authority answered" and basis in ALWAYS_REASONED
    )
    case = stage.case_of(deed)
    ground = ground_of(basis, deed, stage)
    if not allowed:
        with pytest.raises(ValidationError), transaction.atomic():
            DEEDS[deed](stage, ground)
    else:
        DEEDS[deed](stage, ground)
    with owning():
        rows = list(Disclosure.objects.filter(case=case))
        measure = Measure.objects.get(pk=stage.measure.pk)
        done = {
            "assignment sent": measure.referral_sent_on is not None,
            "referred on": Triage.objects.filter(case=case).exists(),
            "handover offered": Handover.objects.filter(case=case).exists(),
        }.get(deed, allowed)
        assert (len(rows), done) == (int(allowed), allowed)
        if allowed:
            assert (rows[0].consent_id is None) is basis.startswith("statute")


@pytest.mark.parametrize("deed", DEEDS)
def test_where_nothing_is_said_about_the_person_somebody_has_to_say_so(stage: Stage, deed: str) -> None:
    ground = Ground(nothing_told=True)
    if deed in WITHOUT_A_WORD:
        DEEDS[deed](stage, ground)
    else:
        with pytest.raises(ValidationError, match=r"beruht|C5"):
            DEEDS[deed](stage, ground)
    with owning():
        assert not Disclosure.objects.filter(case=stage.case_of(deed)).exists()


def test_an_assignment_goes_to_whom_the_consent_names(stage: Stage) -> None:
    consent = stage.consent("assignment sent")
    with pytest.raises(ValidationError, match="nennt „VHS“, nicht „Fahrschule“"):
        goals.move_measure(
            stage.measure,
            by=stage.by,
            state=MeasureState.REFERRAL_SENT,
            on=clock.today(),
            provider="Fahrschule",
            ground=Ground(consent=consent),
        )
    moved = send_assignment(stage, Ground(consent=consent))
    assert moved.provider == "VHS"


@pytest.mark.parametrize("state", [MeasureState.WAITING_LIST, MeasureState.STARTED])
def test_a_ground_where_nothing_is_sent_is_a_mistake(stage: Stage, state: MeasureState) -> None:
    ground = Ground(consent=stage.consent("assignment sent"))
    with pytest.raises(ValidationError, match="nichts weitergegeben"):
        goals.move_measure(stage.measure, by=stage.by, state=state, on=clock.today(), ground=ground)


def test_what_the_consent_does_not_cover_is_not_told(stage: Stage) -> None:
    consent = stage.consent("assignment sent", data_categories=["identity"])
    with pytest.raises(ValidationError) as caught:
        send_assignment(stage, Ground(consent=consent, categories=("identity", "health")))
    assert list(caught.value.message_dict) == ["ground_categories"]


@pytest.mark.parametrize("deed", ["assignment sent", "plan for others"])
def test_a_protected_address_warns_before_each_of_them(stage: Stage, deed: str) -> None:
    with owning():
        ProtectedAddress.objects.create(case=stage.case, address="Frauenhaus", ground="womens_shelter")
    ground = Ground(consent=stage.consent(deed))
    with pytest.raises(ValidationError) as caught:
        DEEDS[deed](stage, ground)
    assert list(caught.value.message_dict) == ["ground_warning_read"]


def test_the_sheet_the_talk_and_the_file_are_three_entries_of_the_log(stage: Stage) -> None:
    offer_handover(stage, Ground(**STATUTE))
    with owning():
        handover = Handover.objects.get()
    handovers.answer(handover, by=stage.actor("aylin"), is_accepted=True)
    handovers.approve(handover, by=stage.actor("kora"), is_approved=True)
    with casework(stage.case, by=stage.actor("kora"), right=Right.APPROVE):
        handover_talks.hold(
            Handover.objects.get(),
            by=stage.actor("kora"),
            talk_on=clock.today(),
            talked_with=["client", "receiver"],
            text="Alle drei waren da.",
            client_word="agrees",
        )
        handovers.switch(Handover.objects.get(), by=stage.actor("kora"))
    with owning():
        assert Handover.objects.get().state == HandoverState.SWITCHED
        kinds = [row.items[0]["kind"] for row in Disclosure.objects.order_by("pk")]
        media = {row.medium for row in Disclosure.objects.all()}
    assert kinds == ["handover_sheet", "handover_talk", "handover"]
    assert media == {Medium.SYSTEM, Medium.CONVERSATION}


def test_a_copy_of_the_plan_says_for_whom_it_is(stage: Stage) -> None:
    paper = copy_plan(stage, Ground(consent=stage.consent("plan for others")))
    with owning():
        assert bytes(paper.stored.content).startswith(PDF[:4])


def test_whoever_asks_a_service_about_somebody_has_named_her(stage: Stage) -> None:
    asked = {"service": "mbe", "answer": "no", "source": "service", "consequence": "none"}
    with pytest.raises(ValidationError) as caught:
        intake.record_overlap(stage.waiting, by=stage.by, answers=[asked])
    assert list(caught.value.message_dict) == ["mbe_consent"]
    consent = stage.consent("referred on", recipient_text="MBE", direction="obtain")
    intake.record_overlap(stage.waiting, by=stage.by, answers=[asked | {"ground": Ground(consent=consent)}])
    with owning():
        assert Disclosure.objects.get(case=stage.waiting).direction == "obtain"
