# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every address of the site, opened by everybody: a stranger finds the case nowhere.

The addresses come from the resolver, so a new one is covered by existing; an argument that has no
example here fails the test until it gets one.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from casemanagement.models import Case
from permissions import clock
from permissions.actor import Actor
from permissions.hats import Hat, hats_of
from permissions.models import User
from tests.cast import CAST, House
from tests.workflows import walking

MOST_QUESTIONS = 20
SECRETS = ("Zwetlana", "Geheimniskrämer", "0521 987654", "KELLERGEHEIMNIS")

# Outside the trees of the hats nobody acts; these few pages show nothing of a case.
OPEN_TO_ALL = {
    "home",
    "login",
    "logout",
    "password",
    "language",
    "accessibility",
    "privacy",
    "imprint",
    "styleguide",
    "live",
    "ready",
}


def patterns(resolver: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, path)
        else:
            yield path, entry


ADDRESSES = dict(patterns())
HAT_ADDRESSES = [path for path in ADDRESSES if Hat.of_path(f"/{path}")]


@pytest.fixture
def case(house: House, actor: Callable[..., Actor]) -> Case:
    """Carla's case, with a secret in every block and a row of everything."""
    carla = actor("carla")
    found = walking.register(
        carla, given_name=SECRETS[0], family_name=SECRETS[1], phone=SECRETS[2], need_summary=SECRETS[3]
    )
    for kind in (
        "assess_urgency",
        "check_duplicates",
        "record_overlap",
        "obtain_consent",
        "declare_conflict",
    ):
        walking.do(found, f"intake.{kind}", by=carla)
    return walking.fresh(found)


def examples(case: Case) -> dict[str, list[Any]]:
    """For each argument of an address, values that exist on Carla's case."""
    with walking.as_owner():
        rows = [case.work_items, case.documents, case.consents, case.household, case.goals, case.measures]
        keys = sorted({pk for manager in rows for pk in manager.values_list("pk", flat=True)})
        item = case.work_items.filter(task_id__isnull=False).latest("pk")
    return {
        "number": [case.number],
        "pk": keys[:2] or [1],
        "process_pk": [item.process_id],
        "task_pk": [item.task_id],
        "domain": ["housing"],
        "code": ["500-8"],
    }


def filled(path: str, known: dict[str, list[Any]]) -> list[str]:
    """The address with every example of its arguments."""
    unknown = [name for name in _arguments(path) if name not in known]
    assert not unknown, f"{path}: no example for {unknown}"
    result = [f"/{path}"]
    for name in _arguments(path):
        result = [_replace(address, name, value) for address in result for value in known[name]]
    return result


def _arguments(path: str) -> list[str]:
    return [part.split(">")[0].split(":")[-1] for part in path.split("<")[1:]]


def _replace(address: str, name: str, value: object) -> str:
    before, _, rest = address.partition("<")
    while not rest.split(">")[0].endswith(name):
        more, _, rest = rest.partition("<")
        before = f"{before}<{more}"
    return before + str(value) + rest.partition(">")[2]


STRANGERS = [name for name in CAST if name not in {"carla", "kora"}]


@pytest.mark.parametrize("name", STRANGERS)
def test_a_stranger_finds_the_case_nowhere(name: str, case: Case, signed_in: Callable[[str], Client]) -> None:
    client, known = signed_in(name), examples(case)

    pages = {
        address: _text(client, address)
        for path in ADDRESSES
        if path != "abmelden/"
        for address in filled(path, known)
    }
    found = [
        (address, secret)
        for address, text in pages.items()
        for secret in (*SECRETS, case.number)
        if secret in text
    ]

    assert found == []


def _text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code < 500, address
    parts: Any = getattr(response, "streaming_content", None)
    text = b"".join(parts) if parts else response.content
    # A page that is not found may name the address that was asked for, and nothing else.
    return text.decode(errors="replace").replace(address, "")


def test_the_coordinator_finds_the_frame_and_nothing_that_names_the_client(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    client, known = signed_in("kora"), examples(case)
    pages = {
        address: _text(client, address)
        for path in HAT_ADDRESSES
        if Hat.of_path(f"/{path}") is Hat.FACH
        for address in filled(path, known)
    }

    assert [address for address, text in pages.items() for secret in SECRETS if secret in text] == []
    assert any(case.number in text for text in pages.values())


@pytest.mark.parametrize("name", ["carla", "kora", "anna", "dora", "conrad", "erika", "adam", "rita"])
def test_no_page_asks_the_database_more_than_twenty_questions(
    name: str, case: Case, signed_in: Callable[[str], Client]
) -> None:
    client, known = signed_in(name), examples(case)
    allowed = _hats(client)

    greedy = {}
    for path in HAT_ADDRESSES:
        for address in filled(path, known) if Hat.of_path(f"/{path}") in allowed else ():
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            questions = [query for query in asked if "SAVEPOINT" not in query["sql"]]
            if len(questions) > MOST_QUESTIONS:
                greedy[address] = len(questions)

    assert greedy == {}


@pytest.mark.parametrize("path", HAT_ADDRESSES)
def test_without_signing_in_every_page_of_a_hat_leads_to_the_door(path: str, case: Case) -> None:
    for address in filled(path, examples(case)):
        response = Client().get(address)

        assert response.status_code == 302
        assert response["Location"].startswith("/anmelden/")


@pytest.mark.parametrize("name", CAST)
def test_nobody_enters_the_pages_of_a_hat_that_is_not_theirs(
    name: str, case: Case, signed_in: Callable[[str], Client]
) -> None:
    client, known = signed_in(name), examples(case)
    allowed = _hats(client)

    entered = [
        address
        for path in HAT_ADDRESSES
        if Hat.of_path(f"/{path}") not in allowed
        for address in filled(path, known)
        if client.get(address).status_code != 403
    ]

    assert entered == []


def _hats(client: Client) -> list[Hat]:
    return hats_of(User.objects.get(pk=client.session["_auth_user_id"]), clock.today())


def test_outside_the_trees_of_the_hats_there_are_only_known_pages() -> None:
    outside = {entry.name for path, entry in ADDRESSES.items() if path not in HAT_ADDRESSES}

    assert outside == OPEN_TO_ALL


def test_a_wrong_hat_is_no_way_in_for_a_person_of_two(case: Case, signed_in: Callable[[str], Client]) -> None:
    client, known = signed_in("doppel"), examples(case)

    texts = [
        _text(client, address)
        for path in HAT_ADDRESSES
        if Hat.of_path(f"/{path}") in {Hat.CASE, Hat.DIENST}
        for address in filled(path, known)
    ]

    assert [text for text in texts if case.number in text] == []
