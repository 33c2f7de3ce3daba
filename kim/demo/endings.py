# SPDX-License-Identifier: AGPL-3.0-or-later
"""The implementation of an invented case: notes, reviews, a rest, and for some the closure."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from casemanagement.actions import goals
from casemanagement.casework import casework
from casemanagement.choices import (
    ClosureReason,
    ContactKind,
    Domain,
    GoalState,
    MeasureState,
    OutcomeLevel,
    PauseReason,
    ReviewResult,
)
from casemanagement.gates import ENDED_GOALS, ENDED_MEASURES
from kim.demo.words import GOALS, REPORT
from permissions.rights import Right

if TYPE_CHECKING:
    from kim.demo.lives import Life

REASONS = {
    ClosureReason.GOALS_ACHIEVED: 5,
    ClosureReason.GOALS_MOSTLY_ACHIEVED: 4,
    ClosureReason.HANDED_TO_REGULAR_SERVICE: 3,
    ClosureReason.MOVED_AWAY: 2,
}


def follow_up(life: "Life") -> None:
    """Live from review to review until the present, or until the case ends."""
    for place in range(12):
        closes = life.ends and place >= 1
        with life.work(20, 42) as day:
            life.note(day, life.rng.choice([ContactKind.OFFICE, ContactKind.PHONE, ContactKind.HOME_VISIT]))
            _make_progress(life, day)
            result = ReviewResult.CLOSE if closes else _result(life)
            life.step(
                "support_planning.hold_review",
                held_on=day,
                result=result,
                satisfaction=life.rng.randint(2, 5),
                note="",
                next_on=None,
            )
        if result == ReviewResult.CLOSE:
            _close(life)
            return
        if result == ReviewResult.PAUSE:
            _rest(life)


def _result(life: "Life") -> ReviewResult:
    return ReviewResult.PAUSE if life.rng.random() < 0.05 else ReviewResult.CONTINUE


def _rest(life: "Life") -> None:
    with life.after(0, 0) as day:
        life.step(
            "support_planning.pause_case",
            pause_reason=life.rng.choice(PauseReason.values),
            resume_on=day + timedelta(days=60),
        )
    with life.after(40, 60):
        life.step("support_planning.resume_case")


def _make_progress(life: "Life", day: date) -> None:
    """Now and then a measure is completed, a goal is reached, and a milestone with it."""
    with casework(life.case, by=life.by, right=Right.WRITE_FILE) as case:
        plan = case.current_plan()
        for goal in plan.goals.exclude(state__in=ENDED_GOALS) if plan else ():
            if life.rng.random() > 0.22:
                continue
            for measure in goal.measures.exclude(state__in=ENDED_MEASURES):
                goals.move_measure(measure, by=life.by, state=MeasureState.COMPLETED, on=day)
            state = life.rng.choice([GoalState.ACHIEVED, GoalState.ACHIEVED, GoalState.PARTIALLY_ACHIEVED])
            rated = life.rng.choice([0, 0, 1])
            goals.change(goal, by=life.by, state=state, ended_on=day, gas_client=rated, gas_case_manager=0)
            milestone = GOALS[Domain(goal.domain)][3]
            if milestone and state == GoalState.ACHIEVED:
                goals.reach_milestone(case, by=life.by, kind=milestone, reached_on=day)


def _close(life: "Life") -> None:
    with life.work(3, 12) as day:
        _end_everything(life, day)
        life.step("closure.hold_closing_talk", talk_on=day, satisfaction=life.rng.randint(3, 5))
    with life.after(1, 6):
        reason = life.rng.choices(list(REASONS), weights=list(REASONS.values()))[0]
        outcome = life.rng.choice(
            [OutcomeLevel.IMPROVED, OutcomeLevel.STRONGLY_IMPROVED, OutcomeLevel.STABILISED]
        )
        life.step("closure.write_report", reason=reason, outcome_level=outcome, report=REPORT, outcomes={})


def _end_everything(life: "Life", day: date) -> None:
    with casework(life.case, by=life.by, right=Right.WRITE_FILE) as case:
        for measure in case.measures.exclude(state__in=ENDED_MEASURES):
            goals.move_measure(measure, by=life.by, state=MeasureState.COMPLETED, on=day)
        for goal in case.goals.exclude(state__in=ENDED_GOALS):
            state = life.rng.choice(
                [GoalState.ACHIEVED, GoalState.PARTIALLY_ACHIEVED, GoalState.NOT_ACHIEVED]
            )
            goals.change(goal, by=life.by, state=state, ended_on=day, gas_client=0, gas_case_manager=0)
