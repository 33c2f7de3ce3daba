# SPDX-License-Identifier: AGPL-3.0-or-later
"""How deeds are done: asked for, bound to one case, journalled, and all of it or nothing."""

from collections.abc import Callable, Iterator

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from casemanagement import reactions
from casemanagement.actions import cases, contacts, intake
from casemanagement.casework import casework
from casemanagement.choices import ContactKind, EventKind
from casemanagement.models import Case, CaseEvent, Contact
from permissions import clock
from permissions.actor import Actor, NotPermitted, acting_in_role
from permissions.database.roles import OWNER
from permissions.models import User
from permissions.rights import Right
from tests.factories import CaseFactory, ConsentFactory


@pytest.fixture
def case(carla: User) -> Case:
    return CaseFactory(led_by=carla, in_assessment=True)


@pytest.fixture
def followed() -> Iterator[list[str]]:
    """What a reaction to the change of intensity has seen."""
    seen: list[str] = []
    reactions.react_to(
        EventKind.INTENSITY_CHANGED, lambda _case, event, _by: seen.append(event.data["intensity"])
    )
    yield seen
    reactions.REACTIONS[EventKind.INTENSITY_CHANGED].pop()


def kinds(case: Case) -> list[str]:
    with transaction.atomic(), acting_in_role(OWNER):
        return list(CaseEvent.objects.filter(case=case).order_by("seq").values_list("kind", flat=True))


def test_whoever_leads_a_case_may_act_on_it(case: Case, actor: Callable[..., Actor]) -> None:
    cases.set_intensity(case, by=actor("carla"), intensity="high")
    assert kinds(case) == [EventKind.INTENSITY_CHANGED]


@pytest.mark.parametrize(
    "name", ["dilan", "aylin", "kora", "anna", "dora", "erika", "adam", "conrad", "rita"]
)
def test_nobody_else_may(case: Case, actor: Callable[..., Actor], name: str) -> None:
    with pytest.raises(NotPermitted):
        cases.set_intensity(case, by=actor(name), intensity="high")
    assert kinds(case) == []


def test_inside_a_deed_the_right_is_asked_once(case: Case, actor: Callable[..., Actor]) -> None:
    carla = actor("carla")
    with casework(case, by=carla, right=Right.WRITE_FILE) as bound:
        intake.alert_coordinator(bound, by=carla)
        cases.set_intensity(bound, by=carla, intensity="low")
    assert kinds(case) == [EventKind.COORDINATOR_ALERTED, EventKind.INTENSITY_CHANGED]


def test_what_only_belongs_to_another_deed_is_refused_alone(case: Case, actor: Callable[..., Actor]) -> None:
    with pytest.raises(NotPermitted):
        intake.admit(case, by=actor("carla"))


def two_deeds(case: Case, by: Actor) -> None:
    """The first is fine, the second is not."""
    with casework(case, by=by, right=Right.WRITE_FILE) as bound:
        cases.set_intensity(bound, by=by, intensity="low")
        contacts.write(bound, by=by, kind="telepathy", occurred_on=clock.today())


def test_a_deed_that_fails_leaves_nothing(case: Case, actor: Callable[..., Actor]) -> None:
    with pytest.raises(ValidationError):
        two_deeds(case, actor("carla"))
    assert kinds(case) == []


def test_a_deed_reaches_its_own_case_alone(case: Case, carla: User, actor: Callable[..., Actor]) -> None:
    CaseFactory(led_by=carla)
    with casework(case, by=actor("carla"), right=Right.WRITE_FILE):
        assert list(Case.objects.all()) == [case]


def test_reactions_follow_in_the_same_transaction(
    case: Case, actor: Callable[..., Actor], followed: list[str]
) -> None:
    cases.set_intensity(case, by=actor("carla"), intensity="high")
    assert followed == ["high"]


def test_every_deed_makes_a_new_version_of_the_case(case: Case, actor: Callable[..., Actor]) -> None:
    cases.set_intensity(case, by=actor("carla"), intensity="high")
    cases.set_intensity(case, by=actor("carla"), intensity="low")
    with transaction.atomic(), acting_in_role(OWNER):
        case.refresh_from_db()
    assert (case.version, case.intensity) == (3, "low")


def test_a_revoked_consent_closes_the_file_at_once(carla: User, actor: Callable[..., Actor]) -> None:
    case = CaseFactory(led_by=carla, in_assessment=True, consented=False)
    with pytest.raises(NotPermitted):
        contacts.write(case, by=actor("carla"), kind=ContactKind.PHONE, occurred_on=clock.today())
    ConsentFactory(case=case)
    contacts.write(case, by=actor("carla"), kind=ContactKind.PHONE, occurred_on=clock.today())
    with transaction.atomic(), acting_in_role(OWNER):
        assert Contact.objects.filter(case=case).count() == 1
