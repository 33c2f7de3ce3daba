# SPDX-License-Identifier: AGPL-3.0-or-later
"""How long something is kept, what stops its deletion, and what the archive says."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RetentionClass(models.TextChoices):
    """The classes of data that the schedule knows; a code is stored, so it is never renamed."""

    DECLINED_REFERRAL = "declined_referral", _("Meldung ohne Einwilligung oder Aufnahme")
    BRIEF_ADVICE = "brief_advice", _("Kurzberatung")
    COPIES = "copies", _("Kopien von Ausweis, Bescheid und medizinischen Unterlagen")
    CASE_RESTRICTION = "case_restriction", _("Fallakte: Sperrung")
    CASE_FILE = "case_file", _("Fallakte")
    CHILD_PROTECTION = "child_protection", _("Fallakte mit Kinderschutz-Unterlagen")
    CONSENTS = "consents", _("Einwilligungen und Weitergaben")
    ACCESS_LOG = "access_log", _("Zugriffsprotokoll")
    BREAK_GLASS_LOG = "break_glass_log", _("Zugriffsprotokoll: Notfallzugriffe")
    ACCOUNTS = "accounts", _("Zugänge der Beschäftigten")
    SNAPSHOTS = "snapshots", _("Wochenzahlen")
    FUNDING = "funding", _("Fördernachweis: Stellen")
    BACKUPS = "backups", _("Sicherungen")
    ERASURE_REQUEST = "erasure_request", _("Löschung auf Antrag")
    OUTSIDE_REFERRAL = "outside_referral", _("Meldung von außen")
    COMPLAINTS = "complaints", _("Beschwerden")
    BREACHES = "breaches", _("Verzeichnis der Datenpannen")
    SECURITY_LOG = "security_log", _("Protokoll der Zugänge und Rechte")
    IMPORT_FILES = "import_files", _("Dateien übernommener Fälle")


class RetentionStart(models.TextChoices):
    """The event from which a period is counted."""

    DECISION = "decision", _("Entscheidung über die Meldung")
    CONTACT = "contact", _("Kontakt")
    PURPOSE = "purpose", _("Zweck erreicht, spätestens Ende des Falls")
    CLOSURE = "closure", _("Ende des Falls")
    LAST_USE = "last_use", _("Ende der letzten Nutzung")
    ENTRY = "entry", _("Eintrag")
    EMPLOYMENT_ENDED = "employment_ended", _("Ende der Beschäftigung")
    PROOF_ENDED = "proof_ended", _("Ende des Nachweiszeitraums")
    REQUEST = "request", _("Antrag der Person")
    SETTLED = "settled", _("Beantwortung oder Abschluss des Vorgangs")
    NONE = "none", _("keines")


class RetentionAction(models.TextChoices):
    DELETE = "delete", _("löschen")
    RESTRICT = "restrict", _("sperren")
    EMPTY = "empty", _("leeren, die Zeile bleibt ohne Namen")
    WITH_CASE = "with_case", _("mit der Fallakte löschen")
    NEVER_STORED = "never_stored", _("wird nicht gespeichert")
    AGE_OUT = "age_out", _("laufend überschreiben")
    KEEP = "keep", _("bleibt")


class HoldReason(models.TextChoices):
    """Why a file must not be deleted yet."""

    DISPUTE = "dispute", _("Rechtsstreit oder Widerspruch")
    COMPLAINT = "complaint", _("Beschwerde")
    CLIENT_REQUEST = "client_request", _("Antrag der Person läuft (Auskunft, Berichtigung …)")
    AUTHORITY = "authority", _("Anfrage einer Behörde oder eines Gerichts")
    INCIDENT = "incident", _("Datenschutzvorfall")
    OTHER = "other", _("anderer Grund")


class ArchiveAnswer(models.TextChoices):
    """What the archive says to a file of the city that is to be deleted."""

    OPEN = "open", _("noch keine Antwort")
    TAKEN = "taken", _("übernimmt")
    DECLINED = "declined", _("übernimmt nicht")
    EXPIRED = "expired", _("Frist verstrichen")
