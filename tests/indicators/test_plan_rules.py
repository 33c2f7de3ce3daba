# SPDX-License-Identifier: AGPL-3.0-or-later
"""Each mistake in a plan file gets one German sentence with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indicators.plan_file import read_plan
from tests.indicators.plan_sample import PLAN, refusals, written

if TYPE_CHECKING:
    from pathlib import Path

KINDS = "count, stock, share, duration, milestone, coverage, trend, scale, universal, report_only"
I11, I12, I21 = "500-1, Indikator 1", "500-1, Indikator 2", "500-2, Indikator 1"


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        (
            'kind = "share"',
            'kind = "anteil"',
            f"Zeile 22, {I11}: „kind“ ist „anteil“, erlaubt sind {KINDS}.",
        ),
        (
            'kind = "count"',
            "kind = 4",
            f"Zeile 32, {I12}: „kind“ ist „4“, erlaubt sind {KINDS}.",
        ),
        (
            "number = 80",
            'number = "achtzig"',
            f"Zeile 24, {I11}: „number“ ist „achtzig“, erwartet wird eine Zahl.",
        ),
        (
            "number = 80",
            "number = true",
            f"Zeile 24, {I11}: „number“ ist „true“, erwartet wird eine Zahl.",
        ),
        (
            "number = 80",
            "number = nan",
            f"Zeile 24, {I11}: „number“ ist „NaN“, erwartet wird eine Zahl.",
        ),
        (
            "number = 80",
            "number = -1",
            f"Zeile 24, {I11}: „number“ ist -1, eine Zahl im Plan ist nicht negativ.",
        ),
        (
            "number = 80",
            "number = 120",
            f"Zeile 24, {I11}: „number“ ist 120, ein Anteil liegt nicht über 100.",
        ),
        ("number = 80\n", "", f"Zeile 19, {I11}: „number“ fehlt, „comparator“ ist „at_least“."),
        (
            'unit = "%"',
            'unit = "Kurse"',
            f"Zeile 25, {I11}: „unit“ ist „Kurse“, ein Anteil hat die Einheit %.",
        ),
        (
            'unit = "Menschen"\n',
            "",
            f"Zeile 29, {I12}: „unit“ fehlt: Eine Zahl braucht eine Einheit.",
        ),
        (
            'per = "month"',
            'per = "Monat"',
            f"Zeile 37, {I12}: „per“ ist „Monat“, erlaubt sind week, month, quarter, year, two_years.",
        ),
        (
            "implied = true",
            'implied = "ja"',
            f"Zeile 34, {I12}: „implied“ ist „ja“, erwartet wird true oder false.",
        ),
        (
            "line = 10",
            "line = 0",
            f"Zeile 41, {I12}: „line“ ist „0“, erwartet wird die Zeile im Quelltext.",
        ),
        ("line = 10\n", "", f"Zeile 29, {I12}: „line“ fehlt."),
        (
            "due_on = 2031-06-30",
            "due_on = 2031-06-31",
            f"Zeile 26, {I11}: „due_on“ ist „2031-06-31“, diesen Tag gibt es nicht.",
        ),
        (
            "due_on = 2031-06-30",
            'due_on = "30.06.2031"',
            f"Zeile 26, {I11}: „due_on“ ist „30.06.2031“, erwartet wird ein Datum wie 2022-12-31.",
        ),
        (
            "due_on = 2031-06-30",
            "due_on = 2031-06-30T10:00:00",
            f"Zeile 26, {I11}: „due_on“ ist „2031-06-30 10:00:00“, erwartet wird ein Datum wie 2022-12-31.",
        ),
        (
            "due_on = 2031-06-30",
            "due_on = 1850-06-30",
            f"Zeile 26, {I11}: „due_on“ ist 30.06.1850, der Plan beginnt erst am 01.01.2030.",
        ),
        (
            "due_on = 2031-06-30",
            "due_on = 2090-06-30",
            f"Zeile 26, {I11}: „due_on“ ist 30.06.2090, der Plan endet schon am 31.12.2031.",
        ),
        (
            "period_until = 2030-11-30",
            "period_until = 2030-08-31",
            f"Zeile 58, {I21}: „period_until“ liegt vor „period_from“.",
        ),
        (
            "period_from = 2030-09-01\n",
            "",
            f"Zeile 52, {I21}: „period_from“ und „period_until“ gehören zusammen.",
        ),
        (
            "period_from = 2030-09-01\nperiod_until = 2030-11-30\n",
            "",
            f"Zeile 57, {I21}: „due_text“ braucht „due_on“ oder einen Zeitraum, damit gerechnet werden kann.",
        ),
        (
            'due_text = "Herbst 2030"',
            "due_on = 2030-11-30",
            f"Zeile 59, {I21}: „due_on“ und „period_from“ schließen einander aus.",
        ),
        (
            'comparator = "done"',
            'comparator = "at_least"',
            f"Zeile 56, {I21}: „comparator“ ist „at_least“, zu „kind“ = „milestone“ passt nur done.",
        ),
        (
            'due_text = "Herbst 2030"',
            "number = 3",
            f"Zeile 59, {I21}: „number“ passt nicht zu „comparator“ = „done“.",
        ),
        (
            'due_text = "Herbst 2030"',
            "implied = true",
            f"Zeile 59, {I21}: „implied“ steht nur neben einer Zahl.",
        ),
        (
            'due_text = "Herbst 2030"',
            "ambiguous = true",
            f"Zeile 52, {I21}: „note“ fehlt: Was mehrdeutig ist, wird erklärt.",
        ),
        (
            "implied = true",
            "alternative = 5",
            f"Zeile 34, {I12}: „alternative“ steht nur neben „ambiguous“ = true.",
        ),
        (
            "implied = true",
            "number_max = 5",
            f"Zeile 34, {I12}: „number_max“ steht nur neben „comparator“ = „between“.",
        ),
        (
            "implied = true",
            "scale_max = 5",
            f"Zeile 29, {I12}: „scale_min“ und „scale_max“ stehen nur neben „kind“ = „scale“.",
        ),
        (
            'Süd", number = 2',
            'Süd", number = 3',
            f"Zeile 38, {I12}: „parts“ ergeben zusammen 4, „number“ ist 3.",
        ),
        ('"Süd"', '"Nord"', f"Zeile 38, {I12}: In „parts“ kommt ein Name zweimal vor."),
        (
            '"Süd", number = 2',
            '"Süd"',
            f"Zeile 38, {I12}: In „parts“ braucht jeder Eintrag „name“ und eine Zahl „number“.",
        ),
        (
            'code = "500-1.2"',
            'code = "500-1.1"',
            f"Zeile 30, {I12}: „code“ „500-1.1“ kommt zweimal vor.",
        ),
        (
            'code = "500-1.2"',
            'code = "500-9.2"',
            f"Zeile 30, {I12}: „code“ ist „500-9.2“, muss aber mit „500-1.“ beginnen.",
        ),
        ('sentence = "Menschen sind beraten."', "", f"Zeile 29, {I12}: „sentence“ fehlt."),
        (
            'sentence = "Menschen sind beraten."',
            'sentence = " "',
            f"Zeile 31, {I12}: „sentence“ ist „ “, erwartet wird ein Text.",
        ),
        ("implied = true", "ziel = 3", f"Zeile 34, {I12}: „ziel“ ist kein bekanntes Feld."),
        (
            'data_source = "Eigene Daten"',
            'quelle = "Eigene Daten"',
            "Zeile 15, 500-1: „quelle“ ist kein bekanntes Feld.",
        ),
        (
            'contribution = "P"',
            'contribution = "K"',
            "Zeile 16, 500-1: „contribution“ ist „K“, erlaubt sind P, C, M, none.",
        ),
        (
            'source = "Ratsvorlage 1/2029"',
            'source = ""',
            "Zeile 7, Kopf des Plans: „source“ ist „“, erwartet wird ein Text.",
        ),
        (
            'source = "Ratsvorlage 1/2029"',
            'source = "R"\nsource_sha256 = "abc"',
            "Zeile 8, Kopf des Plans: „source_sha256“ besteht nicht aus 64 Zeichen (0 bis 9, a bis f).",
        ),
        (
            "valid_until = 2031-12-31",
            "valid_until = 2029-12-31",
            "Zeile 5, Kopf des Plans: „valid_until“ liegt vor „valid_from“.",
        ),
        (
            "[[measure.indicator]]\n" + PLAN.split("[[measure.indicator]]\n")[3],
            "",
            "Zeile 43, 500-2: Die Maßnahme hat keinen Indikator [[measure.indicator]].",
        ),
    ],
)
def test_one_mistake_is_named_with_its_line(tmp_path: Path, right: str, wrong: str, sentence: str) -> None:
    assert right in PLAN

    assert refusals(tmp_path, PLAN.replace(right, wrong)) == [sentence]


@pytest.mark.parametrize(
    ("kind", "fields", "line", "sentence"),
    [
        (
            "count",
            ["between", "number = 20", 'unit = "x"'],
            52,
            "„number_max“ muss bei „between“ über „number“ liegen.",
        ),
        (
            "scale",
            ["at_least", "number = 7", 'unit = "x"'],
            52,
            "Eine Skala braucht „scale_min“ und ein größeres „scale_max“.",
        ),
        (
            "scale",
            ["at_least", "number = 11", 'unit = "x"', "scale_min = 1", "scale_max = 10"],
            57,
            "„number“ ist 11, die Skala reicht von 1 bis 10.",
        ),
        ("universal", ["all", "number = 90", 'unit = "%"'], 57, "„number“ muss bei „alle“ 100 sein."),
        (
            "trend",
            ["reduction_of_at_least", "number = 150", 'unit = "%"'],
            57,
            "„number“ ist 150, ein Anteil liegt nicht über 100.",
        ),
    ],
)
def test_a_kind_asks_for_its_own_fields(
    tmp_path: Path, kind: str, fields: list[str], line: int, sentence: str
) -> None:
    comparator, *others = fields
    lines = "\n".join([f'kind = "{kind}"', f'comparator = "{comparator}"', *others])
    text = PLAN.replace('kind = "milestone"\ncomparator = "done"', lines)

    assert refusals(tmp_path, text) == [f"Zeile {line}, {I21}: {sentence}"]


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("count", 'comparator = "between"\nnumber = 20\nnumber_max = 50\nunit = "x"'),
        ("count", 'comparator = "none"'),
        (
            "scale",
            'comparator = "at_least"\nnumber = 7\nunit = "Punkte"\nscale_min = 1\nscale_max = 10',
        ),
        ("universal", 'comparator = "all"\nnumber = 100\nunit = "%"'),
        ("trend", 'comparator = "reduction_of_at_least"\nnumber = 50\nunit = "%"'),
        ("trend", 'comparator = "less_than_previous_year"'),
        ("stock", 'comparator = "at_least"\nnumber = 1.25\nunit = "VZÄ"'),
    ],
)
def test_a_kind_with_its_own_fields_is_read(tmp_path: Path, kind: str, fields: str) -> None:
    text = PLAN.replace('kind = "milestone"\ncomparator = "done"', f'kind = "{kind}"\n{fields}')

    assert read_plan(written(tmp_path, text)).measures[1].indicators[0].kind == kind
