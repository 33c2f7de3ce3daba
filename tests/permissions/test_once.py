# SPDX-License-Identifier: AGPL-3.0-or-later
"""A page finds out once which cases are whose (that the next page asks again: test_revocation)."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import transaction

from casemanagement.models import Case
from permissions import once
from permissions.access import CASE_ACCESS
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.rights import Right
from tests.cast import House
from tests.factories import CaseFactory

Queries = Callable[[int], AbstractContextManager[object]]
CASES = 3
SHOWN = (Right.READ_FRAME, Right.READ_EVENTS, Right.READ_CONSENTS)  # by the same grants


@pytest.fixture
def carla(house: House, actor: Callable[[str], Actor]) -> Actor:
    with acting_in_role(OWNER), transaction.atomic():
        CaseFactory.create_batch(CASES, led_by=house["carla"])
    return actor("carla")


def found(actor: Actor, right: Right = Right.READ_FRAME) -> int:
    return Case.objects.permitted(actor, right).count()


def test_a_page_asks_once_for_all_its_lists(carla: Actor, django_assert_num_queries: Queries) -> None:
    with acting_as(carla), once.per_page():
        assert found(carla) == CASES
        with django_assert_num_queries(3):
            assert [found(carla, right) for right in SHOWN] == [CASES] * 3


def test_outside_a_page_nothing_is_remembered(carla: Actor) -> None:
    with acting_as(carla):
        assert not once.remembers()
        assert not isinstance(CASE_ACCESS.keys(carla, Right.READ_FRAME), list)


def test_another_role_of_the_database_gets_its_own_answer(carla: Actor) -> None:
    with acting_as(carla), once.per_page():
        before = CASE_ACCESS.keys(carla, Right.READ_FRAME)
        with acting_in_role(OWNER):
            assert CASE_ACCESS.keys(carla, Right.READ_FRAME) is not before
        assert CASE_ACCESS.keys(carla, Right.READ_FRAME) is before


def test_a_list_of_thousands_stays_a_question(carla: Actor, actor: Callable[[str], Actor]) -> None:
    with acting_as(actor("kora")), once.per_page():
        assert not isinstance(CASE_ACCESS.keys(actor("kora"), Right.READ_FRAME), list)
