# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is written before a step can be finished; many small deeds inside one, so that it costs as much as one."""

from collections.abc import Callable
from datetime import timedelta

from casemanagement.actions import assessments, goals
from casemanagement.choices import Domain
from casemanagement.models import Case, Measure
from permissions import clock
from permissions.actor import Actor


def _domains(case: Case, by: Actor) -> None:
    assessment = case.current_assessment()
    assert assessment is not None
    for domain in Domain:
        assessments.rate(assessment, by=by, domain=domain, standing="not_assessed")


def _goal(case: Case, by: Actor) -> None:
    plan = case.draft_plan()
    assert plan is not None
    goal = goals.add(
        plan,
        by=by,
        domain=Domain.LANGUAGE,
        text="Deutsch lernen",
        sign="B1 bestanden",
        target_on=clock.today() + timedelta(days=90),
    )
    goals.add_measure(goal, by=by, type="integration_course")


def _measures(case: Case, by: Actor) -> None:
    for measure in Measure.objects.filter(case=case, state="proposed"):
        goals.move_measure(measure, by=by, state="started", on=clock.today())


def _ends(case: Case, by: Actor) -> None:
    for measure in Measure.objects.filter(case=case, state__in=["proposed", "started"]):
        goals.move_measure(measure, by=by, state="completed", on=clock.today())
    plan = case.current_plan()
    for goal in plan.goals.all() if plan else ():
        goals.change(goal, by=by, state="achieved")


PREPARE: dict[str, Callable[[Case, Actor], None]] = {
    "assessment.rate_domains": _domains,
    "support_planning.draft_plan": _goal,
    "support_planning.link_services": _measures,
    "closure.write_report": _ends,
}
