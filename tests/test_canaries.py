# SPDX-License-Identifier: AGPL-3.0-or-later
"""A case whose every text names its client walks through the whole program; then all is searched for it.

The words must be nowhere but in the encrypted columns, where nobody finds them: not in a table, a
log, a message, a cache, an address, a file name, nor on the pages that say that something went wrong.
"""

import io
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote

import pytest
import redis
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from casemanagement import jobs
from casemanagement.models import Case, Document
from kim.logs import PlainFormatter
from permissions import sessions
from permissions.actor import Actor
from permissions.models import Session
from tests import snapshot
from tests.papers import PDF
from tests.test_every_url import ADDRESSES, examples, filled
from tests.workflows import walking
from tests.workflows.test_jobs import order, spoil, try_often

pytestmark = pytest.mark.slow

# Letters that appear nowhere by chance; each block of data has its own.
CANARIES = {
    "given": "Zwetlanakanari",
    "family": "Geheimniskraemerowa",
    "phone": "0521 98765432",
    "summary": "KELLERGEHEIMNIS",
    "note": "NOTIZGEHEIMNIS",
    "trusted": "VERTRAUENSGEHEIMNIS",
    "title": "TITELGEHEIMNIS",
    "file": "DATEIGEHEIMNIS",
    "goal": "ZIELGEHEIMNIS",
    "child": "Kanarienkind",
    "searched": "Suchkanarie",
    "inside": "INHALTGEHEIMNIS",
}
WORD = re.compile("|".join(re.escape(word) for word in CANARIES.values()), re.IGNORECASE)


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Everything that goes to the log, formatted as in an installation."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(PlainFormatter())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def case(actor: Callable[..., Actor]) -> Case:
    """From the referral to the plan, every text with a canary in it."""
    return snapshot.once("case of canaries", lambda: _planned(actor("carla"), actor("kora")))


def _planned(carla: Actor, kora: Actor) -> Case:
    found = walking.register(
        carla,
        given_name=CANARIES["given"],
        family_name=CANARIES["family"],
        phone=CANARIES["phone"],
        need_summary=CANARIES["summary"],
    )
    for kind in (
        "assess_urgency",
        "check_duplicates",
        "record_overlap",
        "obtain_consent",
        "declare_conflict",
        "decide_triage",
    ):
        walking.do(found, f"intake.{kind}", by=carla)
    walking.do(found, "intake.assign_case", by=kora, person=str(carla.person.pk))  # type: ignore[union-attr]
    walking.rate_everything(found, by=carla)
    walking.do(found, "assessment.rate_domains", by=carla)
    walking.do(found, "assessment.discuss_summary", by=carla, summary=CANARIES["summary"])
    walking.do(found, "support_planning.decide_leadership", by=carla)
    walking.add_goal(found, by=carla)
    return walking.fresh(found)


class Desk:
    """A browser that keeps whatever an answer says beside its page."""

    def __init__(self, client: Client) -> None:
        self.client = client
        client.raise_request_exception = False
        self.heard: list[str] = []
        self.errors: list[str] = []

    def get(self, address: str) -> Any:
        return self._keep(address, self.client.get(address))

    def post(self, address: str, **fields: Any) -> Any:
        page = self.client.get(address)
        form = (page.context or {}).get("form")
        hidden = {field.html_name: field.value() or "" for field in form.hidden_fields()} if form else {}
        return self._keep(address, self.client.post(address, hidden | fields))

    def _keep(self, address: str, response: Any) -> Any:
        # An answer may repeat the address that was asked for, and nothing else.
        text = "" if response.streaming else _without(address, response.content.decode(errors="replace"))
        self.heard += [f"{name}: {_without(address, value)}" for name, value in response.headers.items()]
        self.heard += re.findall(r'(?:href|action|src)="([^"]*)"', text)
        self.heard += re.findall(r"<title>(.*?)</title>", text, re.DOTALL)
        if response.status_code >= 400:
            self.errors.append(f"{response.status_code}: {text}")
        return response


def _without(address: str, text: str) -> str:
    return unquote(text).replace(address, "")


