# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a case tells the figures: written in the transaction of the deed that changed it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import Exists, F, OuterRef, Subquery
from django.db.models.functions import Coalesce, JSONObject

from casemanagement.choices import AssignmentRole, PlanState, ResidenceStatus
from casemanagement.models import (
    Assignment,
    Case,
    Closure,
    Deadline,
    Goal,
    HouseholdPerson,
    Measure,
    Milestone,
    Programme,
)
from casemanagement.working_days import working_days_between
from indicators.models import Fact, FactLink
from indicators.pseudonyms import Pseudonyms, client_tokens, keyed, pseudonyms_of
from indicators.status_groups import group_of
from permissions import clock

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from casemanagement.models import CaseEvent, ClientSituation, Triage
    from permissions.actor import Actor

UKRAINE = {"ua", "ukr", "ukraine", "ukrainisch"}


def refresh(case: Case, event: CaseEvent | None = None, by: Actor | None = None) -> None:
    """Let the statistics know what the case says now; follows every deed, inside its transaction."""
    known = in_one_query(case.pk)
    names = pseudonyms_of(known)
    content = json.dumps(fact_of(known, names), cls=DjangoJSONEncoder)
    with connection.cursor() as cursor:
        cursor.execute("SELECT kim.record_fact(%s, %s, %s)", [names.case, content, clock.now()])


def of_case(case: Any) -> QuerySet[Any, Any]:
    """What the statistics know of a case, as long as there is a way from it; for whoever may walk it."""
    link = FactLink.objects.filter(case_id=case.pk).first()
    return Fact.objects.filter(pseudonym=keyed("case", link.case_secret)) if link else Fact.objects.none()


def in_one_query(case_id: int) -> Any:
    """The case with all that a fact takes from it: this runs at the end of every deed."""
    own = OuterRef("pk")
    rows = Case.objects.select_related("organisation", "identity", "situation", "triage")
    return rows.annotate(
        client_token=Subquery(client_tokens(own)[:1]),
        plan_measure=Subquery(_measure_of_plan()),
        is_assigned=Exists(Assignment.objects.filter(case=own).responsible(clock.today())),
        household_persons=ArraySubquery(HouseholdPerson.objects.filter(case=own).values("pk")),
        closure_row=Subquery(_closures(own)[:1]),
        measure_rows=ArraySubquery(_measures(own)),
        goal_rows=ArraySubquery(_goals(own)),
        milestone_rows=ArraySubquery(_milestones(own)),
        deadline_rows=ArraySubquery(_deadlines(own)),
        segment_rows=ArraySubquery(_segments(own)),
    ).get(pk=case_id)


def _measure_of_plan() -> QuerySet[Any, Any]:
    led_under = Programme.objects.filter(kommune=OuterRef("kommune"), code=OuterRef("programme"))
    return led_under.values("measure")


def _closures(case: OuterRef) -> QuerySet[Any, Any]:
    """The end of the episode that runs or ran last; earlier ends were told when they came."""
    entry = JSONObject(reason="reason", outcome_level="outcome_level")
    ended = Closure.objects.filter(case=case, episode=OuterRef("episode"), closed_at__isnull=False)
    return ended.values(entry=entry)


def _measures(case: OuterRef) -> QuerySet[Any, Any]:
    entry = JSONObject(type="type", state="state", sent_on="referral_sent_on", started_on="started_on")
    return Measure.objects.filter(case=case).order_by("pk").values(entry=entry)


def _goals(case: OuterRef) -> QuerySet[Any, Any]:
    entry = JSONObject(state="state", gas_client="gas_client", gas_case_manager="gas_case_manager")
    goals = Goal.objects.filter(case=case).order_by("pk").values(entry=entry)
    # A new version of the plan carries open goals over; the old row of such a goal is no second goal.
    return goals.exclude(plan__state=PlanState.REPLACED, ended_on=None)


def _milestones(case: OuterRef) -> QuerySet[Any, Any]:
    entry = JSONObject(kind="kind", reached_on="reached_on", level="level")
    return Milestone.objects.filter(case=case).order_by("reached_on", "pk").values(entry=entry)


def _deadlines(case: OuterRef) -> QuerySet[Any, Any]:
    running = Deadline.objects.filter(case=case, met_on=None, cancelled_at=None, paused_since=None)
    entry = JSONObject(rule="rule__code", due_on=Coalesce("extended_until", "due_on"))
    return running.order_by("due_on", "pk").values(entry=entry)


def _segments(case: OuterRef) -> QuerySet[Any, Any]:
    """Which houses led, in order; a period that ended before it began never was."""
    led = Assignment.objects.filter(case=case, role=AssignmentRole.RESPONSIBLE)
    led = led.exclude(valid_until__lt=F("valid_from")).order_by("valid_from", "pk")
    entry = JSONObject(**{"organisation": "organisation__code", "from": "valid_from"})
    return led.values(entry=entry)


def fact_of(case: Any, names: Pseudonyms) -> dict[str, Any]:
    """Column → value; what the store itself keeps (when which phase began) is not among them."""
    return {
        "client_pseudonym": names.client,
        "household_pseudonym": names.household,
        **_frame(case),
        **_intake(case),
        **_situation(getattr(case, "situation", None)),
        **_closure(case.closure_row),
        "measures": case.measure_rows,
        "goals": case.goal_rows,
        "milestones": case.milestone_rows,
        "deadlines": case.deadline_rows,
        "segments": segments(case.segment_rows),
    }


def segments(led: list[dict[str, str]]) -> list[dict[str, str]]:
    """Whoever led for less than a day had no part; a colleague in the same house goes on with its part."""
    found: list[dict[str, str]] = []
    for row in led:
        if not found or found[-1]["organisation"] != row["organisation"]:
            found.append(row)
    return found


def _frame(case: Any) -> dict[str, Any]:
    return {
        "kommune": case.kommune_id,
        "programme": case.programme,
        "plan_measure": case.plan_measure or "",
        "organisation": case.organisation.code,
        "stadtbezirk": case.stadtbezirk,
        "quarter": case.quarter.strip(),
        "phase": case.phase,
        "state": case.state,
        "intensity": case.intensity,
        "is_assigned": case.is_assigned,
        "is_paused": case.is_paused,
        "persons": 1 + len(case.household_persons),
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


def _closure(row: dict[str, str] | None) -> dict[str, Any]:
    return {
        "closure_reason": row["reason"] if row else "",
        "outcome_level": row["outcome_level"] if row else "",
    }
