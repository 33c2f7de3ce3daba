# SPDX-License-Identifier: AGPL-3.0-or-later
"""O01 to O19: small caseloads with answers that can be counted on the fingers."""

from typing import Any

import pytest

from tests.indicators.store import a_capacity, a_fact, a_referral, city, counted, day, parts

pytestmark = pytest.mark.django_db

SUNDAY, MONDAY_AFTER = day("15.11."), day("16.11.")


# --- O01 open cases -----------------------------------------------------------------------------


def test_open_is_what_was_accepted_and_not_closed_on_sunday() -> None:
    a_fact()
    a_fact(accepted_on=SUNDAY)
    a_fact(state="closed", closed_on=MONDAY_AFTER)
    a_fact(state="closed", closed_on=SUNDAY)
    a_fact(accepted_on=MONDAY_AFTER)
    a_referral()

    assert city("O01", "open") == (3, None, 3)


def test_open_cases_are_broken_down_for_the_coordinator() -> None:
    a_fact(organisation="awo", phase="assessment")
    a_fact(organisation="awo", phase="planning", intensity="high")
    a_fact(stadtbezirk="heepen")

    assert parts("O01", "open", "organisation") == {"awo": 2, "stadt": 1}
    assert parts("O01", "open", "phase") == {"assessment": 1, "implementation": 1, "planning": 1}
    assert parts("O01", "open", "intensity") == {"high": 1, "medium": 2}
    assert parts("O01", "open", "stadtbezirk") == {"heepen": 1, "mitte": 2}


# --- O02 load -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "points"),
    [
        ({"intensity": "low"}, 0.5),
        ({"intensity": "medium"}, 1.0),
        ({"intensity": "high"}, 2.0),
        ({"intensity": "high", "is_paused": True}, 0.1),
        ({"phase": "intake", "accepted_on": None, "is_assigned": True}, 0.5),
        ({"phase": "intake", "accepted_on": None, "is_assigned": True, "state": "waiting"}, 0.5),
        ({"phase": "intake", "accepted_on": None, "is_assigned": False}, 0),
        ({"state": "closed", "closed_on": SUNDAY}, 0),
    ],
    ids=["low", "medium", "high", "paused", "intake", "waiting", "unassigned", "closed"],
)
def test_a_case_weighs(case: dict[str, Any], points: float) -> None:
    a_capacity()
    a_fact(**case)

    assert city("O02", "load") == (points, 1, points)


def test_load_counts_only_who_is_there() -> None:
    a_capacity("stadt", 1.0, ("9.11.", "10.11."))  # two of five working days away
    a_capacity("awo", 0.5)
    for _ in range(6):
        a_fact()
    a_fact(organisation="awo")

    assert city("O02", "load") == (7, 1.1, 6.4)
    assert parts("O02", "load", "organisation") == {"stadt": 10.0, "awo": 2.0}


def test_without_anybody_there_is_no_load() -> None:
    a_fact()

    assert city("O02", "load") == (1, 0, None)


# --- O03 referrals ------------------------------------------------------------------------------


def test_referrals_and_decisions_of_the_week() -> None:
    a_referral(received_on=day("9.11."))
    a_referral(received_on=day("15.11."))
    a_referral(received_on=day("8.11."))
    a_fact(received_on=day("2.11."), accepted_on=day("12.11."), decided_on=day("11.11."), decision="accepted")
    for reason in ("no_capacity", "no_capacity", "duplicate"):
        a_referral(
            received_on=day("3.11."),
            decided_on=day("12.11."),
            decision="declined",
            state="declined",
            decline_reason=reason,
        )

    assert city("O03", "received") == (2, None, 2)
    assert city("O03", "accepted") == (1, None, 1)
    assert city("O03", "declined") == (3, None, 3)
    assert parts("O03", "declined", "decline_reason") == {"no_capacity": 2, "duplicate": 1}
    assert city("O03", "rate") == (1, 4, 25.0)


def test_the_waiting_list_is_no_decision() -> None:
    a_referral(decided_on=day("12.11."), decision="waiting_list", state="waiting")

    assert city("O03", "rate") == (0, 0, None)


# --- O05 first contact --------------------------------------------------------------------------


def test_first_contact_is_measured_in_working_days() -> None:
    for days in (1, 2, 3, 9):
        a_fact(first_contact_on=day("12.11."), first_contact_days=days)
    a_fact(first_contact_on=day("4.11."), first_contact_days=20)

    spread = counted("O05", "days")[0]

    assert city("O05", "days") == (None, 4, 2.5)
    assert spread.detail == {"p90": "7.2"}
    assert city("O05", "in_time") == (3, 4, 75.0)


