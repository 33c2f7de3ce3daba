# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deeds at the end of a case: last talk, report, approval, and the day its file is deleted."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casemanagement import deadlines, retention_schedule
from casemanagement.casework import deed, record_event
from casemanagement.choices import (
    CaseState,
    ClosureReason,
    EventKind,
    OutcomeLevel,
    Phase,
    WorkState,
)
from casemanagement.choices.retention import RetentionClass
from casemanagement.models import Case, Closure, ClosureReport
from permissions import clock
from permissions.actor import Actor
from permissions.rights import Right


@deed(Right.WRITE_FILE)
def hold_talk(
    case: Case, *, by: Actor, talk_on: date | None = None, satisfaction: int | None = None
) -> Closure:
    """Note the last talk with the client, or that there was none."""
    closure = _closure(case, by)
    closure.talk_on, closure.satisfaction = talk_on, satisfaction
    closure.full_clean()
    closure.save()
    _enter_phase(case)
    record_event(case, EventKind.CLOSING_TALK_HELD, by=by, held=int(talk_on is not None))
    return closure


@deed(Right.WRITE_FILE)
def write_report(
    case: Case,
    *,
    by: Actor,
    reason: str,
    outcome_level: str,
    report: str,
    outcomes: dict[str, str] | None = None,
) -> Closure:
    """Write why the case ends and what it brought; every goal and measure must have found its end."""
    closure = _closure(case, by)
    closure.reason, closure.outcome_level, closure.outcomes = reason, outcome_level, outcomes or {}
    closure.approved_by = closure.approved_at = None
    closure.full_clean()
    closure.save()
    written = ClosureReport.objects.filter(closure=closure).first() or ClosureReport(
        case=case, closure=closure
    )
    written.text = report
    written.full_clean()
    written.save()
    # The case that was handed in knows nothing yet of the closure just written.
    if missing := Case.objects.get(pk=case.pk).missing_for_closure(clock.today()):
        raise ValidationError(missing)
    record_event(case, EventKind.CLOSURE_REPORTED, by=by, reason=reason)
    return closure


@deed(Right.APPROVE)
def approve(closure: Closure, *, by: Actor, is_approved: bool, note: str = "") -> None:
    """The Fachaufsicht's word where the rules ask for it; a no sends the report back."""
    if not is_approved and not note:
        raise ValidationError({"note": _("Bitte nennen Sie den Grund.")})
    closure.approved_by = by.person if is_approved else None
    closure.approved_at = clock.now() if is_approved else None
    closure.approval_note = "" if is_approved else note
    closure.save(update_fields=["approval_note", "approved_by", "approved_at"])
    record_event(closure.case, EventKind.CLOSURE_APPROVED, by=by, approved=int(is_approved))


@deed(Right.APPROVE)
def confirm_withdrawal(case: Case, *, by: Actor, note: str = "") -> Closure:
    """End a case whose client took the core consent back: nothing more is written about her."""
    closure = _closure(case, by)
    closure.reason, closure.outcome_level = ClosureReason.CONSENT_WITHDRAWN, OutcomeLevel.NOT_ASSESSABLE
    closure.approved_by, closure.approved_at = by.person, clock.now()
    closure.full_clean()
    closure.save()
    record_event(case, EventKind.CLOSURE_APPROVED, by=by, approved=1)
    return closure


@deed(None)
def close(case: Case, *, by: Actor) -> None:
    """Close the file and fix the day of its deletion."""
    today = clock.today()
    closure = Closure.objects.get(case=case, episode=case.episode)
    closure.closed_by, closure.closed_at = by.person, clock.now()
    closure.save(update_fields=["closed_by", "closed_at"])
    case.state = CaseState.CLOSED if case.accepted_on else CaseState.DECLINED
    case.phase, case.closed_on = Phase.ENDED, today
    kept_as = RetentionClass.CASE_FILE if case.accepted_on else RetentionClass.DECLINED_REFERRAL
    case.deletion_on = retention_schedule.day_of(kept_as, today)
    case.paused_since, case.resume_on, case.pause_reason = None, None, ""
    case.in_crisis, case.crisis_since, case.crisis_reason = False, None, ""
    case.save()
    deadlines.cancel(case)
    case.work_items.filter(state=WorkState.OPEN, task_id__isnull=True).update(
        state=WorkState.CANCELLED, ended_at=clock.now()
    )
    record_event(case, EventKind.CLOSED, by=by, reason=closure.reason)


def _closure(case: Case, by: Actor) -> Closure:
    known = case.closure
    if known is not None:
        return known
    if by.person is None:
        raise ValidationError(_("Ein Abschluss braucht eine Person, die ihn schreibt."))
    return Closure(case=case, episode=case.episode, written_by=by.person, written_at=clock.now())


def _enter_phase(case: Case) -> None:
    if case.phase != Phase.CLOSURE:
        case.phase = Phase.CLOSURE
        case.save(update_fields=["phase"])
