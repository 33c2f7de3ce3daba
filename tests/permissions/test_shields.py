# SPDX-License-Identifier: AGPL-3.0-or-later
"""What comes before every right, and what opens a file in an emergency (tests/permissions/concept/shields.py)."""

import pytest

from tests.cast import House
from tests.permissions.concept import SHIELDED
from tests.permissions.concept.asking import answers, expected_of
from tests.permissions.concept.words import carlas_case


@pytest.mark.parametrize("situation", SHIELDED)
def test_shields_and_emergencies_hold_for_check_and_for_list(house: House, situation: str) -> None:
    row = SHIELDED[situation]

    assert answers(row, house, carlas_case(house)) == expected_of(row)
