# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a client may agree to, how, and how she takes it back."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ConsentKind(models.TextChoices):
    """C0 is a proof of information, not a consent, and still a precondition."""

    C0 = "C0", _("C0 Datenschutzinformation ausgehändigt (Art. 13 DSGVO)")
    C1 = "C1", _("C1 Verarbeitung im KIM")
    C2 = "C2", _("C2 besondere Kategorien personenbezogener Daten")
    C3 = "C3", _("C3 Fachaufsicht darf die Akte namentlich lesen")
    C4 = "C4", _("C4 Vertretung")
    C5 = "C5", _("C5 Übergabe an eine andere Organisation")
    C6 = "C6", _("C6 Austausch mit einer Stelle (Schweigepflichtentbindung)")
    C7 = "C7", _("C7 Helferkonferenz")
    C8 = "C8", _("C8 Landesdatenbank und Evaluation")
    C9 = "C9", _("C9 Nachsorgekontakt")
    C10 = "C10", _("C10 Kontaktweg (E-Mail, Messenger, Anrufbeantworter)")


class ConsentForm(models.TextChoices):
    PAPER = "paper", _("Papier")
    ELECTRONIC = "electronic", _("elektronisch")
    ORAL_PROTOCOL = "oral_protocol", _("mündlich, protokolliert")


class HouseholdConsentBy(models.TextChoices):
    """Who agrees for a person of the household: from about fifteen years the person herself."""

    SELF = "self", _("die Person selbst")
    REPRESENTATIVE = "representative", _("Sorgeberechtigte oder gesetzliche Vertretung")
    BOTH = "both", _("beide")


class RevokedVia(models.TextChoices):
    IN_PERSON = "in_person", _("im Gespräch")
    LETTER = "letter", _("schriftlich")
    PHONE = "phone", _("telefonisch")
    EMAIL = "email", _("per E-Mail")
    REPRESENTATIVE = "representative", _("durch eine Vertretungsperson")
