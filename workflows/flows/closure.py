# SPDX-License-Identifier: AGPL-3.0-or-later
"""Abschluss: last talk, report, approval where it is asked for, deletion date."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from casemanagement.actions import closures
from casemanagement.forms import closure as forms
from casemanagement.models import Case, Closure
from permissions.hats import Hat
from workflows.base import CaseFlow
from workflows.nodes import CaseAction, CaseEnd, CaseQuestion, CaseStart, CaseStep


class ClosureFlow(CaseFlow):
    """The case ends with the client informed and a day on which its file is deleted."""

    process_title = _("Abschluss")

    start_closure = CaseStart(_("Abschluss beginnen")).Next(this.is_consent_withdrawn)

    is_consent_withdrawn = (
        CaseQuestion(_("Einwilligung widerrufen?"), Case.is_consent_withdrawn)
        .Then(this.confirm_withdrawal)
        .Else(this.hold_closing_talk)
    )
    # Without the core consent the file is shut even for its case manager.
    confirm_withdrawal = CaseStep(
        _("Widerruf bestätigen und Fall schließen"),
        form=forms.WithdrawalConfirmation,
        action=closures.confirm_withdrawal,
        hat=Hat.FACH,
    ).Next(this.close_case)

    hold_closing_talk = CaseStep(
        _("Abschlussgespräch führen"), form=forms.ClosingTalk, action=closures.hold_talk
    ).Next(this.write_report)

    write_report = CaseStep(
        _("Abschlussbericht schreiben"), form=forms.ClosureReport, action=closures.write_report
    ).Next(this.needs_approval)

    needs_approval = (
        CaseQuestion(_("Freigabe nötig?"), Closure.needs_approval, on=Closure)
        .Then(this.approve_closure)
        .Else(this.close_case)
    )
    approve_closure = CaseStep(
        _("Abschluss freigeben"),
        form=forms.ClosureApproval,
        action=closures.approve,
        on=Closure,
        hat=Hat.FACH,
    ).Next(this.is_approved)

    is_approved = (
        CaseQuestion(_("Freigegeben?"), Closure.is_approved, on=Closure)
        .Then(this.close_case)
        .Else(this.write_report)
    )
    close_case = CaseAction(_("Fall schließen"), closures.close).Next(this.closed)
    closed = CaseEnd(_("Abgeschlossen"))
