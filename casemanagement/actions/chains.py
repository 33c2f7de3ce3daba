# SPDX-License-Identifier: AGPL-3.0-or-later
"""The days on which a case reached the steps of service chains: from its measures where they say it, else by hand."""

from collections.abc import Iterator
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casemanagement.casework import deed, record_event, write
from casemanagement.choices import EventKind, MeasureState
from casemanagement.choices.chains import CHAIN_OF, CHAINS, Step, StepSource
from casemanagement.models import Case, CaseEvent, ChainStep, Measure, Milestone
from permissions.actor import Actor
from permissions.rights import Right

# An end dates a step only where the measure came to something.
COMPLETED = {MeasureState.COMPLETED, MeasureState.COMPLETED_WITH_CERTIFICATE}
FOLLOWED = (
    EventKind.MEASURE_ADDED,
    EventKind.MEASURE_MOVED,
    EventKind.MILESTONE_REACHED,
    EventKind.SITUATION_CHANGED,  # a title put right takes its milestone back
)

Place = tuple[str, str]  # chain and step


@deed(Right.WRITE_FILE)
def date_step(case: Case, *, by: Actor, chain: str, step: str, on: date) -> ChainStep:
    """Enter the day of a step, or correct it; a day entered by hand stands above one derived."""
    known = CHAIN_OF.get(chain)
    if known is None or known.step(step) is None:
        raise ValidationError(_("Diesen Schritt gibt es nicht."))
    row = ChainStep.objects.filter(case=case, chain=chain, step=step).first()
    row = row or ChainStep(case=case, chain=chain, step=step)
    write(row, on=on, source=StepSource.ENTERED, entered_by=by.person)
    record_event(case, EventKind.CHAIN_STEP_DATED, by=by, chain=chain, step=step)
    return row


@deed(Right.WRITE_FILE)
def undo_step(case: Case, *, by: Actor, chain: str, step: str) -> None:
    """Take back what was entered; what the measures say comes in its place."""
    entered = ChainStep.objects.filter(case=case, chain=chain, step=step, source=StepSource.ENTERED)
    if entered.delete()[0]:
        _derive(case)
        record_event(case, EventKind.CHAIN_STEP_DATED, by=by, chain=chain, step=step)


def follow(case: Case, _event: CaseEvent, _by: Actor) -> None:
    """What kim.wiring lets run whenever a measure or a milestone changed."""
    _derive(case)


def _derive(case: Case) -> None:
    """Bring the derived days to what measures and milestones say now."""
    wanted = dict(_derived(case))
    for row in ChainStep.objects.filter(case=case):
        day = wanted.pop((row.chain, row.step), None)
        if row.source == StepSource.ENTERED or row.on == day:
            continue
        if day is None:
            row.delete()
        else:
            write(row, on=day)
    ChainStep.objects.bulk_create(
        ChainStep(case=case, chain=chain, step=step, on=day, source=StepSource.DERIVED)
        for (chain, step), day in wanted.items()
    )


def _derived(case: Case) -> Iterator[tuple[Place, date]]:
    measures, milestones = list(case.measures.all()), list(case.milestones.all())
    for chain in CHAINS:
        for step in chain.steps:
            if days := sorted(_days_of(step, measures, milestones)):
                yield (chain.code, step.code), days[0]


def _days_of(step: Step, measures: list[Measure], milestones: list[Milestone]) -> Iterator[date]:
    for source in step.measures:
        for measure in measures:
            day = getattr(measure, source.day)
            if measure.type in source.kinds and day is not None and _counts(source.day, measure):
                yield day
    yield from (row.reached_on for row in milestones if row.kind in step.milestones)


def _counts(day: str, measure: Measure) -> bool:
    return day != "ended_on" or measure.state in COMPLETED
