# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deeds of the Hilfeplanung: draft, agree, print, link, review, rest."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement import deadlines, plan_words
from casemanagement.actions import documents, grounds
from casemanagement.actions.grounds import Ground
from casemanagement.casework import deed, record_event
from casemanagement.choices import (
    Agreement,
    DataCategory,
    DocumentKind,
    EventKind,
    GoalState,
    Medium,
    Phase,
    PlanState,
    ReviewResult,
)
from casemanagement.gates import ENDED_GOALS
from casemanagement.models import Case, Document, Goal, Measure, Review, SupportPlan
from casemanagement.printing.support_plan import print_support_plan
from casemanagement.sentences import stored
from permissions import clock
from permissions.actor import Actor
from permissions.models import User
from permissions.rights import Right

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
    "translation",
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
        plan.signed_document = _file_signed(plan, by, signed_document)
    if missing := [*plan.missing(), *plan.missing_for_signature()]:
        raise ValidationError(missing)
    if agreement != Agreement.NO:
        _put_in_force(plan, agreed_on)
        deadlines.meet(case, "plan", on=clock.today())
        deadlines.start(case, deadlines.REVIEW, on=agreed_on)
    plan.full_clean()
    plan.save()
    record_event(case, EventKind.PLAN_AGREED, by=by, version=plan.version, agreement=agreement)


@deed(Right.WRITE_FILE)
def note_answer(
    plan: SupportPlan,
    *,
    by: Actor,
    agreement: str,
    agreed_on: date,
    agreement_reason: str = "",
    signed_document: UploadedFile[bytes] | None = None,
) -> None:
    """What the client says to the plan in force once she can be asked, or the paper she signed since."""
    if plan.state != PlanState.AGREED:
        raise ValidationError(_("Es gibt noch keinen vereinbarten Hilfeplan."))
    former = _said_before(plan)
    plan.agreement, plan.agreement_reason, plan.agreed_on = agreement, agreement_reason, agreed_on
    if signed_document is not None:
        plan.signed_document = _file_signed(plan, by, signed_document)
    if missing := plan.missing_for_signature():
        raise ValidationError(missing)
    plan.agreement_reason = "\n".join(filter(None, [agreement_reason, former]))
    plan.full_clean()
    plan.save()
    record_event(plan.case, EventKind.PLAN_AGREED, by=by, version=plan.version, agreement=agreement)


@deed(Right.WRITE_FILE)
def print_in(plan: SupportPlan, *, by: Actor, language: str) -> Document:
    """Print the plan as it stands, a draft for signature as well, with this language beside German."""
    if plan.state == PlanState.REPLACED:
        raise ValidationError(_("Diese Fassung des Hilfeplans gilt nicht mehr."))
    if language not in plan_words.languages():
        raise ValidationError({"language": _("In dieser Sprache gibt es keinen Ausdruck.")})
    plan.language = language
    plan.save(update_fields=["language"])
    return print_plan(plan, by=by)


@deed(None)
def print_plan(plan: SupportPlan, *, by: Actor) -> Document:
    """Print the plan into the file; printing it again gives the same version a new print."""
    title = (
        gettext_lazy("Hilfeplan, Fassung %(version)d, zum Unterschreiben")
        if plan.state == PlanState.DRAFT
        else gettext_lazy("Hilfeplan, Fassung %(version)d")
    )
    plan.printed = documents.keep(
        plan.case,
        by=by,
        kind=DocumentKind.SUPPORT_PLAN,
        title=stored(title) % {"version": plan.version},
        content=print_support_plan(plan),
    )
    plan.save(update_fields=["printed"])
    record_event(plan.case, EventKind.PLAN_PRINTED, by=by, version=plan.version)
    return plan.printed


@deed(Right.WRITE_FILE)
def print_for(plan: SupportPlan, *, by: Actor, ground: Ground | None) -> Document:
    """A copy for somebody else: names the recipient and the ground, and stands in the log of disclosures."""
    told = {DataCategory.IDENTITY, DataCategory.PLAN, *(ground.categories if ground else ())}
    given = grounds.leave(
        plan.case,
        grounds.without_categories(ground, *sorted(told)),
        by=by,
        purpose=gettext_lazy("Ausfertigung des Hilfeplans"),
        medium=Medium.HANDED_OVER,
        item=("support_plan", plan.pk),
    )
    house = given.recipient_organisation
    copy = documents.keep(
        plan.case,
        by=by,
        kind=DocumentKind.SUPPORT_PLAN,
        title=stored(gettext_lazy("Hilfeplan, Fassung %(version)d, für Dritte")) % {"version": plan.version},
        content=print_support_plan(
            plan,
            recipient=house.name if house else given.recipient_text,
            ground=stored(
                given.consent.get_kind_display() if given.consent else given.get_legal_basis_display()
            ),
        ),
    )
    record_event(plan.case, EventKind.PLAN_PRINTED, by=by, version=plan.version, disclosure=given.pk)
    return copy


@deed(Right.WRITE_FILE)
def confirm_links(plan: SupportPlan, *, by: Actor) -> None:
    """Close the linking once each goal has a measure that began or is known not to exist."""
    if missing := plan.missing_links():
        raise ValidationError(missing)
    record_event(plan.case, EventKind.LINKING_COMPLETED, by=by, version=plan.version)


@deed(Right.WRITE_FILE)
def leave_links(plan: SupportPlan, *, by: Actor) -> None:
    """Nothing of the linking is left to be done; goals without a measure stay as they are."""


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
    plan = case.support_plans.filter(state=PlanState.AGREED).first()
    if plan is None and case.has_planning():
        raise ValidationError(_("Es gibt noch keinen vereinbarten Hilfeplan, der überprüft werden könnte."))
    if result not in case.led_under().review_results():
        raise ValidationError({"result": _("Diese Phase hat das Programm des Falls nicht.")})
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


def _said_before(plan: SupportPlan) -> str:
    """Words that were given for the answer before; a new answer does not wipe them out."""
    if not plan.agreement_reason:
        return ""
    words = {"day": f"{plan.agreed_on:%d.%m.%Y}", "words": plan.agreement_reason}
    return stored(gettext_lazy("Zuvor, am %(day)s: %(words)s")) % words


def _file_signed(plan: SupportPlan, by: Actor, paper: UploadedFile[bytes]) -> Document:
    return documents.add(
        plan.case,
        by=by,
        kind=DocumentKind.SIGNED_PLAN,
        title=stored(gettext_lazy("Unterschriebener Hilfeplan")),
        file=paper,
    )


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
    return deadlines.usual_day(case, f"review_{case.intensity}", on=held_on)
