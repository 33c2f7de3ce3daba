# SPDX-License-Identifier: AGPL-3.0-or-later
"""Many people at one server at the same moment: everybody gets their own cases and nobody else's."""

import os
import re
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode

import pytest
from pytest_django.live_server_helper import LiveServer

from casemanagement.models import Case
from tests.cast import PASSWORD, House
from tests.factories import CaseFactory

pytestmark = [pytest.mark.load, pytest.mark.slow]

PEOPLE = ("aylin", "bernd", "carla", "dilan")
CASES_EACH = 3


def visit(base: str, name: str, own: list[Case], foreign: list[Case], rounds: int) -> list[str]:
    """Sign in, read the list and every case again and again; returns what should not have been seen."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    door = f"{base}/anmelden/"
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', browser.open(door).read().decode())
    assert token
    fields = {"csrfmiddlewaretoken": token[1], "username": name, "password": PASSWORD}
    browser.open(door, urlencode(fields).encode())
    wrong: list[str] = []
    for turn in range(rounds):
        listed = browser.open(f"{base}/fallarbeit/faelle/").read().decode()
        wrong += [f"{name} misses {case.number}" for case in own if case.number not in listed]
        wrong += [f"{name} sees {case.number}" for case in foreign if case.number in listed]
        other = foreign[turn % len(foreign)]
        try:
            browser.open(f"{base}/fallarbeit/fall/{other.number}/")
            wrong.append(f"{name} opens {other.number}")
        except urllib.error.HTTPError as refused:
            wrong += [] if refused.code == 404 else [f"{name} gets {refused.code}"]
    return wrong


@pytest.mark.django_db(transaction=True)
def test_nobody_ever_sees_a_case_of_somebody_else(live_server: LiveServer, house: House) -> None:
    cases: dict[str, list[Any]] = {
        name: [CaseFactory(led_by=house[name], planned=True) for _ in range(CASES_EACH)] for name in PEOPLE
    }
    rounds = int(os.environ.get("ROUNDS", "40"))

    def turn(name: str) -> list[str]:
        foreign = [case for other in PEOPLE if other != name for case in cases[other]]
        return visit(live_server.url, name, cases[name], foreign, rounds)

    with ThreadPoolExecutor(8) as pool:
        wrong = [line for found in pool.map(turn, PEOPLE * 2) for line in found]

    assert wrong == []
