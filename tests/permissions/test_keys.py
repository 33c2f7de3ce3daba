# SPDX-License-Identifier: AGPL-3.0-or-later
"""The file of the keys: made once, completed without touching what is there, never half written."""

import json
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection

from casemanagement.keys import parsed
from permissions import keys
from permissions.actor import acting_in_role
from permissions.database.roles import OWNER


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = tmp_path / "etc" / "keys.json"
    monkeypatch.setenv("KIM_KEYS_FILE", str(path))
    monkeypatch.delenv("KIM_KEYS", raising=False)
    keys.forget()
    yield path
    keys.forget()


def test_a_new_installation_gets_every_key_and_nobody_else_reads_them(file: Path) -> None:
    keys.generate_missing()

    known = json.loads(file.read_text())
    assert set(known) == {"current", "fields", "index", "pseudonym", "identity"}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(keys.identity_keys().keys["i1"]) == keys.KEY_BYTES
    assert parsed(keys.stored()).current == "k1"


def test_an_older_file_gets_what_it_lacks_and_keeps_the_rest(file: Path) -> None:
    keys.generate_missing()
    older = json.loads(file.read_text())
    del older["identity"]
    file.write_text(json.dumps(older))
    file.chmod(0o640)

    keys.generate_missing()

    known = json.loads(file.read_text())
    assert "i1" in known.pop("identity")["keys"]
    assert known == older
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_making_them_again_changes_nothing(file: Path) -> None:
    keys.generate_missing()
    before = file.read_text()
    keys.generate_missing()

    assert file.read_text() == before


@pytest.mark.parametrize(
    "text", ["{", "[]", "{}", '{"identity": {"current": "i2", "keys": {"i1": "aGVsbG8="}}}']
)
def test_keys_that_cannot_be_used_are_named_in_one_sentence_that_shows_none(
    text: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIM_KEYS", text)

    with pytest.raises(ImproperlyConfigured) as caught:
        keys.identity_keys()

    assert "aGVsbG8=" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("mode", [0o644, 0o604, 0o602, 0o660, 0o777], ids=oct)
def test_a_file_that_others_can_read_or_a_group_can_change_is_refused(mode: int, file: Path) -> None:
    keys.generate_missing()
    file.chmod(mode)

    with pytest.raises(ImproperlyConfigured, match="für andere zugänglich"):
        keys.stored()


def test_a_change_of_the_file_is_known_a_second_later(file: Path) -> None:
    before = keys.stored()
    with keys.changing(file) as known:
        known["current"] = "k9"
    time.sleep(1.1)

    assert (before["current"], keys.stored()["current"]) == ("k1", "k9")


def test_a_file_that_is_spoilt_while_people_work_stops_nobody(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = keys.stored()
    file.write_text('{"current": "k1", "fields": {"k1"')
    time.sleep(1.1)

    assert keys.stored() == before
    assert "keys read before it are kept" in caplog.text


def test_the_key_of_the_identity_changes_while_both_are_believed(
    file: Path, db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    def installed() -> list[str]:
        with acting_in_role(OWNER), connection.cursor() as cursor:
            cursor.execute("SELECT id FROM kim.identity_key ORDER BY id")
            return [name for (name,) in cursor.fetchall()]

    keys.generate_missing()
    call_command("rotate_identity_key")
    assert installed() == ["i1", "i2"]
    assert json.loads(file.read_text())["identity"]["current"] == "i2"

    for signer in (keys.identity_keys(), keys.IdentityKeys("i1", keys.identity_keys().keys)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("permissions.database.signing.identity_keys", lambda known=signer: known)
            with acting_in_role("kim_system"), connection.cursor() as cursor:
                cursor.execute("SELECT split_part(current_setting('kim.identity'), '|', 1), kim.today()")
                assert cursor.fetchone()[0] == signer.current

    call_command("rotate_identity_key", finish=True)
    assert installed() == ["i2"]
    assert list(json.loads(file.read_text())["identity"]["keys"]) == ["i2"]
