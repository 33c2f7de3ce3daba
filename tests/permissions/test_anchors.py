# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which check finds which tampering, done as the database's own superuser with the triggers off.

chain: the hashes of a case's journal · seal: the hashes of the record of access · newest: the newest
anchor in the database · outside: an anchor that somebody else has kept.
"""

import datetime as dt
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import override_settings

from casemanagement import journal
from casemanagement.casework import record_event
from casemanagement.choices import EventKind
from casemanagement.models import Case
from permissions import accesslog, anchors, clock, seals
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.models import AccessAction, AccessEvent, AccessSeal, Membership
from tests.factories import CaseFactory
from tests.permissions.tampering import REANCHOR, RECHAIN, RESEAL, tamper, without_triggers

__all__ = ["without_triggers"]  # a fixture
NOW = dt.datetime(2026, 3, 2, 12, tzinfo=clock.BERLIN)
LATER = NOW + dt.timedelta(hours=2)
EVENT = "casemanagement_caseevent WHERE case_id = {case}"
ACCESS = "permissions_accessevent WHERE id = (SELECT {which}(id) FROM permissions_accessevent)"
FIRST, LAST = ACCESS.format(which="min"), ACCESS.format(which="max")
LAST_SEAL = "(SELECT max(id) FROM permissions_accessseal)"

TAMPERING: dict[str, tuple[list[str], set[str]]] = {
    "nothing": ([], set()),
    # --- deeds
    "a line edited": ([f"UPDATE {EVENT} AND seq = 2".replace("WHERE", "SET data = '{{}}' WHERE")], {"chain"}),
    "its time edited": (
        [f"UPDATE {EVENT} AND seq = 1".replace("WHERE", "SET at = at - interval '1 s' WHERE")],
        {"chain"},
    ),
    "its person edited": (
        [
            f"UPDATE {EVENT} AND seq = 1".replace(
                "WHERE", "SET person_id = (SELECT min(id) FROM permissions_user) WHERE"
            )
        ],
        {"chain"},
    ),
    "the first line deleted": ([f"DELETE FROM {EVENT} AND seq = 1"], {"chain"}),
    "a middle line deleted": ([f"DELETE FROM {EVENT} AND seq = 2"], {"chain"}),
    "two lines exchanged": (
        [
            f"UPDATE {EVENT} AND seq = 2".replace("WHERE", "SET seq = 99 WHERE"),
            f"UPDATE {EVENT} AND seq = 1".replace("WHERE", "SET seq = 2 WHERE"),
            f"UPDATE {EVENT} AND seq = 99".replace("WHERE", "SET seq = 1 WHERE"),
        ],
        {"chain"},
    ),
    "a line put in": (
        [
            f"UPDATE {EVENT} AND seq = 3".replace("WHERE", "SET seq = 4 WHERE"),
            (
                "INSERT INTO casemanagement_caseevent (case_id, seq, kind, at, hat, data, previous, hash)"
                " SELECT case_id, 3, kind, at, hat, data, previous, hash FROM casemanagement_caseevent"
                " WHERE case_id = {case} AND seq = 2"
            ),
        ],
        {"chain"},
    ),
    "the last line deleted": ([f"DELETE FROM {EVENT} AND seq = 3"], {"newest", "outside"}),
    "the last line deleted and the anchors fixed": (
        [f"DELETE FROM {EVENT} AND seq = 3", REANCHOR],
        {"outside"},
    ),
    "a chain dropped": ([f"DELETE FROM {EVENT}"], {"newest", "outside"}),
    "a chain dropped and the anchors fixed": ([f"DELETE FROM {EVENT}", REANCHOR], {"outside"}),
    "a case dropped": (
        [
            "SET session_replication_role = replica",
            f"DELETE FROM {EVENT}",
            "DELETE FROM casemanagement_case WHERE id = {case}",
            "SET session_replication_role = origin",
        ],
        {"newest", "outside"},
    ),
    "a chain computed anew": (
        [f"UPDATE {EVENT} AND seq = 2".replace("WHERE", "SET data = '{{}}' WHERE"), RECHAIN],
        {"newest", "outside"},
    ),
    "a chain computed anew and the anchors fixed": (
        [f"UPDATE {EVENT} AND seq = 2".replace("WHERE", "SET data = '{{}}' WHERE"), RECHAIN, REANCHOR],
        {"outside"},
    ),
    # --- accesses
    "an access edited": ([f"UPDATE {FIRST}".replace("WHERE", "SET block = 'frame' WHERE", 1)], {"seal"}),
    "an access given to another person": (
        [f"UPDATE {LAST}".replace("WHERE", "SET person_id = 1 WHERE", 1)],
        {"seal"},
    ),
    "an access deleted": ([f"DELETE FROM {FIRST}"], {"seal"}),
    "the last access deleted": ([f"DELETE FROM {LAST}"], {"seal"}),
    "an access put under an old seal": (
        [
            (
                'INSERT INTO permissions_accessevent (at, hat, action, block, "grant", reason, detail, sealed_in)'
                f' SELECT at, hat, action, block, "grant", reason, detail, sealed_in FROM {FIRST}'
            )
        ],
        {"seal"},
    ),
    "a seal deleted": (
        ["DELETE FROM permissions_accessseal WHERE id = (SELECT min(id) FROM permissions_accessseal)"],
        {"seal", "newest", "outside"},
    ),
    "the last seal deleted with its accesses": (
        [
            f"DELETE FROM permissions_accessevent WHERE sealed_in = {LAST_SEAL}",
            f"DELETE FROM permissions_accessseal WHERE id = {LAST_SEAL}",
        ],
        {"newest", "outside"},
    ),
    "an access edited and all seals computed anew": (
        [f"UPDATE {FIRST}".replace("WHERE", "SET block = 'frame' WHERE", 1), RESEAL],
        {"newest", "outside"},
    ),
    "accesses deleted, seals and anchors computed anew": (
        [f"DELETE FROM {FIRST}", RESEAL, REANCHOR],
        {"outside"},
    ),
    "a seal emptied before its time": (
        [
            f"DELETE FROM permissions_accessevent WHERE sealed_in = {LAST_SEAL}",
            f"UPDATE permissions_accessseal SET emptied_at = at + interval '1 day' WHERE id = {LAST_SEAL}",
        ],
        {"seal"},
    ),
    "a seal emptied in the future": (
        [
            f"DELETE FROM permissions_accessevent WHERE sealed_in = {LAST_SEAL}",
            f"UPDATE permissions_accessseal SET emptied_at = at + interval '13 months' WHERE id = {LAST_SEAL}",
        ],
        {"seal"},
    ),
    # --- anchors
    "an anchor deleted": (["DELETE FROM permissions_journalanchor WHERE number = 1"], {"newest"}),
    "the newest anchor deleted": (
        [
            "DELETE FROM permissions_journalanchor WHERE number = (SELECT max(number) FROM permissions_journalanchor)"
        ],
        {"outside"},
    ),
    "an anchor edited": (["UPDATE permissions_journalanchor SET events = 1 WHERE number = 1"], {"newest"}),
}


@pytest.fixture
def case(house: object) -> Case:
    with acting_in_role(OWNER):
        return CaseFactory()


@pytest.fixture
def kept(case: Case, actor: Callable[..., Actor]) -> dict[str, Any]:
    """Three lines, three accesses under two seals, two anchors; the second is kept outside."""
    carla, paper = actor("carla"), None
    with clock.at(NOW), acting_in_role(OWNER):
        record_event(CaseFactory(), EventKind.PAUSED, by=Actor.system())
        for intensity in ("low", "medium", "high"):
            record_event(case, EventKind.INTENSITY_CHANGED, by=Actor.system(), intensity=intensity)
    for minutes in (0, 0, 60):
        at = NOW + dt.timedelta(minutes=minutes)
        with clock.at(at), acting_as(carla):
            accesslog.record(carla, AccessAction.READ, block="file", case=case)
        with clock.at(at + dt.timedelta(minutes=6)):
            seals.seal()
            paper = anchors.anchor() or paper
    assert paper is not None
    assert paper["number"] == 2
    return paper


def found(paper: dict[str, Any]) -> set[str]:
    with clock.at(LATER), acting_in_role(OWNER):
        checks = {
            "chain": journal.verify(),
            "seal": seals.broken(),
            "newest": anchors.broken(),
            "outside": anchors.contradictions(paper),
        }
    return {name for name, complaints in checks.items() if complaints}


@pytest.mark.parametrize("name", TAMPERING)
def test_each_tampering_is_found(
    name: str, case: Case, kept: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    statements, expected = TAMPERING[name]
    request.getfixturevalue("without_triggers")
    for statement in statements:
        tamper(
            statement.format(case=case.pk)
            if "DO $$" not in statement
            else statement.replace("{case}", str(case.pk))
        )

    assert found(kept) >= expected
    assert bool(found(kept)) == bool(expected)


def test_the_owner_has_no_way_to_change_or_remove_an_anchor(kept: dict[str, Any]) -> None:
    for statement in (
        "UPDATE permissions_journalanchor SET events = 0",
        "DELETE FROM permissions_journalanchor",
    ):
        refused = pytest.raises(IntegrityError, match="only ever appended")
        with acting_in_role(OWNER), refused, transaction.atomic():
            tamper(statement)


def test_a_later_deed_leaves_an_older_anchor_true(case: Case, kept: dict[str, Any]) -> None:
    with clock.at(LATER), acting_in_role(OWNER):
        record_event(case, EventKind.PAUSED, by=Actor.system())

    assert found(kept) == set()


def test_a_case_that_is_deleted_leaves_an_older_anchor_true(case: Case, kept: dict[str, Any]) -> None:
    with acting_in_role(OWNER):
        case.delete()

    assert found(kept) == set()


def test_an_hour_has_one_anchor_however_often_the_beat_comes(kept: dict[str, Any]) -> None:
    with clock.at(NOW + dt.timedelta(minutes=80)):
        assert anchors.anchor() is None
    with clock.at(NOW + dt.timedelta(minutes=130)):
        assert (anchors.anchor() or {})["number"] == 3


def test_accesses_go_after_their_time_and_the_chain_of_seals_holds(kept: dict[str, Any]) -> None:
    a_year_later = NOW + dt.timedelta(days=400)
    with clock.at(a_year_later):
        day = clock.today() - dt.timedelta(days=366)
        assert seals.drop(until=day, emergencies_until=day - dt.timedelta(days=730)) == 3
        assert seals.drop(until=day, emergencies_until=day - dt.timedelta(days=730)) == 0
        assert seals.broken() == []
        with acting_in_role(OWNER):
            assert anchors.broken() == anchors.contradictions(kept) == []


def test_the_trace_of_an_emergency_lives_three_years(
    kept: dict[str, Any], actor: Callable[..., Actor]
) -> None:
    with clock.at(LATER), acting_as(actor("kora")):
        one = Case(pk=1, organisation=Membership.objects.get(person=actor("kora").person).organisation)
        accesslog.record(actor("kora"), AccessAction.READ, case=one, block="file", grant=accesslog.EMERGENCY)
    with clock.at(LATER + dt.timedelta(minutes=6)):
        seals.seal()
    for years, left in ((2, 1), (4, 0)):
        with clock.at(NOW + dt.timedelta(days=366 * years)):
            seals.seal()
            day = clock.today()
            seals.drop(until=day - dt.timedelta(days=366), emergencies_until=day - dt.timedelta(days=1096))
            assert seals.broken() == []
            with acting_in_role(OWNER):
                assert AccessEvent.objects.count() == left


def test_a_broken_seal_is_evidence_and_stays(kept: dict[str, Any]) -> None:
    with acting_in_role(OWNER):
        AccessEvent.objects.filter(pk=AccessEvent.objects.earliest("pk").pk).update(block="frame")
    with clock.at(NOW + dt.timedelta(days=400)):
        seals.drop(until=clock.today() - dt.timedelta(days=366), emergencies_until=dt.date(2020, 1, 1))
    with acting_in_role(OWNER):
        assert AccessSeal.objects.filter(emptied_at=None).count() == 1


def test_nobody_drops_accesses_before_their_time(kept: dict[str, Any]) -> None:
    with clock.at(LATER), pytest.raises(Exception, match="twelve months"):
        seals.drop(until=clock.today(), emergencies_until=clock.today())


@override_settings(ANCHOR_MAIL={"stadt": "dsb@stadt.example", "awo": "dsb@awo.example"}, LANGUAGE_CODE="de")
def test_every_data_protection_officer_gets_the_anchor_by_mail_and_nothing_else(case: Case) -> None:
    with clock.at(NOW):
        paper = anchors.anchor()

    assert paper is not None
    assert [message.to for message in mail.outbox] == [["dsb@stadt.example"], ["dsb@awo.example"]]
    assert anchors.read(str(mail.outbox[0].body))["root"] == paper["root"]
    assert case.number not in str(mail.outbox[0].body)


def paper_file(folder: Path, paper: dict[str, Any], **changed: object) -> Path:
    file = folder / "anker.txt"
    file.write_text("\n".join(f"{name}: {value}" for name, value in (paper | changed).items()))
    return file


def test_the_command_compares_with_an_anchor_from_outside(kept: dict[str, Any], tmp_path: Path) -> None:
    out = StringIO()
    with acting_in_role(OWNER), clock.at(LATER):
        call_command("verify_journal", "--anchor", str(paper_file(tmp_path, kept)), stdout=out)

    assert "stimmen mit dem Prüfanker 2" in out.getvalue()


@pytest.mark.parametrize(
    ("changed", "words", "code"),
    [
        ({"events": 99}, "beschädigt", 2),
        ({"format": "x"}, "beschädigt", 2),
        ({"number": "zwei"}, "kein Prüfanker", 2),
    ],
)
def test_a_paper_that_is_no_anchor_is_said_in_a_sentence(
    changed: dict[str, object], words: str, code: int, kept: dict[str, Any], tmp_path: Path
) -> None:
    with acting_in_role(OWNER), pytest.raises(CommandError, match=words) as caught:
        call_command("verify_journal", "--anchor", str(paper_file(tmp_path, kept, **changed)))
    assert caught.value.returncode == code


def test_the_command_fails_when_the_anchor_outside_disagrees(
    kept: dict[str, Any], case: Case, tmp_path: Path, without_triggers: None
) -> None:
    for statement in (f"DELETE FROM {EVENT} AND seq = 3".format(case=case.pk), REANCHOR):
        tamper(statement)
    with clock.at(LATER), acting_in_role(OWNER), pytest.raises(CommandError, match="Prüfanker 2"):
        call_command("verify_journal", "--anchor", str(paper_file(tmp_path, kept)))
