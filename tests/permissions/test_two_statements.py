# SPDX-License-Identifier: AGPL-3.0-or-later
"""The access concept and the barrier in the database say the same, though neither asks the other."""

from collections.abc import Callable

import pytest
from django.apps import apps

from permissions.access import CASE_ACCESS
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.rights import Right
from tests.cast import HAT_OF, House
from tests.permissions.concept.asking import TABLE_OF
from tests.permissions.stage import Stage, shown

# The intake desk sees what it registered as a case and a referral, not what follows from it.
DIFFERENT = {
    ("erika", Right.READ_FRAME): ("G", ""),
    ("erika", Right.READ_REFERRAL): ("", "G"),
}
# The journal of deeds belongs to the frame that data protection sees; the concept opens it in an emergency only.
NOT_COMPARED = {("dora", Right.READ_EVENTS)}


@pytest.mark.parametrize("name", HAT_OF)
def test_both_show_the_same_cases_for_every_right_to_read(
    name: str, stage: Stage, house: House, actor: Callable[..., Actor]
) -> None:
    with acting_in_role(OWNER):
        for letter in "ABF":
            stage.open_file(stage.cases[letter], house["kora"])

    compare(name, actor(name), stage)


def compare(name: str, me: Actor, stage: Stage) -> None:
    for right, table in TABLE_OF.items():
        with acting_in_role(OWNER):  # past all policies
            concept = stage.letters(set(CASE_ACCESS.rows(me, right).values_list("pk", flat=True)))
        with acting_as(me):
            barrier = shown(apps.get_model("casemanagement", table), stage)
        if (name, right) not in NOT_COMPARED:
            assert barrier == DIFFERENT.get((name, right), (concept, concept))[1], right


# What shields a case, and what opens one in an emergency: arranged on the stage by its letter.
SHIELDS: dict[str, Callable[[Stage, House], object]] = {
    "befangen erklärt": lambda stage, house: [
        stage.conflict(stage.cases[letter], house[name])
        for letter, name in (("A", "aylin"), ("A", "carla"), ("D", "bernd"), ("B", "kora"), ("G", "dora"))
    ],
    "auf der eigenen Liste": lambda stage, house: [
        stage.avoid(stage.cases[letter], house[name])
        for letter, name in (("A", "aylin"), ("D", "bernd"), ("B", "kora"))
    ],
    "nur für Benannte": lambda stage, house: [
        stage.list_for(stage.cases["A"], house["carla"]),
        stage.list_for(stage.cases["D"], house["bernd"], house["kora"]),
        stage.list_for(stage.cases["G"], house["erika"]),
    ],
    "Notfallzugriff": lambda stage, house: [
        stage.emergency(stage.cases["C"], house["bernd"], "case"),
        stage.emergency(stage.cases["F"], house["dilan"], "case"),  # restricted
        stage.emergency(stage.cases["E"], house["dilan"], "case"),  # another town
        stage.emergency(stage.cases["D"], house["kora"], "fach"),
        stage.emergency(stage.cases["E"], house["kora"], "fach"),
        stage.emergency(stage.cases["G"], house["dora"], "dsb"),
        stage.emergency(stage.cases["B"], house["dora"], "dsb"),  # another house
        stage.emergency(stage.cases["B"], house["theo"], "dienst"),
    ],
    "Notfallzugriff auf eine gesperrte Akte": lambda stage, house: [
        stage.emergency(stage.cases["F"], house["kora"], "fach"),
        stage.emergency(stage.cases["F"], house["dora"], "dsb"),
    ],
    "Notfallzugriff trotz Liste": lambda stage, house: [
        stage.list_for(stage.cases["C"]),
        stage.emergency(stage.cases["C"], house["kora"], "fach"),
        stage.list_for(stage.cases["A"]),
        stage.emergency(stage.cases["A"], house["dora"], "dsb"),
        stage.list_for(stage.cases["B"]),
        stage.emergency(stage.cases["B"], house["bernd"], "case"),
    ],
    "Notfallzugriff trotz Befangenheit": lambda stage, house: [
        stage.emergency(stage.cases["C"], house["kora"], "fach"),
        stage.conflict(stage.cases["C"], house["kora"]),
        stage.emergency(stage.cases["C"], house["bernd"], "case"),
        stage.avoid(stage.cases["C"], house["bernd"]),
    ],
}


@pytest.mark.parametrize("shield", SHIELDS)
def test_both_shield_and_open_the_same_cases(
    shield: str, stage: Stage, house: House, actor: Callable[..., Actor]
) -> None:
    with acting_in_role(OWNER):
        SHIELDS[shield](stage, house)

    for name in ("aylin", "bernd", "carla", "dilan", "kora", "theo", "dora", "erika"):
        compare(name, actor(name), stage)


def test_the_desk_loses_what_it_registered_when_others_are_named(
    stage: Stage, house: House, actor: Callable[..., Actor]
) -> None:
    with acting_in_role(OWNER):
        stage.list_for(stage.cases["G"], house["kora"])
    erika = actor("erika")

    with acting_as(erika):
        assert not CASE_ACCESS.rows(erika, Right.READ_FRAME).exists()
        for table in ("Case", "Referral", "ReferralText"):
            assert shown(apps.get_model("casemanagement", table), stage) == ""


def test_every_right_to_read_is_compared() -> None:
    reading = {right for right in Right if right.value.startswith("read_")}

    # Codes come from a function, not from a table: see test_supervision_answers.py.
    assert reading - TABLE_OF.keys() == {Right.READ_ACCESS_LOG, Right.READ_CODES, Right.READ_REQUEST}
