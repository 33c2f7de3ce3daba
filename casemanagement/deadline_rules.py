# SPDX-License-Identifier: AGPL-3.0-or-later
"""The deadlines an installation begins with; what a town makes of them are rows of DeadlineChange."""

from typing import Any

from django.apps import apps
from django.utils.translation import gettext_noop as _

SOURCE = "Fachkonzept KIM, Fristen"
COORDINATOR, TEAM_LEAD = "coordinator", "team_lead"

# code, title, amount, unit, remind after, escalate after, escalate to
RULES = (
    ("first_contact", _("Erster Kontakt nach der Meldung"), 5, "working_days", 5, 7, COORDINATOR),
    ("urgent_contact", _("Dringende Meldung: Kontakt spätestens am nächsten Arbeitstag"), 1, "working_days", 0, 0, COORDINATOR),
    ("triage", _("Entscheidung über die Aufnahme"), 10, "working_days", 8, 10, COORDINATOR),
    ("waiting_list", _("Warteliste: Platz oder anderes Angebot"), 4, "weeks", 3, 4, COORDINATOR),
    ("assessment", _("Assessment abschließen"), 6, "weeks", 4, 8, COORDINATOR),
    ("plan", _("Hilfeplan vereinbaren"), 2, "weeks", 2, 4, COORDINATOR),
    ("first_review", _("Erste Überprüfung des Hilfeplans"), 6, "weeks", 6, 8, COORDINATOR),
    ("review_high", _("Überprüfung bei hoher Intensität"), 4, "weeks", 4, 6, COORDINATOR),
    ("review_medium", _("Überprüfung bei mittlerer Intensität"), 8, "weeks", 8, 10, COORDINATOR),
    ("review_low", _("Überprüfung bei geringer Intensität"), 12, "weeks", 12, 14, COORDINATOR),
    ("reassessment", _("Erneutes Assessment"), 6, "months", 6, None, ""),
    ("no_contact", _("Kein Kontakt zur Klientin oder zum Klienten"), 6, "weeks", 6, None, ""),
    ("contact_lost", _("Abschluss ohne Kontakt nach drei Versuchen möglich"), 6, "weeks", 6, None, ""),
    ("pause", _("Längste Dauer des Ruhens"), 3, "months", None, 3, COORDINATOR),
    ("duration", _("Dauer über 18 Monate braucht eine Freigabe"), 18, "months", 17, 18, COORDINATOR),
    ("long_duration", _("Grundsätzliche Überprüfung nach 24 Monaten"), 24, "months", 23, 24, COORDINATOR),
    ("handover_answer", _("Antwort auf ein Übergabeangebot"), 5, "working_days", 4, 5, COORDINATOR),
    ("deputy_urgent", _("Vertretung bei dringenden Fällen"), 1, "working_days", 1, 1, TEAM_LEAD),
    ("deputy", _("Vertretung bei Abwesenheit"), 3, "working_days", 2, 3, TEAM_LEAD),
    ("residence_90", _("Ablauf des Aufenthaltstitels klären (90 Tage vorher)"), 90, "days", 0, None, ""),
    ("residence_60", _("Ablauf des Aufenthaltstitels klären (60 Tage vorher)"), 60, "days", 0, None, ""),
    ("residence_30", _("Ablauf des Aufenthaltstitels klären (30 Tage vorher)"), 30, "days", 0, None, ""),
    ("residence_14", _("Ablauf des Aufenthaltstitels klären (14 Tage vorher)"), 14, "days", 0, None, ""),
    ("protection_60", _("Ende des Anschriftenschutzes klären (60 Tage vorher)"), 60, "days", 0, None, ""),
    ("protection_30", _("Ende des Anschriftenschutzes klären (30 Tage vorher)"), 30, "days", 0, None, ""),
    ("consent_expiry", _("Ablauf der Einwilligung klären"), 30, "days", 0, 30, COORDINATOR),
)  # fmt: skip

FIELDS = ("code", "title", "amount", "unit", "remind_after", "escalate_after", "escalate_to")

# Days that somebody else has set, or the calendar: they neither rest nor can anybody here extend or change them.
OUTSIDE = (
    "residence_90", "residence_60", "residence_30", "residence_14",
    "protection_60", "protection_30", "consent_expiry",
)  # fmt: skip
# How often the case manager takes more time herself; what is not named here the Fachaufsicht extends.
OWN_EXTENSIONS = dict.fromkeys(
    ("assessment", "plan", "first_review", "review_high", "review_medium", "review_low", "reassessment"), 1
)
# While a case rests these go on: they watch over the rest itself, or over the whole length of the case.
NEVER_REST = (*OUTSIDE, "pause", "duration", "long_duration")
# Warnings before one and the same day, the earliest first: a later one takes the place of those before it.
COUNTDOWNS = (
    ("residence_90", "residence_60", "residence_30", "residence_14"),
    ("protection_60", "protection_30"),
)
# Told again each so many weeks as long as nothing has happened.
TOLD_AGAIN = {"waiting_list": 1}


def warnings_before(code: str) -> tuple[str, ...]:
    """The earlier warnings of the same day."""
    return next((row[: row.index(code)] for row in COUNTDOWNS if code in row), ())


def warnings_after(code: str) -> tuple[str, ...]:
    """The more urgent warnings of the same day."""
    return next((row[row.index(code) + 1 :] for row in COUNTDOWNS if code in row), ())


def own_extensions(code: str) -> int | None:
    """What an installation begins with."""
    return None if code in OUTSIDE else OWN_EXTENSIONS.get(code, 0)


def add_missing(**kwargs: Any) -> None:
    """Run after every migration, so that a new rule reaches an old installation."""
    rule = apps.get_model("casemanagement", "DeadlineRule")
    known = set(rule._default_manager.values_list("code", flat=True))
    rule._default_manager.bulk_create(
        [
            rule(**dict(zip(FIELDS, row, strict=True)), own_extensions=own_extensions(row[0]), source=SOURCE)
            for row in RULES
            if row[0] not in known
        ],
        ignore_conflicts=True,
    )
