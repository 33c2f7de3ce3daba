# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every end of a case has in common, before or after it was taken on."""

import datetime as dt

from casemanagement import deadlines, retention_schedule
from casemanagement.casework import deed, write
from casemanagement.choices import CaseState, Phase, TriageDecision, WorkState
from casemanagement.choices.retention import RetentionClass
from casemanagement.models import Case, Triage
from permissions import clock
from permissions.actor import Actor


@deed(None)
def note_decline(case: Case, *, by: Actor, reason: str) -> Triage:
    """The reason a referral ends without a decision of its own."""
    triage = Triage.objects.filter(case=case).first() or Triage(case=case)
    return write(
        triage,
        decision=TriageDecision.DECLINED,
        reason=reason,
        decided_by=by.person,
        decided_at=clock.now(),
    )


@deed(None)
def end_referral(case: Case, *, by: Actor, state: CaseState) -> None:
    """A referral that became no case; what is known is deleted soon."""
    day = retention_schedule.day_of(RetentionClass.DECLINED_REFERRAL, clock.today())
    end(case, by=by, state=state, deletion_on=day)


@deed(None)
def end(case: Case, *, by: Actor, state: CaseState, deletion_on: dt.date) -> None:
    """Nothing runs any more: no deadline, no open work outside a process, no pause."""
    write(
        case,
        state=state,
        phase=Phase.ENDED,
        closed_on=clock.today(),
        deletion_on=deletion_on,
        paused_since=None,
        resume_on=None,
        pause_reason="",
        in_crisis=False,
        crisis_since=None,
        crisis_reason="",
    )
    deadlines.cancel(case)
    case.work_items.open().filter(task_id__isnull=True).end(WorkState.CANCELLED, by=by.person)
