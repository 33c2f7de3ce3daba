# SPDX-License-Identifier: AGPL-3.0-or-later
"""The plan 2022/2023 as data says what the city's document says."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from indicators.plan_file import Contribution, IndicatorEntry, Plan, read_plan

FILE = Path(__file__).parents[2] / "indicators" / "plan" / "2022.toml"
LAST_LINE = 955


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_plan(FILE)


@pytest.fixture(scope="module")
def indicators(plan: Plan) -> dict[str, IndicatorEntry]:
    return {entry.code: entry for entry in plan.indicators}


def test_all_39_measures_are_there(plan: Plan) -> None:
    numbers = {"Jobcenter": 8, "REGE": 7, "500": 10, "510": 5, "540": 4, "170": 5}

    assert {measure.code for measure in plan.measures} == {
        f"{unit}-{number}" for unit, last in numbers.items() for number in range(1, last + 1)
    }
    assert len(plan.measures) == 39


def test_the_head_names_the_document(plan: Plan) -> None:
    assert (plan.code, plan.valid_from, plan.valid_until, plan.issued_on) == (
        "2022",
        dt.date(2022, 1, 1),
        dt.date(2023, 12, 31),
        dt.date(2022, 8, 4),
    )
    assert plan.source == "Ziele- und Maßnahmenplanung 2022/2023, Stand 04.08.2022"


def test_measures_stand_in_the_order_of_the_document(plan: Plan) -> None:
    lines = [measure.line for measure in plan.measures]

    assert lines == sorted(set(lines))


def test_every_indicator_stands_below_its_heading_and_above_the_next(plan: Plan) -> None:
    ends = [measure.line for measure in plan.measures[1:]] + [LAST_LINE + 1]

    misplaced = [
        entry.code
        for measure, end in zip(plan.measures, ends, strict=True)
        for entry in measure.indicators
        if not measure.line < entry.line < end
    ]

    assert misplaced == []


INDICATORS_OF = {
    "Jobcenter-1": 1,
    "Jobcenter-2": 6,
    "Jobcenter-3": 1,
    "Jobcenter-4": 6,
    "Jobcenter-5": 2,
    "Jobcenter-6": 1,
    "Jobcenter-7": 2,
    "Jobcenter-8": 4,
    "REGE-1": 3,
    "REGE-2": 4,
    "REGE-3": 2,
    "REGE-4": 3,
    "REGE-5": 5,
    "REGE-6": 6,
    "REGE-7": 1,
    "500-1": 3,
    "500-2": 2,
    "500-3": 4,
    "500-4": 4,
    "500-5": 2,
    "500-6": 2,
    "500-7": 3,
    "500-8": 1,
    "500-9": 5,
    "500-10": 10,
    "510-1": 6,
    "510-2": 2,
    "510-3": 7,
    "510-4": 6,
    "510-5": 8,
    "540-1": 19,
    "540-2": 38,
    "540-3": 8,
    "540-4": 6,
    "170-1": 3,
    "170-2": 1,
    "170-3": 3,
    "170-4": 1,
    "170-5": 1,
}


def test_every_indicator_of_each_measure_is_there(plan: Plan) -> None:
    assert {measure.code: len(measure.indicators) for measure in plan.measures} == INDICATORS_OF
    assert [entry.code for entry in plan.indicators] == [
        f"{measure.code}.{number}"
        for measure in plan.measures
        for number in range(1, INDICATORS_OF[measure.code] + 1)
    ]


@pytest.mark.parametrize(
    ("code", "kind_and_comparator", "number", "until", "line"),
    [
        ("Jobcenter-1.1", "count at_least", 543, "2022-12-31", 134),
        ("Jobcenter-2.4", "share at_least", 38, None, 158),
        ("Jobcenter-2.5", "share at_least", 35, None, 158),
        ("Jobcenter-2.6", "share at_least", 45, None, 158),
        ("Jobcenter-3.1", "count at_least", 90, None, 825),
        ("Jobcenter-4.1", "count at_least", 170, None, 197),
        ("Jobcenter-4.2", "count at_least", 110, None, 197),
        ("Jobcenter-5.1", "report_only none", None, None, 218),
        ("Jobcenter-6.1", "count none", None, None, 678),
        ("Jobcenter-7.1", "stock at_least", 335, "2023-12-31", 236),
        ("Jobcenter-7.2", "count at_least", 20, None, 236),
        ("Jobcenter-8.1", "count at_least", 110, "2023-12-31", 182),
        ("Jobcenter-8.2", "stock at_least", 36, "2023-12-31", 182),
        ("Jobcenter-8.3", "duration exactly", 10, None, 182),
        ("REGE-2.3", "count at_least", 325, None, 423),
        ("REGE-3.2", "share more_than", 90, "2023-07-31", 646),
        ("REGE-4.1", "count at_least", 18, None, 660),
        ("REGE-5.1", "count at_least", 45, "2022-12-31", 262),
        ("REGE-5.4", "count none", None, "2023-12-31", 262),
        ("REGE-6.2", "count at_least", 4, "2022-09-01", 694),
        ("REGE-6.6", "count at_least", 90, "2023-12-31", 694),
        ("REGE-7.1", "trend reduction_of_at_least", 50, "2022-12-31", 448),
        ("500-1.1", "coverage at_least", 10, None, 499),
        ("500-2.1", "count at_least", 8, None, 525),
        ("500-3.2", "milestone done", None, "2022-11-30", 543),
        ("500-3.4", "milestone done", None, "2023-06-30", 543),
        ("500-4.4", "count at_least", 10, "2023-12-31", 561),
        ("500-6.1", "count at_least", 40, None, 778),
        ("500-6.2", "count at_least", 15, None, 778),
        ("500-7.1", "universal all", 100, None, 710),
        ("500-8.1", "share at_least", 80, "2023-06-30", 732),
        ("500-9.5", "trend less_than_previous_year", None, "2023-12-31", 929),
        ("500-10.6", "milestone done", None, "2023-06-30", 955),
        ("510-1.5", "milestone done", None, "2023-09-30", 285),
        ("510-2.2", "count at_least", 4, "2024-07-31", 330),
        ("510-4.4", "milestone done", None, "2022-09-30", 309),
        ("510-5.4", "count at_least", 42, None, 366),
        ("540-1.9", "count at_least", 5000, None, 481),
        ("540-2.1", "stock at_least", "1.25", None, 883),
        ("540-2.21", "count between", 30, None, 883),
        ("540-3.2", "scale at_least", 7, None, 913),
        ("540-4.3", "count between", 20, None, 808),
        ("170-2.1", "coverage at_least", 5, "2023-12-31", 595),
        ("170-3.3", "count at_least", 5, "2023-12-31", 615),
        ("170-5.1", "count at_least", 10, "2023-12-31", 386),
    ],
)
def test_a_target_is_the_one_in_the_document(
    indicators: dict[str, IndicatorEntry],
    code: str,
    kind_and_comparator: str,
    number: int | str | None,
    until: str | None,
    line: int,
) -> None:
    entry = indicators[code]

    assert f"{entry.kind} {entry.comparator}" == kind_and_comparator
    assert entry.number == (None if number is None else Decimal(number))
    assert (entry.due_on or entry.period_until) == (dt.date.fromisoformat(until) if until else None)
    assert entry.line == line


def test_contradictions_keep_both_readings(indicators: dict[str, IndicatorEntry]) -> None:
    both = {
        entry.code: (entry.number, entry.alternative)
        for entry in indicators.values()
        if entry.alternative is not None
    }

    assert both == {
        "500-8.1": (Decimal(80), Decimal(50)),
        "500-6.1": (Decimal(40), Decimal(80)),
    }
    assert all(indicators[code].ambiguous and indicators[code].note for code in both)


def test_jobcenter_3_is_thirty_in_each_of_three_quarters(
    indicators: dict[str, IndicatorEntry],
) -> None:
    parts = {part.name: part.number for part in indicators["Jobcenter-3.1"].parts}

    assert parts == dict.fromkeys(["Baumheide", "Sennestadt", "Sieker"], Decimal(30))


PARTIAL = "500-6 500-7 500-8 Jobcenter-1 Jobcenter-3 Jobcenter-4 Jobcenter-5 REGE-3 REGE-5 REGE-6"
CONTEXT = (
    "170-1 170-2 170-4 500-1 500-2 500-4 510-2 510-3 510-4 540-1 540-2 540-3 "
    "Jobcenter-2 Jobcenter-6 Jobcenter-7 Jobcenter-8 REGE-2 REGE-4"
)


@pytest.mark.parametrize(
    ("contribution", "codes"),
    [
        (Contribution.PARTIAL, PARTIAL),
        (Contribution.CONTEXT, CONTEXT),
        (Contribution.MILESTONE, "170-3"),
        (Contribution.NONE, "170-5 500-10 500-3 500-5 500-9 510-1 510-5 540-4 REGE-1 REGE-7"),
    ],
)
def test_a_measure_gets_from_kim_no_more_than_agreed(
    plan: Plan, contribution: Contribution, codes: str
) -> None:
    fed = {measure.code for measure in plan.measures if measure.contribution == contribution}

    assert fed == set(codes.split())


def test_no_two_sentences_of_a_measure_are_equal(plan: Plan) -> None:
    doubled = [
        sentence
        for measure in plan.measures
        for sentence, times in Counter(entry.sentence for entry in measure.indicators).items()
        if times > 1
    ]

    assert doubled == []


def test_every_sentence_is_one_short_sentence(plan: Plan) -> None:
    long = [e.code for e in plan.indicators if not e.sentence.endswith(".") or len(e.sentence) > 140]

    assert long == []
