# SPDX-License-Identifier: AGPL-3.0-or-later
"""Small caseloads of several programmes: each figure counts its own, and KIM's count KIM alone."""

from typing import Any

import pytest

from indicators.definitions import by_code
from indicators.rollup import is_led
from indicators.snapshot import Snapshot
from permissions.actor import acting_in_role
from tests.indicators.store import KOMMUNE, WEEK, a_fact, a_referral, at, city, day, parts

HOUSING = {"programme": "wohnungsnotfaelle", "plan_measure": "500-6"}
CARERS = {"programme": "pflege_angehoerige", "plan_measure": "500-2"}
KIM = {"programme": "kim", "plan_measure": ""}
TENANCY = {"kind": "own_tenancy", "level": ""}
pytestmark = pytest.mark.django_db


def homes(*days: str) -> list[dict[str, Any]]:
    return [TENANCY | {"reached_on": reached} for reached in days]


def test_500_6_counts_the_cases_that_its_programme_accompanied_this_year() -> None:
    a_fact(**HOUSING)
    a_fact(**HOUSING, closed_on=day("31.3."), phase="ended", state="closed")
    a_fact(**HOUSING, accepted_on=day("12.1.").replace(year=2025), closed_on=day("1.1."))
    a_fact(**HOUSING, accepted_on=day("12.1.").replace(year=2025), closed_on=day("31.12.").replace(year=2025))
    a_referral(**HOUSING)
    a_fact(**CARERS)
    a_fact(**KIM)
    a_fact(**HOUSING, kommune=KOMMUNE + 1)

    assert city("KIM-500-6.1", "cases") == (3, None, 3)
    assert city("KIM-500-6.1", "open") == (1, None, 1)
    assert parts("KIM-500-6.1", "open", "phase") == {"implementation": 1}


def test_500_6_counts_the_tenancies_of_this_year() -> None:
    a_fact(**HOUSING, milestones=homes("2026-01-01", "2026-11-15"))
    a_fact(**HOUSING, milestones=homes("2025-12-31", "2026-11-16"))
    a_fact(**HOUSING, milestones=[{"kind": "naturalisation", "reached_on": "2026-05-05", "level": ""}])
    a_fact(**KIM, milestones=homes("2026-05-05"))

    assert city("KIM-500-6.2", "homes") == (2, None, 2)


def test_500_2_counts_all_cases_that_were_ever_taken_on() -> None:
    a_fact(**CARERS)
    a_fact(**CARERS, closed_on=day("31.3."), phase="ended", state="closed")
    a_referral(**CARERS)
    a_fact(**HOUSING)

    assert city("KIM-500-2.1", "cases") == (2, None, 2)
    assert city("KIM-500-2.1", "open") == (1, None, 1)


@pytest.mark.parametrize("known", [KIM, {}], ids=["said", "from before it was known"])
def test_kim_counts_its_own_cases_whether_a_fact_says_so_or_was_there_before(known: dict[str, str]) -> None:
    content = {
        "phase_entries": [
            {"phase": "intake", "entered_on": "2026-09-01"},
            {"phase": "implementation", "entered_on": "2026-11-10"},
        ],
        "measures": [
            {"type": "job_coaching", "state": "running", "sent_on": "2026-11-10", "started_on": None}
        ],
        "goals": [{"state": "achieved", "gas_client": 1, "gas_case_manager": 1}],
        "milestones": homes("2026-11-10"),
    }
    a_fact(**known, **content)
    for others in (HOUSING, CARERS, {"programme": "jugend", "plan_measure": ""}):
        a_fact(**others, **content)

    assert city("O01", "open")[0] == 1
    assert city("O07", "days")[1] == 1
    assert city("O13", "attained") == (1, 1, 100)
    assert city("O16", "sent")[0] == 1
    assert city("O19", "week")[0] == 1
    assert city("O25", "households")[0] == 1


def test_a_figure_of_a_measure_is_told_only_where_a_programme_is_led_for_it() -> None:
    a_fact(**HOUSING)
    a_fact(**CARERS, kommune=KOMMUNE + 1)
    a_fact(**CARERS, recorded_from=at("16.11."))

    with acting_in_role("kim_rollup"):
        told = {
            code: is_led(_indicator(code), Snapshot(WEEK, KOMMUNE))
            for code in ("O01", "KIM-500-6.1", "KIM-500-2.1")
        }

    assert told == {"O01": True, "KIM-500-6.1": True, "KIM-500-2.1": False}


def _indicator(code: str) -> Any:
    return by_code(code)
