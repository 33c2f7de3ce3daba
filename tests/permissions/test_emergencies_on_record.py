# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was read in an emergency is known by its name in the record: written, counted and kept by one word."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client

from casemanagement.actions import emergencies
from casemanagement.models import Case
from permissions import accesslog
from permissions.access import CASE_ACCESS
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.hats import Hat
from permissions.models import AccessEvent
from permissions.rights import Right
from permissions.shields import emergency
from tests.cast import HAT_OF, House
from tests.factories import CaseFactory

SignedIn = Callable[[str], Client]
ActorNamed = Callable[..., Actor]
TEXT = "Die Klientin ist seit gestern Abend nicht mehr erreichbar."
PAGES = {
    "aylin": ("/fallarbeit/", "/fallarbeit/faelle/", "/fallarbeit/fall/{number}/", "/fallarbeit/antraege/"),
    "kora": ("/fachaufsicht/", "/fachaufsicht/faelle/", "/fachaufsicht/fall/{number}/"),
    "dora": ("/datenschutz/", "/datenschutz/akten/", "/datenschutz/antraege/"),
}
IN_THE_FILE = {
    "dilan": "/fallarbeit/fall/{number}/person/",
    "kora": "/fachaufsicht/fall/{number}/akte/",
    "dora": "/datenschutz/fall/{number}/akte/",
}


@pytest.fixture
def case(house: House) -> Case:
    return CaseFactory(led_by=house["aylin"], planned=True)


def traces() -> list[tuple[AccessEvent, bool]]:
    """Every access, and what the database says about it; the program says the same."""
    with acting_in_role(OWNER), connection.cursor() as cursor:
        cursor.execute("SELECT e.id, kim.is_emergency(e) FROM permissions_accessevent e ORDER BY e.id")
        said: dict[int, bool] = dict(cursor.fetchall())
        found = [(event, said[event.pk]) for event in AccessEvent.objects.order_by("pk")]
    assert all(is_one == accesslog.is_emergency(event) for event, is_one in found)
    return found


@pytest.mark.parametrize("name", PAGES)
def test_ordinary_work_leaves_no_trace_of_an_emergency(name: str, case: Case, signed_in: SignedIn) -> None:
    client = signed_in(name)
    for page in PAGES[name]:
        assert client.get(page.format(number=case.number)).status_code == 200

    found = traces()
    assert len(found) >= len(PAGES[name])
    assert not [event.grant for event, is_one in found if is_one]


@pytest.mark.parametrize("name", IN_THE_FILE)
def test_what_is_read_in_an_emergency_is_one(
    name: str, case: Case, actor: ActorNamed, signed_in: SignedIn
) -> None:
    about: dict[str, Any] = {"number": case.number, "text": TEXT, "reason": "danger"}
    if name == "dora":
        about |= {"reason": "incident", "reference": "Vorfall 12/2026"}
    emergencies.begin(by=actor(name), **about)
    assert signed_in(name).get(IN_THE_FILE[name].format(number=case.number)).status_code == 200

    opened, read = (is_one for event, is_one in traces() if event.case_id == case.pk)
    assert opened
    assert read


def test_a_search_in_an_emergency_that_finds_nothing_is_one(actor: ActorNamed) -> None:
    with pytest.raises(ValidationError):
        emergencies.begin(by=actor("dilan"), number="KIM-ABCDEF", reason="danger", text=TEXT)

    assert [is_one for _event, is_one in traces()] == [True]


def test_the_grants_of_an_emergency_and_no_others_bear_its_name(
    case: Case, actor: ActorNamed, house: House
) -> None:
    for name in ("dilan", "kora", "dora"):
        facts: dict[str, Any] = (
            {"reason": "incident", "reference": "1/2026"} if name == "dora" else {"reason": "danger"}
        )
        emergencies.begin(by=actor(name), number=case.number, text=TEXT, **facts)
    bear = {grant.who for grant in CASE_ACCESS.grants if grant.who.startswith(accesslog.EMERGENCY)}
    held = set()
    for name in ("dilan", "kora", "dora"):
        with acting_as(actor(name)), transaction.atomic():
            assert Case.objects.filter(emergency(house[name], HAT_OF[name])).exists()
            held |= set(CASE_ACCESS.reasons(actor(name), Right.READ_SENSITIVE, case))

    assert bear == held
    assert {grant.hat for grant in CASE_ACCESS.grants if grant.who in bear} == {Hat.CASE, Hat.FACH, Hat.DSB}
