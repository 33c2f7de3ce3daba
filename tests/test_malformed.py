# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whatever is sent to whichever address, the answer is never an error of the program."""

import sys
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from casemanagement.models import Case
from permissions import clock
from permissions.hats import Hat, hats_of
from permissions.models import User
from tests.malformed import REQUESTS, Send, addresses
from tests.test_every_url import ADDRESSES, case, examples, filled

__all__ = ["case"]

# Who tries which pages; the last one has not signed in.
VISITORS = ["carla", "kora", "dora", "conrad", "erika", "adam", "rita", "anna", ""]
SHORT = 2  # of the table, for each address


@pytest.fixture
def visitor(signed_in: Callable[[str], Client]) -> Callable[[str], Client]:
    """A browser that shows an error of the program as its answer."""

    def _visitor(name: str) -> Client:
        client = signed_in(name) if name else Client()
        client.raise_request_exception = False
        return client

    return _visitor


def reachable(client: Client, name: str) -> list[str]:
    """The addresses behind whose door this person is let."""
    if not name:
        return list(ADDRESSES)
    person = User.objects.get(pk=client.session["_auth_user_id"])
    hats = hats_of(person, clock.today())
    return [path for path in ADDRESSES if Hat.of_path(f"/{path}") in {*hats, None} and path != "abmelden/"]


def attempts(
    client: Client, name: str, known: dict[str, list[Any]], amount: int
) -> Iterator[tuple[str, Send]]:
    chance = Random(name)
    for path in reachable(client, name):
        address = filled(path, known)[0]
        for send in chance.sample(REQUESTS, min(amount, len(REQUESTS))):
            yield address, send
        strange = list(addresses(path))
        for spoilt in chance.sample(strange, min(amount, len(strange))):
            yield spoilt, lambda asking, where: asking.get(where)


def failures(client: Client, name: str, known: dict[str, list[Any]], amount: int) -> tuple[int, list[str]]:
    """How many were tried, and which of them broke something."""
    tried, broken = 0, []
    for address, send in attempts(client, name, known, amount):
        tried += 1
        with transaction.atomic():
            response = send(client, address)
            transaction.set_rollback(True)  # the next one meets the same rows
        if response.status_code >= 500:
            kind = response.exc_info[0].__name__ if response.exc_info else ""
            number = REQUESTS.index(send) if send in REQUESTS else "argument"
            broken.append(f"{address[:80]} request {number}: {response.status_code} {kind}")
    return tried, broken


@pytest.mark.slow
@pytest.mark.parametrize("name", VISITORS)
def test_a_malformed_request_is_no_error_of_the_program(
    name: str, case: Case, visitor: Callable[[str], Client]
) -> None:
    _tried, broken = failures(visitor(name), name, examples(case), SHORT)

    assert broken == []


@pytest.mark.fuzz
def test_ten_thousand_malformed_requests_are_no_error_of_the_program(
    case: Case, visitor: Callable[[str], Client]
) -> None:
    total, broken = 0, list[str]()
    for name in VISITORS:
        tried, found = failures(visitor(name), name, examples(case), len(REQUESTS))
        total, broken = total + tried, broken + found
        sys.stdout.write(f"{name or 'nobody'}: {tried} requests, {len(found)} errors\n")

    assert broken == []
    assert total >= 10_000
