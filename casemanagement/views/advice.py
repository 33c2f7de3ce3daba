# SPDX-License-Identifier: AGPL-3.0-or-later
"""The counting sheet of the Kurzberatung, and its totals for the coordination."""

import datetime as dt
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casemanagement.actions import advice
from casemanagement.choices import FieldOfAction, Stadtbezirk
from casemanagement.choices.advice import AdviceLanguage, AdviceOutcome
from casemanagement.forms.pages_advice import CountingSheet
from casemanagement.models import BriefAdvice
from casemanagement.views.base import HatPage
from casemanagement.views.registers import FormPage
from permissions import clock
from permissions.web import attempt

WEEKS = 4
KINDS = {
    "field": (gettext_lazy("Handlungsfeld"), FieldOfAction),
    "stadtbezirk": (gettext_lazy("Stadtbezirk"), Stadtbezirk),
    "language": (gettext_lazy("Sprache"), AdviceLanguage),
    "outcome": (gettext_lazy("Ergebnis"), AdviceOutcome),
}


class Sheet(FormPage):
    """Count one, and the sheet is empty again; "Der Bedarf ist komplex" goes on to the Meldung."""

    template_name = "desk/advice.html"
    shows = ""
    written: BriefAdvice

    def form(self, data: Any = None) -> CountingSheet:
        return CountingSheet(data, is_complex=bool(data) and "complex" in data)

    def deed(self, **answers: Any) -> None:
        self.written = advice.count(by=self.actor, **answers)

    def done(self) -> HttpResponseBase:
        messages.success(self.request, _("Gezählt: %s") % in_words(self.written))
        if self.written.outcome != AdviceOutcome.INTAKE:
            return redirect("desk:advice")
        taken_over = {
            "feld": self.written.fields_of_action,
            "bezirk": self.written.stadtbezirk,
            "sprache": self.written.language,
        }
        return redirect(f"{reverse('desk:register')}?{urlencode(taken_over, doseq=True)}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = clock.today()
        week = advice.counted(self.actor, today - dt.timedelta(days=today.weekday()))
        last = advice.last_of(self.actor)
        return super().get_context_data(
            today=_sums(week.filter(counted_on=today)),
            week=_sums(week),
            last=in_words(last) if last else "",
            **kwargs,
        )


class SheetTakenBack(HatPage):
    http_method_names = ["post"]
    shows = ""

    def post(self, request: HttpRequest) -> HttpResponseBase:
        done = _("Der letzte Eintrag ist zurückgenommen.")
        return attempt(request, partial(advice.take_back, by=self.actor), done, reverse("desk:advice"))


class AdviceTotals(HatPage):
    """Four weeks as sums; the coordination sees them exactly, and they go nowhere else."""

    template_name = "supervision/advice.html"
    shows = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        until = clock.today()
        since = until - dt.timedelta(weeks=WEEKS) + dt.timedelta(days=1)
        rows = advice.totals(since, until)
        tables = [(label, _table(rows, kind, choices)) for kind, (label, choices) in KINDS.items()]
        whole = next((row for row in rows if row.what == "all"), None)
        return super().get_context_data(since=since, until=until, whole=whole, tables=tables, **kwargs)


def taken_over(request: HttpRequest) -> dict[str, str]:
    """What the Meldung knows from the sheet: Handlungsfeld, district and language, and nothing else."""
    fields = [str(FieldOfAction(one).label) for one in request.GET.getlist("feld") if one in FieldOfAction]
    district, language = request.GET.get("bezirk", ""), request.GET.get("sprache", "")
    return {
        "need_summary": f"{_('Handlungsfeld')}: {', '.join(fields)}\n" if fields else "",
        "stadtbezirk": district if district in Stadtbezirk else "",
        "languages": str(AdviceLanguage(language).label) if _is_named(language) else "",
    }


def _is_named(language: str) -> bool:
    return language in AdviceLanguage and language != AdviceLanguage.OTHER


def in_words(row: BriefAdvice) -> str:
    """One line of the sheet, as it is read aloud."""
    parts = [
        ", ".join(str(FieldOfAction(one).label) for one in row.fields_of_action),
        Stadtbezirk(row.stadtbezirk).label if row.stadtbezirk != Stadtbezirk.UNKNOWN else "",
        _("%(n)d Minuten") % {"n": row.minutes},
        AdviceLanguage(row.language).label,
        AdviceOutcome(row.outcome).label,
    ]
    return " · ".join(str(part) for part in parts if part)


def _sums(rows: "QuerySet[BriefAdvice]") -> dict[str, Any]:
    """How many, how long, and by outcome; a house writes a few dozen lines a day."""
    found = list(rows.values_list("outcome", "minutes"))
    by_outcome = [(one.label, sum(code == one for code, _minutes in found)) for one in AdviceOutcome]
    number = len(found)
    return {
        "number": number,
        "words": ngettext("%(n)d Beratung", "%(n)d Beratungen", number) % {"n": number},
        "minutes": sum(minutes for _code, minutes in found),
        "outcomes": by_outcome,
    }


def _table(rows: list[advice.Total], kind: str, choices: Any) -> list[tuple[str, int, int]]:
    found = [(str(choices(row.code).label), row.number, row.minutes) for row in rows if row.what == kind]
    return sorted(found, key=lambda row: (-row[1], row[0]))
