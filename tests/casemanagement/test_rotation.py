# SPDX-License-Identifier: AGPL-3.0-or-later
"""New keys: everything is sealed again, nothing is ever unreadable, wherever the run is cut off."""

import datetime as dt
import io
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from casemanagement import blind_index, rotation, sealing
from casemanagement.keys import keys
from casemanagement.models import Case, ClientIdentity, Contact, Document, DocumentContent, IdentityToken
from indicators.models import FactLink
from permissions import clock
from permissions.actor import acting_in_role
from permissions.database.roles import OWNER
from permissions.keys import changing, forget, keys_file
from permissions.models import User
from tests.factories import CaseFactory
from tests.papers import PDF

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

BORN = dt.date(1990, 5, 4)


@pytest.fixture
def key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Keys of this test alone; the identity stays what the test database knows."""
    forget()
    known = json.loads(keys_file().read_text())
    path = tmp_path / "keys.json"
    path.touch(mode=0o600)
    path.write_text(json.dumps(known))
    monkeypatch.setenv("KIM_KEYS_FILE", str(path))
    monkeypatch.delenv("KIM_KEYS", raising=False)
    forget()
    yield path
    forget()


@pytest.fixture
def cases(key_file: Path, carla: User) -> list[Case]:
    """Three files, with values of today's form and of the older one."""
    with acting_in_role(OWNER), transaction.atomic():
        made: list[Any] = [CaseFactory(led_by=carla) for _ in range(3)]
        for number, case in enumerate(made):
            ClientIdentity.objects.filter(case=case).delete()
            ClientIdentity.objects.create(
                case=case, given_name=f"Samira {number}", family_name="Haddad", birth_date=BORN
            )
            blind_index.index(case, [(f"Samira {number}", "Haddad", BORN)])
            _papers(case, carla)
        place = "casemanagement.clientidentity.given_name"
        with connection.cursor() as cursor:
            older = [sealing.encrypt_text("Samira 0", place), made[0].pk]
            cursor.execute(
                "UPDATE casemanagement_clientidentity SET seal = NULL, given_name = %s, family_name = '',"
                " birth_date = NULL WHERE case_id = %s",
                older,
            )
    return made


def _papers(case: Case, by: User) -> None:
    for _ in range(3):
        Contact.objects.create(
            case=case,
            kind="phone",
            occurred_on=clock.today(),
            text="Notiz",
            written_by=by,
            written_at=clock.now(),
        )
        paper = Document.objects.create(
            case=case, kind="other", title="Bescheid", size=1, sha256="", uploaded_at=clock.now()
        )
        DocumentContent.objects.create(case=case, document=paper, content=PDF)


def everything() -> list[Any]:
    """Every value, read by somebody who knows only what the file says now."""
    forget()
    with acting_in_role(OWNER), transaction.atomic():
        return [
            sorted(
                ClientIdentity.objects.values_list("case", "given_name", "family_name", "birth_date"), key=str
            ),
            list(Contact.objects.values_list("text", flat=True)),
            [bytes(row.content) for row in DocumentContent.objects.all()],
            list(Document.objects.values_list("title", flat=True)),
        ]


def heads() -> set[str]:
    """What the stored values begin with."""
    with acting_in_role(OWNER), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT split_part(given_name, ':', 1) FROM casemanagement_clientidentity"
            " UNION SELECT split_part(text, ':', 1) FROM casemanagement_contact"
            " UNION SELECT split_part(title, ':', 1) FROM casemanagement_document"
            " UNION SELECT split_part(encode(substring(content from 1 for 6), 'escape'), ':', 1)"
            " FROM casemanagement_documentcontent"
        )
        return {head for (head,) in cursor.fetchall()}


def rotate(*options: str) -> None:
    call_command("rotate_keys", *options, verbosity=0, stdout=io.StringIO())


def found(name: str) -> list[int]:
    with acting_in_role(OWNER), transaction.atomic():
        return sorted(
            blind_index.find(family_name=name, rows=Case.objects.all()).values_list("pk", flat=True)
        )


def test_a_new_key_seals_everything_again_and_older_values_for_their_row(
    cases: list[Case], key_file: Path
) -> None:
    before = everything()
    assert heads() == {"k1", "k1.r"}

    rotate()

    assert heads() == {"k2.r"}
    assert everything() == before
    assert keys().current == "k2"


def test_the_index_gets_a_new_key_and_people_are_found_all_the_time(
    cases: list[Case], key_file: Path
) -> None:
    old = keys().index
    with acting_in_role(OWNER), transaction.atomic():
        FactLink.objects.filter(case=cases[1]).delete()
        FactLink.objects.create(
            case=cases[1],
            client=blind_index.exact_token("Samira 1", "Haddad", BORN),
            case_secret=dt_uuid(1),
            client_secret=dt_uuid(2),
            household_secret=dt_uuid(3),
        )
    rotation.begin()
    assert len(found("Haddad")) == 3  # under the former key, before a single token has changed

    rotate()

    exact = blind_index.exact_token("Samira 1", "Haddad", BORN)
    with acting_in_role(OWNER), transaction.atomic():
        assert bytes(IdentityToken.objects.get(case=cases[1], kind="name_birth").token) == exact
        assert bytes(FactLink.objects.get(case=cases[1]).client or b"") == exact
    assert keys().index != old
    assert set(found("Haddad")) >= {cases[1].pk, cases[2].pk}


