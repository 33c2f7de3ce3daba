# SPDX-License-Identifier: AGPL-3.0-or-later
"""Conditions on one row, put together from facts that are asked once."""

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casemanagement.models import Assignment, Case
from permissions.access import CASE_ACCESS, file_is_open, supervised
from permissions.actor import Actor, acting_in_role
from permissions.conditions import Facts, naming
from permissions.database.roles import OWNER
from tests.cast import House
from tests.factories import CaseFactory


@pytest.fixture
def case(house: House) -> Iterator[Case]:
    with acting_in_role(OWNER), transaction.atomic():
        yield CaseFactory.create(led_by=house["carla"])


def led() -> Q:
    return Q(pk__in=Assignment.objects.filter(role="responsible").values("case"))


SINGLE = st.sampled_from(
    [
        lambda: Q(is_restricted=False),
        lambda: Q(phase__in=["intake", "assessment"]),
        lambda: Q(state="closed"),
        lambda: Q(pk__in=[]),
        led,
    ]
).map(lambda make: make())
CONDITIONS = st.recursive(
    SINGLE,
    lambda parts: st.one_of(
        parts.map(lambda part: ~part),
        st.tuples(parts, parts).map(lambda pair: pair[0] & pair[1]),
        st.tuples(parts, parts).map(lambda pair: pair[0] | pair[1]),
    ),
    max_leaves=8,
)


@given(conditions=st.lists(CONDITIONS, min_size=1, max_size=3))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_answers_to_the_facts_say_what_the_condition_says(case: Case, conditions: list[Q]) -> None:
    rows, facts = Case.objects.filter(pk=case.pk), Facts(conditions)
    row = rows.values(**facts.marks).get()

    assert [facts.hold(condition, row) for condition in conditions] == [
        rows.filter(condition).exists() for condition in conditions
    ]


def test_what_many_grants_name_is_asked_once(actor: Callable[[str], Actor]) -> None:
    carla = actor("carla")
    told = str(Case.objects.values(**CASE_ACCESS.question(carla).marks).query)
    for fact in ("C1", "C4", "responsible", "deputy"):
        assert told.count(fact) <= 2, fact  # C1: lives, or was revoked


def test_the_same_condition_on_somebody_else_is_another_one(actor: Callable[[str], Actor]) -> None:
    kora, dora = actor("kora").person, actor("dora").person
    assert kora is not None
    assert dora is not None
    with naming():
        assert supervised(kora) is supervised(kora)
        assert supervised(kora) is not supervised(dora)
        assert file_is_open() is file_is_open()
    assert supervised(kora) is not supervised(kora)
