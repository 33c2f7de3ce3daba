# SPDX-License-Identifier: AGPL-3.0-or-later
"""A wrong plan file is refused as a whole, with every mistake, its line and one German sentence."""

from __future__ import annotations

import datetime as dt
from dataclasses import FrozenInstanceError
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from indicators.plan_file import (
    Comparator,
    Contribution,
    IndicatorEntry,
    Kind,
    Part,
    PlanErrors,
    Rhythm,
    read_plan,
)
from tests.indicators.plan_sample import PLAN, refusals, written

if TYPE_CHECKING:
    from pathlib import Path


def test_a_good_file_becomes_frozen_values(tmp_path: Path) -> None:
    plan = read_plan(written(tmp_path, PLAN))
    first, second, third = plan.indicators

    assert (plan.code, plan.valid_from, plan.issued_on) == (
        "2030",
        dt.date(2030, 1, 1),
        dt.date(2029, 12, 1),
    )
    assert [measure.code for measure in plan.measures] == ["500-1", "500-2"]
    assert first == IndicatorEntry(
        code="500-1.1",
        sentence="So viele haben einen Kurs begonnen.",
        kind=Kind.SHARE,
        comparator=Comparator.AT_LEAST,
        implied=False,
        number=Decimal(80),
        number_max=None,
        alternative=None,
        unit="%",
        per=None,
        scale_min=None,
        scale_max=None,
        due_on=dt.date(2031, 6, 30),
        period_from=None,
        period_until=None,
        due_text="",
        data_source="Eigene Daten",
        contribution=Contribution.PARTIAL,
        line=9,
        ambiguous=False,
        note="",
        parts=(),
    )
    assert (second.per, second.implied) == (Rhythm.MONTH, True)
    assert second.parts == (Part("Nord", Decimal(1)), Part("Süd", Decimal(2)))
    assert (second.contribution, second.data_source) == (Contribution.MILESTONE, "Liste")
    assert (third.contribution, third.data_source) == (Contribution.NONE, "")
    with pytest.raises(FrozenInstanceError):
        first.number = Decimal(90)  # type: ignore[misc]


def test_every_mistake_is_named_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    text = PLAN
    for right, wrong in [
        ('code = "500-2"', 'code = "500-1"'),
        ("number = 80", "number = 800"),
        ("valid_until = 2031-12-31", "valid_until = 2031-02-30"),
        ('comparator = "done"', 'comparator = "fertig"'),
    ]:
        text = text.replace(right, wrong, 1)

    assert refusals(tmp_path, text) == [
        "Zeile 5, Kopf des Plans: „valid_until“ ist „2031-02-30“, diesen Tag gibt es nicht.",
        "Zeile 24, 500-1, Indikator 1: „number“ ist 800, ein Anteil liegt nicht über 100.",
        "Zeile 44, 500-1: „code“ „500-1“ kommt zweimal vor.",
        f"Zeile 56, 500-1, Indikator 1: „comparator“ ist „fertig“, erlaubt sind {', '.join(Comparator)}.",
    ]


@pytest.mark.parametrize(
    ("right", "wrong", "line", "read"),
    [
        pytest.param('"Wohnen"\ntar', '"Wohnen\ntar', 45, 'title = "Wohnen', id="open quote"),
        pytest.param("line = 20\n", "line = 20\nline = 21\n", 51, "line = 21", id="double field"),
        pytest.param("line = 22\n", "parts = [", 60, "parts = [", id="open bracket at the end"),
    ],
)
def test_broken_toml_is_named_with_its_line(
    tmp_path: Path, right: str, wrong: str, line: int, read: str
) -> None:
    assert right in PLAN

    (sentence,) = refusals(tmp_path, PLAN.replace(right, wrong))

    assert sentence == (
        f"Zeile {line}, Datei: Hier ist die Datei kein gültiges TOML, gelesen wurde „{read}“. "
        "Bitte Anführungszeichen, Klammern, Gleichheitszeichen und doppelte Felder prüfen."
    )


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (
            "",
            [
                "Zeile 1, Datei: Der Plan enthält keine Maßnahme [[measure]].",
                "Zeile 1, Datei: Die Tabelle [plan] fehlt.",
                *(
                    f"Zeile 1, Kopf des Plans: „{key}“ fehlt."
                    for key in ("code", "issued_on", "source", "title", "valid_from", "valid_until")
                ),
            ],
        ),
        (
            PLAN[: PLAN.index("[[measure]]")] + '[measure]\ncode = "500-1"\n',
            [
                "Zeile 9, Datei: Der Plan enthält keine Maßnahme [[measure]].",
                "Zeile 9, Datei: „measure“ muss eine Liste von Tabellen sein.",
            ],
        ),
    ],
    ids=["empty file", "one pair of brackets"],
)
def test_a_file_without_a_plan_is_refused(tmp_path: Path, text: str, problems: list[str]) -> None:
    assert [p.split(", ", 1)[1] for p in refusals(tmp_path, text)] == [p.split(", ", 1)[1] for p in problems]


def test_a_file_that_is_not_utf8_is_refused_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(PLAN.replace("Geflüchtete", "Gefluechtete", 1).encode("latin-1"))

    with pytest.raises(PlanErrors, match=r"^Zeile 38, Datei: Das ist kein Text in UTF-8.$"):
        read_plan(path)


def test_a_missing_file_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(PlanErrors, match=r"^Datei: .*fehlt\.toml lässt sich nicht lesen.$"):
        read_plan(tmp_path / "fehlt.toml")


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(PLAN.replace("\n", "\r\n").encode("utf-8-sig"))

    assert read_plan(path) == read_plan(written(tmp_path, PLAN))


def test_a_long_value_is_cut_in_the_sentence(tmp_path: Path) -> None:
    text = PLAN.replace('per = "month"', f'per = "{"x" * 20_000}"')

    (sentence,) = refusals(tmp_path, text)

    assert len(sentence) < 160
