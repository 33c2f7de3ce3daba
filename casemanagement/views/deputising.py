# SPDX-License-Identifier: AGPL-3.0-or-later
"""Days off of one's own, and what is urgent in the cases for which one stands in."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from casemanagement.forms.pages_deputies import OwnAbsenceForm
from casemanagement.views.base import HatPage
from casemanagement.views.deputising_rows import own_absences, represented
from permissions import actions, clock, staffing
from permissions.models import Absence
from permissions.rights import Right
from permissions.web import attempt


class Deputising(HatPage):
    """For whom until when, and what cannot wait there."""

    template_name = "casemanagement/deputising.html"
    shows, right = "identity", Right.READ_IDENTITY

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = represented(self.actor)
        self.note(shown=sum(len(one.cases) for one in people))
        return super().get_context_data(people=people, day=clock.today(), **kwargs)


class OwnAbsences(HatPage):
    """The list, and the form that reports the next one."""

    template_name = "casemanagement/absences.html"
    shows = ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = OwnAbsenceForm(request.POST, actor=self.actor)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        person: Any = self.actor.person
        absence = actions.report_absence(person, by=self.actor, **form.cleaned_data)
        messages.success(
            request, _("Abwesenheit gemeldet bis %(day)s.") % {"day": f"{absence.valid_until:%d.%m.%Y}"}
        )
        return redirect("cases:absences")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", OwnAbsenceForm(actor=self.actor))
        return super().get_context_data(absences=own_absences(self.actor), today=clock.today(), **kwargs)


class OwnAbsenceEnd(HatPage):
    """Back at work today, or the days are taken back."""

    http_method_names = ["post"]
    shows = ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        own = Absence.objects.filter(person=self.actor.person, valid_until__gte=clock.today())
        deed = partial(staffing.end_absence, get_object_or_404(own, pk=kwargs["pk"]), by=self.actor)
        done = _("Die Abwesenheit ist beendet. Die Vertretung endet mit ihr.")
        return attempt(request, deed, done, reverse("cases:absences"))
