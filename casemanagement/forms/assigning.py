# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who clarifies a referral, and who leads the case: the choice with a proposal beside it."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casemanagement.forms.case_form import CaseForm, note
from casemanagement.forms.people import CaseManagerField
from casemanagement.proposal import Proposal, proposal_for


class Clarification(CaseForm):
    """Who clarifies a referral from the desk."""

    person = CaseManagerField(label=_("Wer klärt?"))
    note = note(_("Hinweis"), rows=2)

    def prepare(self) -> None:
        self.fields["person"].offer(self.case, self.actor)  # type: ignore[attr-defined]

    @cached_property
    def proposal(self) -> Proposal:
        """Who could, and why."""
        return proposal_for(self.case, actor=self.actor)


class Leader(Clarification):
    """Who runs the case from now on."""

    person = CaseManagerField(label=_("Fallführung"))
