# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the database is told is signed: a statement slipped in cannot say that it is somebody else.

Each attempt is made twice: against the barrier, which refuses it, and against one that believes
without asking, where it succeeds. Otherwise a test of a refusal could pass for another reason.
"""

import datetime as dt
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, ProgrammingError, connection, transaction

from casemanagement.models import Case
from permissions import clock
from permissions.actor import Actor, acting_as, acting_in_role, bound_to
from permissions.database.roles import ASSUMED, BACKUP, OWNER, WEB
from permissions.models import Membership
from tests.cast import HAT_OF
from tests.permissions.stage import Stage, shown

ActorOf = Callable[..., Actor]
KEY, ROLE, PERSON, CASE, MOMENT, STAMP, SIGNATURE = range(7)


def slip_in(statement: str) -> list[tuple[object, ...]]:
    """A view that pastes what a visitor typed into its statement; stacked queries work there."""
    typed = f"x'; {statement} --"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM pg_class WHERE relname = '{typed}'")
        while cursor.nextset():
            pass
        return list(cursor.fetchall()) if cursor.description else []


def own_token() -> list[str]:
    """Nothing hides it from its holder."""
    [(token,)] = slip_in("SELECT current_setting('kim.identity')")
    return str(token).split("|")


def present(token: list[str], role: str | None = None) -> None:
    """Show the database this token, in this role."""
    slip_in(f"SELECT set_config('kim.identity', '{'|'.join(token)}', true)")
    if role:
        slip_in(f"SET LOCAL ROLE {role}")


def relabelled(**fields: object) -> list[str]:
    token = own_token()
    for name, value in fields.items():
        token[globals()[name]] = str(value)
    return token


@contextmanager
def believing() -> Iterator[None]:
    """The weakened barrier, until the end of the block: it reads the token and checks nothing."""
    with transaction.atomic():
        with acting_in_role(OWNER), connection.cursor() as cursor:
            cursor.execute("SELECT pg_get_functiondef('kim.who'::regproc)")
            (definition,) = cursor.fetchone()
            weak = definition.replace("IF fits IS NOT TRUE THEN", "IF false THEN")
            assert weak != definition
            cursor.execute(weak)
        yield
        transaction.set_rollback(True)


def refused() -> Any:
    return pytest.raises(OperationalError, match="not told by the program")


# --- Aylin wants what is Carla's, Kora's, tomorrow's --------------------------------------------


def as_carla(stage: Stage) -> None:
    present(relabelled(PERSON=stage.house["carla"].pk))


def as_kora(stage: Stage) -> None:
    present(relabelled(ROLE="kim_fach", PERSON=stage.house["kora"].pk), "kim_fach")


def as_the_weekly_figures(stage: Stage) -> None:
    present(relabelled(ROLE="kim_rollup", PERSON=""), "kim_rollup")


def as_a_deed(stage: Stage) -> None:
    present(relabelled(ROLE="kim_deed", CASE=stage.cases["B"].pk), "kim_deed")


def yesterday(stage: Stage) -> None:
    present(relabelled(MOMENT=(clock.now() - dt.timedelta(days=1)).isoformat()))


# name of the attempt → what shows when nobody checks; the appointment of `yesterday` has just ended
ATTEMPTS: dict[Callable[[Stage], None], str] = {
    as_carla: "ABD",
    as_kora: "ABCDFG",
    as_a_deed: "B",
    yesterday: "ADF",
}


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_a_relabelled_token_is_refused(
    attempt: Callable[[Stage], None], stage: Stage, actor: ActorOf
) -> None:
    ended(stage, attempt)
    with acting_as(actor("aylin")), refused(), transaction.atomic():
        attempt(stage)
        shown(Case, stage)


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_without_the_signature_it_would_be_believed(
    attempt: Callable[[Stage], None], stage: Stage, actor: ActorOf
) -> None:
    ended(stage, attempt)
    with believing(), acting_as(actor("aylin")):
        attempt(stage)
        assert shown(Case, stage) == ATTEMPTS[attempt]


def ended(stage: Stage, attempt: Callable[[Stage], None]) -> None:
    if attempt is yesterday:
        with acting_in_role(OWNER):
            day_before = clock.today() - dt.timedelta(days=1)
            Membership.objects.filter(person=stage.house["aylin"]).update(valid_until=day_before)


def test_the_figures_of_the_town_are_for_the_roll_up_alone(stage: Stage, actor: ActorOf) -> None:
    ask = "SELECT kim.present()"
    with acting_as(actor("aylin")), refused(), transaction.atomic():
        as_the_weekly_figures(stage)
        slip_in(ask)
    with believing(), acting_as(actor("aylin")):
        as_the_weekly_figures(stage)
        assert slip_in(ask) == [(True,)]


# --- Everybody, every way -----------------------------------------------------------------------


@pytest.mark.parametrize("name", HAT_OF)
def test_nobody_can_say_to_be_somebody_else(name: str, stage: Stage, actor: ActorOf) -> None:
    other = stage.house["carla" if name != "carla" else "aylin"].pk
    with acting_as(actor(name)):
        for forged in ({"PERSON": other}, {"CASE": 1}, {"MOMENT": clock.now().isoformat()}, {"KEY": "i9"}):
            with refused(), transaction.atomic():
                present(relabelled(**forged))
                slip_in("SELECT kim.today()")
        with refused(), transaction.atomic():
            present([*own_token()[:SIGNATURE], "0" * 64])
            slip_in("SELECT kim.today()")


@pytest.mark.parametrize("name", HAT_OF)
def test_nobody_acts_in_a_role_that_the_token_does_not_name(name: str, stage: Stage, actor: ActorOf) -> None:
    with acting_as(actor(name)):
        for role in {*ASSUMED} - {actor(name).hat.role}:
            with refused(), transaction.atomic():
                slip_in(f"SET LOCAL ROLE {role}; SELECT kim.today()")


@pytest.mark.parametrize("token", ["", "|", "||||||", "i1|kim_case", "null"])
def test_a_role_without_a_proper_token_is_nobodys(token: str, stage: Stage, actor: ActorOf) -> None:
    loud = pytest.raises(OperationalError, match=r"[Nn]obody was told|not told by the program")
    with acting_as(actor("aylin")), loud, transaction.atomic():
        present([token])
        shown(Case, stage)


def test_the_former_settings_are_ignored(stage: Stage, actor: ActorOf) -> None:
    carla = stage.house["carla"].pk
    with acting_as(actor("aylin")):
        slip_in(f"SELECT set_config('kim.person', '{carla}', true), set_config('kim.case', '2', true)")
        assert shown(Case, stage) == "ADF"


def test_a_token_of_somebody_else_is_worth_nothing_in_another_transaction(
    stage: Stage, actor: ActorOf
) -> None:
    with acting_as(actor("carla")):
        stolen = own_token()
        present(stolen)
        assert shown(Case, stage) == "ABD"  # in its own transaction it is good

    process, _, began = stolen[STAMP].partition(".")
    for stamp in (f"{process}.{int(began) - 1}", f"{int(process) + 1}.{began}"):
        with acting_as(actor("aylin")), refused(), transaction.atomic():
            present([*stolen[:STAMP], stamp, stolen[SIGNATURE]])
            shown(Case, stage)


@pytest.mark.django_db(transaction=True)
def test_nor_is_ones_own_from_before(stage: Stage, actor: ActorOf) -> None:
    with acting_as(actor("carla")):
        with transaction.atomic(), bound_to(stage.cases["B"].pk):
            kept = own_token()
            present(kept, "kim_deed")
            assert shown(Case, stage) == "B"
        with refused(), transaction.atomic():
            present(kept, "kim_deed")
            shown(Case, stage)
        with believing():
            present(kept, "kim_deed")
            assert shown(Case, stage) == "B"


def test_the_case_of_a_deed_cannot_be_exchanged(stage: Stage, actor: ActorOf) -> None:
    with acting_as(actor("aylin")), bound_to(stage.cases["A"].pk):
        with refused(), transaction.atomic():
            present(relabelled(CASE=stage.cases["C"].pk))
            Case.objects.update(quarter="Sieker")
        with believing():
            present(relabelled(CASE=stage.cases["C"].pk))
            assert shown(Case, stage) == "C"


def test_a_hat_that_may_not_bind_a_case_gets_no_token_from_asking(stage: Stage, actor: ActorOf) -> None:
    foreign = stage.cases["C"].pk
    with acting_as(actor("aylin")):
        assert slip_in(f"SELECT kim.bind({foreign})") == [(False,)]
        assert slip_in(f"SELECT kim.bind({stage.cases['A'].pk})") == [(True,)]
        assert own_token()[CASE] == ""


# --- The key ------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [WEB, *ASSUMED, BACKUP])
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM kim.identity_key",
        "INSERT INTO kim.identity_key VALUES ('mine', '', '')",
        "UPDATE kim.identity_key SET inner_pad = ''",
        "COPY kim.identity_key TO STDOUT",
    ],
)
def test_no_role_reaches_the_key(role: str, statement: str, db: None) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), acting_in_role(role):
        slip_in(f"{statement};")


def test_a_key_table_of_ones_own_is_not_looked_at(stage: Stage, actor: ActorOf) -> None:
    with acting_as(actor("aylin")), refused(), transaction.atomic():
        slip_in(
            "CREATE TEMP TABLE identity_key AS SELECT 'mine' AS id, ''::bytea AS inner_pad, ''::bytea"
            " AS outer_pad; SET LOCAL search_path = pg_temp, kim, public"
        )
        present(relabelled(KEY="mine", PERSON=stage.house["carla"].pk))
        slip_in("SELECT kim.person()")


def test_the_token_does_not_stand_in_the_list_of_statements(stage: Stage, actor: ActorOf) -> None:
    known = connection.settings_dict
    keys = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    dsn = psycopg.conninfo.make_conninfo(**{k: str(known[v]) for k, v in keys.items() if known[v]})
    with psycopg.connect(dsn) as watcher, acting_as(actor("aylin")):
        pid = connection.connection.info.backend_pid
        row = watcher.execute("SELECT query FROM pg_stat_activity WHERE pid = %s", [pid]).fetchone()

    assert row
    assert "kim.identity" in row[0]
    assert "kim_case" not in row[0]
    assert str(os.getpid()) not in row[0]


def test_the_system_is_told_like_everybody_else(stage: Stage, actor: ActorOf) -> None:
    """A role without a person was good enough to read every job; now somebody must have told it."""
    with acting_as(Actor.system()):
        assert slip_in("SELECT kim.present()") == [(True,)]
    with acting_as(actor("aylin")), refused(), transaction.atomic():
        slip_in("SET LOCAL ROLE kim_system; SELECT kim.present()")
