# SPDX-License-Identifier: AGPL-3.0-or-later
"""The assessment: its domains as a task list, each saved by itself, and the profile they give."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.actions import assessments
from casemanagement.choices import Domain
from casemanagement.forms.pages_assessment import RatedDomain
from casemanagement.forms.pages_edit import EditForm
from casemanagement.models import Assessment, Case, DomainRating
from casemanagement.proposals import Proposal, propose
from casemanagement.views.assessment_compared import compare
from casemanagement.views.assessment_rows import WHOLE, DomainRow, Round, profile, round_of, rounds_of
from casemanagement.views.base import CaseFormPage, CasePage
from casemanagement.views.steps import steps_of
from permissions.rights import Right


class AssessmentPage(CasePage):
    tab = "assessment"
    title = gettext_lazy("Assessment")
    template_name = "casemanagement/assessment.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rounds = rounds_of(self.case)
        asked = self.request.GET.get("nr", "")
        shown = round_of(rounds, int(asked) if asked.isdecimal() else None)
        return super().get_context_data(
            rounds=rounds,
            shown=shown,
            whole=WHOLE,
            profile=profile(shown) if shown else None,
            compared=compare(rounds, shown.assessment, only_differences="unterschiede" in self.request.GET)
            if shown
            else None,
            proposal=self._proposal(rounds, shown),
            steps=steps_of(self.case, "assessment"),
            may_begin_again=Right.WRITE_FILE in self.standing.rights and self.case.may_be_assessed_again(),
            can_rate=shown is not None
            and not shown.assessment.is_completed
            and Right.WRITE_FILE in self.standing.rights,
            **kwargs,
        )

    def _proposal(self, rounds: list[Assessment], shown: Round | None) -> Proposal | None:
        """Only the latest round says something about today, and only once everything is rated."""
        if shown is None or shown.assessment != rounds[0] or shown.done < len(shown.rows):
            return None
        return propose(self.case, shown.assessment)


class DomainPage(CaseFormPage):
    """One domain of the round under way."""

    form_class = RatedDomain
    tab = back = "assessment"
    template_name = "casemanagement/domain.html"
    submit = gettext_lazy("Speichern und weiter")

    @cached_property
    def domain(self) -> Domain:
        if self.kwargs["domain"] not in Domain:
            raise Http404
        return Domain(self.kwargs["domain"])

    @cached_property
    def round(self) -> Round:
        found = round_of(rounds_of(self.case))
        if found is None:
            raise Http404(_("Das Assessment hat noch nicht begonnen."))
        return found

    def row(self) -> DomainRow:
        return next(row for row in self.round.rows if row.domain is self.domain)

    def target(self) -> DomainRating | None:
        rows = DomainRating.objects.filter(assessment=self.round.assessment, domain=self.domain)
        return rows.first()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "unchanged" not in request.POST:
            return super().post(request, *args, **kwargs)
        try:
            assessments.take_over(self.round.assessment, by=self.actor, domain=self.domain)
        except ValidationError as error:
            for sentence in error.messages:
                messages.error(request, sentence)
            return redirect(request.path)
        return self.done(None)

    def deed(self, form: EditForm, case: Case) -> Any:
        return assessments.rate(self.round.assessment, by=self.actor, domain=self.domain, **form.deed())

    def done(self, result: Any) -> HttpResponseBase:
        messages.success(self.request, _("„%(domain)s“ ist gespeichert.") % {"domain": self.domain.label})
        following = self.round.next_open(self.domain)
        if "stay" in self.request.POST or following is None:
            return redirect(self.back_url())
        return redirect(self.url("domain", domain=following.value))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        order = list(Domain)
        return super().get_context_data(
            **{"form_title": self.domain.label, "row": self.row(), "round": self.round, **kwargs},
            place=order.index(self.domain) + 1,
            count=len(order),
        )
