# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a phase needs before it may end, as sentences about what is still missing."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casemanagement.choices import (
    Agreement,
    ConsentForm,
    ConsentKind,
    Domain,
    GoalState,
    MeasureState,
    PlanState,
    RatingStanding,
)

if TYPE_CHECKING:
    from casemanagement.models import Assessment, Case, SupportPlan

LONGEST_MONTHS = 18


class Gap(str):
    """A sentence about what is missing, and the page of the case on which it is entered."""

    __slots__ = ("page",)
    page: str

    def __new__(cls, words: str, page: str) -> Self:
        gap = super().__new__(cls, words)
        gap.page = page
        return gap


AGREED_GOALS = (GoalState.AGREED, GoalState.IN_PROGRESS, GoalState.ACHIEVED, GoalState.PARTIALLY_ACHIEVED)
LINKED = (
    MeasureState.STARTED,
    MeasureState.RUNNING,
    MeasureState.COMPLETED,
    MeasureState.COMPLETED_WITH_CERTIFICATE,
    MeasureState.NOT_AVAILABLE,
    MeasureState.NOT_ENTITLED,
)
ENDED_MEASURES = (
    MeasureState.COMPLETED,
    MeasureState.COMPLETED_WITH_CERTIFICATE,
    MeasureState.DROPPED_OUT,
    MeasureState.REJECTED_BY_PROVIDER,
    MeasureState.DECLINED_BY_CLIENT,
    MeasureState.NOT_AVAILABLE,
    MeasureState.NOT_ENTITLED,
)
ENDED_GOALS = (
    GoalState.ACHIEVED,
    GoalState.PARTIALLY_ACHIEVED,
    GoalState.NOT_ACHIEVED,
    GoalState.WITHDRAWN_BY_CLIENT,
    GoalState.OBSOLETE,
    GoalState.HANDED_OVER,
)


def for_admission(case: Case, on: dt.date) -> list[str]:
    """The exit condition of the intake."""
    living = case.consents.living(on)
    missing: list[str] = []
    if not living.filter(kind=ConsentKind.C0).exists():
        missing.append(Gap(_("Die Datenschutzinformation (C0) ist noch nicht ausgehändigt."), "consent_new"))
    core = living.filter(kind=ConsentKind.C1).first()
    if core is None:
        missing.append(
            Gap(
                _("Die Einwilligung in die Verarbeitung (C1) fehlt oder ist nicht mehr gültig."),
                "consent_new",
            )
        )
    elif core.form != ConsentForm.ORAL_PROTOCOL and core.document_id is None:
        missing.append(
            Gap(_("Die unterschriebene Einwilligung ist noch nicht als Unterlage abgelegt."), "document_new")
        )
    return missing + _missing_people(case, on)


def _missing_people(case: Case, on: dt.date) -> list[str]:
    if not case.conflict_declarations.filter(has_conflict=False).exists():
        return [Gap(_("Die Befangenheit ist noch nicht geprüft."), "conflict")]
    responsible = case.responsible(on)
    if responsible is None:
        return [_("Es ist noch keine Fallführung zugewiesen.")]
    declaration = case.conflict_declarations.living().filter(person=responsible.person_id).last()
    if declaration is not None and declaration.has_conflict:
        return [_("Die Fallführung hat sich für befangen erklärt; der Fall muss neu zugewiesen werden.")]
    return []


def has_conflict(case: Case, on: dt.date) -> bool:
    """Whoever leads the case has declared it, has declared nothing, or is not there."""
    responsible = case.responsible(on)
    if responsible is None:
        return True
    declaration = case.conflict_declarations.living().filter(person=responsible.person_id).last()
    return declaration is None or declaration.has_conflict


def for_completed_assessment(assessment: Assessment) -> list[str]:
    """Each domain rated or marked, and priorities named; the talk about it is asked for by the next step."""
    missing: list[str] = []
    rows = {row.domain: row for row in assessment.ratings.all()}
    if open_domains := [domain.label for domain in Domain if domain not in rows]:
        missing.append(
            Gap(
                _("Noch nicht eingeschätzt: %(domains)s.") % {"domains": ", ".join(map(str, open_domains))},
                "assessment",
            )
        )
    rated = [row for row in rows.values() if row.standing == RatingStanding.RATED]
    if rated and not any(row.client_priority for row in rated):
        missing.append(
            Gap(
                _("Es ist noch nicht festgehalten, was der Klientin oder dem Klienten am wichtigsten ist."),
                "assessment",
            )
        )
    return missing