def type_everything(desk: Desk, case: Case) -> None:
    """What a case manager types into forms, wrong entries among them."""

    def page(name: str, **kwargs: Any) -> str:
        return reverse(f"cases:{name}", kwargs={"number": case.number, **kwargs})

    note = {"occurred_on": "heute", "kind": "phone", "minutes": "0", "interpretation": "none_needed"}
    desk.post(page("note"), **note, text=CANARIES["note"], participants=CANARIES["given"])
    desk.post(page("note"), **note | {"minutes": "x"}, text=CANARIES["note"])
    desk.post(page("confidential"), text=CANARIES["trusted"])
    desk.post(page("household_person_new"), relation="child", given_name=CANARIES["child"])
    desk.post(
        page("identity"), given_name=CANARIES["given"], family_name=CANARIES["family"], birth_date="nie"
    )
    paper = SimpleUploadedFile(f"{CANARIES['file']}.pdf", PDF + b"%" + CANARIES["inside"].encode())
    desk.post(page("document_new"), kind="decision", title=CANARIES["title"], file=paper)
    refused = SimpleUploadedFile(f"{CANARIES['file']}.exe", b"MZ" + CANARIES["inside"].encode())
    desk.post(page("document_new"), kind="decision", title=CANARIES["title"], file=refused)
    desk.post(page("goal_new"), text=CANARIES["goal"], sign=CANARIES["goal"], domain="language")
    person = {"given_name": CANARIES["searched"], "family_name": CANARIES["family"], "birth_date": "4.5.1990"}
    desk.post(reverse("cases:search"), **person)
    desk.post(reverse("cases:search"), **person | {"birth_date": "nie"})
    Client().post("/anmelden/", {"username": CANARIES["given"], "password": CANARIES["family"]})


def go_wrong(desk: Desk, case: Case) -> None:
    """Jobs that fail with the plan in their hands, rows that cannot be read, addresses that are not there."""
    walking.do(case, "support_planning.draft_plan", by=Actor(desk_person(case), walking_hat()))
    walking.do(case, "support_planning.agree_plan", by=Actor(desk_person(case), walking_hat()))
    spoil(case)
    try_often(case)
    assert order(case).state == "failed"
    desk.get(f"/fallarbeit/fall/{CANARIES['family']}/")
    desk.get(f"/fallarbeit/fall/{case.number}/hilfeplan/")


def desk_person(case: Case) -> Any:
    with walking.as_owner():
        return case.assignments.select_related("person").get(role="responsible", valid_until=None).person


def walking_hat() -> Any:
    from permissions.hats import Hat  # noqa: PLC0415

    return Hat.CASE


def visit_everything(desk: Desk, case: Case) -> None:
    known = examples(case)
    for path in ADDRESSES:
        for address in filled(path, known) if path != "abmelden/" else ():
            desk.get(address)


# --- Where it is looked for ---------------------------------------------------------------------


def in_tables() -> list[str]:
    """Every row of every table as text; bytes as the hexadecimal digits they print as."""
    hexed = "|".join(word.encode().hex() for word in CANARIES.values())
    found = []
    with walking.as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('public', 'statistics', 'kim')"
        )
        for schema, table in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{schema}"."{table}" t WHERE t::text ~* %s',
                [f"{WORD.pattern}|{hexed}"],
            )
            (rows,) = cursor.fetchone()
            found += [f"{schema}.{table}: {rows} rows"] if rows else []
    return found


def in_sessions() -> list[str]:
    with walking.as_owner():
        return [
            str(data)
            for row in Session.objects.all()
            if WORD.search(str(data := sessions.SessionStore().decode(row.session_data)))
        ]


def in_redis() -> list[str]:
    """Keys and values of everything that lies there."""
    server: Any = redis.from_url(settings.REDIS_URL)
    read = {
        b"string": server.get,
        b"list": lambda key: server.lrange(key, 0, -1),
        b"hash": server.hgetall,
        b"set": server.smembers,
        b"zset": lambda key: server.zrange(key, 0, -1),
    }
    return [
        str(key)
        for key in server.scan_iter()
        if WORD.search(f"{key!r} {read.get(server.type(key), server.type)(key)!r}")
    ]


@pytest.mark.long
def test_the_words_of_a_case_are_nowhere_but_in_its_encrypted_columns(
    case: Case, signed_in: Callable[[str], Client], written: io.StringIO
) -> None:
    desk = Desk(signed_in("carla"))
    type_everything(desk, case)
    go_wrong(desk, case)
    for name in ("carla", "kora", "dora", "erika", "adam"):
        other = Desk(signed_in(name))
        visit_everything(other, case)
        desk.heard, desk.errors = desk.heard + other.heard, desk.errors + other.errors
    jobs.recover_jobs()

    assert in_tables() == []
    assert in_sessions() == []
    assert in_redis() == []
    assert [line for line in written.getvalue().splitlines() if WORD.search(line)] == []
    assert [message for message in mail.outbox if WORD.search(str(message.message()))] == []
    assert [said for said in desk.heard if WORD.search(said)] == []
    assert [page for page in desk.errors if WORD.search(page)] == []
    assert {page[:3] for page in desk.errors} >= {"404", "500"}  # something did go wrong
    with walking.as_owner(), transaction.atomic():
        assert Document.objects.filter(case=case, kind="decision").get().title == CANARIES["title"]
