# SPDX-License-Identifier: AGPL-3.0-or-later
"""Each weakening of the protection is noticed: by the attacker, by the simulation of a guess, or by the rule itself.

The table says by which. What holds a city of 240 people, families among them, holds it here with the same chance.
"""

import os
from collections.abc import Callable
from typing import Any

import pytest

from attacker.program import found
from attacker.published import read
from indicators import editions
from indicators.disclosure import DEFAULT, STRICT, Profile, publish
from indicators.editions import Person, Programme
from tests.attacker.city import (
    PROGRAMME,
    City,
    Guessed,
    Publisher,
    counted,
    guess,
    names_of_weeks,
    shown,
)
from tests.attacker.ledgers import RULE, by_the_rule, kinds, rounding, row
from tests.plugins.printed import Say

PEOPLE, WEEKS, FAMILIES = 240, 53, 0.3
BAR = 0.005  # of the newcomers whom the attacker is sure about, and right
LONG_WEEKS, SEEDS = int(os.environ.get("KIM_WEEKS", "104")), range(1, 9)


def rounded(base: int, hide: int) -> tuple[Callable[[int], int | None], Callable[[int | None], Any]]:
    """How a count is shown, and what is concluded from it."""

    def bounds(value: int | None) -> tuple[int, int]:
        if value is None:
            return 0, hide - 1
        lowest = value - base // 2
        return max(lowest, hide), lowest + base - 1

    return rounding(base, hide), bounds


def guessed(base: int, hide: int, gate: int, *, weeks: int = WEEKS, seed: int = 1) -> Guessed:
    show, bounds = rounded(base, hide)
    city = City.of(PEOPLE, family_share=FAMILIES, seed=seed)
    return guess(Publisher(shown(show), gate), city, weeks, bounds)


def attacked(base: int, hide: int, gate: int) -> int:
    """How much the attacker finds in twelve weeks that were published by this rule."""
    show, _ = rounded(base, hide)
    city, publisher = City.of(PEOPLE, family_share=FAMILIES), Publisher(shown(show), gate)
    for place, week in enumerate(names_of_weeks(12)):
        if place:
            city.week()
        publisher.week(city, week)
    rule = {
        "rule": {"kind": "round", "base": base, "hide_below": hide},
        "null": {"lo": 0, "hi": hide - 1},
    }
    return len(list(found(read({"meta": editions.meta(PROGRAMME) | rule, "rows": publisher.ledger}))))


# Weakening → base, hidden below, gate; noticed by the attacker, by the simulation.
SHOWN = {
    "the rule 8/5/10": (5, 8, 10, False, False),
    "stricter": (10, 10, 10, False, False),
    "gate off": (5, 8, 0, False, True),
    "hidden below 3": (5, 3, 10, True, False),
    "exact, gate on": (1, 0, 10, True, True),
    "exact": (1, 0, 0, True, True),
}


@pytest.mark.parametrize("weakening", SHOWN)
def test_by_whom_it_is_noticed(weakening: str) -> None:
    base, hide, gate, by_attacker, by_guess = SHOWN[weakening]

    assert (attacked(base, hide, gate) > 0) is by_attacker
    assert (guessed(base, hide, gate).share > BAR) is by_guess


@pytest.mark.parametrize(
    "weaker",
    [{"base": 3, "hide_below": 8}, {"hide_below": 3}, {"gate": 0}, {"gate": 9}, {"min_base_percent": 10}],
    ids=str,
)
def test_the_profile_refuses_it_before_anybody_is_asked(weaker: dict[str, int]) -> None:
    """Base 3 behind the gate is noticed by neither: here it is."""
    with pytest.raises(ValueError, match="nicht"):
        Profile(**weaker)


def test_percentages_of_raw_counts_are_noticed_by_the_attacker() -> None:
    """6 % of a published 50 tells of three people, whom the rule had hidden."""
    nested = RULE | {"implies": [["part", "N"]]}
    counts = [row(by_the_rule(50)), row(by_the_rule(3), indicator="part")]

    assert kinds(counts, nested) == set()
    assert "small" in kinds([*counts, row(6, indicator="part", percent_of="N", decimals=0)], nested)


def arrivals_added_up(weeks: int) -> list[dict[str, Any]]:
    """Everybody who ever came, rounded by the rule and published each week."""
    city, came, rows = City.of(1000), list[Person](), []
    for place, week in enumerate(names_of_weeks(weeks)):
        if place:
            city.week()
            came += city.newcomers
        for block in PROGRAMME.blocks():
            numbers = counted(block, came)
            rows += [
                row(by_the_rule(number), week, "opened", **dict(cell)) for cell, number in numbers.items()
            ]
    return rows


def test_a_counter_that_only_grows_is_noticed_by_the_attacker_although_it_is_rounded() -> None:
    """Nobody leaves a sum: that is one more equation for each week. Hence flows in closed periods only."""
    rows, head = arrivals_added_up(6), editions.meta(PROGRAMME)

    assert kinds(rows, head | {"cumulative": ["opened"]}) == {"small"}
    assert kinds(rows, head) == set()  # the same figures, were they of closed periods


@pytest.mark.parametrize("dimension", ["case_manager", "organisation", "person", "household"])
def test_a_table_per_person_or_per_house_cannot_be_put_into_the_programme(dimension: str) -> None:
    with pytest.raises(ValueError, match=dimension):
        Programme(
            indicators=("active",),
            universes=("stadtbezirk",),
            breakdowns=(dimension,),
            categories={"stadtbezirk": ("1",), dimension: ("x", "y")},
        )


def test_the_simulation_knows_the_rule_that_is_really_used() -> None:
    for profile in (DEFAULT, STRICT):
        show, _ = rounded(profile.base, profile.hide_below)
        assert [show(n) for n in range(200)] == [publish(n, profile=profile).value for n in range(200)]


@pytest.mark.matrix
def test_the_share_of_newcomers_about_whom_an_attacker_is_sure(say: Say) -> None:
    """The report for data protection: many cities, two years each, with families."""
    rules = {"exact": (1, 0, 0), "hidden below 8, rounded to 5": (5, 8, 0), "the rule 8/5/10": (5, 8, 10)}
    for name, rule in rules.items():
        told = [guessed(*rule, weeks=LONG_WEEKS, seed=seed) for seed in SEEDS]
        people, right = sum(one.newcomers for one in told), sum(one.sure_and_right for one in told)
        say(f"{name}: sure and right about {right} of {people} newcomers ({right / people:.2%})")
    assert right / people <= BAR
