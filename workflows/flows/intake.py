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
        _("Klärung zuweisen"), form=forms.Clarification, action=intake.assign, hat=Hat.FACH
    ).Next(this.assess_urgency)

    assess_urgency = CaseStep(
        _("Dringlichkeit und Sicherheit einschätzen"), form=forms.Urgency, action=intake.assess_urgency
    ).Next(this.is_urgent)

    is_urgent = (
        CaseQuestion(_("Dringend?"), Case.is_urgent).Then(this.alert_coordinator).Else(this.check_duplicates)
    )
    alert_coordinator = CaseAction(_("Koordination sofort unterrichten"), intake.alert_coordinator).Next(
        this.check_duplicates
    )
    check_duplicates = CaseStep(
        _("Dubletten prüfen"), form=forms.Duplicates, action=intake.check_duplicates
    ).Next(this.is_duplicate)

    is_duplicate = (
        CaseQuestion(_("Schon bekannt?"), Case.is_duplicate).Then(this.decline).Else(this.record_overlap)
    )
    record_overlap = CaseStep(
        _("Überschneidung mit anderen Diensten klären"), form=forms.Overlap, action=intake.record_overlap
    ).Next(this.obtain_consent)

    obtain_consent = CaseStep(_("Einwilligung einholen"), form=forms.Consent, action=consents.obtain).Next(
        this.has_consent
    )
    has_consent = (
        CaseQuestion(_("Eingewilligt?"), Case.has_core_consent).Then(this.declare_conflict).Else(this.decline)
    )
    declare_conflict = CaseStep(
        _("Befangenheit prüfen"), form=forms.Conflict, action=intake.declare_conflict
    ).Next(this.has_conflict)

    has_conflict = (
        CaseQuestion(_("Befangen?"), Case.has_conflict)
        .Then(this.reassign_clarification)
        .Else(this.decide_triage)
    )
    reassign_clarification = CaseStep(
        _("Klärung neu zuweisen"), form=forms.Clarification, action=intake.assign, hat=Hat.FACH
    ).Next(this.declare_conflict)

    decide_triage = CaseStep(
        _("Über die Aufnahme entscheiden"), form=forms.Triage, action=intake.decide_triage, rule="triage"
    ).Next(this.triage_decision)

    triage_decision = (
        CaseChoice(_("Entscheidung"), "decision", on=Triage)
        .When(TriageDecision.ACCEPTED, this.assign_case)
        .When(TriageDecision.WAITING_LIST, this.offer_place)
        .When(TriageDecision.DECLINED, this.is_disputed)
        .When(TriageDecision.REFERRED_ON, this.refer_on)
    )
    offer_place = CaseStep(
        _("Platz anbieten"), form=forms.Place, action=intake.offer_place, hat=Hat.FACH, rule="waiting_list"
    ).Next(this.triage_decision)

    is_disputed = (
        CaseQuestion(_("Strittig?"), Triage.awaits_approval, on=Triage)
        .Then(this.approve_decision)
        .Else(this.decline)
    )
    approve_decision = CaseStep(
        _("Ablehnung prüfen"), form=forms.Dispute, action=intake.approve_decision, on=Triage, hat=Hat.FACH
    ).Next(this.remains_disputed)
    remains_disputed = (
        CaseQuestion(_("Weiter strittig?"), Triage.awaits_approval, on=Triage)
        .Then(this.decide_triage)
        .Else(this.decline)
    )
    assign_case = CaseStep(
        _("Fallführung zuweisen"), form=forms.Leader, action=intake.assign, hat=Hat.FACH
    ).Next(this.must_declare)
    must_declare = (
        CaseQuestion(_("Noch nicht erklärt?"), Case.has_conflict)
        .Then(this.confirm_impartiality)
        .Else(this.admit)
    )
    confirm_impartiality = CaseStep(
        _("Unbefangenheit erklären"), form=forms.Conflict, action=intake.declare_conflict
    ).Next(this.is_partial)
    is_partial = CaseQuestion(_("Befangen?"), Case.has_conflict).Then(this.assign_case).Else(this.admit)

    admit = CaseAction(_("Aufnehmen"), intake.admit).Next(this.admitted)
    admitted = CaseEnd(_("Aufgenommen"))

    decline = CaseAction(_("Nicht aufnehmen"), intake.decline).Next(this.declined)
    declined = CaseEnd(_("Nicht aufgenommen"))

    refer_on = CaseAction(_("Weiterverweisen"), intake.refer_on).Next(this.referred_on)
    referred_on = CaseEnd(_("Weiterverwiesen"))
