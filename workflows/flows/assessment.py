# SPDX-License-Identifier: AGPL-3.0-or-later
"""Assessment: understanding situation, resources and the client's own aims."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from casemanagement.actions import assessments, programmes
from casemanagement.forms import assessment as forms
from casemanagement.models import Assessment, Case
from workflows.base import CaseFlow
from workflows.nodes import CaseAction, CaseEnd, CaseQuestion, CaseStart, CaseStep


class AssessmentFlow(CaseFlow):
    """Sixteen domains, rated and discussed; once at the beginning and whenever much has changed."""

    process_title = _("Assessment")

    start_assessment = CaseStart(_("Assessment beginnen")).Next(this.has_assessment)

    # Each programme says which phases it has.
    has_assessment = (
        CaseQuestion(_("Phase im Programm?"), Case.has_assessment)
        .Then(this.rate_domains)
        .Else(this.pass_over_assessment)
    )
    pass_over_assessment = CaseAction(_("Assessment entfällt"), programmes.pass_over_assessment).Next(
        this.passed_over
    )
    passed_over = CaseEnd(_("Weiter ohne Assessment"))

    rate_domains = CaseStep(
        _("Lebensbereiche einschätzen"),
        form=forms.RatedDomains,
        action=assessments.complete,
        on=Assessment,
        rule="assessment",
        skip=assessments.leave_rating,
    ).Next(this.discuss_summary)

    discuss_summary = CaseStep(
        _("Zusammenfassung besprechen"),
        form=forms.DiscussedSummary,
        action=assessments.discuss,
        on=Assessment,
        skip=assessments.leave_talk,
    ).Next(this.completed)

    completed = CaseEnd(_("Abgeschlossen"))
