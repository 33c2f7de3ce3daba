# SPDX-License-Identifier: AGPL-3.0-or-later
"""What holds for every definition: it can be computed, told apart, and traced to its words."""

import datetime as dt

import pytest

from indicators.definition import Figure, Indicator, Kind
from indicators.definitions import INDICATORS, contributions_to, living
from indicators.definitions.contributions import CONTRIBUTIONS
from indicators.definitions.programmes import OF_PROGRAMMES
from indicators.plan_file import read_plan
from indicators.results import results
from indicators.snapshot import Snapshot
from indicators.week import Week
from permissions.actor import acting_in_role
from tests.indicators.store import KOMMUNE, WEEK
from tests.indicators.test_plan_2022 import FILE as PLAN_2022

FIGURES = [(indicator, figure) for indicator in INDICATORS for figure in indicator.figures]
NAMES = [f"{indicator.code}.{figure.code}" for indicator, figure in FIGURES]


@pytest.mark.django_db
@pytest.mark.parametrize(("indicator", "figure"), FIGURES, ids=NAMES)
def test_every_definition_is_a_valid_query_for_an_empty_week(indicator: Indicator, figure: Figure) -> None:
    with acting_in_role("kim_rollup"):
        (total,) = results(figure, Snapshot(WEEK, KOMMUNE))

    assert total.numerator in {None, 0}
    assert total.denominator in {None, 0}
    assert total.value == (0 if figure.kind in {Kind.COUNT, Kind.SUM} else None)


def test_every_figure_has_a_name_of_its_own() -> None:
    assert len(set(NAMES)) == len(NAMES)


def test_the_first_fifteen_are_there() -> None:
    assert [indicator.code for indicator in INDICATORS] == [
        *("O01", "O02", "O03", "O05", "O07", "O13", "O14", "O16", "O19"),
        *("O24", "O25"),
        *("KIM-500-8", "KIM-500-7", "KIM-Jobcenter-3"),
        *("KIM-500-6.1", "KIM-500-6.2", "KIM-500-2.1"),
    ]


@pytest.mark.parametrize("indicator", CONTRIBUTIONS, ids=[one.code for one in CONTRIBUTIONS])
def test_a_contribution_names_an_indicator_of_the_plan_and_says_what_it_is_not(indicator: Indicator) -> None:
    codes = {entry.code for entry in read_plan(PLAN_2022).indicators}

    assert indicator.plan_indicator in codes
    assert str(indicator.caveat).startswith("Nur von KIM begleitete Menschen")
    assert contributions_to(indicator.plan_indicator) == [indicator]


@pytest.mark.parametrize("indicator", OF_PROGRAMMES, ids=[one.code for one in OF_PROGRAMMES])
def test_a_figure_of_a_programme_names_the_measure_it_is_led_for(indicator: Indicator) -> None:
    codes = {entry.code for entry in read_plan(PLAN_2022).indicators}

    assert indicator.plan_indicator in codes
    assert indicator.plan_indicator.startswith(f"{indicator.counting_for}.")
    assert str(indicator.caveat).startswith("Nur Fälle, die in diesem System geführt werden")
    assert contributions_to(indicator.plan_indicator) == [indicator]


def test_a_definition_counts_from_its_first_week_on() -> None:
    assert living(Week.from_date(dt.date(2021, 12, 19))) == []
    assert living(WEEK) == list(INDICATORS)
