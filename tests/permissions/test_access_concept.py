# SPDX-License-Identifier: AGPL-3.0-or-later
"""The access concept, asked for every situation of its tables (tests/permissions/concept)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission

from casemanagement.models import Case
from permissions.access import CASE_ACCESS
from permissions.actor import Actor, acting_as
from permissions.hats import Hat
from permissions.models import User
from permissions.rights import Right
from tests.cast import House
from tests.permissions.concept import CONCEPT, REQUESTS
from tests.permissions.concept.asking import answers, answers_on_request, expected_of
from tests.permissions.concept.rights import NOTHING, SYSTEM
from tests.permissions.concept.words import carlas_case


@pytest.fixture
def case(house: House) -> Case:
    return carlas_case(house)


@pytest.mark.parametrize("situation", CONCEPT)
def test_the_concept_holds_for_check_and_for_list(house: House, case: Case, situation: str) -> None:
    row = CONCEPT[situation]

    assert answers(row, house, case) == expected_of(row)


@pytest.mark.parametrize("situation", REQUESTS)
def test_the_concept_holds_for_the_questions_of_authorities(house: House, case: Case, situation: str) -> None:
    expected = REQUESTS[situation][3]

    assert answers_on_request(REQUESTS[situation], house, case) == (
        expected,
        expected,
        Right.READ_REQUEST in expected,
    )


def test_the_system_has_the_rights_that_its_jobs_need(case: Case) -> None:
    system = Actor.system()

    assert {right for right in Right if CASE_ACCESS.allows(system, right, case)} == SYSTEM
    assert CASE_ACCESS.rights(system, case) == NOTHING


def test_nobody_has_a_right_without_an_account(house: House, case: Case) -> None:
    ghost = Actor(User(username="ghost"), Hat.CASE)

    assert CASE_ACCESS.rights(ghost, case) == NOTHING


def test_all_rights_are_one_question(
    house: House, case: Case, django_assert_num_queries: Callable[[int], Any]
) -> None:
    carla = Actor(house["carla"], Hat.CASE)

    with acting_as(carla), django_assert_num_queries(1):
        CASE_ACCESS.rights(carla, case)


@pytest.mark.usefixtures("as_owner")
def test_no_duty_is_given_past_an_organisation(house: House) -> None:
    duties = Permission.objects.filter(codename__in=["fachaufsicht", "dienstaufsicht"])

    assert {duty.content_type.model for duty in duties} == {"organisation"}
    assert not any(duty.group_set.exists() for duty in duties)
