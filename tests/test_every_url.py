# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every address of the site, opened by everybody: a stranger finds the case nowhere.

The addresses come from the resolver, so a new one is covered by existing; an argument that has no
example here fails the test until it gets one.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from casemanagement.models import Case, DeletionItem, DeletionRun, LegalHold
from permissions import clock
from permissions.actor import Actor
from permissions.hats import Hat, hats_of
from permissions.models import User
from tests import snapshot
from tests.cast import CAST, House
from tests.workflows import walking

MOST_QUESTIONS = 20
SECRETS = ("Zwetlana", "Geheimniskrämer", "0521 987654", "KELLERGEHEIMNIS")

# Outside the trees of the hats nobody acts; these few pages show nothing of a case.
OPEN_TO_ALL = {
    "access",
    "home",
    "login",
    "second_factor",
    "set_up_factor",
    "redeem",
    "confirm",
    "held_form",
    "oidc_go",
    "oidc_back",
    "oidc_signed_out",
    "account",
    "end_session",
    "add_factor",
    "remove_factor",
    "renew_codes",
    "logout",
    "password",
    "language",
    "accessibility",
    "privacy",
    "imprint",
    "styleguide",
    "live",
    "ready",
    "outside",
    "outside_received",
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
    return snapshot.once("Carla's case", lambda: _with_secrets(actor("carla")))


def _with_secrets(carla: Actor) -> Case:
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
        "outside": ["nobody"],
        "run": [_deletion_run(case)],
        "hold": [_hold(case)],
    }


def _deletion_run(case: Case) -> int:
    """A run of the case's organisation in which its number stands."""
    house = {"organisation": case.organisation}
    with walking.as_owner():
        run, _ = DeletionRun.objects.get_or_create(**house, defaults={"proposed_at": clock.now()})
        day = {"started_on": clock.today(), "due_on": clock.today()}
        DeletionItem.objects.get_or_create(
            **house, run=run, case_id=case.pk, case_number=case.number, rule="case_file", defaults=day
        )
        return run.pk


def _hold(case: Case) -> int:
    with walking.as_owner():
        facts = {"review_on": clock.today(), "placed_by": case.registered_by, "placed_at": clock.now()}
        return LegalHold.objects.get_or_create(case=case, reason="dispute", defaults=facts)[0].pk


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


# --- Every address once for each person ---------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """What one person got at one address."""

    address: str
    hat: Hat | None
    status: int
    headers: dict[str, str]
    told: frozenset[str]  # what of the case the page says
    questions: int  # to the database; counted on pages of the person's own hats
    is_page: bool
    offers_way_out: bool
    note: str  # the address to which the button for a note leads


@dataclass(frozen=True)
class Visit:
    """Every address, opened by one person in the order of the resolver, and how many rows there were of what."""

    answers: list[Answer]
    rows_before: dict[str, int]
    rows_after: dict[str, int]


VisitOf = Callable[[str], Visit]
NOBODY, NUMBER = "", "the number"
_known: dict[str, Visit] = {}  # of this process: the same answers are looked at for several reasons


def each(names: Iterable[str]) -> list[Any]:
    """The people as parameters; whoever looks at the same answers runs in the same process."""
    return [
        pytest.param(name, marks=[pytest.mark.long, pytest.mark.xdist_group(f"addresses as {name}")])
        for name in names
    ]


@pytest.fixture
def visit(case: Case, signed_in: Callable[[str], Client]) -> VisitOf:
    """What this person gets at every address."""

    def _visit(name: str) -> Visit:
        if name not in _known:
            client, known = signed_in(name) if name else None, examples(case)
            before = _rows()
            answers = list(_everything(client, case, known))
            _known[name] = Visit(answers, before, _rows())
        return _known[name]

    return _visit


def _rows() -> dict[str, int]:
    """How many rows each table of the cases holds."""
    models = apps.get_app_config("casemanagement").get_models()
    with walking.as_owner():
        return {model._meta.label: model._default_manager.count() for model in models}


def _everything(client: Client | None, case: Case, known: dict[str, list[Any]]) -> Iterator[Answer]:
    own = _hats(client) if client else []
    for path in ADDRESSES:
        for address in filled(path, known) if path != "abmelden/" else ():
            yield _answer(client or Client(), address, case, own)


