# SPDX-License-Identifier: AGPL-3.0-or-later
"""THE MATRIX: address × method × person × relation to the case; each has a declared answer, and gets it.

The suite asks every pair of these; `make matrix` asks all of them, with all methods. Whatever the answer, it
tells nobody a word of a block that the relation does not open.
"""

from collections.abc import Iterable
from functools import cache

import pytest

from tests.matrix.asking import (
    FORBIDDEN,
    METHODS,
    OTHER_METHODS,
    PEOPLE,
    UNKNOWN,
    Asking,
    Request,
    addresses,
    all_requests,
    selected,
)
from tests.matrix.pages import DECLARED
from tests.matrix.relations import RELATIONS
from tests.plugins.printed import Say

PATHS = dict(addresses())
NAMED = {
    "own",
    "deputy",
    "expired deputy",
    "same organisation",
    "other organisation",
    "consented",
    "revoked",
    "protected",
    "restricted",
    "closed",
    "non-existing",
}


def test_every_address_is_declared_and_every_declaration_has_an_address() -> None:
    assert (PATHS.keys() - DECLARED.keys(), DECLARED.keys() - PATHS.keys()) == (set(), set())


def test_the_relations_that_were_asked_for_are_all_there() -> None:
    assert RELATIONS.keys() >= NAMED


def test_a_page_about_a_case_declares_the_right_it_asks_for() -> None:
    undeclared = [
        name for name, path in PATHS.items() if "<slug:number>" in path and not DECLARED[name].needs
    ]

    assert undeclared == []


@cache
def everything() -> list[Request]:
    return list(all_requests(DECLARED, PATHS, METHODS))


@cache
def each_pair() -> list[Request]:
    return selected(everything())


@pytest.mark.long
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("person", PEOPLE)
def test_each_pair_of_the_matrix_gets_its_answer(person: str, method: str, asking: Asking, say: Say) -> None:
    chosen = [one for one in each_pair() if (one.person, one.method) == (person, method)]

    wrong = list(answered_wrongly(asking, chosen))

    say(f"matrix, {method} as {person}: {counted(chosen, everything())}")
    assert wrong == [], "\n".join(wrong)


@pytest.mark.matrix
def test_every_request_of_the_matrix_gets_its_answer(asking: Asking, say: Say) -> None:
    requests = list(all_requests(DECLARED, PATHS, METHODS + OTHER_METHODS))

    wrong = list(answered_wrongly(asking, requests))

    say(f"matrix: {counted(requests, requests)}")
    assert wrong == [], "\n".join(wrong)


def answered_wrongly(asking: Asking, requests: Iterable[Request]) -> Iterable[str]:
    for request in requests:
        came, body = asking.ask(request)
        if came not in request.expected():
            yield f"{request}: {came}, not {' or '.join(sorted(request.expected()))}"
        text = body.decode(errors="replace")
        if came in {FORBIDDEN, UNKNOWN} and "Kanarie" in text and request.person != "carla":
            yield f"{request}: a refusal with content"
        yield from (f"{request} tells {told}" for told in asking.scene.told(request.person, text))


def counted(asked: list[Request], of: list[Request]) -> str:
    return f"{len(asked)} of {len(of)} requests asked; {len(DECLARED)} addresses, {len(RELATIONS)} relations"
