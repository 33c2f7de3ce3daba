# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the attacker concludes: each way of learning about few people, and the ways that must not be one."""

import random
from typing import Any

import pytest

from attacker.attack import Finding
from tests.attacker.ledgers import (
    EXACT,
    PRIMARY,
    RULE,
    as_it_is,
    attacked,
    by_the_rule,
    hidden_below_5,
    kinds,
    row,
    table,
)

W10, W11 = "2026-W10", "2026-W11"
PERCENT = {"percent_of": "N"}

# What was published → what follows from it.
LEARNT: dict[str, tuple[list[dict[str, Any]], dict[str, Any], str]] = {
    "a small number that is shown": ([row(20), row(3, org="awo")], EXACT, "small"),
    "a hidden number that is the rest of the total": (
        [row(20), row(9, org="awo"), row(8, org="stadt"), row(None, org="drk")],
        PRIMARY,
        "small",
    ),
    "a hidden number that can be nothing but zero": (
        [row(20), row(11, org="awo"), row(9, org="stadt"), row(None, org="drk")],
        PRIMARY,
        "narrow",
    ),
    "two hidden numbers of which only the sum is known, when it is small": (
        [row(20), row(17, org="awo"), row(None, org="drk"), row(None, org="stadt")],
        PRIMARY,
        "small",
    ),
    "all others by subtraction": ([row(20), row(18, org="awo")], EXACT, "small"),
    "that everybody has it": ([row(9), row(9, status="x"), row(0, status="y")], EXACT, "all"),
    "who has not reached it": (
        [row(20, indicator="N"), row(17, indicator="reached")],
        EXACT | {"implies": [["reached", "N"]]},
        "small",
    ),
    "a percentage of exact counts beside a rounded base": (
        [row(50), row(None, indicator="part"), row(6, indicator="part", decimals=0, **PERCENT)],
        RULE | {"implies": [["part", "N"]]},
        "small",
    ),
    "that three people came between two weeks": ([row(20, W10), row(23, W11)], EXACT, "change"),
    "that two left whom nobody was told about": (
        [
            *(row(40, W10), row(20, W10, org="awo"), row(20, W10, org="drk")),
            *(row(40, W11), row(18, W11, org="awo")),
        ],
        EXACT,
        "change",
    ),
    "who was added to a counter that only grows": (
        [row(20, W10), row(22, W11)],
        EXACT | {"cumulative": ["N"]},
        "small",
    ),
    "a share that moves although the counts stand still": (
        [row(50), row(50, indicator="all"), row(1, indicator="all", decimals=0, **PERCENT)],
        EXACT,
        "contradiction",
    ),
    "a table that cannot be": ([row(20), row(30, org="awo")], EXACT, "contradiction"),
}


@pytest.mark.parametrize("way", LEARNT)
def test_it_learns(way: str) -> None:
    rows, meta, kind = LEARNT[way]

    assert kind in kinds(rows, meta)


HELD: dict[str, tuple[list[dict[str, Any]], dict[str, Any]]] = {
    "large exact numbers": ([row(40), row(20, org="awo"), row(20, org="drk")], EXACT),
    "three hidden numbers that hide each other": (
        [row(8), row(None, org="awo"), row(None, org="drk"), row(None, org="stadt")],
        PRIMARY,
    ),
    "a rounded total and its rounded parts": (
        [row(20), row(15, org="awo"), row(None, org="drk")],
        RULE,
    ),
    "the same rounded number twice": ([row(20, W10), row(20, W11)], RULE),
    "the next rounded number": ([row(20, W10), row(25, W11)], RULE),
    "a number that was hidden before": ([row(None, W10), row(10, W11)], RULE),
    "a hidden part of a rounded whole": (
        [row(20), row(None, indicator="part")],
        RULE | {"implies": [["part", "N"]]},
    ),
    "a locked cell": ([row(20), row(None, org="awo", lo=0, hi=None)], RULE),
}


@pytest.mark.parametrize("way", HELD)
def test_it_learns_nothing_from(way: str) -> None:
    assert attacked(*HELD[way]) == []


def test_a_finding_names_edition_group_and_bounds_and_nothing_else() -> None:
    houses = [row(9, org="awo"), row(8, org="stadt"), row(None, org="drk")]

    assert attacked([row(20), *houses], PRIMARY) == [
        Finding("small", W10, "N", (("org", "drk"),), 3, 3, "N: org drk"),
    ]


# --- A city over weeks --------------------------------------------------------------------------

CITY: dict[str, list[str]] = {
    "org": ["stadt", "awo", "drk"],
    "district": [str(number) for number in range(10)],
    "status": list("abcdefg"),
}
TABLES = [(), ("org",), ("district",), ("status",), ("org", "status"), ("district", "status")]
RARE = [40, 20, 15, 10, 8, 5, 2]


def newcomers(number: int, chance: random.Random) -> list[dict[str, str]]:
    return [
        {
            "org": chance.choice(CITY["org"]),
            "district": chance.choice(CITY["district"]),
            "status": chance.choices(CITY["status"], RARE)[0],
        }
        for _person in range(number)
    ]


def weeks(number: int, show: Any, *, people: int = 240) -> list[dict[str, Any]]:
    """Eight come and eight leave each week; every table is published each week."""
    chance = random.Random(1)
    there, rows = newcomers(people, chance), []
    for week in range(10, 10 + number):
        rows += table(there, TABLES, CITY, show, f"2026-W{week}")
        for _leaving in range(8):
            there.pop(chance.randrange(len(there)))
        there += newcomers(8, chance)
    return rows


@pytest.mark.parametrize(
    ("show", "meta", "expected"),
    [
        (as_it_is, EXACT, {"small", "change"}),
        (hidden_below_5, PRIMARY, {"small", "change"}),
        (by_the_rule, RULE, set()),
    ],
    ids=["exact", "hidden below 5", "8/5"],
)
def test_weekly_tables_of_a_city_are_broken_or_hold(show: Any, meta: dict[str, Any], expected: Any) -> None:
    assert kinds(weeks(3, show), meta | {"categories": CITY}) == expected
