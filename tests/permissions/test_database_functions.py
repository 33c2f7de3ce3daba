# SPDX-License-Identifier: AGPL-3.0-or-later
"""The functions that answer with less than the rows behind them, and those that only a deed may call."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from casemanagement.models import Assignment, Case, Deadline, IdentityToken, ProtectedAddress
from permissions import clock
from permissions.actor import Actor, acting_as, acting_in_role, bound_to
from permissions.database.roles import OWNER
from permissions.hats import Hat
from permissions.models import Absence, Membership, Organisation, Post
from tests.cast import House
from tests.permissions.stage import SINCE, Stage

TOKEN = b"t" * 32
ActorOf = Callable[..., Actor]


def ask(query: str, *values: Any) -> list[tuple[Any, ...]]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


@pytest.fixture
def stage(house: House) -> Stage:
    """One case of Carla's at AWO, findable by a token; Aylin works at the city."""
    with acting_in_role(OWNER):
        made = Stage(house)
        case = made.case("B", "awo")
        made.assign(case, house["carla"])
        ProtectedAddress.objects.all().delete()
        IdentityToken.objects.update(kind="name_birth", token=TOKEN)
        Deadline.objects.update(due_on=clock.today() + dt.timedelta(days=3))
    return made


# --- Duplicates ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["aylin", "kora", "erika"])
def test_the_duplicate_check_tells_that_a_file_exists_and_whom_to_ask(
    name: str, stage: Stage, actor: ActorOf
) -> None:
    with acting_as(actor(name)):
        assert ask("SELECT * FROM kim.duplicate_of(%s)", TOKEN) == [
            (True, stage.house.organisation("awo").pk)
        ]
        assert ask("SELECT * FROM kim.duplicate_of(%s)", b"?" * 32) == [(False, None)]


@pytest.mark.parametrize("protect", ["address", "restriction"])
def test_about_a_protected_person_only_the_coordinator_answers(
    protect: str, stage: Stage, actor: ActorOf
) -> None:
    with acting_in_role(OWNER):
        if protect == "address":
            stage.fill(ProtectedAddress, stage.cases["B"])
        Case.objects.update(is_restricted=protect == "restriction")

    with acting_as(actor("aylin")):
        assert ask("SELECT * FROM kim.duplicate_of(%s)", TOKEN) == [(True, None)]


def test_a_case_is_not_its_own_duplicate(stage: Stage, actor: ActorOf) -> None:
    with acting_as(actor("carla")), bound_to(stage.cases["B"].pk):
        assert ask("SELECT * FROM kim.duplicate_of(%s)", TOKEN) == [(False, None)]


def test_the_duplicate_check_does_not_reach_another_town(stage: Stage, actor: ActorOf) -> None:
    with acting_in_role(OWNER):
        Case.objects.update(organisation=stage.other_town())

    with acting_as(actor("aylin")):
        assert ask("SELECT * FROM kim.duplicate_of(%s)", TOKEN) == [(False, None)]


@pytest.mark.parametrize("name", ["theo", "dora", "conrad", "adam", "rita"])
def test_other_hats_ask_for_no_duplicates(name: str, stage: Stage, actor: ActorOf) -> None:
    with acting_as(actor(name)), pytest.raises(ProgrammingError, match="permission denied"):
        ask("SELECT * FROM kim.duplicate_of(%s)", TOKEN)


def test_a_forged_hat_asks_for_no_duplicates(stage: Stage, house: House) -> None:
    with acting_as(Actor(house["theo"], Hat.CASE)), pytest.raises(ProgrammingError, match="asks for no"):
        ask("SELECT * FROM kim.duplicate_of(%s)", TOKEN)


# --- Load and cover -----------------------------------------------------------------------------


def load(of: str) -> list[tuple[Any, ...]]:
    return ask(
        "SELECT person_id, responsible, deputising, urgent, overdue FROM kim.staff_load()"
        " WHERE organisation_id = (SELECT id FROM permissions_organisation WHERE code = %s)"
        " AND responsible + deputising > 0",
        of,
    )


