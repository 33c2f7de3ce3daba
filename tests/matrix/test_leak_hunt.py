# SPDX-License-Identifier: AGPL-3.0-or-later
"""Random people ask random pages about random cases, and nobody learns a word that is not theirs.

Three times: with both barriers, with the program's alone, with the database's alone. The control has neither
and must leak, or the hunt proves nothing. `make matrix` asks KIM_HUNT requests each time (100,000 unless told);
hunts of different KIM_HUNT_SEED add up.
"""

import os
import random
from collections.abc import Iterable

import pytest

from tests.cast import HAT_OF
from tests.matrix.asking import METHODS, NOBODY, PEOPLE, Asking, Request, addresses
from tests.matrix.barriers import MODES, without_any
from tests.matrix.pages import DECLARED
from tests.matrix.relations import RELATIONS

SHORT, LONG = 250, int(os.environ.get("KIM_HUNT", "100000"))
SEED = int(os.environ.get("KIM_HUNT_SEED", "2"))
CONTROL = 250
FILLED = 0.5  # of the POSTs
# Deeds that give the right to read what they then lead to.
OPENING: set[str] = set()
PATHS = dict(addresses())
BY_HAT = {
    person: [name for name, page in DECLARED.items() if page.hat is HAT_OF.get(person)] for person in PEOPLE
}


# What the hunts have found: in each, one barrier held and the other did not.
FOUND = [
    ("GET", "cases:redaction_new", "carla", "deputy"),  # entrusted notes among the places to choose from
    ("POST", "cases:consent_read", "carla", "revoked"),  # representatives by name after the revocation
    ("GET", "cases:disclosures", "carla", "revoked"),  # why something was told
    ("GET", "cases:disclosure_new", "carla", "restricted"),  # titles of documents
    ("GET", "supervision:request", "kora", "own"),  # passages of a file that is shut
    ("GET", "supervision:complaint", "kora", "listed"),  # the number of a case for named persons only
]


def hunt(asking: Asking, requests: int, seed: int) -> list[str]:
    """What somebody was told: by pages and bare requests, and by forms sent with rows that are not theirs."""
    chance = random.Random(seed)
    found = []
    for _number in range(requests):
        request = any_request(chance)
        if request.method == "POST" and request.name not in OPENING and chance.random() < FILLED:
            body = asking.fill(request, chance)
            found += [f"{request}, filled in, tells {told}" for told in told_by(asking, request, body)]
        else:
            found += leaks(asking, [request])
    return found


def told_by(asking: Asking, request: Request, body: bytes) -> Iterable[str]:
    return asking.scene.told(request.person, body.decode(errors="replace"))


def leaks(asking: Asking, requests: Iterable[Request]) -> list[str]:
    """What somebody was told who should not have been."""
    return [
        f"{request} tells {told}"
        for request in requests
        for told in told_by(asking, request, asking.ask(request)[1])
    ]


def about(method: str, name: str, person: str, relation: str) -> Request:
    return Request(name, PATHS[name], DECLARED[name], method, person, relation)


def any_request(chance: random.Random) -> Request:
    """Mostly somebody's own pages, where a leak would be; sometimes a page of another hat."""
    person = chance.choice(PEOPLE)
    own = BY_HAT[person] if person != NOBODY and chance.random() < 0.8 else list(DECLARED)
    return about(chance.choice(METHODS), chance.choice(own), person, chance.choice(list(RELATIONS)))


@pytest.mark.parametrize("mode", MODES)
def test_what_was_found_stays_shut(mode: str, asking: Asking) -> None:
    with MODES[mode]():
        assert leaks(asking, (about(*one) for one in FOUND)) == []


@pytest.mark.long
@pytest.mark.parametrize("mode", MODES)
def test_a_short_hunt_finds_no_leak(mode: str, asking: Asking) -> None:
    with MODES[mode]():
        assert hunt(asking, SHORT, seed=1) == []


@pytest.mark.long
def test_without_both_barriers_the_hunt_finds_leaks(asking: Asking) -> None:
    with without_any():
        assert len(hunt(asking, CONTROL, seed=1)) > 20


@pytest.mark.matrix
@pytest.mark.parametrize("mode", MODES)
def test_a_long_hunt_finds_no_leak(mode: str, asking: Asking, capsys: pytest.CaptureFixture[str]) -> None:
    with MODES[mode]():
        found = hunt(asking, LONG, SEED)

    with capsys.disabled():
        print(f"\nleak hunt, {mode}: {LONG} requests (seed {SEED}), {len(found)} leaks")
    assert found == [], "\n".join(found)


@pytest.mark.matrix
@pytest.mark.parametrize("mode", MODES)
def test_no_page_of_the_own_hat_leaks_in_any_relation(
    mode: str, asking: Asking, capsys: pytest.CaptureFixture[str]
) -> None:
    everything = [
        about(method, name, person, relation)
        for person, names in BY_HAT.items()
        if person != NOBODY
        for name in names
        for relation in (RELATIONS if DECLARED[name].needs or DECLARED[name].row else ["own"])
        for method in METHODS
    ]

    with MODES[mode]():
        found = leaks(asking, everything)

    with capsys.disabled():
        print(f"\nthe own hat, {mode}: all {len(everything)} requests, {len(found)} leaks")
    assert found == [], "\n".join(found)
