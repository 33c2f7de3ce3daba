# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of the Erstanlaufstelle: register a referral, and see that it has arrived; nothing else."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from casemanagement.actions import referrals
from casemanagement.forms.refusals import beside_fields
from casemanagement.forms.registering import Referral
from casemanagement.models import Case
from casemanagement.views.advice import taken_over
from casemanagement.views.base import HatPage
from permissions.rights import Right

PER_PAGE = 25


class DeskToday(HatPage):
    template_name = "desk/today.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cases = Case.objects.permitted(self.actor, Right.READ_FRAME).order_by("-received_on", "-pk")
        page = Paginator(cases, PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page=page, **kwargs)


class Register(HatPage):
    template_name = "desk/register.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", Referral(initial=taken_over(self.request), actor=self.actor))
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = Referral(request.POST, actor=self.actor)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            case = referrals.register(by=self.actor, **form.cleaned_data)
        except ValidationError as error:
            beside_fields(form, error)
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(
            request,
            _("Die Meldung ist angekommen. Fallnummer: %s. Bitte geben Sie sie der Person mit.")
            % case.number,
        )
        return redirect("desk:today")