def dt_uuid(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


def test_an_old_key_is_dropped_only_when_no_value_needs_it_and_everybody_has_finished(
    cases: list[Case], key_file: Path
) -> None:
    rotation.begin()
    with pytest.raises(CommandError, match="werden noch gebraucht"):
        rotate("--drop-old")
    rotate()
    before = everything()
    with pytest.raises(CommandError, match="vor weniger als einer Stunde"):
        rotate("--drop-old")
    with changing(key_file) as known:
        known["switched"] = "2026-01-01T00:00:00+00:00"

    rotate("--drop-old")

    stored = json.loads(key_file.read_text())
    assert (list(stored["fields"]), "index_former" in stored) == (["k2"], False)
    assert everything() == before
    assert len(found("Haddad")) >= 2


def test_a_key_can_be_prepared_and_carried_to_every_machine_first(cases: list[Case], key_file: Path) -> None:
    rotate("--prepare")
    assert (keys().current, list(keys().fields)) == ("k1", ["k1", "k2"])

    rotate()

    assert (keys().current, list(keys().fields), heads()) == ("k2", ["k1", "k2"], {"k2.r"})


def test_keys_that_the_program_cannot_write_are_changed_by_hand(
    cases: list[Case], key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIM_KEYS", key_file.read_text())
    with pytest.raises(CommandError, match="--keep-key"):
        rotate()

    rotate("--keep-key")

    assert heads() == {"k1.r"}


def test_a_value_that_nobody_can_read_is_named_and_keeps_its_key(cases: list[Case], key_file: Path) -> None:
    with acting_in_role(OWNER), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE casemanagement_contact SET text = 'k1.r:AAAA' WHERE id = (SELECT min(id) FROM casemanagement_contact)"
        )

    with pytest.raises(
        CommandError, match=r"casemanagement\.contact 1.*Nicht lesbar: casemanagement\.contact"
    ):
        rotate()
    with pytest.raises(CommandError, match="werden noch gebraucht"):
        rotate("--drop-old")


def test_somebody_who_writes_meanwhile_is_not_waited_for(cases: list[Case], key_file: Path) -> None:
    with acting_in_role(OWNER), transaction.atomic():
        contact = Contact.objects.select_for_update().latest("pk")
        done = run(key_file).wait(60)
        assert done == 1  # says what is left
        contact.text = "eben geschrieben"
        contact.save()

    rotate("--keep-key")

    assert heads() == {"k2.r"}
    assert "eben geschrieben" in everything()[1]


# --- Killed -------------------------------------------------------------------------------------


def run(key_file: Path) -> subprocess.Popen[bytes]:
    """`manage.py rotate_keys`, row by row, in a process of its own."""
    parts = urlsplit(settings.DATABASE_URL)
    environment = os.environ | {
        "DATABASE_URL": urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}")),
        "DJANGO_SETTINGS_MODULE": "kim.settings",
        "KIM_DB_IDENTITY": "owner",
        "KIM_KEYS_FILE": str(key_file),
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", "rotate_keys", "--batch", "1"],
        cwd=Path(settings.BASE_DIR),
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def killed(key_file: Path, moments: Iterator[float]) -> int:
    """Kill a run at these moments after its key is there; returns how many were really cut off."""
    cut = 0
    for moment in moments:
        before = json.loads(key_file.read_text())["current"], heads()
        process = run(key_file)
        give_up = time.monotonic() + 60
        while (json.loads(key_file.read_text())["current"], heads()) == before:
            if process.poll() is not None or time.monotonic() > give_up:
                break
            time.sleep(0.005)
        time.sleep(moment)
        process.kill()
        cut += process.wait() != 0
    return cut


def test_killed_three_times_nothing_is_unreadable_and_the_next_run_finishes(
    cases: list[Case], key_file: Path
) -> None:
    before = everything()
    for moment in (0.0, 0.02, 0.05):
        killed(key_file, iter([moment]))
        assert everything() == before

    rotate("--keep-key")

    assert everything() == before
    assert heads() == {f"{keys().current}.r"}


@pytest.mark.faults
def test_killed_twenty_times_nothing_is_unreadable(cases: list[Case], key_file: Path) -> None:
    before, chance, cut = everything(), random.Random(1), 0
    for _kill in range(int(os.environ.get("KILLS", "20"))):
        cut += killed(key_file, iter([chance.uniform(0, 0.1)]))
        assert everything() == before

    rotate("--keep-key")

    assert everything() == before
    sys.stdout.write(f"rotate_keys killed {cut} times in the middle, 0 values unreadable\n")