def _answer(client: Client, address: str, case: Case, own: list[Hat]) -> Answer:
    hat = Hat.of_path(address)
    counting: Any = CaptureQueriesContext(connection) if hat in own else nullcontext([])
    with counting as asked:
        response = client.get(address)
    assert response.status_code < 500, address
    parts: Any = getattr(response, "streaming_content", None)
    text = (b"".join(parts) if parts else response.content).decode(errors="replace")
    # A page that is not found may name the address that was asked for, and nothing else.
    unasked, words = text.replace(address, ""), {secret: secret for secret in SECRETS} | {case.number: NUMBER}
    return Answer(
        address=address,
        hat=hat,
        status=response.status_code,
        headers=dict(response.headers),
        told=frozenset(name for word, name in words.items() if word in unasked),
        questions=sum("SAVEPOINT" not in query["sql"] for query in asked),
        is_page=response.status_code == 200 and not parts and "<html" in text,
        offers_way_out='action="/abmelden/"' in text,
        note=_note(text),
    )


def _note(text: str) -> str:
    """Where the one link leads that the keyboard reaches with N."""
    links = [link for link in re.findall(r"<a\b[^>]*>", text) if 'accesskey="n"' in link]
    assert len(links) <= 1
    return links[0].partition('href="')[2].partition('"')[0] if links else ""


def _hats(client: Client) -> list[Hat]:
    return hats_of(User.objects.get(pk=client.session["_auth_user_id"]), clock.today())


@pytest.mark.parametrize("name", each(name for name in CAST if name not in {"carla", "kora"}))
def test_a_stranger_finds_the_case_nowhere(name: str, visit: VisitOf) -> None:
    assert {answer.address: answer.told for answer in visit(name).answers if answer.told} == {}


@pytest.mark.parametrize("name", each(["carla"]))
def test_a_case_manager_reaches_a_note_from_every_page_in_one_action(
    name: str, visit: VisitOf, case: Case
) -> None:
    """The next one saves; in a file the note is for this case, elsewhere the case is one question of the form."""
    pages = [answer for answer in visit(name).answers if answer.is_page]
    inside = [answer for answer in pages if answer.hat is Hat.CASE and NUMBER in answer.told]
    here, anywhere = f"/fallarbeit/fall/{case.number}/notiz/", "/fallarbeit/notiz/"

    assert len(inside) > 30
    assert [answer.address for answer in pages if answer.note not in {here, anywhere}] == []
    assert {answer.address for answer in pages if f"/{case.number}/" in answer.address} <= {
        answer.address for answer in pages if answer.note == here
    }


@pytest.mark.parametrize("name", each(["kora", "dora", "adam"]))
def test_whoever_writes_no_notes_is_offered_none(name: str, visit: VisitOf) -> None:
    assert [answer.address for answer in visit(name).answers if answer.note] == []


@pytest.mark.parametrize("name", each(["kora"]))
def test_the_coordinator_finds_the_frame_and_nothing_that_names_the_client(name: str, visit: VisitOf) -> None:
    pages = [answer for answer in visit(name).answers if answer.hat is Hat.FACH]

    assert [answer.address for answer in pages if answer.told & set(SECRETS)] == []
    assert any(NUMBER in answer.told for answer in pages)


@pytest.mark.parametrize("name", each(["carla", "kora", "anna", "dora", "conrad", "erika", "adam", "rita"]))
def test_no_page_asks_the_database_more_than_twenty_questions(name: str, visit: VisitOf) -> None:
    greedy = {
        answer.address: answer.questions
        for answer in visit(name).answers
        if answer.questions > MOST_QUESTIONS
    }

    assert greedy == {}
    assert any(answer.questions for answer in visit(name).answers)


@pytest.mark.parametrize("name", each([NOBODY]))
def test_without_signing_in_every_page_of_a_hat_leads_to_the_door(name: str, visit: VisitOf) -> None:
    pages = [answer for answer in visit(name).answers if answer.hat]

    assert len(pages) >= len(HAT_ADDRESSES)
    assert [
        answer.address
        for answer in pages
        if answer.status != 302 or not answer.headers["Location"].startswith("/anmelden/")
    ] == []


@pytest.mark.parametrize("name", each(CAST))
def test_nobody_enters_the_pages_of_a_hat_that_is_not_theirs(name: str, house: House, visit: VisitOf) -> None:
    allowed = hats_of(house[name], clock.today())
    closed = [answer for answer in visit(name).answers if answer.hat and answer.hat not in allowed]

    assert closed
    assert [answer.address for answer in closed if answer.status != 403] == []


def test_outside_the_trees_of_the_hats_there_are_only_known_pages() -> None:
    outside = {entry.name for path, entry in ADDRESSES.items() if path not in HAT_ADDRESSES}

    assert outside == OPEN_TO_ALL


@pytest.mark.parametrize("name", each(["doppel"]))
def test_a_wrong_hat_is_no_way_in_for_a_person_of_two(name: str, visit: VisitOf) -> None:
    pages = [answer for answer in visit(name).answers if answer.hat in {Hat.CASE, Hat.DIENST}]

    assert pages
    assert [answer.address for answer in pages if NUMBER in answer.told] == []
