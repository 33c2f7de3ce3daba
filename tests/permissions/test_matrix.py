# SPDX-License-Identifier: AGPL-3.0-or-later
"""The matrix is kept: each letter of it, asked of the database and of the policy, for every role."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from casemanagement.data_blocks import OWN_PACKAGES
from casemanagement.models import Case, WorkItem
from permissions.access import CASE_ACCESS
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.cells import COLUMNS, LETTERS, NOTES, Cell, Column, Row, row
from permissions.database.roles import OWNER
from permissions.hats import Hat
from permissions.matrix import MATRIX
from tests.cast import House
from tests.permissions.stage import Stage, case_models, shown

SHOWS = frozenset("RWP")  # letters with which rows are seen
OF_CASES = {model._meta.label for model in case_models()}
TRACES = {"permissions.AccessEvent", "permissions.SecurityEvent"}
AGGREGATES = {"indicators.WeeklyRollup", "indicators.WeeklyFigure", "indicators.OwnerValue"}
BUILT = [row for row in MATRIX if row.models]

# Who stands for a role, and on which case of the stage.
STANDS_FOR = {
    "CMz": ("carla", "B"),
    "CMv": ("aylin", "B"),
    "CMk": ("dilan", "B"),
    "KOR": ("kora", "A"),
    "TL": ("anna", "B"),
    "DSB": ("dora", "A"),
    "ADM": ("adam", "A"),
    "CTR": ("conrad", "A"),
    "RPT": ("rita", "A"),
    "EAS": ("erika", "A"),
    "KI": ("rita", "A"),
}


def opens_the_file(stage: Stage, house: House) -> None:
    stage.open_file(stage.cases["A"], house["kora"])


def deputises_at_home(stage: Stage, house: House) -> None:
    stage.assign(stage.cases["B"], house["doppel"], "deputy")


def waits_in_the_pool(stage: Stage, house: House) -> None:
    WorkItem.objects.filter(case=stage.cases["D"]).update(
        hat=Hat.CASE, organisation=house.organisation("stadt"), owner=None
    )


def as_it_is(stage: Stage, house: House) -> None:
    """The stage holds the circumstance already."""


# (role, mark) → who on which case, and what has to happen first.
CIRCUMSTANCES: dict[tuple[str, str], tuple[str, str, Callable[[Stage, House], None]]] = {
    ("KOR", "²"): ("kora", "A", opens_the_file),
    ("CMv", "⁴"): ("doppel", "B", deputises_at_home),
    ("CMk", "⁷"): ("bernd", "D", as_it_is),
    ("CMk", "ᵇ"): ("bernd", "D", waits_in_the_pool),
    ("EAS", "ᵃ"): ("erika", "G", as_it_is),
}


@pytest.fixture
def scene(stage: Stage, house: House) -> Stage:
    """The stage, with a deputy from another house."""
    with acting_in_role(OWNER):
        stage.assign(stage.cases["B"], house["aylin"], "deputy")
    return stage


def test_every_model_stands_in_one_row() -> None:
    named = [label for row in MATRIX for label in row.models]
    ours = {m._meta.label for m in apps.get_models() if m._meta.app_label in OWN_PACKAGES}

    assert sorted(named) == sorted(ours)


def test_a_row_has_a_cell_for_each_role_and_every_mark_has_a_note() -> None:
    marks = {mark for row in MATRIX for cell in row.cells for mark in cell.marks()}

    assert {len(row.cells) for row in MATRIX} == {len(COLUMNS)}
    assert marks == NOTES.keys()
    assert {
        letter for row in MATRIX for cell in row.cells for letter in cell.letters(with_notes=True)
    } <= LETTERS.keys()


@pytest.mark.parametrize("cells", ["R R", "R Q – – – – – – – – –"])
def test_a_row_that_is_no_row_is_refused_at_start(cells: str) -> None:
    with pytest.raises(ValueError, match="Akte"):
        row("Akte", cells)


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.code)
def test_what_hangs_on_a_case_is_seen_where_the_matrix_says_so(
    column: Column, scene: Stage, actor: Callable[..., Actor]
) -> None:
    name, letter = STANDS_FOR[column.code]
    expected = {
        label: bool(row.cell(column.code).letters() & SHOWS)
        for row in BUILT
        for label in row.models
        if label in OF_CASES
    }

    with acting_as(actor(name, column.hat)):
        seen = {label: letter in shown(apps.get_model(label), scene) for label in expected}

    assert [label for label in expected if seen[label] != expected[label]] == []


@pytest.mark.parametrize(("code", "mark"), CIRCUMSTANCES, ids=str)
def test_a_marked_letter_holds_once_its_note_is_met(
    code: str, mark: str, scene: Stage, house: House, actor: Callable[..., Actor]
) -> None:
    name, letter, arrange = CIRCUMSTANCES[code, mark]
    with acting_in_role(OWNER):
        arrange(scene, house)
    opened = [
        label for row in BUILT for label in row.models if _opens(row.cell(code), mark) and label in OF_CASES
    ]
    assert opened

    with acting_as(actor(name)):
        shut = [label for label in opened if letter not in shown(apps.get_model(label), scene)]

    assert shut == []


def _opens(cell: Cell, mark: str) -> bool:
    return any(f"{letter}{mark}" in cell.text for letter in SHOWS)


@pytest.mark.parametrize("code", ["CMz", "CMv", "CMk"])
def test_who_may_write_writes_and_nobody_else(code: str, scene: Stage, actor: Callable[..., Actor]) -> None:
    name, letter = STANDS_FOR[code]
    me, case = actor(name), scene.cases[letter]

    with acting_as(me):
        differing = [
            row.what
            for row in BUILT
            if row.write and CASE_ACCESS.allows(me, row.write, case) != ("W" in row.cell(code).letters())
        ]

    assert differing == []


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.code)
def test_what_hangs_on_no_case_is_granted_as_the_matrix_says(column: Column, house: House) -> None:
    free = [(row, label) for row in BUILT for label in row.models if label not in OF_CASES]

    differing = [
        (label, verb)
        for row, label in free
        for verb, letters in (("SELECT", SHOWS), ("INSERT", frozenset("W")))
        if _granted(column.hat, label, verb) != _wanted(row, column, letters)
        and not ("A" in row.cell(column.code).text and label in AGGREGATES)
        and not (label in TRACES and verb == "INSERT")  # everybody leaves a trace
    ]

    assert differing == []


def _wanted(row: Row, column: Column, letters: frozenset[str]) -> bool:
    """The hat may what any of its roles may; the rows decide which of them."""
    same_hat = [other.code for other in COLUMNS if other.hat is column.hat]
    return any(row.cell(code).letters(with_notes=True) & letters for code in same_hat)


def _granted(hat: Hat, label: str, verb: str) -> bool:
    table = apps.get_model(label)._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_any_column_privilege(%s, to_regclass(%s), %s)", [hat.role, table, verb])
        return bool(cursor.fetchone()[0])


def test_nobody_keeps_working_time_or_sickness() -> None:
    words = ("sick", "vacation", "working_time", "appraisal", "krank", "urlaub", "arbeitszeit", "beurteilung")
    fields: Any = [field for model in apps.get_models() for field in model._meta.get_fields()]

    assert [field.name for field in fields if any(word in field.name for word in words)] == []


def test_an_object_that_is_not_built_yet_is_open_to_nobody() -> None:
    declared = [row for row in MATRIX if not row.is_built]

    assert [row.models for row in declared] == [()] * len(declared)
    assert Case not in {apps.get_model(label) for row in declared for label in row.models}
