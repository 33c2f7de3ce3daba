# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every end of a case has in common, before or after it was taken on."""

import datetime as dt

from casemanagement import deadlines, working_days
from casemanagement.casework import deed, write
from casemanagement.choices import CaseState, Phase, TriageDecision, WorkState
from casemanagement.models import Case, Triage
from permissions import clock
from permissions.actor import Actor

DECLINED_MONTHS = 6


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
    """A referral that became no case; what is known is deleted after half a year."""
    end(case, by=by, state=state, deletion_on=working_days.add_months(clock.today(), DECLINED_MONTHS))


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
    )
    deadlines.cancel(case)
    case.work_items.open().filter(task_id__isnull=True).update(
        state=WorkState.CANCELLED, ended_at=clock.now(), ended_by=by.person
    )
