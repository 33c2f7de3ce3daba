# SPDX-License-Identifier: AGPL-3.0-or-later
"""A forgotten filter shows nothing: every table, asked without any condition, in every hat."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from casemanagement.models import Assignment, Case, ConfidentialNote, Consent
from permissions import clock
from permissions.actor import Actor, NotPermitted, acting_as, acting_in_role, bound_to
from permissions.database import barrier
from permissions.database.registry import BARRIER
from permissions.database.roles import BACKUP, HATS, OWNER, WEB
from permissions.hats import Hat
from permissions.models import Membership
from tests.cast import HAT_OF, House
from tests.permissions.stage import SINCE, Stage, case_models, engine_rows, shown

BLOCK = {table.name: table.block for table in BARRIER}
MODELS = case_models()


# Which cases each person's block shows. Whoever is not named sees nothing.
SEEN: dict[str, dict[str, str]] = {
    "frame": {"aylin": "AF", "carla": "ABD", "dilan": "C", "kora": "ABCDFG", "dora": "AFG"},
    "intake": {"aylin": "AF", "carla": "ABD", "dilan": "C", "kora": "ABCDFG"},
    "consent": {"aylin": "AF", "carla": "ABD", "dilan": "C", "kora": "ABCDFG", "dora": "AFG"},
    "journal": {"aylin": "AF", "carla": "ABD", "dilan": "C", "kora": "ABCDFG", "dora": "AFG"},
    "identity": {"aylin": "A", "carla": "ABD"},
    "protected": {"aylin": "A", "carla": "ABD"},
    "sensitive": {"aylin": "A", "carla": "BD"},
    "file": {"aylin": "A", "carla": "ABD"},
    "documents": {"aylin": "A", "carla": "ABD"},
    "confidential": {"aylin": "A", "carla": "BD"},
    "requests": {"aylin": "AF", "carla": "ABD", "dilan": "C", "dora": "AFG"},
    "emergency": {"aylin": "AF", "carla": "ABD", "dilan": "C", "kora": "ABCDFG", "dora": "AFG"},
    "notices": {"kora": "ABCDFG"},  # addressed to the Fachaufsicht
    "register": {"kora": "ABCDFG"},  # complaints about the work in a case are hers to answer
    "supervision": {"aylin": "AF", "carla": "ABD", "dilan": "C", "kora": "ABCDFG"},
    "work": {"aylin": "AF", "carla": "ABD", "dilan": "C", "kora": "ABCDFG"},
}
# Tables that differ from their block, each for a reason.
OFFER = {"aylin": "ADF", "bernd": "D"}  # the city was offered D
DIFFERENT: dict[str, dict[str, str]] = {
    "casemanagement_case": SEEN["frame"] | OFFER | {"erika": "G"},
    "casemanagement_accesslist": SEEN["frame"] | {"erika": "G"},
    "casemanagement_namedperson": SEEN["frame"] | {"erika": "G"},
    "casemanagement_referral": SEEN["intake"] | {"erika": "G"},
    "casemanagement_handover": SEEN["intake"] | OFFER,
    "casemanagement_handoversheet": SEEN["intake"] | OFFER,
    # The coordinator assigns by it what nobody leads yet.
    "casemanagement_referraltext": SEEN["file"] | {"kora": "G", "erika": "G"},
    "casemanagement_findingcase": {"kora": "ABCDFG"},  # until the finding goes on without its case
    "casemanagement_job": {"adam": "ABCDEFG"},  # ids and states only
    "indicators_factlink": {},
}


def everything_shown(stage: Stage) -> dict[str, str]:
    """The cases that show in each table."""
    return {model._meta.db_table: shown(model, stage) for model in MODELS}


@pytest.mark.parametrize("name", HAT_OF)
def test_unfiltered_querysets_show_what_the_hat_may_see(
    name: str, stage: Stage, actor: Callable[..., Actor]
) -> None:
    tables = [model._meta.db_table for model in MODELS]
    expected = {table: DIFFERENT.get(table, SEEN.get(BLOCK[table], {})).get(name, "") for table in tables}

    with acting_as(actor(name)):
        assert everything_shown(stage) == expected


@pytest.mark.parametrize("hat", [hat for hat in Hat if hat is not Hat.CASE])
def test_a_hat_taken_by_force_shows_nothing(hat: Hat, stage: Stage, house: House) -> None:
    jobs = "ABCDEFG" if hat is Hat.SYSTEM else ""  # the worker finds its jobs, which hold ids only

    with acting_as(Actor(house["aylin"], hat)):
        assert {table: seen for table, seen in everything_shown(stage).items() if seen} == (
            {"casemanagement_job": jobs} if jobs else {}
        )


def test_nobody_without_a_hat_reads_a_row(stage: Stage) -> None:
    for model in MODELS:
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            model._base_manager.count()


def test_the_backup_reads_every_case_and_changes_none(stage: Stage) -> None:
    with acting_in_role(BACKUP):
        assert shown(Case, stage) == "ABCDEFG"
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Case.objects.update(quarter="Sieker")


def test_the_appointment_carries_everything(stage: Stage, house: House) -> None:
    with acting_in_role(OWNER):
        Membership.objects.filter(person=house["aylin"]).update(valid_until=SINCE)

    with acting_as(Actor(house["aylin"], Hat.CASE)):
        assert shown(Case, stage) == ""


def test_a_closed_account_sees_nothing(stage: Stage, house: House) -> None:
    house["kora"].is_active = False
    with acting_in_role(OWNER):
        house["kora"].save()

    with acting_as(Actor(house["kora"], Hat.FACH)):
        assert shown(Case, stage) == ""


def test_a_revoked_deputy_sees_nothing_from_the_next_day_on(stage: Stage, house: House) -> None:
    with acting_in_role(OWNER):
        deputising = Assignment.objects.filter(person=house["carla"], role="deputy")
        deputising.update(valid_until=clock.today())
    tomorrow = clock.today() + dt.timedelta(days=1)

    with acting_as(Actor(house["carla"], Hat.CASE)):
        assert shown(Case, stage) == "ABD"
        with clock.at(tomorrow):
            assert shown(Case, stage) == "BD"


def test_a_revoked_consent_closes_the_file_and_leaves_the_frame(stage: Stage, house: House) -> None:
    with acting_in_role(OWNER):
        Consent.objects.filter(case=stage.cases["A"], kind="C1").update(
            revoked_on=clock.today(), revoked_via="phone"
        )

    with acting_as(Actor(house["aylin"], Hat.CASE)):
        assert shown(apps.get_model("casemanagement", "Contact"), stage) == ""
        assert shown(Case, stage) == "ADF"


def test_a_deputy_of_another_house_needs_the_clients_word_for_special_categories(
    stage: Stage, house: House
) -> None:
    situation = apps.get_model("casemanagement", "ClientSituation")
    with acting_in_role(OWNER):
        stage.consent(stage.cases["A"], "C4")

    with acting_as(Actor(house["carla"], Hat.CASE)):
        assert shown(situation, stage) == "ABD"


def test_an_entrusted_note_does_not_pass_to_the_next_case_manager(stage: Stage, house: House) -> None:
    with acting_in_role(OWNER):
        Assignment.objects.filter(person=house["aylin"]).update(person=house["bernd"])

    with acting_as(Actor(house["bernd"], Hat.CASE)):
        assert shown(apps.get_model("casemanagement", "Contact"), stage) == "A"
        assert shown(ConfidentialNote, stage) == ""


@pytest.mark.parametrize(("letter", "seen"), [("A", "A"), ("B", ""), ("F", "")])
def test_the_coordinator_opens_a_file_only_with_the_clients_consent(
    letter: str, seen: str, stage: Stage, house: House
) -> None:
    moment = clock.now()
    with acting_in_role(OWNER):
        stage.open_file(stage.cases[letter], house["kora"])
    identity = apps.get_model("casemanagement", "ClientIdentity")

    with acting_as(Actor(house["kora"], Hat.FACH)):
        assert shown(identity, stage) == seen
        assert shown(ConfidentialNote, stage) == ""
        with clock.at(moment + dt.timedelta(minutes=61)):
            assert shown(identity, stage) == ""


# --- Deeds --------------------------------------------------------------------------------------


def test_a_deed_reaches_one_case_and_no_other(stage: Stage, actor: Callable[..., Actor]) -> None:
    with acting_as(actor("aylin")), bound_to(stage.cases["A"].pk):
        reached = everything_shown(stage)

    assert reached.pop("indicators_factlink", "") == ""  # the way to the pseudonyms is nobody's
    assert set(reached.values()) == {"A"}


BINDS = [
    ("aylin", "ADF"),
    ("bernd", "D"),
    ("carla", "ABD"),
    ("dilan", "C"),
    ("kora", "ABCDFG"),
    ("erika", "G"),
    ("dora", "AFG"),  # who decides requests of clients and releases answers
    *((name, "") for name in ("theo", "anna", "conrad", "adam", "rita", "doppel")),
]


@pytest.mark.parametrize(("name", "letters"), BINDS)
def test_only_whoever_works_on_a_case_can_act_on_it(
    name: str, letters: str, stage: Stage, actor: Callable[..., Actor]
) -> None:
    bound = ""
    for letter, case in stage.cases.items():
        try:
            with acting_as(actor(name)), bound_to(case.pk):
                bound += letter
        except NotPermitted:
            continue

    assert "".join(sorted(bound)) == letters


def test_a_deed_changes_and_adds_nothing_elsewhere(stage: Stage, actor: Callable[..., Actor]) -> None:
    with acting_as(actor("aylin")), bound_to(stage.cases["A"].pk):
        assert Case.objects.update(quarter="Sieker") == 1
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            stage.consent(stage.cases["B"], "C3")


def test_a_hat_alone_changes_nothing(stage: Stage, actor: Callable[..., Actor]) -> None:
    denied = pytest.raises(ProgrammingError, match="permission denied")
    with acting_as(actor("aylin")), denied, transaction.atomic():
        Case.objects.update(quarter="Sieker")


def test_a_new_case_needs_an_id_that_was_reserved(stage: Stage, actor: Callable[..., Actor]) -> None:
    with acting_as(actor("carla")):
        new = _call("reserve_case")
        with pytest.raises(NotPermitted), bound_to(new + 1):
            pass
        with bound_to(new):
            stage.house.organisation("awo")
            assert Case.objects.count() == 0


def test_the_coordination_reserves_no_case_while_nothing_waits_from_outside(
    stage: Stage, actor: Callable[..., Actor]
) -> None:
    with acting_as(actor("kora")), pytest.raises(ProgrammingError, match="registers no cases"):
        _call("reserve_case")


@pytest.mark.parametrize("name", ["theo", "dora", "adam", "rita"])
def test_other_hats_reserve_no_case(name: str, stage: Stage, actor: Callable[..., Actor]) -> None:
    with acting_as(actor(name)), pytest.raises(ProgrammingError, match="permission denied"):
        _call("reserve_case")


def test_rows_of_the_engine_belong_to_the_case_of_the_deed(stage: Stage, actor: Callable[..., Actor]) -> None:
    with acting_as(actor("carla")):
        for letter in "BD":
            with bound_to(stage.cases[letter].pk):
                engine_rows(stage.cases[letter])

    assert _engine(actor("carla"), stage) == "BD"
    assert _engine(actor("bernd"), stage) == "D"
    assert _engine(actor("dilan"), stage) == ""
    assert _engine(actor("kora"), stage) == "BD"


def _engine(someone: Actor, stage: Stage) -> str:
    with acting_as(someone), connection.cursor() as cursor:
        cursor.execute("SELECT kim_case FROM viewflow_process UNION ALL SELECT kim_case FROM viewflow_task")
        return stage.letters([pk for (pk,) in cursor.fetchall()])


def _call(function: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT kim.{function}()")
        (answer,) = cursor.fetchone()
    assert isinstance(answer, int)
    return answer


# --- The catalogue ------------------------------------------------------------------------------


def _rows(query: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def test_every_table_is_registered_and_every_entry_is_a_table(db: None) -> None:
    found = _rows(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname IN ('public', 'statistics') AND c.relkind IN ('r', 'p', 'v', 'm')"
    )

    assert {name for (name,) in found} == {table.name for table in BARRIER}


def test_every_table_has_row_level_security(db: None) -> None:
    open_tables = _rows(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname IN ('public', 'statistics') AND c.relkind IN ('r', 'p') AND NOT c.relrowsecurity"
    )

    assert open_tables == []


def test_every_view_looks_with_the_eyes_of_whoever_asks(db: None) -> None:
    views = _rows(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname IN ('public', 'statistics', 'kim') AND (c.relkind = 'm' OR c.relkind = 'v'"
        " AND NOT coalesce(c.reloptions, '{}') && '{security_invoker=true,security_invoker=on}')"
    )

    assert views == []


def test_every_policy_names_one_role_and_only_the_logins_is_without_condition(db: None) -> None:
    policies = _rows("SELECT roles::text, coalesce(qual, with_check), policyname FROM pg_policies")

    assert {roles.strip("{}") for roles, _, _ in policies} <= {*HATS, "kim_deed", "kim_rollup", WEB}
    assert {roles for roles, condition, _ in policies if condition == "true"} == {f"{{{WEB}}}"}


def test_every_function_that_reads_past_the_policies_has_a_search_path_of_its_own(db: None) -> None:
    loose = _rows(
        "SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')"
        " AND NOT coalesce(array_to_string(p.proconfig, ','), '') LIKE '%search_path=%pg_temp'"
    )

    assert loose == []


def test_no_function_of_the_barrier_is_open_to_everybody(db: None) -> None:
    names = _rows(
        "SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE n.nspname = 'kim' AND has_function_privilege('public', p.oid, 'EXECUTE')"
    )

    assert names == []


def test_raising_the_barrier_again_changes_nothing(db: None) -> None:
    assert barrier.apply() is False
