# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deeds of the Hilfeplanung: draft, agree, print, link, review, rest."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement import deadlines
from casemanagement.actions import documents
from casemanagement.casework import deed, record_event
from casemanagement.choices import (
    Agreement,
    DocumentKind,
    EventKind,
    GoalState,
    Phase,
    PlanState,
    ReviewResult,
)
from casemanagement.gates import ENDED_GOALS
from casemanagement.models import Case, DeadlineRule, Document, Goal, Measure, Review, SupportPlan
from casemanagement.printing.support_plan import print_support_plan
from casemanagement.sentences import stored
from permissions import clock
from permissions.actor import Actor
from permissions.models import User
from permissions.rights import Right

LONGEST_PAUSE = timedelta(days=92)
COPIED = (
    "domain",
    "level",
    "text",
    "sign",
    "target_on",
    "owner",
    "weight",
    "state",
    "gas_start",
    "gas_anchors",
)


@deed(None)
def draft(case: Case, *, by: Actor) -> SupportPlan:
    """Begin the next version with the goals that still run, or go on with the living draft."""
    living = case.draft_plan()
    if living is not None:
        return living
    latest = case.support_plans.aggregate(latest=Max("version"))["latest"] or 0
    plan = SupportPlan.objects.create(
        case=case, version=latest + 1, drafted_by=_author(case, by), drafted_at=clock.now()
    )
    _carry_over(case, plan)
    if case.phase != Phase.IMPLEMENTATION:
        case.phase = Phase.PLANNING
        case.save(update_fields=["phase"])
    record_event(case, EventKind.PLAN_DRAFTED, by=by, version=plan.version)
    return plan


@deed(Right.WRITE_FILE)
def finish_draft(plan: SupportPlan, *, by: Actor) -> None:
    """Close the draft once it can be agreed upon."""
    if missing := plan.missing():
        raise ValidationError(missing)
    record_event(plan.case, EventKind.PLAN_FINISHED, by=by, version=plan.version)


@deed(Right.WRITE_FILE)
def agree(
    plan: SupportPlan,
    *,
    by: Actor,
    agreement: str,
    agreed_on: date,
    agreement_reason: str = "",
    signed_document: UploadedFile[bytes] | None = None,
) -> None:
    """Note the client's answer; unless it is no, this version is in force from now on."""
    case = plan.case
    plan.agreement, plan.agreement_reason = agreement, agreement_reason
    if signed_document is not None:
        plan.signed_document = documents.add(
            case,
            by=by,
            kind=DocumentKind.SIGNED_PLAN,
            title=stored(gettext_lazy("Unterschriebener Hilfeplan")),
            file=signed_document,
        )
    if missing := [*plan.missing(), *plan.missing_for_signature()]:
        raise ValidationError(missing)
    if agreement != Agreement.NO:
        _put_in_force(plan, agreed_on)
    plan.full_clean()
    plan.save()
    record_event(case, EventKind.PLAN_AGREED, by=by, version=plan.version, agreement=agreement)


@deed(None)
def print_plan(plan: SupportPlan, *, by: Actor) -> Document:
    """Print the plan into the file; printing it again gives the same version a new print."""
    plan.printed = documents.keep(
        plan.case,
        by=by,
        kind=DocumentKind.SUPPORT_PLAN,
        title=stored(gettext_lazy("Hilfeplan, Fassung %(version)d")) % {"version": plan.version},
        content=print_support_plan(plan),
    )
    plan.save(update_fields=["printed"])
    record_event(plan.case, EventKind.PLAN_PRINTED, by=by, version=plan.version)
    return plan.printed


@deed(Right.WRITE_FILE)
def confirm_links(plan: SupportPlan, *, by: Actor) -> None:
    """Close the linking once each goal has a measure that began or is known not to exist."""
    if missing := plan.missing_links():
        raise ValidationError(missing)
    record_event(plan.case, EventKind.LINKING_COMPLETED, by=by, version=plan.version)


