# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a case tells the figures: written in the transaction of the deed that changed it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import F

from casemanagement.choices import PlanState, ResidenceStatus
from casemanagement.models import (
    Case,
    Deadline,
    Goal,
    HouseholdPerson,
    Measure,
    Milestone,
)
from casemanagement.working_days import working_days_between
from indicators.pseudonyms import Pseudonyms, pseudonyms_of
from indicators.status_groups import group_of
from permissions import clock

if TYPE_CHECKING:
    from casemanagement.models import CaseEvent, ClientSituation, Closure, Triage
    from permissions.actor import Actor

UKRAINE = {"ua", "ukr", "ukraine", "ukrainisch"}


def refresh(case: Case, event: CaseEvent | None = None, by: Actor | None = None) -> None:
    """Let the statistics know what the case says now; follows every deed, inside its transaction."""
    case = Case.objects.select_related("organisation", "identity", "situation", "triage", "closure").get(
        pk=case.pk
    )
    names = pseudonyms_of(case)
    content = json.dumps(fact_of(case, names), cls=DjangoJSONEncoder)
    with connection.cursor() as cursor:
        cursor.execute("SELECT kim.record_fact(%s, %s, %s)", [names.case, content, clock.now()])


def fact_of(case: Case, names: Pseudonyms) -> dict[str, Any]:
    """Column → value; what the store itself keeps (when which phase began) is not among them."""
    return {
        "client_pseudonym": names.client,
        "household_pseudonym": names.household,
        **_frame(case),
        **_intake(case),
        **_situation(getattr(case, "situation", None)),
        **_closure(getattr(case, "closure", None)),
        **_work(case),
    }


def _frame(case: Case) -> dict[str, Any]:
    today = clock.today()
    return {
        "kommune": case.kommune_id,
        "organisation": case.organisation.code,
        "stadtbezirk": case.stadtbezirk,
        "quarter": case.quarter.strip(),
        "phase": case.phase,
        "state": case.state,
        "intensity": case.intensity,
        "is_assigned": case.responsible(today) is not None,
        "is_paused": case.is_paused,
        "persons": 1 + HouseholdPerson.objects.filter(case=case).count(),
        "closed_on": case.closed_on,
    }


def _intake(case: Case) -> dict[str, Any]:
    triage: Triage | None = getattr(case, "triage", None)
    waited = case.first_contact_on and working_days_between(case.received_on, case.first_contact_on)
    return {
        "received_on": case.received_on,
        "accepted_on": case.accepted_on,
        "decision": triage.decision if triage else "",
        "decided_on": triage.decided_at.astimezone(clock.BERLIN).date() if triage else None,
        "decline_reason": triage.reason if triage else "",
        "first_contact_on": case.first_contact_on,
        "first_contact_days": waited,
    }


def _situation(situation: ClientSituation | None) -> dict[str, Any]:
    if situation is None:
        return {
            "residence_status": "",
            "status_group": group_of(""),
            "has_ukraine_protection": False,
            "course_entitlement": "",
            "housing_status": "",
        }
    return {
        "residence_status": situation.residence_status,
        "status_group": group_of(situation.residence_status),
        "has_ukraine_protection": _has_ukraine_protection(situation),
        "course_entitlement": situation.course_entitlement,
        "housing_status": situation.housing_status,
    }


def _has_ukraine_protection(situation: ClientSituation) -> bool:
    status = situation.residence_status
    awaits_it = status == ResidenceStatus.FICTION and situation.nationality.casefold() in UKRAINE
    return awaits_it or status == ResidenceStatus.PERMIT_TEMPORARY_PROTECTION


def _closure(closure: Closure | None) -> dict[str, Any]:
    is_closed = closure is not None and closure.closed_at is not None
    return {
        "closure_reason": closure.reason if closure and is_closed else "",
        "outcome_level": closure.outcome_level if closure and is_closed else "",
    }


def _work(case: Case) -> dict[str, Any]:
    measures = Measure.objects.filter(case=case).order_by("pk")
    # A new version of the plan carries open goals over; the old row of such a goal is no second goal.
    goals = Goal.objects.filter(case=case).exclude(plan__state=PlanState.REPLACED, ended_on=None)
    milestones = Milestone.objects.filter(case=case).order_by("reached_on", "pk")
    deadlines = Deadline.objects.filter(case=case, met_on=None, cancelled_at=None, paused_since=None)
    return {
        "measures": list(measures.values("type", "state", "started_on", sent_on=F("referral_sent_on"))),
        "goals": list(goals.order_by("pk").values("state", "gas_client", "gas_case_manager")),
        "milestones": list(milestones.values("kind", "reached_on", "level")),
        "deadlines": [
            {"rule": deadline.rule.code, "due_on": deadline.last_day}
            for deadline in deadlines.select_related("rule").order_by("due_on", "pk")
        ],
    }
