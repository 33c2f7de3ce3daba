# SPDX-License-Identifier: AGPL-3.0-or-later
"""The file of a case: contacts, assessment, plan, review and closure, in sealed sentences used again and again."""

import datetime as dt
from random import Random
from typing import Any, NamedTuple

from django.db.models import Model

from casemanagement.choices import (
    Agreement,
    CaseState,
    ClosureReason,
    ContactKind,
    Domain,
    GoalState,
    MeasureState,
    MeasureType,
    MilestoneKind,
    OutcomeLevel,
    Phase,
    PlanState,
    RatingStanding,
    ReviewResult,
)
from casemanagement.models import (
    Assessment,
    Closure,
    ClosureReport,
    Contact,
    DomainRating,
    Goal,
    Measure,
    Milestone,
    Review,
    SupportPlan,
)
from kim.bulk.copying import Sheets, reserve, seal
from kim.bulk.lives import ADMITTED, AGREED, ASSESSED, CLOSED, CONTACTED, REVIEWED, Life, moment
from kim.demo.words import GOALS, NOTES, REPORT, SUMMARY

CONTACTS = (ContactKind.OFFICE, ContactKind.PHONE, ContactKind.HOME_VISIT, ContactKind.VIDEO)
CONTACT_EVERY_DAYS = 30
MOST_CONTACTS = 6
TARGET_DAYS = 120


class Work(NamedTuple):
    """What the figures will want to know of the plan."""

    goal_state: GoalState
    measure: MeasureType
    measure_state: MeasureState
    sent_on: dt.date | None
    started_on: dt.date | None
    milestone: tuple[MilestoneKind, dt.date] | None


class Ids:
    """Ids of parents, reserved in bulk."""

    def __init__(self, amount: int) -> None:
        self._amount = amount
        self._free: dict[type[Model], list[int]] = {}

    def next(self, model: type[Model]) -> int:
        if not self._free.get(model):
            self._free[model] = reserve(model, self._amount)[::-1]
        return self._free[model].pop()

    def forget(self) -> None:
        """What was reserved and not used has gone to somebody else."""
        self._free.clear()


