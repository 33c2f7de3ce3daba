# SPDX-License-Identifier: AGPL-3.0-or-later
"""A case of somebody else answers like one that does not exist: the same bytes, and nothing to read from the time.

The bytes are asserted. The time is measured and printed, never asserted: it is the machine's, too.
"""

import random
import re
import sys
import time
from collections.abc import Iterable
from statistics import median

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from permissions.rights import Right
from tests.cast import HAT_OF
from tests.matrix.asking import METHODS, UNKNOWN, Asking, Request, addresses
from tests.matrix.pages import DECLARED
from tests.matrix.relations import RELATIONS

PATHS = dict(addresses())
NONE = "non-existing"
WARM_UP, PAIRS, RESAMPLED = 50, 1000, 2000

TOKEN = re.compile(rb'(?<=name="csrfmiddlewaretoken" value=")\w+')

Pair = tuple[Request, Request]


def pairs(person: str) -> list[Pair]:
    """Every page about a case in this person's tree: once on a foreign case, once on none."""
    strangers = [
        relation
        for relation, facts in RELATIONS.items()
        if relation != NONE and Right.READ_FRAME not in facts.rights.get(person, ())
    ]
    return [
        (
            Request(name, PATHS[name], page, method, person, relation),
            Request(name, PATHS[name], page, method, person, NONE),
        )
        for name, page in DECLARED.items()
        if page.needs and page.hat is HAT_OF[person]
        for relation in strangers
        for method in METHODS
    ]


@pytest.mark.long
@pytest.mark.parametrize("person", ["carla", "kora", "dora"])
def test_a_foreign_case_and_none_at_all_give_the_same_bytes(person: str, asking: Asking) -> None:
    # Each page and method in one relation, by lot; `make matrix` asks in all of them.
    drawn = random.Random(5).sample(everything := pairs(person), k=len(everything))
    asked = {(foreign.name, foreign.method): (foreign, none) for foreign, none in drawn}

    assert asked
    assert different(asking, asked.values()) == []


@pytest.mark.matrix
@pytest.mark.parametrize("person", ["carla", "kora", "dora"])
def test_every_foreign_case_gives_the_bytes_of_none_at_all(
    person: str, asking: Asking, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = pairs(person)

    found = different(asking, asked)

    with capsys.disabled():
        sys.stdout.write(f"\n{person}: {len(asked)} pairs, {len(found)} of them with other bytes\n")
    assert found == []


@pytest.mark.long
@pytest.mark.parametrize("person", ["carla", "kora", "dora"])
def test_a_foreign_case_and_none_at_all_ask_the_database_the_same_questions(
    person: str, asking: Asking
) -> None:
    """One question more would be time that tells whether a case exists."""
    drawn = random.Random(5).sample(everything := pairs(person), k=len(everything))
    asked = {(foreign.name, foreign.method): (foreign, none) for foreign, none in drawn}

    found = {
        str(foreign): counted
        for foreign, none in asked.values()
        if len(set(counted := (questions(asking, foreign), questions(asking, none)))) > 1
    }

    assert found == {}


def questions(asking: Asking, request: Request) -> int:
    asking.address(request)
    with CaptureQueriesContext(connection) as asked:
        asking.ask(request)
    return len(asked)


def different(asking: Asking, asked: Iterable[Pair]) -> list[str]:
    return [str(foreign) for foreign, none in asked if answer(asking, foreign) != answer(asking, none)]


def answer(asking: Asking, request: Request) -> tuple[str, bytes]:
    """What came, without the token of its forms, which is drawn anew for each answer."""
    came, body = asking.ask(request)
    return came, TOKEN.sub(b"", body)


@pytest.mark.matrix
@pytest.mark.parametrize("person", ["carla", "kora"])
def test_the_time_of_a_foreign_case_and_of_none_at_all_is_reported(
    person: str, asking: Asking, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(3)
    asked = chance.choices(pairs(person), k=WARM_UP + PAIRS)

    times = [timed(asking, pair, chance) for pair in asked][WARM_UP:]

    with capsys.disabled():
        sys.stdout.write(f"\n{person}, {PAIRS} pairs: {told(times, chance)}\n")
    assert len(times) == PAIRS


def timed(asking: Asking, pair: Pair, chance: random.Random) -> tuple[float, float]:
    """Milliseconds for the foreign case and for none, asked one after the other in an order drawn by lot."""
    taken = {}
    for request in chance.sample(pair, k=2):
        began = time.perf_counter()
        came, _body = asking.ask(request)
        taken[request.relation] = (time.perf_counter() - began) * 1000
        assert came in {UNKNOWN, "answered"}, request  # 405 where the page takes no such method
    foreign, none = pair
    return taken[foreign.relation], taken[none.relation]


def told(times: list[tuple[float, float]], chance: random.Random) -> str:
    """Both medians, the median difference of a pair with its interval, and how well a guess by time does."""
    foreign, none = [pair[0] for pair in times], [pair[1] for pair in times]
    apart = [one - other for one, other in times]
    low, high = interval(apart, chance)
    return (
        f"foreign {median(foreign):.2f} ms, non-existing {median(none):.2f} ms (medians);"
        f" within a pair {median(apart):+.2f} ms, 95 % interval {low:+.2f} to {high:+.2f} ms;"
        f" the foreign one is the slower of two in {superiority(foreign, none):.1%}"
    )


def interval(apart: list[float], chance: random.Random) -> tuple[float, float]:
    """The 95 % interval of the median, by drawing the pairs again (bootstrap)."""
    drawn = sorted(median(chance.choices(apart, k=len(apart))) for _time in range(RESAMPLED))
    return drawn[RESAMPLED // 40], drawn[-RESAMPLED // 40]


def superiority(ones: list[float], others: list[float]) -> float:
    """How often one of the ones is above one of the others: Mann-Whitney's U as a share; a half tells nothing."""
    above = sum((one > other) + (one == other) / 2 for one in ones for other in others)
    return above / (len(ones) * len(others))