@pytest.mark.parametrize("name", ["anna", "kora"])
def test_supervisors_see_the_load_of_their_staff_as_numbers(name: str, stage: Stage, actor: ActorOf) -> None:
    with acting_in_role(OWNER):
        Case.objects.update(urgency="urgent", urgent_reason="medical")
        yesterday = clock.today() - dt.timedelta(days=1)
        Deadline.objects.update(due_on=yesterday)

    with acting_as(actor(name)):
        assert load("awo") == [(stage.house["carla"].pk, 1, 0, 1, 1)]


def test_an_employer_sees_no_load_of_other_houses(stage: Stage, actor: ActorOf) -> None:
    with acting_as(actor("theo")):
        assert load("awo") == []


def test_before_the_agreement_the_employer_sees_one_sum_for_the_house(stage: Stage, actor: ActorOf) -> None:
    with acting_in_role(OWNER):
        Organisation.objects.update(agreement_on=None)

    with acting_as(actor("anna")):
        assert load("awo") == [(None, 1, 0, 0, 0)]


def away(stage: Stage, name: str, substitute: str | None = None) -> None:
    with acting_in_role(OWNER):
        Absence.objects.create(
            person=stage.house[name],
            substitute=stage.house[substitute] if substitute else None,
            valid_from=clock.today(),
            valid_until=clock.today(),
        )


def uncovered() -> list[str]:
    return [number for (number,) in ask("SELECT case_number FROM kim.uncovered()")]


@pytest.mark.parametrize(("name", "sees"), [("anna", True), ("kora", True), ("theo", False)])
def test_an_absence_without_deputy_leaves_the_case_uncovered(
    name: str, sees: bool, stage: Stage, actor: ActorOf
) -> None:
    with acting_as(actor(name)):
        assert uncovered() == []
        away(stage, "carla")
        assert uncovered() == ([stage.cases["B"].number] if sees else [])


def test_a_deputy_who_is_there_covers_the_case(stage: Stage, actor: ActorOf) -> None:
    away(stage, "carla")
    with acting_in_role(OWNER):
        stage.assign(stage.cases["B"], stage.house["aylin"], "deputy")

    with acting_as(actor("kora")):
        assert uncovered() == []
        away(stage, "aylin")
        assert uncovered() == [stage.cases["B"].number]


def test_once_a_substitute_is_named_the_employer_has_no_more_to_see(stage: Stage, actor: ActorOf) -> None:
    away(stage, "carla", substitute="doppel")

    with acting_as(actor("anna")):
        assert uncovered() == []
    with acting_as(actor("kora")):
        assert uncovered() == [stage.cases["B"].number]


# --- Time ---------------------------------------------------------------------------------------


def test_the_system_finds_deadlines_that_are_due(stage: Stage) -> None:
    with acting_in_role(OWNER):
        Deadline.objects.update(remind_on=clock.today())

    with acting_as(Actor.system()):
        assert ask("SELECT case_id FROM kim.due_deadlines(%s)", clock.now()) == [(stage.cases["B"].pk,)]
        yesterday = clock.now() - dt.timedelta(days=1)
        assert ask("SELECT case_id FROM kim.due_deadlines(%s)", yesterday) == []


def test_nobody_else_does(stage: Stage, actor: ActorOf) -> None:
    with acting_as(actor("kora")), pytest.raises(ProgrammingError, match="permission denied"):
        ask("SELECT * FROM kim.due_deadlines(%s)", clock.now())


# --- Figures ------------------------------------------------------------------------------------

FACT: dict[str, Any] = {
    "kommune": 1,
    "client_pseudonym": "c",
    "household_pseudonym": "h",
    "stadtbezirk": "mitte",
    "phase": "intake",
    "state": "open",
    "is_assigned": False,
    "is_paused": False,
    "persons": 1,
    "has_ukraine_protection": False,
    "received_on": "2026-01-05",
    "measures": [],
    "goals": [],
    "milestones": [],
    "deadlines": [],
} | dict.fromkeys(
    (
        "organisation",
        "quarter",
        "intensity",
        "residence_status",
        "status_group",
        "course_entitlement",
        "housing_status",
        "decision",
        "decline_reason",
        "closure_reason",
        "outcome_level",
    ),
    "",
)
NOON = dt.datetime(2026, 1, 5, 12, tzinfo=clock.BERLIN)


