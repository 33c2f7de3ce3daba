# SPDX-License-Identifier: AGPL-3.0-or-later
"""Contacts and papers of a case."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContactKind(models.TextChoices):
    OFFICE = "office", _("Gespräch im Büro")
    HOME_VISIT = "home_visit", _("Hausbesuch")
    SHELTER_VISIT = "shelter_visit", _("Besuch in der Unterkunft")
    ACCOMPANIMENT = "accompaniment", _("Begleitung")
    PHONE = "phone", _("Telefonat")
    VIDEO = "video", _("Videogespräch")
    EMAIL = "email", _("E-Mail")
    LETTER = "letter", _("Brief")
    SECURE_MESSENGER = "secure_messenger", _("sicherer Messenger")
    NO_SHOW = "no_show", _("Termin nicht wahrgenommen")
    ATTEMPT_FAILED = "attempt_failed", _("Versuch ohne Erfolg")
    THIRD_PARTY = "third_party", _("Kontakt mit Dritten")
    HELPER_CONFERENCE = "helper_conference", _("Helferkonferenz")
    HANDOVER_TALK = "handover_talk", _("Übergabegespräch")
    PEER_CASE_DISCUSSION = "peer_case_discussion", _("kollegiale Fallberatung")
    DOCUMENTATION = "documentation", _("Dokumentation")


class Interpretation(models.TextChoices):
    NONE_NEEDED = "none_needed", _("nicht nötig")
    PROFESSIONAL = "professional", _("professionell")
    PHONE_VIDEO = "phone_video", _("Telefon oder Video")
    VOLUNTEER = "volunteer", _("ehrenamtlich")
    RELATIVE = "relative", _("durch Angehörige")
    STAFF_LANGUAGE = "staff_language", _("eigene Sprachkenntnis")
    MISSING = "missing", _("fehlte")


class DocumentKind(models.TextChoices):
    CONSENT = "consent", _("unterschriebene Einwilligung")
    SUPPORT_PLAN = "support_plan", _("Hilfeplan")
    SIGNED_PLAN = "signed_plan", _("unterschriebener Hilfeplan")
    IDENTITY = "identity", _("Ausweis oder Aufenthaltsdokument")
    DECISION = "decision", _("Bescheid")
    CERTIFICATE = "certificate", _("Zeugnis oder Bescheinigung")
    MEDICAL = "medical", _("medizinische Unterlage")
    REPORT = "report", _("Bericht")
    CHILD_PROTECTION = "child_protection", _("Unterlage zum Kinderschutz")
    OTHER = "other", _("andere Unterlage")
