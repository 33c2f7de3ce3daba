# SPDX-License-Identifier: AGPL-3.0-or-later
"""The month's anomalies, for the data protection officer alone; taking the list out asks for a reason."""

import csv
import datetime as dt
import io
import secrets
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casemanagement.forms.case_form import note
from casemanagement.views.anomaly_rows import Finding, findings
from casemanagement.views.base import HatPage
from permissions import clock
from permissions.duties import organisations_of
from permissions.models import AccessAction
from permissions.rights import Right
from permissions.stepup import FreshSignIn, hand_out

MONTHS = 12
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain(value: object) -> str:
    """A cell as text: a spreadsheet would compute a name that begins like a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


class ExportReason(forms.Form):
    reason = note(
        _("Wozu wird die Liste gebraucht?"),
        required=True,
        rows=2,
        max_length=150,
        help_text=_("Wird mit der Ausgabe vermerkt. Keine Namen."),
    )


class Anomalies(HatPage):
    template_name = "dataprotection/anomalies.html"
    shows, right = "access_log", Right.READ_ACCESS_LOG

    @cached_property
    def month(self) -> dt.date:
        """The month asked for, else the last one that is over."""
        try:
            return dt.datetime.strptime(self.request.GET.get("monat", ""), "%Y-%m").date()  # noqa: DTZ007  a month
        except ValueError:
            return (clock.today().replace(day=1) - dt.timedelta(days=1)).replace(day=1)

    def months(self) -> list[dt.date]:
        first = clock.today().replace(day=1)
        known = [first]
        while len(known) <= MONTHS:
            known.append((known[-1] - dt.timedelta(days=1)).replace(day=1))
        return known

    def found(self) -> list[Finding]:
        person: Any = self.actor.person
        houses = organisations_of(person, self.actor.hat).values_list("pk", flat=True)
        return findings(list(houses), self.month)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            findings=self.found(), month=self.month, months=self.months(), **kwargs
        )


class AnomaliesExport(FreshSignIn, Anomalies):
    template_name = "dataprotection/anomalies_export.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", ExportReason())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = ExportReason(request.POST)
        if not form.is_valid():
            self.note()
            return self.render_to_response(self.get_context_data(form=form))
        export_id = secrets.token_hex(4)
        self.note(AccessAction.EXPORT, reason=form.cleaned_data["reason"], export=export_id)
        name = f"auffaelligkeiten-{self.month:%Y-%m}-{export_id}.csv"
        return hand_out(self, self._csv(export_id), content_type="text/csv; charset=utf-8", name=name)

    def _csv(self, export_id: str) -> str:
        out = io.StringIO()
        sheet = csv.writer(out, delimiter=";")
        sheet.writerow([_("Tag"), _("Auffälligkeit"), _("Anzahl"), _("üblich bis"), _("Person"), _("Fall")])
        for one in self.found():
            row = [f"{one.day:%d.%m.%Y}", one.label, one.number, one.usual, one.person, one.case_number]
            sheet.writerow(map(plain, row))
        person: Any = self.actor.person
        sheet.writerow([_("Ausgabe"), export_id, plain(person.display_name), f"{clock.now():%d.%m.%Y %H:%M}"])
        return out.getvalue()
