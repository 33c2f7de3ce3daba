# SPDX-License-Identifier: AGPL-3.0-or-later
"""Handing over: where it stands for the giving side, and the nameless sheet for the receiving side."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.actions import handovers
from casemanagement.choices import ConsentKind
from casemanagement.models import Handover
from casemanagement.views.base import CasePage, HatPage
from casemanagement.views.handover_rows import STAGES, offers_of, sheet_facts
from casemanagement.views.steps import steps_of, waiting_for
from permissions import accesslog, clock
from permissions.models import AccessAction
from permissions.rights import Right


class HandoverPage(CasePage):
    """State and history; the frame of the case, so it stays readable when the file is closed."""

    right = Right.READ_FRAME
    block = ""
    tab = "handover"
    title = gettext_lazy("Übergabe")
    template_name = "casemanagement/handover.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = (
            "from_organisation",
            "to_organisation",
            "to_person",
            "requested_by",
            "answered_by",
            "approved_by",
        )
        all_of_case = list(self.case.handovers.select_related("sheet", *people).order_by("-pk"))
        living = next((row for row in all_of_case if row.state in STAGES), None)
        may_start = Right.START_HANDOVER in self.standing.rights
        return super().get_context_data(
            living=living,
            stages=list(STAGES.items()),
            sheet=sheet_facts(living) if living else [],
            can_withdraw=may_start and living is not None,
            former=[row for row in all_of_case if row is not living],
            consents=self.case.consents.living(clock.today())
            .of_kind(ConsentKind.C5)
            .select_related("recipient_organisation"),
            steps=steps_of(self.case, "support_planning") if may_start else [],
            waiting=waiting_for(self.case, "support_planning"),
            **kwargs,
        )


class HandoverWithdraw(CasePage):
    right = Right.START_HANDOVER
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        handover = get_object_or_404(Handover, case=self.case, pk=kwargs["pk"])
        try:
            handovers.withdraw(handover, by=self.actor)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Das Angebot ist zurückgezogen."))
        return redirect(self.url("handover"))


class Offers(HatPage):
    """Cases offered to this person or organisation, by their minimal sheets."""

    template_name = "casemanagement/offers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offers = offers_of(self.actor)
        accesslog.record(self.actor, AccessAction.READ, block="sheet", reason="list", shown=len(offers))
        return super().get_context_data(offers=offers, **kwargs)
