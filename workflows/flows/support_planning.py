# SPDX-License-Identifier: AGPL-3.0-or-later
"""Hilfeplanung: plan, agreement, linking, and monitoring in a loop until the case can end."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from casemanagement.actions import handover_talks, handovers, pauses, plans, programmes
from casemanagement.choices import HandoverState, ReviewResult
from casemanagement.forms import handover, planning
from casemanagement.models import Case, Handover, Review, SupportPlan
from permissions.hats import Hat
from workflows.base import CaseFlow
from workflows.nodes import CaseAction, CaseChoice, CaseEnd, CaseFork, CaseQuestion, CaseStart, CaseStep
from workflows.waiting import CaseJob, CaseTimer, CaseWait


class SupportPlanningFlow(CaseFlow):
    """From the finished assessment to the last review; a handover may lie between."""

    process_title = _("Hilfeplanung")

    start_planning = CaseStart(_("Hilfeplanung beginnen")).Next(this.decide_leadership)

    decide_leadership = CaseStep(
        _("Bleiben oder übergeben?"), form=planning.Leadership, action=handovers.decide_leadership
    ).Next(this.hands_over)
    hands_over = CaseQuestion(_("Zusteuern?"), Case.hands_over).Then(this.request_handover).Else(this.by_plan)

    # Übergabe
    request_handover = CaseStep(_("Übergabe anbieten"), form=handover.Request, action=handovers.offer).Next(
        this.answer_handover
    )
    answer_handover = CaseStep(
        _("Übergabe beantworten"),
        form=handover.Answer,
        action=handovers.answer,
        on=Handover,
        rule="handover_answer",
    ).Next(this.handover_state)
    handover_state = (
        CaseChoice(_("Stand der Übergabe"), "state", on=Handover)
        .When(HandoverState.ACCEPTED, this.needs_approval)
        .When(HandoverState.APPROVED, this.is_talked_over)
        .When(HandoverState.DECLINED, this.returns_to_review)
        .When(HandoverState.WITHDRAWN, this.returns_to_review)
        .When(HandoverState.REFUSED, this.returns_to_review)
        .When(HandoverState.WITHOUT_FILE, this.ended)
    )
    needs_approval = (
        CaseQuestion(_("Wechsel der Organisation?"), Handover.needs_approval, on=Handover)
        .Then(this.approve_handover)
        .Else(this.is_talked_over)
    )
    approve_handover = CaseStep(
        _("Übergabe freigeben"), form=handover.Approval, action=handovers.approve, on=Handover, hat=Hat.FACH
    ).Next(this.handover_state)
    is_talked_over = (
        CaseQuestion(_("Mit Klient*in besprochen?"), Handover.is_talked_over, on=Handover)
        .Then(this.is_switch_due)
        .Else(this.hold_handover_talk)
    )
    hold_handover_talk = CaseStep(
        _("Übergabegespräch führen"), form=handover.Talk, action=handover_talks.hold, on=Handover
    ).Next(this.handover_state)
    is_switch_due = (
        CaseQuestion(_("Wechseltag erreicht?"), Handover.is_switch_due, on=Handover)
        .Then(this.switch_case)
        .Else(this.await_switch_day)
    )
    await_switch_day = CaseTimer(_("Wechsel abwarten"), Handover.switch_moment, on=Handover).Next(
        this.handover_state
    )
    switch_case = CaseAction(_("Fall übergeben"), handovers.switch, on=Handover).Next(this.has_agreed_plan)
    has_agreed_plan = (
        CaseQuestion(_("Schon in der Umsetzung?"), Case.is_carried_out)
        .Then(this.hold_review)
        .Else(this.by_plan)
    )
    returns_to_review = (
        CaseQuestion(_("Schon in der Umsetzung?"), Case.is_carried_out)
        .Then(this.hold_review)
        .Else(this.decide_leadership)
    )

    # Hilfeplan
    by_plan = CaseQuestion(_("Mit Plan?"), Case.has_planning).Then(this.begin_draft).Else(this.go_without)
    go_without = CaseAction(_("Ohne Hilfeplan"), programmes.pass_over_planning).Next(this.hold_review)
    begin_draft = CaseAction(_("Entwurf anlegen"), plans.draft).Next(this.draft_plan)
    draft_plan = CaseStep(
        _("Hilfeplan entwerfen"), form=planning.Draft, action=plans.finish_draft, on=SupportPlan, rule="plan"
    ).Next(this.agree_plan)
    agree_plan = CaseStep(
        _("Hilfeplan vereinbaren"), form=planning.PlanAnswer, action=plans.agree, on=SupportPlan, rule="plan"
    ).Next(this.is_agreed)
    is_agreed = (
        CaseQuestion(_("Vereinbart?"), SupportPlan.is_agreed, on=SupportPlan)
        .Then(this.print_plan)
        .Else(this.begin_draft)
    )
    print_plan = CaseJob(_("Hilfeplan drucken"), plans.print_plan, on=SupportPlan).Next(this.side_by_side)
    side_by_side = CaseFork(_("Anbinden und überprüfen")).Always(this.link_services).Always(this.hold_review)
    link_services = CaseStep(
        _("An Leistungen anbinden"),
        form=planning.LinkedServices,
        action=plans.confirm_links,
        on=SupportPlan,
        skip=plans.leave_links,
    ).Next(this.is_reviewed)
    is_reviewed = CaseQuestion(_("Überprüft?"), Case.is_reviewed).Then(this.linked).Else(this.hold_review)
    linked = CaseEnd(_("Angebunden"))

    # Umsetzung
    hold_review = CaseStep(
        _("Überprüfung durchführen"), form=planning.PlanReview, action=plans.review, rule="review"
    ).Next(this.review_result)
    review_result = (
        CaseChoice(_("Ergebnis"), "result", on=Review)
        .When(ReviewResult.CONTINUE, this.hold_review)
        .When(ReviewResult.CHANGE_PLAN, this.begin_draft)
        .When(ReviewResult.REASSESS, this.await_assessment)
        .When(ReviewResult.PAUSE, this.pause_case)
        .When(ReviewResult.HANDOVER, this.request_handover)
        .When(ReviewResult.CLOSE, this.ended)
    )
    await_assessment = CaseWait(_("Neues Assessment abwarten")).Next(this.by_plan)
    pause_case = CaseStep(_("Ruhen lassen"), form=planning.Pause, action=pauses.pause).Next(this.resume_case)
    resume_case = CaseStep(
        _("Fall wieder aufnehmen"), form=planning.Resumption, action=pauses.resume, rule="pause"
    ).Next(this.hold_review)
    ended = CaseEnd(_("Weiter mit dem Abschluss"))
