# SPDX-License-Identifier: AGPL-3.0-or-later
"""„Meldung von außen“: the coordination reads the need, not the name, and takes it over or rejects it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from casemanagement.actions import outside
from casemanagement.casework import Conflict
from casemanagement.choices.advice import OutsideState
from casemanagement.forms.pages_advice import Reject, TakeOver
from casemanagement.models import OutsideReferral
from casemanagement.views.base import HatPage
from permissions.web import refuse


class OutsidePage(HatPage):
    template_name = "supervision/outside.html"
    shows = "outside"

    @cached_property
    def row(self) -> OutsideReferral:
        waiting = OutsideReferral.objects.filter(state=OutsideState.OPEN)
        found = waiting.filter(number=self.kwargs["outside"]).first()
        if found is None:
            raise refuse(self.request, self.shows)
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("take_over", TakeOver(prefix="take"))
        kwargs.setdefault("reject", Reject(prefix="reject"))
        return super().get_context_data(row=self.row, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        take = TakeOver(request.POST, prefix="take") if "take" in request.POST else None
        form = take or Reject(request.POST, prefix="reject")
        row = self.row
        if not form.is_valid():
            self.note()
            shown = {"take_over": form} if take else {"reject": form}
            return self.render_to_response(self.get_context_data(has_errors=True, **shown))
        try:
            self._decide(row, take, form.cleaned_data)
        except Conflict as conflict:
            messages.warning(request, str(conflict))
        return redirect("supervision:incoming")

    def _decide(self, row: OutsideReferral, take: TakeOver | None, answers: dict[str, Any]) -> None:
        if take is None:
            outside.reject(row, by=self.actor, **answers)
            messages.success(self.request, _("Die Meldung %s ist nicht übernommen.") % row.number)
            return
        case = outside.take_over(row, by=self.actor, **answers)
        messages.success(
            self.request,
            _("Die Meldung %(number)s ist übernommen. Fallnummer: %(case)s.")
            % {"number": row.number, "case": case.number},
        )
