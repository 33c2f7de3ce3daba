# SPDX-License-Identifier: AGPL-3.0-or-later
"""Power needs two people: asked of the deeds, and again of the database behind them."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, connection, transaction

from permissions import actions, clock
from permissions.accounts import grants
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.registry import BARRIER
from permissions.database.roles import OWNER
from permissions.hats import ROLES_OF_HAT, Hat, hats_of
from permissions.models import (
    POWERFUL,
    Membership,
    OrganisationUserPermission,
    Proposal,
    ProposalKind,
    SecurityEvent,
    User,
)
from permissions.roles import Role
from tests.cast import SINCE, House

TODAY = dt.date(2026, 3, 2)
ORDINARY = [role for role in Role if role not in POWERFUL]
denied = pytest.raises(ProgrammingError, match=r"row-level security|permission denied|second person")


@pytest.fixture(autouse=True)
def _monday() -> object:
    with clock.at(TODAY):
        yield


@pytest.fixture
def second(house: House) -> Actor:
    """A second administrator."""
    with acting_in_role(OWNER), transaction.atomic():
        person = actions.add_person("berta", display_name="Berta Brake", by=Actor.system())
        home = house.organisation("awo")
        actions.appoint(person, home, role=Role.ADMINISTRATION, valid_from=SINCE, by=Actor.system())
    return Actor(person, Hat.ADMIN)


@pytest.fixture
def nora(house: House) -> User:
    with acting_in_role(OWNER), transaction.atomic():
        return actions.add_person("nora", display_name="Nora Neu", by=Actor.system())


def give(actor: Actor, person: User, house: House, role: Role, **facts: object) -> Membership | Proposal:
    home = house.organisation("stadt")
    over = [home.pk] if role in ROLES_OF_HAT[Hat.FACH] else []
    with acting_as(actor), transaction.atomic():
        return grants.give_task(person, home, role=role, valid_from=TODAY, over=over, by=actor, **facts)  # type: ignore[arg-type]


def decide(proposal: object, actor: Actor, *, approve: bool = True) -> None:
    assert isinstance(proposal, Proposal)
    with acting_as(actor), transaction.atomic():
        grants.decide(proposal, approve=approve, by=actor)


def hats(person: User) -> list[Hat]:
    return hats_of(person, TODAY)


@pytest.mark.parametrize("role", ORDINARY)
def test_an_ordinary_task_is_given_by_one(
    role: Role, house: House, nora: User, actor: Callable[..., Actor]
) -> None:
    assert isinstance(give(actor("adam"), nora, house, role), Membership)
    assert len(hats(nora)) == 1


@pytest.mark.parametrize("role", sorted(POWERFUL))
def test_a_powerful_task_needs_a_second_person(
    role: Role, house: House, nora: User, second: Actor, actor: Callable[..., Actor]
) -> None:
    proposal = give(actor("adam"), nora, house, role)
    assert hats(nora) == []

    decide(proposal, second)

    assert len(hats(nora)) == 1
    with acting_as(actor("dora")):
        kinds = list(SecurityEvent.objects.filter(person_id=nora.pk).values_list("kind", flat=True))
    assert kinds == ["approved", "proposed"]


@pytest.mark.parametrize("role", sorted(POWERFUL))
def test_the_database_takes_no_powerful_appointment_from_an_administrator(
    role: Role, house: House, nora: User, actor: Callable[..., Actor]
) -> None:
    with acting_as(actor("adam")), denied, transaction.atomic():
        Membership.objects.create(
            person=nora, organisation=house.organisation("stadt"), role=role, valid_from=TODAY
        )


def test_an_ordinary_appointment_cannot_be_turned_into_a_powerful_one(
    house: House, nora: User, actor: Callable[..., Actor]
) -> None:
    task = give(actor("adam"), nora, house, Role.READING)
    with acting_as(actor("adam")), denied, transaction.atomic():
        Membership.objects.filter(pk=task.pk).update(role=Role.FACHAUFSICHT)


def test_a_powerful_appointment_cannot_be_prolonged_or_passed_on(
    house: House, nora: User, actor: Callable[..., Actor]
) -> None:
    with acting_as(actor("adam")), transaction.atomic():
        assert Membership.objects.filter(person=house["kora"]).update(person=nora) == 0


def test_the_duty_of_supervision_is_laid_by_an_approved_proposal_alone(
    house: House, nora: User, second: Actor, actor: Callable[..., Actor]
) -> None:
    with acting_as(actor("adam")), denied, transaction.atomic():
        actions.give_duty(nora, house.organisation("awo"), duty="fachaufsicht", by=actor("adam"))

    decide(give(actor("adam"), nora, house, Role.FACHAUFSICHT), second)

    with acting_in_role(OWNER):
        over = OrganisationUserPermission.objects.filter(user=nora).values_list(
            "content_object__code", flat=True
        )
        assert list(over) == ["stadt"]


TITLES_OF_SUPERVISION = [
    (Role.FACHAUFSICHT, Role.EMERGENCY_DECISION),
    (Role.EMERGENCY_DECISION, Role.FACHAUFSICHT),
]


@pytest.mark.parametrize(("first", "then"), TITLES_OF_SUPERVISION)
def test_who_coordinates_is_not_the_own_stand_in(
    first: Role, then: Role, house: House, nora: User, second: Actor, actor: Callable[..., Actor]
) -> None:
    adam = actor("adam")
    late = give(adam, nora, house, then)  # proposed before anybody knew of the other
    decide(give(adam, nora, house, first), second)

    with pytest.raises(ValidationError):
        decide(late, second)
    with pytest.raises(ValidationError):
        give(adam, nora, house, then)


def test_nobody_decides_the_own_proposal_or_the_own_gain(
    house: House, nora: User, second: Actor, actor: Callable[..., Actor]
) -> None:
    for person, decider in ((nora, actor("adam")), (second.person, second)):
        assert person is not None
        proposal = give(actor("adam"), person, house, Role.FACHAUFSICHT)
        with pytest.raises(ValidationError):
            decide(proposal, decider)
        with acting_as(decider), denied, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT kim.decide_proposal(%s, true)", [proposal.pk])

    assert Hat.FACH not in hats(nora)


def test_nobody_decides_by_writing(
    house: House, nora: User, second: Actor, actor: Callable[..., Actor]
) -> None:
    proposal = give(actor("adam"), nora, house, Role.CONTROLLING)
    with acting_as(second), denied, transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(decision="approved")
    with acting_as(second), denied, transaction.atomic():
        Proposal.objects.create(
            kind=ProposalKind.APPOINT,
            person=nora,
            organisation=house.organisation("stadt"),
            proposed_by=house["adam"],
        )


DECIDERS = [
    ("dora", Hat.DSB, False, True),  # the only administrator proposed: data protection is the second person
    ("dora", Hat.DSB, True, False),  # there is another administrator
    ("kora", Hat.FACH, False, False),
    ("theo", Hat.DIENST, False, False),
    ("conrad", Hat.CTR, False, False),
    ("aylin", Hat.ADMIN, False, False),  # a hat taken by force
]


@pytest.mark.parametrize("case", DECIDERS, ids=str)
def test_who_decides(
    case: tuple[str, Hat, bool, bool], house: House, nora: User, request: pytest.FixtureRequest
) -> None:
    name, hat, has_second, decides = case
    if has_second:
        request.getfixturevalue("second")
    proposal = give(Actor(house["adam"], Hat.ADMIN), nora, house, Role.CONTROLLING)
    if decides:
        decide(proposal, Actor(house[name], hat))
    else:
        with pytest.raises((ValidationError, ProgrammingError)):
            decide(proposal, Actor(house[name], hat))

    assert (Hat.CTR in hats(nora)) is decides


def test_a_proposal_is_decided_once(
    house: House, nora: User, second: Actor, actor: Callable[..., Actor]
) -> None:
    proposal = give(actor("adam"), nora, house, Role.CONTROLLING)
    decide(proposal, second, approve=False)
    with pytest.raises(ValidationError):
        decide(proposal, second)

    assert hats(nora) == []


PROPOSERS = [
    ("kora", Hat.FACH, "awo", True),
    ("theo", Hat.DIENST, "stadt", True),
    ("theo", Hat.DIENST, "awo", False),
]


@pytest.mark.parametrize("case", PROPOSERS, ids=str)
def test_coordinator_and_employer_propose_for_their_own_houses(
    case: tuple[str, Hat, str, bool], house: House, nora: User, actor: Callable[..., Actor]
) -> None:
    name, hat, code, may = case
    proposer, home = Actor(house[name], hat), house.organisation(code)

    def proposing() -> object:
        with acting_as(proposer), transaction.atomic():
            return grants.give_task(nora, home, role=Role.CASE_MANAGEMENT, valid_from=TODAY, by=proposer)

    if not may:
        with denied:
            proposing()
        return
    decide(proposing(), actor("adam"))
    assert hats(nora) == [Hat.CASE]


def test_no_administrator_appoints_herself(house: House, actor: Callable[..., Actor]) -> None:
    with pytest.raises(ValidationError):
        give(actor("adam"), house["adam"], house, Role.CASE_MANAGEMENT)
    with acting_as(actor("adam")), denied, transaction.atomic():
        Membership.objects.create(
            person=house["adam"],
            organisation=house.organisation("stadt"),
            role=Role.CASE_MANAGEMENT,
            valid_from=TODAY,
        )


def test_anybodys_task_is_taken_away_at_once_by_one(house: House, actor: Callable[..., Actor]) -> None:
    with acting_as(actor("adam")), transaction.atomic():
        task = Membership.objects.get(person=house["kora"])
        grants.withdraw_task(task, by=actor("adam"))

    assert hats(house["kora"]) == []


def test_the_last_administrator_stays(house: House, actor: Callable[..., Actor]) -> None:
    with acting_as(actor("adam")), transaction.atomic(), pytest.raises(ValidationError):
        grants.withdraw_task(Membership.objects.get(person=house["adam"]), by=actor("adam"))


def test_a_closed_account_opens_again_with_two(
    house: House, second: Actor, actor: Callable[..., Actor]
) -> None:
    carla = house["carla"]
    with acting_as(actor("adam")), transaction.atomic():
        grants.close_account(carla, by=actor("adam"))
    with acting_as(actor("adam")), denied, transaction.atomic():
        User.objects.filter(pk=carla.pk).update(is_active=True)
    with acting_as(actor("adam")), transaction.atomic():
        proposal = grants.propose(ProposalKind.REOPEN, carla, house.organisation("awo"), by=actor("adam"))

    decide(proposal, second)

    carla.refresh_from_db()
    assert carla.is_active


# --- The administrator's role in the database ---------------------------------------------------

# What the technical administration reads: accounts, posts, its own journal, jobs, notices; no content.
READABLE_BLOCKS = {"staff", "accounts", "journal", "work", "engine", "notices"}


def test_the_administrators_role_reaches_no_content() -> None:
    reached = {table.block for table in BARRIER if Hat.ADMIN.role in table.rules}
    assert reached <= READABLE_BLOCKS


def test_every_table_of_a_case_refuses_the_administrator(house: House, actor: Callable[..., Actor]) -> None:
    content = [
        table.name
        for table in BARRIER
        if table.block not in READABLE_BLOCKS | {"plan", "statistics"} and Hat.ADMIN.role not in table.rules
    ]
    assert len(content) > 20
    for name in [*content, "permissions_credential", "permissions_session", "permissions_authenticator"]:
        with acting_as(actor("adam")), denied, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f'SELECT 1 FROM "{name}" LIMIT 1')


def test_the_administrator_reads_no_record_of_reading(house: House, actor: Callable[..., Actor]) -> None:
    with acting_as(actor("adam")), denied, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM permissions_accessevent")
