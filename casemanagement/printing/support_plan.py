# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Hilfeplan as the client takes it home: what of the case stands on the paper."""

from datetime import date
from typing import Any

from casemanagement.gates import ENDED_GOALS
from casemanagement.models import Case, Goal, Measure, SupportPlan
from casemanagement.printing.pdf import print_pdf
from permissions import clock


def print_support_plan(plan: SupportPlan) -> bytes:
    """The plan as PDF/UA; goals that have ended stay off the paper."""
    return print_pdf("support_plan", plan_on_paper(plan))


def plan_on_paper(plan: SupportPlan) -> dict[str, Any]:
    """The data of the template support_plan.typ; every value is a text."""
    goals = plan.goals.exclude(state__in=ENDED_GOALS).order_by("target_on", "pk").prefetch_related("measures")
    review = plan.case.reviews.order_by("-held_on").first()
    return {
        **_people(plan.case),
        "number": plan.case.number,
        "version": str(plan.version),
        "state": str(plan.get_state_display()),
        "printed_on": _day(clock.today()),
        "goals": [_goal(goal) for goal in goals],
        "agreement": str(plan.get_agreement_display()) if plan.agreement else "",
        "agreement_note": plan.agreement_reason,
        "agreed_on": _day(plan.agreed_on),
        "next_review": _day(review.next_on if review else None),
    }


def _people(case: Case) -> dict[str, str]:
    identity = getattr(case, "identity", None)
    client = getattr(case, "client", None)
    responsible = case.responsible(clock.today())
    return {
        "person": f"{identity.given_name} {identity.family_name}" if identity else "",
        "born_on": _day(identity.birth_date if identity else None),
        "case_manager": responsible.person.display_name if responsible else "",
        "organisation": case.organisation.name,
        "contact": responsible.person.email if responsible else "",
        "languages": ", ".join(client.languages) if client else "",
    }


def _goal(goal: Goal) -> dict[str, Any]:
    return {
        "area": str(goal.get_domain_display()),
        "text": goal.text,
        "sign": goal.sign,
        "until": _day(goal.target_on),
        "who": str(goal.get_owner_display()),
        "steps": [_step(measure) for measure in goal.measures.all()],
    }


def _step(measure: Measure) -> dict[str, str]:
    return {
        "text": str(measure.get_type_display()),
        "who": measure.provider,
        "until": _day(measure.ended_on),
        "state": str(measure.get_state_display()),
    }


def _day(day: date | None) -> str:
    return day.strftime("%d.%m.%Y") if day else ""
