# SPDX-License-Identifier: AGPL-3.0-or-later
"""The deadlines an installation begins with; rows that the coordination changed are left alone."""

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
    ("residence_90", _("Aufenthaltstitel läuft in 90 Tagen ab"), 90, "days", 0, None, ""),
    ("residence_60", _("Aufenthaltstitel läuft in 60 Tagen ab"), 60, "days", 0, None, ""),
    ("residence_30", _("Aufenthaltstitel läuft in 30 Tagen ab"), 30, "days", 0, None, ""),
    ("residence_14", _("Aufenthaltstitel läuft in 14 Tagen ab"), 14, "days", 0, None, ""),
    ("consent_expiry", _("Einwilligung läuft in 30 Tagen ab"), 30, "days", 0, 30, COORDINATOR),
)  # fmt: skip

FIELDS = ("code", "title", "amount", "unit", "remind_after", "escalate_after", "escalate_to")


def add_missing(**kwargs: Any) -> None:
    """Run after every migration, so that a new rule reaches an old installation."""
    rule = apps.get_model("casemanagement", "DeadlineRule")
    known = set(rule._default_manager.values_list("code", flat=True))
    rule._default_manager.bulk_create(
        [rule(**dict(zip(FIELDS, row, strict=True)), source=SOURCE) for row in RULES if row[0] not in known],
        ignore_conflicts=True,
    )
