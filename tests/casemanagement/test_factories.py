# SPDX-License-Identifier: AGPL-3.0-or-later
"""The stages of a case that other tests begin with."""

import pytest

from casemanagement.choices import Phase
from permissions.models import User
from tests.factories import CaseFactory


@pytest.mark.parametrize(
    ("trait", "phase"),
    [
        ("in_assessment", Phase.ASSESSMENT),
        ("in_planning", Phase.PLANNING),
        ("planned", Phase.IMPLEMENTATION),
        ("closed", Phase.ENDED),
    ],
)
def test_a_case_can_be_put_on_the_stage_at_each_phase(carla: User, trait: str, phase: Phase) -> None:
    assert CaseFactory(led_by=carla, **{trait: True}).phase == phase


def test_a_case_without_anybody_is_a_referral(carla: User) -> None:
    assert CaseFactory().phase == Phase.INTAKE
