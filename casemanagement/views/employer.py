# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of the Dienstaufsicht: own staff, working time and load as numbers; never a client, never content."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from casemanagement.forms.pages_employer import AbsenceForm
from casemanagement.views import employer_rows as rows
from casemanagement.views.base import HatPage
from permissions import actions, clock


class EmployerToday(HatPage):
    template_name = "employer/today.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        houses = rows.houses(self.actor)
        context = {
            "day": clock.today(),
            "houses": houses,
            "ending": rows.ending(self.actor),
            "uncovered": rows.uncovered_absences(self.actor),
            "samples": rows.samples_done(houses),
        }
        return super().get_context_data(**context, **kwargs)


class Staff(HatPage):
    template_name = "employer/staff.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(people=rows.staff(self.actor), **kwargs)


class Contracts(HatPage):
    template_name = "employer/contracts.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            ending=rows.ending(self.actor),
            posts=rows.posts(self.actor),
            alarms=rows.alarms(self.actor),
            **kwargs,
        )


class Absences(HatPage):
    """The list, and the form that reports the next one."""

    template_name = "employer/absences.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = AbsenceForm(request.POST, actor=self.actor)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        answers = form.cleaned_data
        absence = actions.report_absence(answers.pop("person"), by=self.actor, **answers)
        messages.success(
            request,
            _("Abwesenheit gemeldet: %(name)s bis %(day)s.")
            % {"name": absence.person.display_name, "day": f"{absence.valid_until:%d.%m.%Y}"},
        )
        return redirect("employer:absences")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", AbsenceForm(actor=self.actor))
        return super().get_context_data(absences=rows.absences(self.actor), today=clock.today(), **kwargs)
