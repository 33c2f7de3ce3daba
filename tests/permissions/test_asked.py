# SPDX-License-Identifier: AGPL-3.0-or-later
"""A case of somebody else takes the database as long as none at all: what the policies ask is found out first."""

import itertools
from collections.abc import Callable

import pytest

from casemanagement.models import Case
from permissions.actor import Actor, acting_as
from permissions.database.asked import found_out_first
from permissions.hats import Hat

PEOPLE = {Hat.CASE: "carla", Hat.FACH: "kora", Hat.DSB: "dora"}


@pytest.mark.parametrize("hat", PEOPLE)
def test_the_policies_are_asked_although_there_is_no_row(hat: Hat, actor: Callable[..., Actor]) -> None:
    rows = Case.objects.filter(number="KIM-999999")

    with acting_as(actor(PEOPLE[hat], hat)):
        usual = rows.explain(analyze=True)
        first = found_out_first(rows, hat).explain(analyze=True)

    assert "One-Time Filter: (num_nulls(" in first
    # The control: without it a policy waits for a row to hide.
    assert asked(usual) == 0
    assert asked(first) >= 1


def test_a_hat_without_a_policy_on_the_table_asks_nothing() -> None:
    rows = Case.objects.all()
    assert found_out_first(rows, Hat.READ) is rows


def asked(plan: str) -> int:
    """How many answers were really found out."""
    lines = plan.splitlines()
    return sum(
        "never executed" not in below
        for line, below in itertools.pairwise(lines)
        if line.strip().startswith("InitPlan")
    )