class Files:
    """Writes the file of each case."""

    def __init__(self, sheets: Sheets, rng: Random, ids: Ids) -> None:
        self._sheets, self._rng, self._ids = sheets, rng, ids
        self._notes = [seal(Contact, "text", note) for note in NOTES]
        self._summary = seal(Assessment, "summary", SUMMARY)
        self._report = seal(ClosureReport, "text", REPORT)
        self._goals = {
            domain: {"text": seal(Goal, "text", text), "sign": seal(Goal, "sign", sign)}
            for domain, (text, sign, _measures, _milestone) in GOALS.items()
        }

    def add(self, life: Life) -> Work | None:
        """Everything the file holds; what its plan says goes to the figures as well."""
        self._contacts(life)
        if life.on(ADMITTED):
            self._assessment(life)
        work = self._plan(life) if life.on(ASSESSED) else None
        if life.stage.phase == Phase.CLOSURE or life.on(CLOSED):
            self._closure(life)
        return work

    def _contacts(self, life: Life) -> None:
        day = life.on(CONTACTED)
        for _contact in range(MOST_CONTACTS):
            if day is None or day > life.last_day:
                return
            self._sheets.add(
                Contact,
                case_id=life.case_id,
                kind=self._rng.choice(CONTACTS),
                occurred_on=day,
                minutes=45,
                text=self._rng.choice(self._notes),
                written_by_id=life.doer,
                written_at=moment(day),
            )
            day += dt.timedelta(days=self._rng.randint(1, CONTACT_EVERY_DAYS))

    def _assessment(self, life: Life) -> None:
        number, done = self._ids.next(Assessment), life.on(ASSESSED)
        self._sheets.add(
            Assessment,
            id=number,
            case_id=life.case_id,
            number=1,
            started_on=life.on(ADMITTED),
            completed_on=done,
            discussed_on=done,
            summary=self._summary if done else "",
            written_by_id=life.doer,
        )
        if done:
            self._ratings(life.case_id, number)

    def _ratings(self, case_id: int, assessment_id: int) -> None:
        for place, domain in enumerate(Domain):
            self._sheets.add(
                DomainRating,
                case_id=case_id,
                assessment_id=assessment_id,
                domain=domain,
                standing=RatingStanding.RATED,
                need=self._rng.randrange(5),
                resource=self._rng.randrange(5),
                client_priority=place + 1 if place < 3 else None,  # noqa: PLR2004  the first three
            )

    def _plan(self, life: Life) -> Work:
        plan, assessed, agreed = self._ids.next(SupportPlan), life.days[ASSESSED - 1], life.on(AGREED)
        self._sheets.add(
            SupportPlan,
            id=plan,
            case_id=life.case_id,
            version=1,
            state=PlanState.AGREED if agreed else PlanState.DRAFT,
            agreement=Agreement.YES if agreed else "",
            agreed_on=agreed,
            drafted_by_id=life.doer,
            drafted_at=moment(assessed),
        )
        domain = self._rng.choice(list(GOALS))
        work = self._work(life, domain)
        self._goal(life, plan, domain, work)
        self._review(life, plan)
        return work

    def _work(self, life: Life, domain: Domain) -> Work:
        """Proposed with the draft, running once agreed, done when the case is closed."""
        _text, _sign, measures, milestone = GOALS[domain]
        measure, agreed, closed = self._rng.choice(measures), life.on(AGREED), life.on(CLOSED)
        if agreed is None:
            return Work(GoalState.DRAFT, measure, MeasureState.PROPOSED, None, None, None)
        if closed is None:
            return Work(GoalState.IN_PROGRESS, measure, MeasureState.RUNNING, agreed, agreed, None)
        reached = (milestone, closed) if milestone else None
        return Work(GoalState.ACHIEVED, measure, MeasureState.COMPLETED, agreed, agreed, reached)

    def _goal(self, life: Life, plan_id: int, domain: Domain, work: Work) -> None:
        goal, assessed = self._ids.next(Goal), life.days[ASSESSED - 1]
        self._sheets.add(
            Goal,
            id=goal,
            case_id=life.case_id,
            plan_id=plan_id,
            domain=domain,
            target_on=assessed + dt.timedelta(days=TARGET_DAYS),
            state=work.goal_state,
            ended_on=life.on(CLOSED),
            **self._goals[domain],
        )
        self._sheets.add(
            Measure,
            case_id=life.case_id,
            goal_id=goal,
            type=work.measure,
            state=work.measure_state,
            proposed_on=assessed,
            referral_sent_on=work.sent_on,
            started_on=work.started_on,
            ended_on=life.on(CLOSED),
        )
        if work.milestone:
            kind, day = work.milestone
            self._sheets.add(Milestone, case_id=life.case_id, kind=kind, reached_on=day)

    def _review(self, life: Life, plan_id: int) -> None:
        if held := life.on(REVIEWED):
            goes_on = life.stage.phase == Phase.IMPLEMENTATION
            self._sheets.add(
                Review,
                case_id=life.case_id,
                plan_id=plan_id,
                held_on=held,
                result=ReviewResult.CONTINUE if goes_on else ReviewResult.CLOSE,
                satisfaction=4,
                held_by_id=life.doer,
            )

    def _closure(self, life: Life) -> None:
        closure, at = self._ids.next(Closure), moment(life.last_day)
        values: dict[str, Any] = {"talk_on": life.last_day, "written_by_id": life.doer, "written_at": at}
        if life.stage.state == CaseState.CLOSED:
            values |= {
                "reason": ClosureReason.GOALS_ACHIEVED,
                "outcome_level": OutcomeLevel.IMPROVED,
                "closed_by_id": life.doer,
                "closed_at": at,
            }
            self._sheets.add(ClosureReport, case_id=life.case_id, closure_id=closure, text=self._report)
        self._sheets.add(Closure, id=closure, case_id=life.case_id, **values)
