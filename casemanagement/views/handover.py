# SPDX-License-Identifier: AGPL-3.0-or-later
"""Handing over: where it stands for the giving side, and the nameless sheet for the receiving side."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.actions import handover_talks, handovers
from casemanagement.choices import ConsentKind
from casemanagement.models import Handover
from casemanagement.views.base import CasePage, HatPage
from casemanagement.views.handover_rows import STAGES, offers_of, sheet_facts
from casemanagement.views.looking_back_rows import along_of, looked_back_on, past_of
from casemanagement.views.steps import steps_of, waiting_for
from permissions import accesslog, clock
from permissions.models import AccessAction
from permissions.rights import Right
from permissions.web import attempt


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
            "from_person",
        )
        all_of_case = list(self.case.handovers.select_related("sheet", *people).order_by("-pk"))
        living = next((row for row in all_of_case if row.state in STAGES), None)
        may_start = Right.START_HANDOVER in self.standing.rights
        today = clock.today()
        return super().get_context_data(
            living=living,
            stages=list(STAGES.items()),
            sheet=sheet_facts(living) if living else [],
            can_withdraw=may_start and living is not None,
            former=[row for row in all_of_case if row is not living],
            along=along_of(next((row for row in all_of_case if row.switched_at), None)),
            looked_back_on=[row for row in all_of_case if row.read_until and row.read_until >= today],
            may_end=may_start,
            consents=self.case.consents.living(today)
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
        deed = partial(handovers.withdraw, handover, by=self.actor)
        return attempt(request, deed, _("Das Angebot ist zurückgezogen."), self.url("handover"))


class LookingBackEnd(CasePage):
    right = Right.START_HANDOVER
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        handover = get_object_or_404(Handover, case=self.case, pk=kwargs["pk"])
        done = _("Das Nachlesen ist beendet. Der Zugriff endet sofort.")
        deed = partial(handover_talks.end_looking_back, handover, by=self.actor)
        return attempt(request, deed, done, self.url("handover"))


class LookingBack(HatPage):
    """What the former case manager may read up for two weeks: as it was written until the switch."""

    template_name = "casemanagement/looking_back.html"
    shows, right = "", Right.LOOK_BACK

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = looked_back_on(self.actor).select_related("case", "to_person", "to_organisation")
        handover = get_object_or_404(rows, pk=self.kwargs["pk"])
        accesslog.record(
            self.actor,
            AccessAction.READ,
            case=handover.case,
            block="file",
            grant="Nachlesen nach der Übergabe",
        )
        return super().get_context_data(handover=handover, past=past_of(handover), **kwargs)


class Offers(HatPage):
    """Cases offered to this person or organisation, by their minimal sheets; and those handed over lately."""

    template_name = "casemanagement/offers.html"
    shows, right = "sheet", Right.ANSWER_HANDOVER

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offers = offers_of(self.actor)
        self.note(shown=len(offers))
        past = looked_back_on(self.actor).select_related("case", "to_organisation", "to_person")
        return super().get_context_data(offers=offers, past=list(past.order_by("read_until", "pk")), **kwargs)
