# SPDX-License-Identifier: AGPL-3.0-or-later
"""Kurzberatung, which is counted and never filed; and what becomes of a Meldung von außen."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AdviceOutcome(models.TextChoices):
    INFORMED = "informed", _("informiert")
    REFERRED = "referred", _("verwiesen")
    INTAKE = "intake", _("zur Meldung geworden")


class AdviceLanguage(models.TextChoices):
    """In which language somebody was advised; the most frequent first, none says where anybody is from."""

    DE = "de", _("Deutsch")
    EN = "en", _("Englisch")
    AR = "ar", _("Arabisch")
    UK = "uk", _("Ukrainisch")
    RU = "ru", _("Russisch")
    TR = "tr", _("Türkisch")
    KU = "ku", _("Kurdisch")
    FA = "fa", _("Persisch, Dari")
    FR = "fr", _("Französisch")
    RO = "ro", _("Rumänisch")
    BG = "bg", _("Bulgarisch")
    PL = "pl", _("Polnisch")
    SQ = "sq", _("Albanisch")
    ES = "es", _("Spanisch")
    TI = "ti", _("Tigrinya")
    SO = "so", _("Somali")
    OTHER = "other", _("andere Sprache")


class OutsideState(models.TextChoices):
    OPEN = "open", _("wartet")
    TAKEN_OVER = "taken_over", _("übernommen")
    REJECTED = "rejected", _("nicht übernommen")


class OutsideReason(models.TextChoices):
    """Why a Meldung von außen goes no further; the sender hears it on the telephone, never from a page."""

    NOT_RESPONSIBLE = "not_responsible", _("nicht zuständig")
    NO_CONSENT = "no_consent", _("die Person ist nicht einverstanden")
    NOT_REACHED = "not_reached", _("niemand erreichbar")
    KNOWN = "known", _("die Person ist schon in Begleitung")
    ABUSE = "abuse", _("keine ernst gemeinte Meldung")
