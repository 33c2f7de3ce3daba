# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a policy found out is not asked again in the same transaction, and nobody can say it instead.

Tests inside one transaction never meet this: it has written, so nothing is remembered. These commit.
"""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection, transaction

from casemanagement.models import Case
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER
from tests.permissions.stage import Stage, shown

ActorOf = Callable[..., Actor]
pytestmark = pytest.mark.django_db(transaction=True)

SEAL = 64
ATTEMPTS = 20  # an answer counts for a second, which a busy machine may sleep through
CHECK = "left(known, 64) = kim.seal_of(what, answer)"


def told(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [f"kim.{name}"])
        (value,) = cursor.fetchone()
    return value or ""


def say(name: str, value: str) -> None:
    """What one statement slipped in can do to a setting."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [f"kim.{name}", value])


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@contextmanager
def another_connection() -> Iterator[psycopg.Connection]:
    """Of the owner, who changes something while a page is being made."""
    known = connection.settings_dict
    keys = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    address = psycopg.conninfo.make_conninfo(**{k: str(known[v]) for k, v in keys.items() if known[v]})
    with psycopg.connect(address, autocommit=True) as other:
        other.execute(f"SET ROLE {OWNER}")
        yield other


def test_the_answer_lasts_as_long_as_one_page_and_not_longer(stage: Stage, actor: ActorOf) -> None:
    answers = set()
    for _attempt in range(ATTEMPTS):
        with acting_as(actor("aylin")), transaction.atomic():
            assert told("answer_my_frames") == ""
            assert shown(Case, stage) == "ADF"
            answers.add(told("answer_my_frames"))
            assert shown(Case, stage) == "ADF"
    assert any(re.fullmatch(r"[0-9a-f]{64}\{[\d,]+\}", answer) for answer in answers)
    assert len(answers) > ATTEMPTS / 2, "each transaction has its own"


LATER: dict[str, Callable[[Stage], object]] = {
    "a second later": lambda stage: time.sleep(1.1),
    "once the transaction has written": lambda stage: run("SELECT pg_current_xact_id()"),
    "once a deed is bound": lambda stage: run(f"SELECT kim.bind({stage.cases['D'].pk})"),
}


@pytest.mark.parametrize("when", LATER)
def test_whoever_lost_a_right_has_lost_it(when: str, stage: Stage, actor: ActorOf) -> None:
    leads = [stage.cases["A"].pk, stage.house["aylin"].pk]
    with another_connection() as other, acting_as(actor("aylin")):
        with transaction.atomic():
            began = time.monotonic()
            assert shown(Case, stage) == "ADF"
            ended = other.execute(
                "DELETE FROM casemanagement_assignment WHERE case_id = %s AND person_id = %s", leads
            )
            assert ended.rowcount
            still = shown(Case, stage)
            assert still == "ADF" or time.monotonic() - began > 0.5, "one page, one answer"
            LATER[when](stage)
            assert shown(Case, stage) == "DF"
        with transaction.atomic():
            assert shown(Case, stage) == "DF"


def forgeries(stage: Stage, carlas: dict[str, str]) -> Iterator[dict[str, str]]:
    """What Aylin says instead of her own answer, to see case B, which is Carla's."""
    wanted = f"{{{stage.cases['B'].pk}}}"
    own = told("answer_my_frames")
    yield {"answer_my_frames": "0" * SEAL + wanted}
    yield {"answer_my_frames": own[:SEAL] + wanted}
    yield {"answer_my_frames": wanted}
    yield {"answer_my_frames": carlas["answer_my_frames"]}
    yield {"answer_my_frames": carlas["answer_my_frames"], "round": carlas["round"]}
    yield {"answer_my_frames": told("answer_my_organisations")}


def test_nobody_can_give_the_answer_instead(stage: Stage, actor: ActorOf) -> None:
    with acting_as(actor("carla")), transaction.atomic():
        shown(Case, stage)
        carlas = {name: told(name) for name in ("answer_my_frames", "round", "identity")}
    with acting_as(actor("aylin")), transaction.atomic():
        shown(Case, stage)
        for forged in list(forgeries(stage, carlas)):
            for name, value in forged.items():
                say(name, value)
            assert shown(Case, stage) == "ADF", forged


def test_parts_of_the_signed_text_do_not_run_into_each_other(stage: Stage, actor: ActorOf) -> None:
    """The round is anybody's to set: it holds the beginning of an answer when the answer is signed."""
    wanted = f"{{{stage.cases['B'].pk}}}"
    with acting_as(actor("aylin")), transaction.atomic():
        for separator in ("|", '", "', '"|"', ", "):
            token = told("identity")
            say("round", separator.join(["x", token, wanted]))
            assert shown(Case, stage) == "ADF"
            sealed = told("answer_my_frames")
            say("round", "x")
            for rest in (wanted, separator.join([wanted, token, sealed[SEAL:]])):
                say("answer_my_frames", sealed[:SEAL] + rest)
                assert shown(Case, stage) == "ADF"


def test_without_the_seal_it_would_be_believed(stage: Stage, actor: ActorOf) -> None:
    with connection.cursor() as cursor, acting_in_role(OWNER), transaction.atomic():
        cursor.execute("SELECT pg_get_functiondef('kim.recalled'::regproc)")
        (definition,) = cursor.fetchone()
        assert CHECK in definition
        cursor.execute(definition.replace(CHECK, "true"))
    seen = set()
    try:
        for _attempt in range(ATTEMPTS):
            with acting_as(actor("aylin")), transaction.atomic():
                say("answer_my_frames", f"{'0' * SEAL}{{{stage.cases['B'].pk}}}")
                seen.add(shown(Case, stage))
    finally:
        with acting_in_role(OWNER), transaction.atomic():
            run(definition)
    assert "B" in seen


def test_nobody_calls_what_seals_an_answer(stage: Stage, actor: ActorOf) -> None:
    with acting_as(actor("aylin")), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM unnest(ARRAY['kim.seal_of(text, text)', 'kim.remembered(text, bigint[])',"
            " 'kim.recalled(text)', 'kim.remembers()', 'kim.ask_afresh()']) name"
            " WHERE has_function_privilege(name, 'EXECUTE')"
        )
        assert cursor.fetchall() == []


def test_nothing_that_remembers_may_be_part_of_a_parallel_plan(db: None) -> None:
    """Settings do not change there; who asks such a function may not be part of one either."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'kim'::regnamespace AND proparallel <> 'u'"
        )
        assert set(cursor.fetchall()) <= {("job_titles",), ("powerful_roles",)}  # constants
