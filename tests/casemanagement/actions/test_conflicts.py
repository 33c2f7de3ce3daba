# SPDX-License-Identifier: AGPL-3.0-or-later
"""Befangenheit: declared or kept on a list of one's own, the case is gone at once, and nobody learns why."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from casemanagement.actions import clients, conflicts, deputies, handovers, intake, referrals
from casemanagement.casework import write
from casemanagement.models import AvoidedPerson, Case, ClientIdentity, ConflictDeclaration, Notice
from permissions import clock
from permissions.access import CASE_ACCESS
from permissions.actor import Actor, NotPermitted, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.rights import Right
from tests.cast import House
from tests.factories import AssignmentFactory, CaseFactory

ActorNamed = Callable[..., Actor]
BORN = dt.date(1990, 5, 4)
PERSON: dict[str, Any] = {"given_name": "Zwetlana", "family_name": "Geheimniskrämer", "birth_date": BORN}
NAME: dict[str, Any] = {"given_name": "Geheimniskraemer", "family_name": "Zwetlana"}  # as it is often written


def named(case: Case, **person: Any) -> Case:
    with acting_in_role(OWNER):
        clients.remember(write(ClientIdentity.objects.get(case=case), **person))
    return case


@pytest.fixture
def case(house: House) -> Case:
    return named(CaseFactory(led_by=house["aylin"], planned=True), **PERSON)


def sees(by: Actor, case: Case) -> bool:
    with acting_as(by):
        concept = CASE_ACCESS.allows(by, Right.READ_FRAME, case)
        assert Case.objects.filter(pk=case.pk).exists() is concept
    return concept


def test_whoever_declares_a_conflict_sees_nothing_from_then_on(
    case: Case, house: House, actor: ActorNamed
) -> None:
    AssignmentFactory(case=case, person=house["bernd"], role="deputy")
    for name in ("aylin", "bernd"):
        assert sees(actor(name), case)
        conflicts.declare(case, by=actor(name), note="Die Klientin ist meine Nachbarin.")
        assert not sees(actor(name), case)
    with acting_as(actor("kora")):
        assert Notice.objects.addressed_to(actor("kora")).count() == 2
        assert not case.assignments.valid_on(clock.today()).exists()


def test_the_coordination_reassigns_and_may_lift_the_conflict(
    case: Case, house: House, actor: ActorNamed
) -> None:
    kora = actor("kora")
    conflicts.declare(case, by=actor("aylin"))
    with pytest.raises(ValidationError, match="Befangenheit möglich"):
        intake.assign(case, by=kora, person=house["aylin"])
    intake.assign(case, by=kora, person=house["bernd"])
    assert sees(actor("bernd"), case)

    with acting_as(kora):
        conflicts.end(ConflictDeclaration.objects.get(case=case, has_conflict=True), by=kora)
    intake.assign(case, by=kora, person=house["aylin"])
    assert sees(actor("aylin"), case)


DATES = [
    ("both dates agree", {"birth_date": BORN}, PERSON, False),
    ("another date", {"birth_date": dt.date(1991, 5, 4)}, PERSON, True),
    ("the name alone", {}, PERSON, False),
    ("the client's date is unknown", {"birth_date": BORN}, PERSON | {"birth_date": None}, False),
    ("another name", {"family_name": "Anders"}, PERSON, True),
]


@pytest.mark.parametrize(("what", "entry", "client", "seen"), DATES, ids=[row[0] for row in DATES])
def test_a_standing_list_shuts_the_case_of_whoever_is_on_it(
    what: str, entry: dict[str, Any], client: dict[str, Any], seen: bool, house: House, actor: ActorNamed
) -> None:
    case = named(CaseFactory(led_by=house["aylin"]), **client)
    kept = conflicts.avoid(by=actor("aylin"), **(NAME | entry))

    assert sees(actor("aylin"), case) is seen
    conflicts.avoid_no_more(kept, by=actor("aylin"))
    assert sees(actor("aylin"), case)


def test_nobody_reads_the_list_of_somebody_else(case: Case, house: House, actor: ActorNamed) -> None:
    conflicts.avoid(by=actor("bernd"), **NAME)

    for name in ("aylin", "kora", "dora"):
        with acting_as(actor(name)):
            assert not AvoidedPerson.objects.exists()
    with acting_as(actor("bernd")):
        assert AvoidedPerson.objects.get().words == "Geheimniskraemer Zwetlana"
    with pytest.raises(NotPermitted):
        conflicts.avoid_no_more(AvoidedPerson(person=house["bernd"]), by=actor("aylin"))


def test_whoever_keeps_the_client_on_a_list_is_not_named_for_the_case(
    case: Case, house: House, actor: ActorNamed
) -> None:
    conflicts.avoid(by=actor("bernd"), **NAME)
    today, kora = clock.today(), actor("kora")

    with pytest.raises(ValidationError, match="Befangenheit möglich"):
        intake.assign(case, by=kora, person=house["bernd"])
    with pytest.raises(ValidationError, match="Befangenheit möglich"):
        deputies.name(case, by=kora, person=house["bernd"], valid_from=today, valid_until=today)
    with pytest.raises(ValidationError, match="Befangenheit möglich"):
        handovers.offer(
            case,
            by=actor("aylin"),
            reason="zusteuerung_to_city",
            to_organisation=house.organisation("stadt"),
            to_person=house["bernd"],
        )


def test_an_open_offer_does_not_reach_whoever_must_not_see_it(
    case: Case, house: House, actor: ActorNamed
) -> None:
    conflicts.avoid(by=actor("bernd"), **NAME)
    handovers.offer(
        case, by=actor("aylin"), reason="zusteuerung_to_city", to_organisation=house.organisation("stadt")
    )

    with acting_as(actor("bernd")):
        assert not Case.objects.exists()
        assert not CASE_ACCESS.allows(actor("bernd"), Right.ANSWER_HANDOVER, case)


@pytest.mark.parametrize("exists", [True, False])
def test_the_search_answers_the_same_whether_there_is_a_file_or_not(
    exists: bool, house: House, actor: ActorNamed
) -> None:
    if exists:
        named(CaseFactory(led_by=house["aylin"]), **PERSON)
    conflicts.avoid(by=actor("bernd"), **PERSON)

    with acting_as(actor("bernd")):
        assert intake.duplicate_of_person(**PERSON, by=actor("bernd")) == (True, None)


def test_a_referral_of_somebody_on_the_own_list_goes_to_the_coordination(
    house: House, actor: ActorNamed
) -> None:
    bernd = actor("bernd")
    conflicts.avoid(by=bernd, **PERSON)

    case = referrals.register(by=bernd, source="self", mode="client_only", client_consented=True, **PERSON)

    assert not sees(bernd, case)
    with acting_as(actor("kora")):
        assert not case.has_responsible()
        assert Notice.objects.addressed_to(actor("kora")).get().kind == "conflict_matched"


def test_a_colleague_who_is_referred_is_the_coordinations_to_settle(house: House, actor: ActorNamed) -> None:
    referrals.register(
        by=actor("carla"),
        source="self",
        mode="client_only",
        client_consented=True,
        given_name="Bernd",
        family_name="Kottmann",
    )

    with acting_as(actor("kora")):
        assert Notice.objects.addressed_to(actor("kora")).get().kind == "own_staff_found"
