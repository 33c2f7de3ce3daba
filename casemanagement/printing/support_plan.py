# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Hilfeplan as the client takes it home: German, and beside it a language she reads."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from casemanagement import consent_texts, plan_words
from casemanagement.choices import GoalState
from casemanagement.consent_texts import GERMAN
from casemanagement.gates import ENDED_GOALS
from casemanagement.models import Case, Goal, Measure, SupportPlan
from casemanagement.printing.pdf import print_pdf
from permissions import clock


def print_support_plan(plan: SupportPlan, recipient: str = "", ground: str = "") -> bytes:
    """The plan as PDF/UA; goals that have ended stay off the paper. A copy for somebody else says so, in German."""
    language = GERMAN if recipient else language_of(plan)
    return print_pdf(
        "support_plan", plan_on_paper(plan, language) | {"recipient": recipient, "ground": ground}
    )


def language_of(plan: SupportPlan) -> str:
    """The one that was chosen; else the first of the client's in which there are words."""
    client = getattr(plan.case, "client", None)
    return plan.language or consent_texts.spoken(client.languages if client else [])


def plan_on_paper(plan: SupportPlan, language: str = GERMAN) -> dict[str, Any]:
    """The data of the template support_plan.typ; every value is a text."""
    goals = plan.goals.exclude(state__in=ENDED_GOALS).order_by("target_on", "pk").prefetch_related("measures")
    review = plan.case.reviews.order_by("-held_on").first()
    return {
        **people_on_paper(plan.case),
        **words_of(language),
        "number": plan.case.number,
        "version": str(plan.version),
        "printed_on": _day(clock.today()),
        "goals": [_goal(goal, language) for goal in goals if goal.state != GoalState.LATER],
        "later": [_goal(goal, language) for goal in goals if goal.state == GoalState.LATER],
        "agreement": plan.agreement,
        "agreement_note": plan.agreement_reason,
        "agreed_on": _day(plan.agreed_on),
        "next_review": _day(review.next_on if review else None),
    }


def words_of(language: str) -> dict[str, Any]:
    """The fixed words, German first; the second language is what stands beside it."""
    languages = [GERMAN] if language == GERMAN else [GERMAN, language]
    spoken = plan_words.spoken_text(language)
    return {
        "languages": languages,
        "rtl": "yes" if spoken.is_right_to_left else "",
        "not_reviewed": "" if plan_words.is_reviewed(language) else "yes",
        "words": [_words(code) for code in languages],
    }


def _words(language: str) -> dict[str, Any]:
    said: Mapping[str, Any] = plan_words.spoken_text(language).words
    return {**plan_words.words(language), "not_reviewed": said["not_reviewed"], "labels": said["labels"]}


def people_on_paper(case: Case) -> dict[str, str]:
    identity = getattr(case, "identity", None)
    responsible = case.responsible(clock.today())
    return {
        "person": f"{identity.given_name} {identity.family_name}" if identity else "",
        "born_on": _day(identity.birth_date if identity else None),
        "case_manager": responsible.person.display_name if responsible else "",
        "organisation": case.organisation.name,
        "contact": responsible.person.email if responsible else "",
    }


def _goal(goal: Goal, language: str) -> dict[str, Any]:
    translated = goal.said_in(language)
    return {
        "area": goal.domain,
        "text": goal.text,
        "other_text": translated.get("text", ""),
        "sign": goal.sign,
        "other_sign": translated.get("sign", ""),
        "until": _day(goal.target_on),
        "who": goal.owner,
        "steps": [_step(measure) for measure in goal.measures.all() if not measure.has_ended],
    }


def _step(measure: Measure) -> dict[str, str]:
    return {
        "text": measure.title,
        "owner": measure.owner,
        "who": measure.provider,
        "until": _day(measure.due_on),
    }


def _day(day: date | None) -> str:
    return day.strftime("%d.%m.%Y") if day else ""
