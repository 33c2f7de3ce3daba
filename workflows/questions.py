# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the processes ask about a case today; the rules themselves are methods of the case's rows."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from casemanagement.choices import ConsentKind, DeclineReason, HandoverState, PlanState
from permissions import clock
from permissions.clock import BERLIN

if TYPE_CHECKING:
    from casemanagement.models import Case, Closure, Handover, SupportPlan


def has_case_manager(case: Case) -> bool:
    return case.responsible(clock.today()) is not None


def is_urgent(case: Case) -> bool:
    return case.is_urgent


def is_duplicate(case: Case) -> bool:
    triage = getattr(case, "triage", None)
    return triage is not None and triage.reason == DeclineReason.DUPLICATE


def has_core_consent(case: Case) -> bool:
    return case.consents.living(clock.today()).of_kind(ConsentKind.C1).exists()


def is_consent_withdrawn(case: Case) -> bool:
    revoked = case.consents.of_kind(ConsentKind.C1).filter(revoked_on__isnull=False)
    return revoked.exists() and not has_core_consent(case)


def has_conflict(case: Case) -> bool:
    """Whether the one who clarifies the case today declared it."""
    responsible = case.responsible(clock.today())
    if responsible is None:
        return True
    latest = case.conflict_declarations.filter(person=responsible.person_id).last()
    return latest is None or latest.has_conflict


def has_agreed_plan(case: Case) -> bool:
    return case.support_plans.filter(state=PlanState.AGREED).exists()


def is_agreed(plan: SupportPlan) -> bool:
    return plan.state == PlanState.AGREED


def hands_over(case: Case) -> bool:
    """Whether a handover has been decided and not yet offered."""
    return case.handovers.filter(state=HandoverState.DRAFT).exists()


def crosses_organisations(handover: Handover) -> bool:
    return handover.crosses_organisations


def is_switch_due(handover: Handover) -> bool:
    return handover.switch_on is None or handover.switch_on <= clock.today()


def switch_at(handover: Handover) -> dt.datetime:
    """The first minute of the day of the switch."""
    day = handover.switch_on or clock.today()
    return dt.datetime.combine(day, dt.time(0, 1), tzinfo=BERLIN)


def needs_approval(closure: Closure) -> bool:
    return closure.needs_approval


def is_approved(closure: Closure) -> bool:
    return closure.approved_at is not None
