# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rules of deadlines as sentences that anybody can read: what begins them, what ends them, who hears when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casemanagement.choices import DeadlineUnit, EscalateTo
from casemanagement.deadline_rules import NEVER_REST, TOLD_AGAIN

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from casemanagement.deadline_terms import Terms

# Code → what begins it, what ends it; the end of the case ends them all.
COURSE: dict[str, tuple[_StrPromise, _StrPromise]] = {
    "first_contact": (gettext_lazy("mit dem Eingang der Meldung"), gettext_lazy("mit dem ersten Kontakt oder Kontaktversuch")),
    "urgent_contact": (gettext_lazy("sobald eine Meldung als dringend eingeschätzt ist"), gettext_lazy("mit dem ersten Kontakt oder Kontaktversuch")),
    "triage": (gettext_lazy("mit dem Eingang der Meldung"), gettext_lazy("mit der Entscheidung über die Aufnahme")),
    "waiting_list": (gettext_lazy("mit dem Platz auf der Warteliste"), gettext_lazy("mit einem Platz oder einem anderen Angebot")),
    "assessment": (gettext_lazy("mit der Aufnahme oder einem neuen Assessment"), gettext_lazy("wenn alle Lebensbereiche eingeschätzt sind")),
    "plan": (gettext_lazy("mit dem Abschluss des Assessments"), gettext_lazy("wenn der Hilfeplan vereinbart ist")),
    "first_review": (gettext_lazy("mit der ersten Vereinbarung des Hilfeplans"), gettext_lazy("mit der Überprüfung")),
    "review_high": (gettext_lazy("mit der letzten Überprüfung"), gettext_lazy("mit der nächsten Überprüfung")),
    "review_medium": (gettext_lazy("mit der letzten Überprüfung"), gettext_lazy("mit der nächsten Überprüfung")),
    "review_low": (gettext_lazy("mit der letzten Überprüfung"), gettext_lazy("mit der nächsten Überprüfung")),
    "reassessment": (gettext_lazy("mit dem Abschluss des Assessments"), gettext_lazy("mit dem Abschluss des nächsten")),
    "no_contact": (gettext_lazy("mit der Aufnahme und jedem Kontakt neu"), gettext_lazy("mit dem nächsten Kontakt")),
    "contact_lost": (gettext_lazy("mit dem ersten vergeblichen Versuch"), gettext_lazy("mit dem nächsten Kontakt")),
    "pause": (gettext_lazy("wenn der Fall ruht"), gettext_lazy("wenn er wieder aufgenommen ist")),
    "duration": (gettext_lazy("mit der Aufnahme"), gettext_lazy("mit dem Ende des Falls; eine Freigabe verlängert sie")),
    "long_duration": (gettext_lazy("mit der Aufnahme"), gettext_lazy("mit dem Ende des Falls")),
    "handover_answer": (gettext_lazy("mit dem Angebot der Übergabe"), gettext_lazy("mit der Antwort")),
    "deputy_urgent": (gettext_lazy("am ersten Tag einer Abwesenheit ohne Vertretung"), gettext_lazy("wenn jemand vertritt oder die Fallführung zurück ist")),
    "deputy": (gettext_lazy("am ersten Tag einer Abwesenheit ohne Vertretung"), gettext_lazy("wenn jemand vertritt oder die Fallführung zurück ist")),
    "residence_90": (gettext_lazy("90 Tage vor dem Ablauf des Aufenthaltstitels"), gettext_lazy("mit der nächsten Erinnerung oder einem neuen Ablaufdatum")),
    "residence_60": (gettext_lazy("60 Tage vor dem Ablauf des Aufenthaltstitels"), gettext_lazy("mit der nächsten Erinnerung oder einem neuen Ablaufdatum")),
    "residence_30": (gettext_lazy("30 Tage vor dem Ablauf des Aufenthaltstitels"), gettext_lazy("mit der nächsten Erinnerung oder einem neuen Ablaufdatum")),
    "residence_14": (gettext_lazy("14 Tage vor dem Ablauf des Aufenthaltstitels"), gettext_lazy("mit einem neuen Ablaufdatum")),
    "protection_60": (gettext_lazy("60 Tage vor dem Ende des Schutzes"), gettext_lazy("mit der nächsten Erinnerung oder einem neuen Enddatum")),
    "protection_30": (gettext_lazy("30 Tage vor dem Ende des Schutzes"), gettext_lazy("mit einem neuen Enddatum")),
    "consent_expiry": (gettext_lazy("30 Tage vor dem Ende der Einwilligung C1"), gettext_lazy("mit einer neuen Einwilligung")),
}  # fmt: skip