def for_agreement(plan: SupportPlan) -> list[str]:
    """At least one goal that can be checked, and an answer of the client."""
    missing: list[str] = []
    goals = list(plan.goals.exclude(state__in=[GoalState.WITHDRAWN_BY_CLIENT, GoalState.OBSOLETE]))
    if not goals:
        missing.append(Gap(_("Der Hilfeplan hat noch kein Ziel."), "goal_new"))
    elif all(goal.state == GoalState.LATER for goal in goals):
        missing.append(Gap(_("Alle Ziele sind für später; mindestens eines braucht jetzt Schritte."), "plan"))
    # What is meant for later is made concrete when its time comes.
    present = [goal for goal in goals if goal.state != GoalState.LATER]
    vague = sum(1 for goal in present if not goal.sign or goal.target_on is None)
    if vague:
        missing.append(
            Gap(
                ngettext(
                    "Bei %(count)d Ziel fehlt, woran man es erkennt oder bis wann es erreicht sein soll.",
                    "Bei %(count)d Zielen fehlt, woran man sie erkennt oder bis wann sie erreicht sein sollen.",
                    vague,
                )
                % {"count": vague},
                "plan",
            )
        )
    return missing


def for_signature(plan: SupportPlan) -> list[str]:
    """What the agreement itself needs, by the client's answer."""
    if not plan.agreement:
        return [_("Es fehlt, ob die Klientin oder der Klient zustimmt.")]
    if plan.agreement != Agreement.YES and not plan.agreement_reason:
        return [_("Ohne Zustimmung braucht der Hilfeplan eine Begründung.")]
    if plan.agreement == Agreement.YES and plan.signed_document_id is None and not plan.agreement_reason:
        return [_("Es fehlt der unterschriebene Plan oder eine Notiz zur mündlichen Vereinbarung.")]
    return []


def for_links(plan: SupportPlan) -> list[str]:
    """Each agreed goal has a measure that began, or is documented as not available."""
    return [
        Gap(
            _("Ziel %(position)d hat noch keine begonnene oder als nicht verfügbar dokumentierte Maßnahme.")
            % {"position": position},
            "plan",
        )
        for position, goal in enumerate(plan.goals.order_by("pk"), start=1)
        if goal.state in AGREED_GOALS and not goal.measures.filter(state__in=LINKED).exists()
    ]


def for_closure(case: Case, on: dt.date) -> list[str]:
    """The exit condition of the closure; what the client broke off needs no tidy end."""
    closure = case.closure
    if closure is None:
        return [Gap(_("Der Abschlussbericht fehlt."), "closure")]
    missing: list[str] = []
    if not closure.reason or not closure.outcome_level:
        missing.append(_("Grund und Ergebnis des Abschlusses fehlen."))
    return missing + (open_goals_and_measures(case) if closure.is_planned else [])


def open_goals_and_measures(case: Case) -> list[str]:
    """What has found no end yet; only a planned closure waits for it."""
    missing: list[str] = []
    goals = case.goals.filter(plan__state=PlanState.AGREED).exclude(state__in=ENDED_GOALS).count()
    if goals:
        missing.append(
            Gap(
                ngettext("%(count)d Ziel ist noch offen.", "%(count)d Ziele sind noch offen.", goals)
                % {"count": goals},
                "plan",
            )
        )
    measures = case.measures.filter(goal__plan__state=PlanState.AGREED).exclude(state__in=ENDED_MEASURES)
    running = measures.filter(handed_over_on__isnull=True).count()
    if running:
        missing.append(
            Gap(
                ngettext(
                    "%(count)d Maßnahme ist weder beendet noch übergeben.",
                    "%(count)d Maßnahmen sind weder beendet noch übergeben.",
                    running,
                )
                % {"count": running},
                "plan",
            )
        )
    return missing