def record(at: dt.datetime, **values: Any) -> bool:
    [(written,)] = ask("SELECT kim.record_fact('p', %s, %s)", json.dumps(FACT | values), at)
    return bool(written)


def facts() -> list[tuple[Any, ...]]:
    with acting_in_role(OWNER):
        return ask(
            "SELECT phase, recorded_from, recorded_until, jsonb_array_length(phase_entries)"
            " FROM statistics.statistics_fact ORDER BY recorded_from"
        )


def test_a_fact_is_written_only_when_something_changed(stage: Stage, actor: ActorOf) -> None:
    later = NOON + dt.timedelta(hours=1)
    with acting_as(actor("carla")), bound_to(stage.cases["B"].pk):
        assert record(NOON)
        assert not record(later)
        assert record(later, phase="assessment")

    assert facts() == [("intake", NOON, later, 1), ("assessment", later, None, 2)]


def test_several_deeds_in_one_moment_are_one_word(stage: Stage, actor: ActorOf) -> None:
    with acting_as(actor("carla")), bound_to(stage.cases["B"].pk):
        assert record(NOON)
        assert record(NOON, persons=2)

    assert facts() == [("intake", NOON, None, 1)]


def secrets(stage: Stage, letter: str, client: bytes | None, household: bytes | None) -> list[Any]:
    by = Actor.system()
    with acting_as(by), bound_to(stage.cases[letter].pk):
        [row] = ask("SELECT * FROM kim.fact_secrets(%s, %s)", client, household)
    return list(row)


def test_two_files_of_one_family_share_the_number_of_the_household(stage: Stage) -> None:
    with acting_in_role(OWNER):
        stage.case("A", "stadt")
        apps.get_model("indicators", "FactLink").objects.all().delete()
    one = secrets(stage, "A", b"mother", b"family")
    other = secrets(stage, "B", b"father", b"family")

    assert one[2] == other[2]
    assert len({*one, *other}) == 5
    assert secrets(stage, "A", b"mother", b"family") == one
    # From now on the address is protected: the family is no longer recognised.
    assert secrets(stage, "B", b"father", None)[:2] == other[:2]
    assert secrets(stage, "B", b"father", None)[2] != one[2]


def test_only_a_deed_asks_for_pseudonyms(stage: Stage, actor: ActorOf) -> None:
    with acting_as(actor("carla")), pytest.raises(ProgrammingError, match="permission denied"):
        ask("SELECT * FROM kim.fact_secrets(NULL, NULL)")


def test_an_employer_who_notes_an_absence_lets_the_figures_know_the_days_only(
    stage: Stage, actor: ActorOf
) -> None:
    awo = stage.house.organisation("awo")
    with acting_in_role(OWNER):
        post = Post.objects.filter(organisation=awo, role="case_management").first()
        Membership.objects.filter(person=stage.house["carla"]).update(post=post)
    away(stage, "carla")

    with acting_as(actor("anna")):
        assert ask("SELECT kim.record_capacity(%s, %s)", awo.pk, NOON) == [(True,)]
        assert ask("SELECT kim.record_capacity(%s, %s)", awo.pk, NOON) == [(False,)]
    with acting_in_role(OWNER):
        [(posts,)] = ask(
            "SELECT posts FROM statistics.statistics_capacityfact"
            " WHERE organisation = 'awo' AND recorded_until IS NULL"
        )
    [entry] = json.loads(posts) if isinstance(posts, str) else posts
    assert set(entry) == {"vzae", "valid_from", "valid_until", "absences"}
    assert len(entry["absences"]) == 1


def test_an_ended_assignment_is_no_load(stage: Stage, actor: ActorOf) -> None:
    with acting_in_role(OWNER):
        Assignment.objects.update(valid_until=SINCE)

    with acting_as(actor("kora")):
        assert load("awo") == []
