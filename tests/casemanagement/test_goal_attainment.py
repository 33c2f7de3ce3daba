# SPDX-License-Identifier: AGPL-3.0-or-later
"""The T score of Kiresuk and Sherman: 50 where everything went as expected, whatever weighs how much."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casemanagement.goal_attainment import Attainment, t_score

WEIGHT = st.integers(1, 3)
LEVELS = st.lists(st.tuples(st.integers(-2, 2), WEIGHT), min_size=1, max_size=12)


def score(levels: list[tuple[int, int]]) -> float:
    found = t_score(levels)
    assert found is not None
    return found


@given(st.lists(WEIGHT, min_size=1, max_size=12))
def test_all_goals_at_the_expected_level_are_50_with_any_weights(weights: list[int]) -> None:
    assert score([(0, weight) for weight in weights]) == 50


@given(LEVELS)
def test_what_is_above_on_the_one_side_is_below_on_the_other(levels: list[tuple[int, int]]) -> None:
    mirrored = [(-level, weight) for level, weight in levels]
    assert score(levels) + score(mirrored) == pytest.approx(100)


@given(LEVELS, st.integers(2, 5))
def test_only_the_proportion_of_weights_counts(levels: list[tuple[int, int]], factor: int) -> None:
    assert score([(level, weight * factor) for level, weight in levels]) == pytest.approx(score(levels))


@given(LEVELS, st.data())
def test_a_goal_that_goes_better_never_lowers_the_score(
    levels: list[tuple[int, int]], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(levels) - 1))
    level, weight = levels[place]
    better = [*levels[:place], (min(level + 1, 2), weight), *levels[place + 1 :]]
    assert score(better) >= score(levels)


@given(LEVELS)
def test_the_order_of_goals_does_not_count(levels: list[tuple[int, int]]) -> None:
    assert score(levels[::-1]) == pytest.approx(score(levels))


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([(1, 1)], 60.0),  # one goal: ten points a step
        ([(2, 3)], 70.0),
        ([(1, 1), (1, 1)], 62.403),  # 50 + 10·2 / √(0,7·2 + 0,3·4)
        ([(-1, 3), (1, 1), (2, 2)], 54.407),  # 50 + 10·2 / √(0,7·14 + 0,3·36)
    ],
)
def test_examples_calculated_by_hand(levels: list[tuple[int, int]], expected: float) -> None:
    assert score(levels) == pytest.approx(expected, abs=0.001)


def test_nothing_rated_is_no_score() -> None:
    assert t_score([]) is None


@pytest.mark.parametrize(
    ("value", "words"),
    [(44.9, "weniger erreicht"), (45, "so viel erreicht"), (55, "so viel erreicht"), (55.1, "mehr erreicht")],
)
def test_the_sentence_says_the_same_as_the_number(value: float, words: str) -> None:
    assert words in Attainment(value, 1, 1).sentence