def sentences(terms: Terms) -> list[str]:
    """One rule, in the order in which it happens."""
    begins, ends = COURSE[terms.rule.code]
    told = [
        _("Dauer: %(time)s. Beginnt %(begins)s, endet %(ends)s.")
        % {"time": time_of(terms.amount, terms.unit), "begins": begins, "ends": ends},
        _remind(terms),
        _escalate(terms),
        _more_time(terms),
        _rest(terms),
    ]
    return [sentence for sentence in told if sentence]


def time_of(amount: int, unit: str) -> str:
    """Six weeks, one working day."""
    count = {"count": amount}
    match unit:
        case DeadlineUnit.WORKING_DAYS:
            return ngettext("%(count)d Arbeitstag", "%(count)d Arbeitstage", amount) % count
        case DeadlineUnit.WEEKS:
            return ngettext("%(count)d Woche", "%(count)d Wochen", amount) % count
        case DeadlineUnit.MONTHS:
            return ngettext("%(count)d Monat", "%(count)d Monate", amount) % count
    return ngettext("%(count)d Tag", "%(count)d Tage", amount) % count


def after(amount: int, unit: str) -> str:
    """The same behind „nach“."""
    count = {"count": amount}
    match unit:
        case DeadlineUnit.WORKING_DAYS:
            return ngettext("nach %(count)d Arbeitstag", "nach %(count)d Arbeitstagen", amount) % count
        case DeadlineUnit.WEEKS:
            return ngettext("nach %(count)d Woche", "nach %(count)d Wochen", amount) % count
        case DeadlineUnit.MONTHS:
            return ngettext("nach %(count)d Monat", "nach %(count)d Monaten", amount) % count
    return ngettext("nach %(count)d Tag", "nach %(count)d Tagen", amount) % count


def _remind(terms: Terms) -> str:
    if terms.remind_after is None:
        return ""
    when = after(terms.remind_after, terms.unit) if terms.remind_after else _("sofort")
    return _(
        "Die Erinnerung kommt %(when)s: an die Fallführung; ist sie abwesend, an die Vertretung; "
        "ist niemand da, an die Koordination."
    ) % {"when": when}


def _escalate(terms: Terms) -> str:
    if terms.escalate_after is None:
        return _("Die Koordination hört davon nichts.")
    when = after(terms.escalate_after, terms.unit) if terms.escalate_after else _("sofort")
    who = {
        EscalateTo.COORDINATOR: _("Die Koordination hört %(when)s, dass es offen ist."),
        EscalateTo.TEAM_LEAD: _("Koordination und Teamleitung hören %(when)s, dass es offen ist."),
    }[terms.escalate_to or EscalateTo.COORDINATOR] % {"when": when}
    weeks = TOLD_AGAIN.get(terms.rule.code)
    return f"{who} {_('Danach jede Woche wieder.')}" if weeks else who


def _more_time(terms: Terms) -> str:
    match terms.own_extensions:
        case None:
            return _("Sie lässt sich nicht verlängern.")
        case 0:
            return _("Nur die Koordination verlängert sie, mit Grund.")
        case 1:
            return _("Die Fallführung verlängert sie einmal selbst, mit Grund; danach die Koordination.")
    return _("Die Fallführung verlängert sie %(count)d-mal selbst, mit Grund; danach die Koordination.") % {
        "count": terms.own_extensions
    }


def _rest(terms: Terms) -> str:
    if terms.rule.code in NEVER_REST:
        return _("Sie läuft weiter, auch wenn der Fall ruht.")
    if terms.unit == DeadlineUnit.WORKING_DAYS:
        return _("Ruht der Fall, ruht sie mit; die Arbeitstage der Ruhezeit kommen dazu.")
    return _("Ruht der Fall, ruht sie mit; die Tage der Ruhezeit kommen dazu.")
