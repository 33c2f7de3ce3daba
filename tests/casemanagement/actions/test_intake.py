# SPDX-License-Identifier: AGPL-3.0-or-later
"""From the referral to the decision: safety, duplicates, overlap, conflict, triage, admission."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from casemanagement.actions import clients, intake
from casemanagement.casework import GateClosed, casework
from casemanagement.choices import CaseState, DeclineReason, Phase, TriageDecision
from casemanagement.models import Case, ClientIdentity, ProtectedAddress, WorkItem
from permissions import clock
from permissions.actor import Actor, NotPermitted, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.models import AccessEvent, User
from permissions.rights import Right
from tests.factories import AssignmentFactory, CaseFactory, ConsentFactory

BORN = dt.date(1990, 5, 17)


@pytest.fixture
def case(carla: User) -> Case:
    """In clarification with Carla, everything obtained."""
    return CaseFactory(led_by=carla)


def stored(case: Case) -> Case:
    with transaction.atomic(), acting_in_role(OWNER):
        return Case.objects.get(pk=case.pk)


def identify(case: Case, **facts: Any) -> None:
    with transaction.atomic(), acting_in_role(OWNER):
        identity = ClientIdentity.objects.get(case=case)
        for name, value in facts.items():
            setattr(identity, name, value)
        identity.save()
        clients.remember(identity)


def test_a_protected_address_stands_nowhere_else(case: Case, actor: Callable[..., Actor]) -> None:
    identify(case, street="Kavalleriestraße 1", postcode="33602", city="Bielefeld")
    intake.assess_urgency(
        case,
        by=actor("carla"),
        urgency="normal",
        has_protected_address=True,
        protected_ground="auskunftssperre",
    )
    with transaction.atomic(), acting_in_role(OWNER):
        assert ClientIdentity.objects.get(case=case).street == ""
        assert ProtectedAddress.objects.get(case=case).address == "Kavalleriestraße 1, 33602 Bielefeld"


def test_an_urgent_referral_says_why(case: Case, actor: Callable[..., Actor]) -> None:
    with pytest.raises(ValidationError):
        intake.assess_urgency(case, by=actor("carla"), urgency="urgent")
    intake.assess_urgency(
        case, by=actor("carla"), urgency="urgent", urgent_reason="violence", risk_flags=["violence"]
    )
    assert stored(case).is_urgent()


def test_a_duplicate_is_answered_with_whom_to_ask_and_nothing_else(
    case: Case, dilan: User, actor: Callable[..., Actor]
) -> None:
    other = CaseFactory(led_by=dilan)
    for known in (case, other):
        identify(known, given_name="Nour", family_name="Schäfer", birth_date=BORN)
    with transaction.atomic(), acting_as(actor("carla")):
        exists, organisation = intake.duplicate_of(case, by=actor("carla"))
    assert exists
    assert organisation == other.organisation
    with transaction.atomic(), acting_in_role(OWNER):
        assert AccessEvent.objects.filter(action="search").count() == 1


def test_the_case_is_no_duplicate_of_itself(case: Case, actor: Callable[..., Actor]) -> None:
    identify(case, given_name="Nour", family_name="Schäfer", birth_date=BORN)
    with transaction.atomic(), acting_as(actor("carla")):
        assert intake.duplicate_of(case, by=actor("carla")) == (False, None)


def test_about_a_protected_person_only_the_coordination_answers(
    case: Case, dilan: User, actor: Callable[..., Actor]
) -> None:
    other = CaseFactory(led_by=dilan)
    identify(other, given_name="Nour", family_name="Schäfer", birth_date=BORN)
    with transaction.atomic(), acting_in_role(OWNER):
        ProtectedAddress.objects.create(case=other, ground="womens_shelter")
    with transaction.atomic(), acting_as(actor("carla")):
        found = intake.duplicate_of_person(
            given_name="Nour", family_name="Schaefer", birth_date=BORN, by=actor("carla")
        )
    assert found == (True, None)


def test_an_overlap_has_a_consequence(case: Case, actor: Callable[..., Actor]) -> None:
    answer = {"service": "mbe", "answer": "yes", "source": "client"}
    with pytest.raises(ValidationError):
        intake.record_overlap(case, by=actor("carla"), answers=[answer | {"consequence": "none"}])
    intake.record_overlap(case, by=actor("carla"), answers=[answer | {"consequence": "moves_to_kim"}])


def test_whoever_is_not_impartial_loses_the_case_at_once(case: Case, actor: Callable[..., Actor]) -> None:
    intake.declare_conflict(case, by=actor("carla"), has_conflict=True)
    with pytest.raises(NotPermitted):
        intake.check_duplicates(case, by=actor("carla"), is_duplicate=False)


LACKING: dict[str, Callable[[Case], object]] = {
    "Datenschutzinformation (C0)": lambda case: case.consents.filter(kind="C0").delete(),
    "Einwilligung in die Verarbeitung (C1)": lambda case: case.consents.filter(kind="C1").delete(),
    "noch nicht als Unterlage abgelegt": lambda case: case.consents.filter(kind="C1").update(form="paper"),
    "Befangenheit": lambda case: case.conflict_declarations.all().delete(),
    "keine Fallführung": lambda case: case.assignments.all().delete(),
}


@pytest.mark.parametrize("sentence", LACKING)
def test_admission_names_what_is_missing(case: Case, sentence: str) -> None:
    with transaction.atomic(), acting_in_role(OWNER):
        LACKING[sentence](case)
        (missing,) = case.missing_for_admission(clock.today())
    assert sentence in missing


def test_a_case_lacking_nothing_is_admitted(case: Case, actor: Callable[..., Actor]) -> None:
    carla = actor("carla")
    with casework(case, by=carla, right=Right.WRITE_FILE) as bound:
        intake.decide_triage(bound, by=carla, decision=TriageDecision.ACCEPTED)
        intake.admit(bound, by=carla)
    admitted = stored(case)
    assert (admitted.phase, admitted.accepted_on) == (Phase.ASSESSMENT, clock.today())


def test_acceptance_waits_for_the_consent(carla: User, actor: Callable[..., Actor]) -> None:
    case = CaseFactory(led_by=carla, consented=False)
    with pytest.raises(GateClosed, match="C1"):
        intake.decide_triage(case, by=actor("carla"), decision=TriageDecision.ACCEPTED)


def test_a_refusal_has_a_reason_and_a_day_of_deletion(case: Case, actor: Callable[..., Actor]) -> None:
    carla = actor("carla")
    with pytest.raises(ValidationError) as caught:
        intake.decide_triage(case, by=carla, decision=TriageDecision.DECLINED)
    assert "reason" in caught.value.message_dict
    with clock.at(dt.date(2027, 8, 31)), casework(case, by=carla, right=Right.READ_FRAME) as bound:
        intake.decide_triage(
            bound, by=carla, decision=TriageDecision.DECLINED, reason=DeclineReason.NO_COMPLEX_NEED
        )
        intake.decline(bound, by=carla)
    ended = stored(case)
    assert (ended.state, ended.deletion_on) == (CaseState.DECLINED, dt.date(2028, 2, 29))


def test_a_disputed_refusal_waits_for_the_fachaufsicht(case: Case, actor: Callable[..., Actor]) -> None:
    carla, kora = actor("carla"), actor("kora")
    triage = intake.decide_triage(
        case, by=carla, decision=TriageDecision.DECLINED, reason=DeclineReason.OTHER, is_disputed=True
    )
    with pytest.raises(ValidationError), casework(case, by=carla, right=Right.READ_FRAME) as bound:
        intake.decline(bound, by=carla)
    intake.approve_decision(triage, by=kora, is_confirmed=True)
    with casework(case, by=carla, right=Right.READ_FRAME) as bound:
        intake.decline(bound, by=carla)
    assert stored(case).state == CaseState.DECLINED


def test_the_waiting_list_ends_with_a_place(case: Case, actor: Callable[..., Actor]) -> None:
    intake.decide_triage(case, by=actor("carla"), decision=TriageDecision.WAITING_LIST)
    assert stored(case).state == CaseState.WAITING
    intake.offer_place(case, by=actor("kora"), outcome="place")
    assert stored(case).state == CaseState.OPEN


def test_the_coordinator_assigns_and_the_house_follows(
    case: Case, dilan: User, actor: Callable[..., Actor]
) -> None:
    intake.assign(case, by=actor("kora"), person=dilan)
    with pytest.raises(NotPermitted):
        intake.check_duplicates(case, by=actor("carla"), is_duplicate=False)
    intake.check_duplicates(case, by=actor("dilan"), is_duplicate=False)
    assert stored(case).organisation.code == "drk"


def test_an_admitted_case_changes_its_house_only_by_a_handover(
    carla: User, dilan: User, actor: Callable[..., Actor]
) -> None:
    case = CaseFactory(led_by=carla, in_assessment=True)
    with pytest.raises(ValidationError) as caught:
        intake.assign(case, by=actor("kora"), person=dilan)
    assert "Übergabe" in caught.value.message_dict["person"][0]


def test_only_the_fachaufsicht_assigns(case: Case, dilan: User, actor: Callable[..., Actor]) -> None:
    with pytest.raises(NotPermitted):
        intake.assign(case, by=actor("carla"), person=dilan)


def test_the_coordinator_is_alerted_once_without_a_name(case: Case, actor: Callable[..., Actor]) -> None:
    carla = actor("carla")
    for _time in range(2):
        with casework(case, by=carla, right=Right.WRITE_FILE) as bound:
            intake.alert_coordinator(bound, by=carla)
    with transaction.atomic(), acting_in_role(OWNER):
        item = WorkItem.objects.get(case=case, kind=intake.ALERT)
    assert "Haddad" not in item.title


def test_a_deputy_acts_and_a_dismissed_deputy_does_not(
    case: Case, bernd: User, actor: Callable[..., Actor]
) -> None:
    deputy = AssignmentFactory(case=case, person=bernd, role="deputy")
    ConsentFactory(case=case, kind="C4")
    intake.check_duplicates(case, by=actor("bernd"), is_duplicate=False)
    with transaction.atomic(), acting_in_role(OWNER):
        deputy.valid_until = clock.today() - dt.timedelta(days=1)
        deputy.save()
    with pytest.raises(NotPermitted):
        intake.check_duplicates(case, by=actor("bernd"), is_duplicate=False)
