# SPDX-License-Identifier: AGPL-3.0-or-later
"""Zugang: from the referral to the decision whether the case is taken on."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from casemanagement.actions import consents, intake
from casemanagement.choices import TriageDecision
from casemanagement.forms import intake as forms
from casemanagement.models import Case, Triage
from permissions.hats import Hat
from workflows.base import CaseFlow
from workflows.nodes import CaseAction, CaseChoice, CaseEnd, CaseQuestion, CaseStart, CaseStep


class IntakeFlow(CaseFlow):
    """The access criteria, safety, consent and mandate, in the order in which they are asked."""

    process_title = _("Zugang")

    register_referral = CaseStart(_("Meldung erfassen")).Next(this.has_case_manager)

    has_case_manager = (
        CaseQuestion(_("Klärt schon jemand?"), Case.has_responsible)
        .Then(this.assess_urgency)
        .Else(this.assign_clarification)
    )
    assign_clarification = CaseStep(
        _("Klärung zuweisen"),
        form=forms.ClarificationAssignment,
        action=intake.assign,
        hat=Hat.FACH,
    ).Next(this.assess_urgency)

    assess_urgency = CaseStep(
        _("Dringlichkeit und Sicherheit einschätzen"),
        form=forms.UrgencyAndSafety,
        action=intake.assess_urgency,
    ).Next(this.is_urgent)

    is_urgent = (
        CaseQuestion(_("Dringend?"), Case.is_urgent).Then(this.alert_coordinator).Else(this.check_duplicates)
    )
    alert_coordinator = CaseAction(_("Koordination sofort unterrichten"), intake.alert_coordinator).Next(
        this.check_duplicates
    )

    check_duplicates = CaseStep(
        _("Dubletten prüfen"), form=forms.DuplicateCheck, action=intake.check_duplicates
    ).Next(this.is_duplicate)

    is_duplicate = (
        CaseQuestion(_("Schon bekannt?"), Case.is_duplicate).Then(this.decline).Else(this.record_overlap)
    )
    record_overlap = CaseStep(
        _("Überschneidung mit anderen Diensten klären"),
        form=forms.Overlap,
        action=intake.record_overlap,
    ).Next(this.obtain_consent)

    obtain_consent = CaseStep(
        _("Einwilligung einholen"), form=forms.ConsentAtIntake, action=consents.obtain
    ).Next(this.has_consent)

    has_consent = (
        CaseQuestion(_("Eingewilligt?"), Case.has_core_consent).Then(this.declare_conflict).Else(this.decline)
    )
    declare_conflict = CaseStep(
        _("Befangenheit prüfen"), form=forms.ConflictDeclaration, action=intake.declare_conflict
    ).Next(this.has_conflict)

    has_conflict = (
        CaseQuestion(_("Befangen?"), Case.has_conflict)
        .Then(this.reassign_clarification)
        .Else(this.decide_triage)
    )
    reassign_clarification = CaseStep(
        _("Klärung einer anderen Person zuweisen"),
        form=forms.ClarificationAssignment,
        action=intake.assign,
        hat=Hat.FACH,
    ).Next(this.declare_conflict)

    decide_triage = CaseStep(
        _("Über die Aufnahme entscheiden"), form=forms.Triage, action=intake.decide_triage, rule="triage"
    ).Next(this.triage_decision)

    triage_decision = (
        CaseChoice(_("Entscheidung"), "decision", on=Triage)
        .When(TriageDecision.ACCEPTED, this.assign_case)
        .When(TriageDecision.WAITING_LIST, this.offer_place)
        .When(TriageDecision.DECLINED, this.decline)
        .When(TriageDecision.REFERRED_ON, this.refer_on)
    )
    offer_place = CaseStep(
        _("Platz anbieten oder weiterverweisen"),
        form=forms.PlaceOffer,
        action=intake.offer_place,
        hat=Hat.FACH,
        rule="waiting_list",
    ).Next(this.triage_decision)

    assign_case = CaseStep(
        _("Fallführung zuweisen"), form=forms.CaseAssignment, action=intake.assign, hat=Hat.FACH
    ).Next(this.admit)

    admit = CaseAction(_("Aufnehmen"), intake.admit).Next(this.admitted)
    admitted = CaseEnd(_("Aufgenommen"))

    decline = CaseAction(_("Nicht aufnehmen"), intake.decline).Next(this.declined)
    declined = CaseEnd(_("Nicht aufgenommen"))

    refer_on = CaseAction(_("Weiterverweisen"), intake.refer_on).Next(this.referred_on)
    referred_on = CaseEnd(_("Weiterverwiesen"))
