# SPDX-License-Identifier: AGPL-3.0-or-later
"""Everything that is counted."""

from indicators.definition import Indicator
from indicators.definitions.contributions import CONTRIBUTIONS
from indicators.definitions.operations import OPERATIONS
from indicators.definitions.programmes import OF_PROGRAMMES
from indicators.definitions.reach import REACH
from indicators.week import Week

INDICATORS: tuple[Indicator, ...] = (*OPERATIONS, *REACH, *CONTRIBUTIONS, *OF_PROGRAMMES)


def living(week: Week) -> list[Indicator]:
    """The definitions in force when the week ended: of each code the newest that had begun."""
    begun = [indicator for indicator in INDICATORS if indicator.valid_from <= week.sunday]
    newest = {indicator.code: indicator for indicator in sorted(begun, key=lambda one: one.valid_from)}
    return [indicator for indicator in INDICATORS if newest.get(indicator.code) is indicator]


def by_code(code: str) -> Indicator | None:
    """The newest definition of a code."""
    found = [indicator for indicator in INDICATORS if indicator.code == code]
    return max(found, key=lambda indicator: indicator.valid_from, default=None)


def contributions_to(plan_indicator: str) -> list[Indicator]:
    return [one for one in INDICATORS if one.plan_indicator == plan_indicator]