# --- O07 phases ---------------------------------------------------------------------------------


def entered(*entries: tuple[str, str]) -> list[dict[str, str]]:
    return [{"phase": phase, "entered_on": day(on).isoformat()} for phase, on in entries]


def test_time_in_phase_counts_phases_left_in_thirteen_weeks() -> None:
    a_fact(phase_entries=entered(("intake", "1.9."), ("assessment", "11.9."), ("planning", "11.11.")))
    a_fact(phase_entries=entered(("intake", "1.9."), ("assessment", "21.9.")))
    a_fact(phase_entries=entered(("intake", "1.1."), ("assessment", "1.3.")))

    assert parts("O07", "days", "phase") == {"intake": 15.0, "assessment": 61.0}
    assert city("O07", "over_limit") == (2, 3, 66.7)


# --- O13 goals ----------------------------------------------------------------------------------


def test_goal_attainment_counts_goals_that_ended_with_a_result() -> None:
    goals = [
        {"state": "achieved", "gas_client": 1, "gas_case_manager": 0},
        {"state": "partially_achieved", "gas_client": 0, "gas_case_manager": None},
        {"state": "not_achieved", "gas_client": -2, "gas_case_manager": -1},
    ]
    a_fact(goals=[*goals, {"state": "in_progress", "gas_client": None, "gas_case_manager": None}])
    a_fact(goals=[{"state": "obsolete", "gas_client": None, "gas_case_manager": None}])

    assert city("O13", "attained") == (2, 3, 66.7)
    assert city("O13", "gas_client") == (None, 3, -0.33)
    assert city("O13", "gas_case_manager") == (None, 2, -0.5)


# --- O14 closures -------------------------------------------------------------------------------


def test_closures_of_the_week_and_of_thirteen_weeks() -> None:
    closed = {"state": "closed", "phase": "ended", "outcome_level": "improved"}
    a_fact(**closed, closed_on=day("9.11."), closure_reason="goals_achieved")
    a_fact(**closed, closed_on=day("17.8."), closure_reason="moved_away", organisation="drk")
    a_fact(**closed, closed_on=day("16.8."), closure_reason="moved_away")
    a_referral(state="declined", closed_on=day("10.11."))

    assert city("O14", "week") == (1, None, 1)
    assert city("O14", "quarter") == (2, None, 2)
    assert parts("O14", "quarter", "closure_reason") == {"goals_achieved": 1, "moved_away": 1}
    assert parts("O14", "quarter", "organisation") == {"drk": 1, "stadt": 1}
    assert parts("O14", "week", "outcome_level") == {"improved": 1}


# --- O16 services -------------------------------------------------------------------------------


def measure(sent_on: str, started_on: str | None = None, kind: str = "debt_counselling") -> dict[str, Any]:
    return {
        "type": kind,
        "state": "started" if started_on else "referral_sent",
        "sent_on": day(sent_on).isoformat(),
        "started_on": day(started_on).isoformat() if started_on else None,
    }


def test_a_referral_is_given_eight_weeks_to_begin() -> None:
    a_fact(
        measures=[
            measure("10.11.", kind="kita_place"),
            measure("20.9.", "15.11."),  # exactly eight weeks, and old enough to be judged
            measure("21.9.", "25.9."),  # too young
            measure("1.9.", "28.10."),  # a day too late
            measure("1.9."),
            measure("22.6.", "1.7."),  # the oldest day of the cohort
            measure("21.6.", "22.6."),  # too old
        ]
    )

    assert city("O16", "sent") == (1, None, 1)
    assert parts("O16", "sent", "type") == {"kita_place": 1}
    assert city("O16", "started") == (2, 4, 50.0)


# --- O19 milestones -----------------------------------------------------------------------------


def test_milestones_of_the_week_and_all_of_them() -> None:
    a_fact(
        milestones=[
            {"kind": "own_tenancy", "reached_on": "2026-11-11", "level": ""},
            {"kind": "language_level_reached", "reached_on": "2026-05-11", "level": "b1"},
        ]
    )
    a_fact(milestones=[{"kind": "own_tenancy", "reached_on": "2026-11-15", "level": ""}], stadtbezirk="senne")

    assert city("O19", "week") == (2, None, 2)
    assert city("O19", "total") == (3, None, 3)
    assert parts("O19", "total", "kind") == {"language_level_reached": 1, "own_tenancy": 2}
    assert parts("O19", "total", "stadtbezirk") == {"mitte": 2, "senne": 1}
