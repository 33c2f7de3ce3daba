# SPDX-License-Identifier: AGPL-3.0-or-later
"""Goal attainment scaling: how far the goals of a plan were reached, as one number with its sentence.

T = 50 + 10·Σ(w·x) / √((1 − ρ)·Σw² + ρ·(Σw)²) with ρ = 0.3, x from −2 to +2 and w the weight of a goal.
Kiresuk, T. J. and Sherman, R. E. (1968): Goal attainment scaling: A general method for evaluating comprehensive
community mental health programs. Community Mental Health Journal 4(6), 443–453.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from django.utils.translation import gettext as _

from casemanagement.choices import GoalState
from casemanagement.models import Goal

RHO = 0.3
AS_EXPECTED = 50
# So far from 50 it still reads as "as expected": half a step of a single goal.
NEAR = 5
# What nobody works for any more, or yet, says nothing about how far one has come.
NOT_COUNTED = (GoalState.LATER, GoalState.WITHDRAWN_BY_CLIENT, GoalState.OBSOLETE)
# A goal that is scaled says at least where it starts, what is hoped for, and what would be much more.
ANCHORS_NEEDED = ("-2", "0", "2")


@dataclass(frozen=True)
class Attainment:
    """One person's view of the goals that she rated."""

    score: float
    rated: int
    scaled: int

    @property
    def t_score(self) -> int:
        return round(self.score)

    @property
    def sentence(self) -> str:
        """The same in plain words."""
        if self.score > AS_EXPECTED + NEAR:
            return _("Es ist mehr erreicht als erhofft.")
        if self.score < AS_EXPECTED - NEAR:
            return _("Es ist weniger erreicht als erhofft.")
        return _("Es ist so viel erreicht wie erhofft.")


@dataclass(frozen=True)
class Attainments:
    """The same plan as the client, the case manager, and the beginning show it."""

    start: Attainment | None
    client: Attainment | None
    case_manager: Attainment | None

    @property
    def rows(self) -> list[tuple[str, Attainment]]:
        named = (
            (_("Zu Beginn"), self.start),
            (_("Jetzt, Sicht der Klientin oder des Klienten"), self.client),
            (_("Jetzt, Sicht der Fallführung"), self.case_manager),
        )
        return [(label, found) for label, found in named if found is not None]


def t_score(levels: Iterable[tuple[int, int]]) -> float | None:
    """The T score of (level, weight); None where nothing was rated."""
    pairs = list(levels)
    if not pairs:
        return None
    weights = [weight for _level, weight in pairs]
    spread = (1 - RHO) * sum(weight**2 for weight in weights) + RHO * sum(weights) ** 2
    return AS_EXPECTED + 10 * sum(level * weight for level, weight in pairs) / sqrt(spread)


def attained(goals: Iterable[Goal]) -> Attainments:
    """Client and case manager rate apart, and both stand beside where it began."""
    known = [goal for goal in goals if goal.state not in NOT_COUNTED]
    return Attainments(_of(known, "gas_start"), _of(known, "gas_client"), _of(known, "gas_case_manager"))


def _of(goals: list[Goal], field: str) -> Attainment | None:
    rated = [(getattr(goal, field), goal.weight) for goal in goals if getattr(goal, field) is not None]
    score = t_score(rated)
    return None if score is None else Attainment(score, len(rated), len(goals))
