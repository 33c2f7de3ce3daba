# SPDX-License-Identifier: AGPL-3.0-or-later
"""A list of named people, and restricted processing: who still sees the case, and who lifts it."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from casemanagement.actions import access_lists, intake, restrictions
from casemanagement.models import AccessList, Case, CaseEvent, Deadline, NamedPerson, Restriction
from permissions import clock
from permissions.access import CASE_ACCESS
from permissions.actor import Actor, NotPermitted, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.models import OrganisationUserPermission
from permissions.rights import Right
from tests.cast import House
from tests.factories import AssignmentFactory, CaseFactory

ActorNamed = Callable[..., Actor]


@pytest.fixture
def case(house: House) -> Case:
    case = CaseFactory(led_by=house["aylin"], planned=True)
    AssignmentFactory(case=case, person=house["carla"], role="deputy")
    return case


def rights(by: Actor, case: Case) -> frozenset[Right]:
    with acting_as(by):
        held = CASE_ACCESS.rights(by, case)
        assert Case.objects.filter(pk=case.pk).exists() is bool(held)
    return held


def second_coordinator(house: House, name: str = "anna") -> Actor:
    """Somebody else with the whole Fachaufsicht, as the deputy coordinator has it."""
    from permissions import actions  # noqa: PLC0415  only for the stage
    from permissions.hats import Hat  # noqa: PLC0415
    from permissions.roles import Role  # noqa: PLC0415

    with acting_in_role(OWNER):
        by = Actor.system()
        city = house.organisation("stadt")
        actions.appoint(house[name], city, role=Role.FACHAUFSICHT, valid_from=clock.today(), by=by)
        actions.give_duty(house[name], city, duty="fachaufsicht", by=by)
        assert OrganisationUserPermission.objects.filter(user=house[name]).exists()
    return Actor(house[name], Hat.FACH)


def test_only_named_people_see_the_case(case: Case, house: House, actor: ActorNamed) -> None:
    deputy = second_coordinator(house)
    assert Right.READ_FRAME in rights(deputy, case)

    access_lists.begin(case, by=actor("kora"), ground="prominent", people=[house["aylin"]])

    assert Right.READ_FILE in rights(actor("aylin"), case)
    assert Right.ASSIGN in rights(actor("kora"), case)
    assert rights(actor("dora"), case)  # who watches over the number, and no more
    for nobody in (actor("carla"), deputy):
        assert rights(nobody, case) == frozenset()


def test_nobody_is_assigned_who_is_not_named(case: Case, house: House, actor: ActorNamed) -> None:
    kora = actor("kora")
    access_lists.begin(case, by=kora, ground="threat", people=[house["aylin"]])
    with pytest.raises(ValidationError, match="nicht benannt"):
        intake.assign(case, by=kora, person=house["bernd"])
    with acting_as(kora):
        access_lists.name(AccessList.objects.get(case=case), by=kora, person=house["bernd"])
    intake.assign(case, by=kora, person=house["bernd"])
    with acting_as(kora):
        access_lists.strike(NamedPerson.objects.get(case=case, person=house["aylin"]), by=kora)
        with pytest.raises(ValidationError, match="Sich selbst"):
            access_lists.strike(NamedPerson.objects.get(case=case, person=house["kora"]), by=kora)

    assert Right.READ_FILE in rights(actor("bernd"), case)


def test_colleagues_of_the_client_are_never_named(case: Case, house: House, actor: ActorNamed) -> None:
    kora, city = actor("kora"), house.organisation("stadt")
    with pytest.raises(ValidationError, match="arbeitet"):
        access_lists.begin(case, by=kora, ground="own_staff", people=[house["carla"]])
    with pytest.raises(ValidationError, match="im selben Haus"):
        access_lists.begin(case, by=kora, ground="own_staff", people=[house["aylin"]], employer=city)

    access_lists.begin(case, by=kora, ground="own_staff", people=[house["carla"]], employer=city)

    assert rights(actor("aylin"), case) == frozenset()


def test_the_list_ends_and_everything_is_as_before(case: Case, house: House, actor: ActorNamed) -> None:
    kora = actor("kora")
    before = rights(actor("carla"), case)
    access_lists.begin(case, by=kora, ground="prominent", people=[house["aylin"]])
    with acting_as(kora):
        access_lists.end(AccessList.objects.get(case=case, ended_at=None), by=kora)

    assert rights(actor("carla"), case) == before
    with acting_as(kora):
        kinds = set(CaseEvent.objects.filter(case=case).values_list("kind", flat=True))
    assert {"list_begun", "list_ended"} <= kinds


@pytest.mark.parametrize("name", ["aylin", "carla", "theo"])
def test_only_the_coordination_keeps_lists(name: str, case: Case, house: House, actor: ActorNamed) -> None:
    with pytest.raises(NotPermitted):
        access_lists.begin(case, by=actor(name), ground="prominent", people=[house["carla"]])


@pytest.mark.parametrize("name", ["kora", "dora"])
def test_a_restricted_file_is_closed_and_its_deadlines_rest(
    name: str, case: Case, house: House, actor: ActorNamed
) -> None:
    with acting_in_role(OWNER):
        from casemanagement import deadlines  # noqa: PLC0415  as the owner sets the stage

        deadlines.start(case, "no_contact", on=clock.today())
    with pytest.raises(ValidationError, match="Grund"):
        restrictions.restrict(case, by=actor(name), ground="accuracy", note=" ")

    restrictions.restrict(case, by=actor(name), ground="accuracy", note="Die Klientin bestreitet das Datum.")

    left = rights(actor("aylin"), case)
    assert Right.READ_FRAME in left
    assert not {Right.READ_IDENTITY, Right.READ_FILE, Right.READ_SENSITIVE, Right.WRITE_FILE} & left
    with acting_as(actor("kora")):
        assert Deadline.objects.get(case=case).paused_since == clock.today()
    with pytest.raises(ValidationError, match="Vor der Aufhebung"):
        restrictions.lift(case, by=actor(name), note="Das Datum ist berichtigt.")
    restrictions.lift(case, by=actor(name), note="Das Datum ist berichtigt.", informed_on=clock.today())
    assert Right.READ_FILE in rights(actor("aylin"), case)
    with acting_as(actor("kora")):
        assert Deadline.objects.get(case=case).paused_since is None
        assert Restriction.objects.get(case=case).lift_note == "Das Datum ist berichtigt."


@pytest.mark.parametrize("name", ["aylin", "carla", "theo"])
def test_nobody_else_restricts(name: str, case: Case, actor: ActorNamed) -> None:
    with pytest.raises(NotPermitted):
        restrictions.restrict(case, by=actor(name), ground="accuracy", note="Die Klientin bestreitet es.")