@deed(Right.WRITE_FILE)
def review(
    case: Case,
    *,
    by: Actor,
    held_on: date,
    result: str,
    satisfaction: int | None = None,
    note: str = "",
    next_on: date | None = None,
) -> Review:
    """Write down a monitoring review and what follows from it."""
    plan = case.current_plan()
    if plan is None or plan.state != PlanState.AGREED:
        raise ValidationError(_("Es gibt noch keinen vereinbarten Hilfeplan, der überprüft werden könnte."))
    found = Review(
        case=case,
        plan=plan,
        held_on=held_on,
        result=result,
        satisfaction=satisfaction,
        note=note,
        next_on=next_on or _next_review(case, held_on),
        held_by=_author(case, by),
    )
    found.full_clean()
    found.save()
    if result == ReviewResult.CLOSE:
        case.phase = Phase.CLOSURE
        case.save(update_fields=["phase"])
    record_event(case, EventKind.REVIEW_HELD, by=by, result=result)
    return found


@deed(Right.WRITE_FILE)
def pause(case: Case, *, by: Actor, pause_reason: str, resume_on: date) -> None:
    """Let the case rest until a day, at most three months ahead; its deadlines rest with it."""
    today = clock.today()
    if not today < resume_on <= today + LONGEST_PAUSE:
        raise ValidationError(
            {
                "resume_on": _("Ein Fall kann höchstens drei Monate ruhen, längstens bis %(day)s.")
                % {"day": (today + LONGEST_PAUSE).strftime("%d.%m.%Y")}
            }
        )
    case.paused_since, case.resume_on, case.pause_reason = today, resume_on, pause_reason
    case.save(update_fields=["paused_since", "resume_on", "pause_reason"])
    deadlines.pause(case, on=today)
    record_event(case, EventKind.PAUSED, by=by, reason=pause_reason)


@deed(Right.WRITE_FILE)
def resume(case: Case, *, by: Actor) -> None:
    """Take the case up again; its deadlines run on from here."""
    case.paused_since, case.resume_on, case.pause_reason = None, None, ""
    case.save(update_fields=["paused_since", "resume_on", "pause_reason"])
    deadlines.resume(case, on=clock.today())
    record_event(case, EventKind.RESUMED, by=by)


def _author(case: Case, by: Actor) -> User:
    responsible = case.responsible(clock.today())
    if by.person is None and responsible is None:
        raise ValidationError(_("Der Fall hat keine Fallführung."))
    return by.person or responsible.person  # type: ignore[union-attr]  # asked just above


def _carry_over(case: Case, plan: SupportPlan) -> None:
    in_force = case.support_plans.filter(state=PlanState.AGREED).first()
    if in_force is None:
        return
    for goal in in_force.goals.exclude(state__in=ENDED_GOALS):
        copied = {name: getattr(goal, name) for name in COPIED}
        Goal.objects.create(case=case, plan=plan, continues=goal, **copied)


def _put_in_force(plan: SupportPlan, agreed_on: date) -> None:
    case = plan.case
    case.support_plans.filter(state=PlanState.AGREED).update(state=PlanState.REPLACED)
    plan.state, plan.agreed_on = PlanState.AGREED, agreed_on
    plan.goals.filter(state=GoalState.DRAFT).update(state=GoalState.AGREED)
    # What is under way for a goal goes on under the same goal of the new version.
    for goal in plan.goals.filter(continues__isnull=False):
        Measure.objects.filter(goal=goal.continues).update(goal=goal)
    case.phase = Phase.IMPLEMENTATION
    case.save(update_fields=["phase"])


def _next_review(case: Case, held_on: date) -> date:
    """The usual distance, by the intensity of the case."""
    rule = DeadlineRule.objects.get(code=f"review_{case.intensity}")
    return deadlines.shifted(held_on, rule.amount, rule.unit)
