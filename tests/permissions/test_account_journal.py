# SPDX-License-Identifier: AGPL-3.0-or-later
"""The journal of accounts and rights: which check finds which tampering, done as the database's superuser.

seal: its own hashes · newest: the newest anchor in the database · outside: an anchor that somebody else has kept.
"""

import datetime as dt
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, ProgrammingError, connection, transaction

from permissions import anchors, clock, seals
from permissions.accounts import events
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.models import JournalAnchor, SecurityEventKind
from tests.cast import House
from tests.permissions.tampering import REANCHOR, RESEAL_ACCOUNTS, tamper, without_triggers

__all__ = ["without_triggers"]  # a fixture
NOW = dt.datetime(2026, 3, 2, 12, tzinfo=clock.BERLIN)
LATER = NOW + dt.timedelta(hours=2)

EVENT = "permissions_securityevent WHERE id = (SELECT {which}(id) FROM permissions_securityevent)"
FIRST, LAST = EVENT.format(which="min"), EVENT.format(which="max")
LAST_SEAL = "(SELECT max(id) FROM permissions_securityseal)"
COPY = (
    "INSERT INTO permissions_securityevent (at, kind, person_id, by_id, hat, organisation_id, detail, sealed_in)"
    " SELECT at, kind, person_id, by_id, hat, organisation_id, detail, {seal} FROM " + FIRST
)


def changed(row: str, what: str) -> str:
    return f"UPDATE {row}".replace("WHERE", f"SET {what} WHERE", 1)


TAMPERING: dict[str, tuple[list[str], set[str]]] = {
    "nothing": ([], set()),
    "an event edited": ([changed(FIRST, "kind = 'signed_in'")], {"seal"}),
    "its time edited": ([changed(FIRST, "at = at - interval '1 s'")], {"seal"}),
    "given to another person": ([changed(LAST, "by_id = 1")], {"seal"}),
    "its detail edited": ([changed(LAST, "detail = '{}'")], {"seal"}),
    "the first deleted": ([f"DELETE FROM {FIRST}"], {"seal"}),
    "the last deleted": ([f"DELETE FROM {LAST}"], {"seal"}),
    "one hidden among those that wait": ([changed(FIRST, "sealed_in = NULL")], {"seal"}),
    "one put under an old seal": ([COPY.format(seal="sealed_in")], {"seal"}),
    "one put under a seal that is none": ([COPY.format(seal="99999")], {"seal"}),
    "a seal deleted": (
        ["DELETE FROM permissions_securityseal WHERE id = (SELECT min(id) FROM permissions_securityseal)"],
        {"seal", "newest", "outside"},
    ),
    "the last seal deleted with its events": (
        [
            f"DELETE FROM permissions_securityevent WHERE sealed_in = {LAST_SEAL}",
            f"DELETE FROM permissions_securityseal WHERE id = {LAST_SEAL}",
        ],
        {"newest", "outside"},
    ),
    "everything deleted": (
        ["DELETE FROM permissions_securityevent", "DELETE FROM permissions_securityseal"],
        {"newest", "outside"},
    ),
    "one deleted and all seals computed anew": (
        [f"DELETE FROM {FIRST}", RESEAL_ACCOUNTS],
        {"newest", "outside"},
    ),
    "one deleted, seals and anchors computed anew": (
        [f"DELETE FROM {FIRST}", RESEAL_ACCOUNTS, REANCHOR],
        {"outside"},
    ),
    "the anchors say that accounts were never sealed": (
        ["UPDATE permissions_journalanchor SET last_account_seal = NULL, account_events = NULL", REANCHOR],
        {"outside"},
    ),
}


@pytest.fixture
def kept(house: House, actor: Callable[..., Actor]) -> dict[str, Any]:
    """Three events under two seals, two anchors; the second is kept outside."""
    adam, paper = actor("adam"), None
    for minutes in (0, 0, 60):
        at = NOW + dt.timedelta(minutes=minutes)
        with clock.at(at), acting_as(adam):
            events.note(SecurityEventKind.APPOINTED, person=house["carla"], by=adam, role="case_management")
        with clock.at(at + dt.timedelta(minutes=6)):
            seals.seal()
            paper = anchors.anchor() or paper
    assert paper is not None
    assert (paper["number"], paper["account_events"]) == (2, 3)
    return paper


def found(paper: dict[str, Any]) -> set[str]:
    with clock.at(LATER), acting_in_role(OWNER):
        checks = {
            "seal": seals.broken_of_accounts(),
            "newest": anchors.broken(),
            "outside": anchors.contradictions(paper),
        }
    return {name for name, complaints in checks.items() if complaints}


@pytest.mark.parametrize("name", TAMPERING)
def test_each_tampering_is_found(name: str, kept: dict[str, Any], request: pytest.FixtureRequest) -> None:
    statements, expected = TAMPERING[name]
    request.getfixturevalue("without_triggers")
    for statement in statements:
        tamper(statement)

    assert found(kept) >= expected
    assert bool(found(kept)) == bool(expected)


@pytest.mark.parametrize(
    "deed", ["UPDATE permissions_securityevent SET hat = 'fach'", f"DELETE FROM {FIRST}"]
)
def test_the_owner_has_no_way_to_change_or_remove_an_event(deed: str, kept: dict[str, Any]) -> None:
    refused = pytest.raises(IntegrityError, match="only ever appended")
    with acting_in_role(OWNER), refused, transaction.atomic():
        tamper(deed)


def test_what_happens_later_leaves_an_older_anchor_true(
    house: House, kept: dict[str, Any], actor: Callable[..., Actor]
) -> None:
    with clock.at(LATER), acting_as(actor("adam")):
        events.note(SecurityEventKind.DISMISSED, person=house["carla"], by=actor("adam"))
    with clock.at(LATER + dt.timedelta(minutes=6)):
        assert seals.seal() == 1
        assert seals.seal() == 0

    assert found(kept) == set()


def test_no_person_seals_or_checks(actor: Callable[..., Actor]) -> None:
    for deed in ("kim.seal_security()", "kim.broken_security_seals()"):
        refused = pytest.raises(ProgrammingError)
        with acting_as(actor("adam")), refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT {deed}")


def test_the_command_names_the_seal_and_fails(kept: dict[str, Any], without_triggers: None) -> None:
    tamper(f"DELETE FROM {LAST}")
    with acting_in_role(OWNER), pytest.raises(CommandError, match="Protokolls der Konten") as caught:
        call_command("verify_journal", stdout=StringIO())

    assert caught.value.returncode == 1


def test_an_anchor_of_before_accounts_were_sealed_still_counts(
    kept: dict[str, Any], without_triggers: None
) -> None:
    tamper("UPDATE permissions_journalanchor SET last_account_seal = NULL, account_events = NULL")
    tamper(REANCHOR)
    with acting_in_role(OWNER):
        old = anchors.on_paper(JournalAnchor.objects.get(number=2))

        assert old["format"] == "kim-anchor-1"
        assert anchors.read(anchors.as_text(old)) == old
        assert anchors.broken() == anchors.contradictions(old) == []
