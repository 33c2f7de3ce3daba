# SPDX-License-Identifier: AGPL-3.0-or-later
"""The database knows in every transaction who acts, and forgets it with the transaction."""

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from permissions import clock
from permissions.actor import (
    Actor,
    NotPermitted,
    acting_as,
    acting_in_role,
    bound_to,
    current_actor,
    identity,
)
from permissions.database.roles import OWNER, WEB
from permissions.hats import Hat, hats_of
from permissions.models import Kommune
from tests.cast import House
from tests.permissions.stage import Stage

ActorOf = Callable[..., Actor]


def told() -> tuple[str, str]:
    """Role and person as the database sees them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, split_part(current_setting('kim.identity', true), '|', 3)")
        role, person = cursor.fetchone()
    return role, person or ""


def day_of_the_database() -> dt.date:
    with acting_in_role(OWNER), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT kim.today()")
        (day,) = cursor.fetchone()
    assert isinstance(day, dt.date)
    return day


def test_a_hat_reaches_the_database_and_leaves_it(aylin: object, actor: ActorOf) -> None:
    me = actor("aylin")
    assert told()[0] == WEB

    with acting_as(me):
        assert told() == ("kim_case", str(me.person.pk if me.person else ""))
        assert current_actor() == me

    assert told() == (WEB, "")
    assert current_actor() is None


def test_hats_alternate_within_one_transaction(actor: ActorOf) -> None:
    with acting_as(actor("aylin")):
        with acting_as(actor("kora")):
            assert told()[0] == "kim_fach"
            with acting_in_role(OWNER):
                assert told()[0] == OWNER
            assert told()[0] == "kim_fach"
        assert told()[0] == "kim_case"


def test_a_rolled_back_savepoint_does_not_change_the_hat_back(actor: ActorOf) -> None:
    class Undo(Exception):
        pass

    for outer, inner in (("aylin", "kora"), ("kora", "aylin")):
        with acting_as(actor(outer)):
            try:
                with transaction.atomic(), acting_as(actor(inner)):
                    raise Undo
            except Undo:
                assert told()[0] == actor(outer).hat.role


def test_a_hat_put_on_inside_a_savepoint_outlives_its_end(actor: ActorOf) -> None:
    with transaction.atomic(), acting_as(actor("aylin")):
        savepoint = transaction.savepoint()
        with acting_as(actor("kora")):
            transaction.savepoint_rollback(savepoint)
            assert told()[0] == "kim_fach"
        assert told()[0] == "kim_case"


def test_the_first_error_is_the_one_that_is_raised(house: House) -> None:
    with acting_in_role(OWNER):
        known = Kommune.objects.get()

    once = pytest.raises(IntegrityError, match="unique")
    with once, transaction.atomic(), acting_in_role(OWNER):
        Kommune.objects.create(name=known.name, key="0")
    assert told()[0] == WEB


@pytest.mark.django_db(transaction=True)
def test_the_outermost_begin_tells_and_the_commit_forgets() -> None:
    with acting_as(Actor.system()):
        assert told()[0] == WEB  # no transaction, no hat
        with transaction.atomic():
            assert told()[0] == "kim_system"
        assert told()[0] == WEB


@pytest.mark.django_db(transaction=True)
def test_an_unknown_role_leaves_no_open_transaction_behind() -> None:
    with acting_in_role("kim_nobody"), pytest.raises(DatabaseError), transaction.atomic():
        pass

    with transaction.atomic():
        assert told()[0] == WEB


@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_may_leave_rows_behind() -> None:
    with acting_in_role(OWNER), transaction.atomic():
        Kommune.objects.create(name="Bielefeld", key="05711000")


@pytest.mark.django_db(transaction=True)
def test_and_the_next_one_finds_none() -> None:
    with acting_in_role(OWNER), transaction.atomic():
        assert Kommune.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_another_thread_has_nobodys_hat() -> None:
    seen: list[object] = []

    def look() -> None:
        with transaction.atomic():
            seen.extend([identity.get(), told()[0]])
        connections.close_all()

    with acting_as(Actor.system()):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()

    assert seen == [None, WEB]


def test_telling_is_no_query_of_the_page(actor: ActorOf) -> None:
    me = actor("aylin")
    with CaptureQueriesContext(connection) as queries, acting_as(me):
        pass

    assert len(queries) == 0


# --- One case -----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_deed_needs_an_actor_and_a_transaction() -> None:
    with acting_as(Actor.system()), pytest.raises(NotPermitted), bound_to(1):
        pass
    with transaction.atomic(), pytest.raises(NotPermitted), bound_to(1):
        pass


def test_binding_ends_with_the_deed(house: House, actor: ActorOf) -> None:
    with acting_in_role(OWNER):
        stage = Stage(house)
        case = stage.case("A", "stadt")
        stage.assign(case, house["aylin"])

    with acting_as(actor("aylin")):
        with bound_to(case.pk):
            assert told()[0] == "kim_deed"
            with bound_to(case.pk), pytest.raises(NotPermitted), bound_to(case.pk + 1):
                pass
        assert told()[0] == "kim_case"


# --- Time ---------------------------------------------------------------------------------------


def test_program_and_database_live_on_the_same_day(db: None) -> None:
    assert day_of_the_database() == clock.today()

    with clock.at(dt.date(2024, 2, 29)):
        assert clock.today() == day_of_the_database() == dt.date(2024, 2, 29)
        with clock.at(dt.datetime(2024, 12, 31, 23, 30)):  # noqa: DTZ001  Bielefeld's time is meant
            assert clock.today() == day_of_the_database() == dt.date(2024, 12, 31)
        assert day_of_the_database() == dt.date(2024, 2, 29)

    assert day_of_the_database() == clock.today()


def test_midnight_is_bielefelds(db: None) -> None:
    with clock.at(dt.datetime(2026, 7, 1, 22, 30, tzinfo=dt.UTC)):
        assert clock.today() == day_of_the_database() == dt.date(2026, 7, 2)


# --- Hats ---------------------------------------------------------------------------------------

HATS = {
    "aylin": [Hat.CASE],
    "kora": [Hat.FACH],
    "theo": [Hat.DIENST],
    "dora": [Hat.DSB],
    "conrad": [Hat.CTR],
    "erika": [Hat.DESK],
    "adam": [Hat.ADMIN],
    "rita": [Hat.READ],
    "doppel": [Hat.CASE, Hat.DIENST],
}


@pytest.mark.parametrize(("name", "hats"), HATS.items())
def test_appointments_and_duties_give_the_hats(name: str, hats: list[Hat], house: House) -> None:
    assert hats_of(house[name], clock.today()) == hats


def test_an_appointment_without_the_duty_gives_no_supervision(house: House) -> None:
    with acting_in_role(OWNER):
        house["kora"].organisationuserpermission_set.all().delete()

    assert hats_of(house["kora"], clock.today()) == []


@pytest.mark.parametrize(
    ("path", "hat"),
    [
        ("/fallarbeit/", Hat.CASE),
        ("/fachaufsicht/fall/KIM-AB12CD/", Hat.FACH),
        ("/fallarbeitende/", None),
        ("/", None),
        ("/login/", None),
    ],
)
def test_the_address_says_which_hat(path: str, hat: Hat | None) -> None:
    assert Hat.of_path(path) is hat
