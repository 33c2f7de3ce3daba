# SPDX-License-Identifier: AGPL-3.0-or-later
"""Notices reach whom they are addressed to, in that hat, and nobody else; ticking off is done once."""

from collections.abc import Callable

import pytest
from django.db import ProgrammingError, transaction

from casemanagement.actions.notices import see, tell
from casemanagement.casework import casework
from casemanagement.choices import NoticeKind
from casemanagement.models import Case, Notice
from permissions.actor import Actor, NotPermitted, acting_as
from permissions.hats import Hat
from permissions.rights import Right
from tests.cast import HAT_OF, House
from tests.factories import CaseFactory

ActorNamed = Callable[..., Actor]
TOLD = {Hat.CASE, Hat.FACH, Hat.DSB, Hat.DIENST, Hat.ADMIN}
KIND = NoticeKind.RESTRICTION_SET


@pytest.fixture
def case(house: House) -> Case:
    return CaseFactory(led_by=house["carla"], planned=True)


def readers(actor: ActorNamed) -> str:
    """Who finds a notice, by the concept and by the barrier, which must agree."""
    found = {}
    for name in (name for name, hat in HAT_OF.items() if hat in TOLD):
        with acting_as(actor(name)):
            found[name] = Notice.objects.addressed_to(actor(name)).count(), Notice.objects.count()
    assert all(by_concept == by_barrier for by_concept, by_barrier in found.values()), found
    return " ".join(name for name, (seen, _) in found.items() if seen)


# Told by Carla about her case at the AWO → who reads it.
ADDRESSES = [
    ({"to_hat": Hat.FACH}, "kora"),
    ({"to_hat": Hat.DIENST}, "anna"),
    ({"to_hat": Hat.DSB}, ""),  # the AWO has no officer in the cast, the city's is not asked
    ({"to_person": "carla"}, "carla"),
    ({"to_person": "bernd"}, ""),  # who has nothing to do with the case
    ({"to_person": "kora", "to_hat": Hat.FACH}, "kora"),
    ({"to_person": "anna", "to_hat": Hat.DIENST}, "anna"),
]


@pytest.mark.parametrize(("address", "expected"), ADDRESSES)
def test_a_notice_about_a_case_reaches_whom_it_is_addressed_to(
    address: dict[str, object], expected: str, case: Case, house: House, actor: ActorNamed
) -> None:
    carla = actor("carla")
    if "to_person" in address:
        address = address | {"to_person": house[str(address["to_person"])]}
    with casework(case, by=carla, right=Right.READ_FRAME):
        tell(KIND, by=carla, case=case, **address)  # type: ignore[arg-type]

    assert readers(actor) == expected


def test_a_notice_without_a_case_reaches_a_house_and_its_officer(house: House, actor: ActorNamed) -> None:
    tell(KIND, by=actor("kora"), organisation=house.organisation("stadt"), to_hat=Hat.DSB)
    tell(KIND, by=actor("kora"), organisation=house.organisation("awo"), to_hat=Hat.ADMIN)
    tell(KIND, by=actor("kora"), to_person=house["dilan"])

    assert readers(actor) == "dilan dora adam"


def test_only_codes_and_numbers_can_be_told(case: Case, actor: ActorNamed) -> None:
    with pytest.raises(ValueError, match="codes and numbers"):
        tell(KIND, by=actor("carla"), case=case, reason="Frau Geheimniskrämer")


def test_nobody_tells_about_a_case_that_is_not_theirs(case: Case, house: House, actor: ActorNamed) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        tell(KIND, by=actor("bernd"), case=case, to_person=house["bernd"])


def test_of_two_who_tick_off_the_first_one_counts(case: Case, house: House, actor: ActorNamed) -> None:
    tell(KIND, by=actor("carla"), case=case)
    tell(KIND, by=actor("carla"), case=case, to_person=house["carla"])
    with acting_as(actor("carla")):
        shared, own = Notice.objects.order_by("pk")
        see(shared, by=actor("carla"))
        see(own, by=actor("carla"))
        before = Notice.objects.get(pk=own.pk).seen_at
        see(own, by=actor("carla"))
        assert Notice.objects.get(pk=own.pk).seen_at == before
        assert not Notice.objects.addressed_to(actor("carla")).unseen().exists()

    with acting_as(actor("doppel")), pytest.raises(NotPermitted):
        see(own, by=actor("doppel"))
