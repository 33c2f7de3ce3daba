# SPDX-License-Identifier: AGPL-3.0-or-later
"""What stops a deletion, who may ask for one, and that there is no other way."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, ProgrammingError, transaction

from casemanagement import retention
from casemanagement.actions import retention as deeds
from casemanagement.casework import Conflict
from casemanagement.models import Notice
from permissions import clock
from permissions.actor import Actor, NotPermitted, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.hats import Hat
from tests.casemanagement.erasing import SYSTEM, TODAY, ended, erase, execute, exists, orders, two_weeks_later
from tests.cast import House
from tests.permissions.stage import Stage


@pytest.fixture(autouse=True)
def _someday() -> Iterator[None]:
    with clock.at(TODAY):
        yield


# --- Holds --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["aylin", "kora", "dora"])
def test_a_legal_hold_stops_the_deletion_even_after_two_agreements(
    name: str, stage: Stage, actor: Callable[..., Actor], decide: Callable[[], None]
) -> None:
    case = ended(stage, "A")
    with acting_in_role(OWNER):
        stage.assign(case, stage.house["aylin"])
    retention.run()
    decide()
    by = actor(name)
    with acting_as(by):
        hold = deeds.place_hold(case, by=by, reason="dispute", review_on=dt.date(2026, 6, 1), note="Klage")
    with two_weeks_later():
        assert retention.run().held == 1
        assert exists(case)
        with acting_as(by):
            deeds.release_hold(hold, by=by)
        assert retention.run().erased == {"case_file": 1}


@pytest.mark.parametrize("name", ["bernd", "carla", "theo", "anna", "adam", "conrad", "erika", "rita"])
def test_whoever_has_nothing_to_do_with_the_file_holds_nothing(
    name: str, stage: Stage, actor: Callable[..., Actor]
) -> None:
    case = ended(stage, "A")
    with acting_as(actor(name)), pytest.raises(NotPermitted):
        deeds.place_hold(case, by=actor(name), reason="dispute", review_on=dt.date(2026, 6, 1))


def test_a_hold_is_placed_once_and_reviewed_within_a_year(stage: Stage, actor: Callable[..., Actor]) -> None:
    case, kora = ended(stage, "A"), actor("kora")
    with acting_as(kora), transaction.atomic():
        with pytest.raises(ValidationError, match="zwölf Monaten"):
            deeds.place_hold(case, by=kora, reason="dispute", review_on=dt.date(2027, 6, 1))
        deeds.place_hold(case, by=kora, reason="dispute", review_on=dt.date(2026, 6, 1))
        with pytest.raises(Conflict, match="schon angehalten"):
            deeds.place_hold(case, by=kora, reason="dispute", review_on=dt.date(2026, 6, 1))


def test_on_its_day_of_review_both_are_reminded_once(stage: Stage, actor: Callable[..., Actor]) -> None:
    case, kora = ended(stage, "A"), actor("kora")
    with acting_as(kora):
        deeds.place_hold(case, by=kora, reason="dispute", review_on=dt.date(2026, 3, 10))
    with clock.at(dt.date(2026, 3, 10)):
        assert retention.run().reminded == 1
        assert retention.run().reminded == 0
    with acting_in_role(OWNER):
        told = Notice.objects.filter(case=case, kind="hold_to_review").values_list("to_hat", flat=True)
        assert sorted(told) == ["dsb", "fach"]


# --- On request ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["aylin", "kora", "dora"])
def test_a_request_for_erasure_needs_two_persons_and_no_two_weeks(
    name: str, stage: Stage, actor: Callable[..., Actor], decide: Callable[[], None]
) -> None:
    case = ended(stage, "A", on=dt.date(2026, 2, 1))
    with acting_in_role(OWNER):
        stage.assign(case, stage.house["aylin"])
    with acting_as(actor(name)):
        deeds.request_erasure(case, by=actor(name))
        with pytest.raises(Conflict):
            deeds.request_erasure(case, by=actor(name))
    assert retention.run().proposed == {"erasure_request": 1}
    decide()

    assert retention.run().erased == {"erasure_request": 1}
    assert not exists(case)


def test_a_running_case_is_not_erased(stage: Stage, actor: Callable[..., Actor]) -> None:
    with acting_in_role(OWNER):
        case = stage.case("A", "stadt")
    with acting_as(actor("kora")), pytest.raises(ValidationError, match="läuft noch"):
        deeds.request_erasure(case, by=actor("kora"))


# --- No other way -------------------------------------------------------------------------------


@pytest.mark.parametrize("hat", [hat for hat in Hat if hat is not Hat.SYSTEM])
def test_no_hat_deletes_a_file(hat: Hat, stage: Stage, house: House) -> None:
    ended(stage, "A")
    retention.run()
    (item,) = orders()
    for statement in (
        f"SELECT kim.erase({item.pk})",
        f"SELECT kim.erase_case({item.case_id})",
        f"SELECT kim.erase_again({item.case_id}, NULL)",
        "DELETE FROM casemanagement_case",
        "DELETE FROM casemanagement_deletionitem",
        "DELETE FROM casemanagement_legalhold",
    ):
        with acting_as(Actor(house["kora"], hat)), pytest.raises(ProgrammingError), transaction.atomic():
            execute(statement)


def test_the_system_deletes_nothing_without_an_order(stage: Stage) -> None:
    case = ended(stage, "A")
    retention.run()
    (item,) = orders()
    with acting_as(SYSTEM):
        with pytest.raises(DatabaseError, match="Two persons"), transaction.atomic():
            erase(item.pk)
        with pytest.raises(ProgrammingError, match="denied"), transaction.atomic():
            execute(f"SELECT kim.erase_case({case.pk})")
