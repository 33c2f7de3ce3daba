# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words of the client's rights, of breaches and of complaints; codes are stored: add, never rename."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SubjectRight(models.TextChoices):
    ACCESS = "access", _("Auskunft (Art. 15)")
    RECTIFICATION = "rectification", _("Berichtigung (Art. 16)")
    ERASURE = "erasure", _("Löschung (Art. 17)")
    RESTRICTION = "restriction", _("Einschränkung der Verarbeitung (Art. 18)")
    PORTABILITY = "portability", _("Herausgabe der eigenen Angaben (Art. 20)")
    OBJECTION = "objection", _("Widerspruch (Art. 21)")


class RequestWay(models.TextChoices):
    TALK = "talk", _("im Gespräch")
    LETTER = "letter", _("Brief")
    MAIL = "mail", _("E-Mail")
    REPRESENTATIVE = "representative", _("durch eine Vertretung")


class IdentityCheck(models.TextChoices):
    """How it was made sure who asks; a paper is looked at, never copied."""

    KNOWN = "known", _("persönlich bekannt")
    PAPER_SEEN = "paper_seen", _("Ausweis gesehen, keine Kopie")
    AUTHORITY_SEEN = "authority_seen", _("Vollmacht gesehen, keine Kopie")


class ExtensionReason(models.TextChoices):
    COMPLEX = "complex", _("Der Antrag ist umfangreich oder schwierig.")
    MANY = "many", _("Es liegen viele Anträge vor.")


class SubjectDecision(models.TextChoices):
    GRANTED = "granted", _("entsprochen")
    PARTLY = "partly", _("teilweise entsprochen")
    REFUSED = "refused", _("abgelehnt")
    WITHDRAWN = "withdrawn", _("zurückgenommen")


class RedactionReason(models.TextChoices):
    HOUSEHOLD = "household", _("Person aus dem Haushalt")
    THIRD_PERSON = "third_person", _("andere Person")
    ENTRUSTED = "entrusted", _("von anderen anvertraut")
    DANGER = "danger", _("Gefahr für jemanden")


class BreachKind(models.TextChoices):
    CONFIDENTIALITY = "confidentiality", _("Unbefugte haben etwas erfahren")
    INTEGRITY = "integrity", _("Daten wurden verändert")
    AVAILABILITY = "availability", _("Daten sind verloren oder nicht erreichbar")


class BreachRisk(models.TextChoices):
    UNKNOWN = "unknown", _("noch nicht eingeschätzt")
    NONE = "none", _("kein Risiko")
    RISK = "risk", _("Risiko: Meldung an die Aufsichtsbehörde")
    HIGH = "high", _("hohes Risiko: auch die Betroffenen unterrichten")


class ComplaintSubject(models.TextChoices):
    CONTENT = "content", _("die fachliche Arbeit im Fall")
    BEHAVIOUR = "behaviour", _("das Verhalten einer Person")
    COORDINATION = "coordination", _("die Koordination")


class ComplaintAddressee(models.TextChoices):
    COORDINATION = "coordination", _("Koordination (Fachaufsicht)")
    EMPLOYER = "employer", _("Anstellungsträger (Dienstaufsicht)")
    OFFICE = "office", _("Amtsleitung 500 und Datenschutz")


class ComplaintState(models.TextChoices):
    RECEIVED = "received", _("eingegangen")
    IN_PROGRESS = "in_progress", _("in Bearbeitung")
    ANSWERED = "answered", _("beantwortet")
