# SPDX-License-Identifier: AGPL-3.0-or-later
"""What leaves the house: which data, which way, on what ground, and who asked for it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DataCategory(models.TextChoices):
    """What a consent covers and a disclosure contains; the second half is specially protected."""

    IDENTITY = "identity", _("Name, Geburtsdatum, Kontaktdaten")
    FAMILY = "family", _("Familie und Haushalt")
    RESIDENCE = "residence", _("Aufenthalt")
    INCOME = "income", _("Leistungen, Einkommen, Schulden")
    HOUSING = "housing", _("Wohnen")
    EDUCATION = "education", _("Sprache, Schule, Ausbildung, Arbeit")
    PLAN = "plan", _("Hilfeplan: Ziele und Schritte")
    HEALTH = "health", _("Gesundheit und Behinderung")
    ORIGIN = "origin", _("ethnische Herkunft")
    BELIEF = "belief", _("Religion und Weltanschauung, politische Meinung")
    ORIENTATION = "orientation", _("sexuelle Orientierung und Geschlechtsidentität")
    VIOLENCE = "violence", _("Erfahrungen mit Gewalt, Flucht oder Menschenhandel")


SPECIAL_CATEGORIES = frozenset(
    {
        DataCategory.HEALTH,
        DataCategory.ORIGIN,
        DataCategory.BELIEF,
        DataCategory.ORIENTATION,
        DataCategory.VIOLENCE,
    }
)


class Direction(models.TextChoices):
    GIVE = "give", _("wir geben Auskunft")
    OBTAIN = "obtain", _("wir holen Auskunft ein")
    BOTH = "both", _("beides")


class LegalBasis(models.TextChoices):
    """What permits a disclosure without the client's consent; each needs its reason in writing."""

    CHILD_PROTECTION = "child_protection", _("Kindeswohl: § 8a SGB VIII, § 4 KKG")
    NECESSITY = "necessity", _("Rechtfertigender Notstand: § 34 StGB")
    PLANNED_CRIME = "planned_crime", _("Anzeige geplanter Straftaten: §§ 138, 139 StGB")
    RESIDENCE_ACT = "residence_act", _("Übermittlungspflicht: § 87 AufenthG")
    COURT_ORDER = "court_order", _("gerichtliche Anordnung")


class Medium(models.TextChoices):
    HANDED_OVER = "handed_over", _("Papier übergeben")
    LETTER = "letter", _("Brief")
    ENCRYPTED_EMAIL = "encrypted_email", _("verschlüsselte E-Mail")
    FAX = "fax", _("Fax")
    PHONE = "phone", _("Telefon")
    CONVERSATION = "conversation", _("Gespräch")
    SYSTEM = "system", _("in diesem Programm")


class SignedBy(models.TextChoices):
    CLIENT = "client", _("Klientin oder Klient")
    REPRESENTATIVE = "representative", _("Vertretungsperson")
    BOTH = "both", _("Klientin oder Klient und Vertretungsperson")


class Representation(models.TextChoices):
    """Who may speak for a client in law."""

    PARENT = "parent", _("sorgeberechtigter Elternteil")
    GUARDIAN = "guardian", _("Vormund")
    CARER = "carer", _("rechtliche Betreuung")
    ATTORNEY = "attorney", _("Bevollmächtigte Person")


class RepresentationScope(models.TextChoices):
    """For what; a Betreuung covers only what the court named."""

    ALL = "all", _("alle Angelegenheiten")
    HEALTH = "health", _("Gesundheit")
    RESIDENCE = "residence", _("Aufenthalt und Ausländerrecht")
    MONEY = "money", _("Vermögen und Leistungen")
    HOUSING = "housing", _("Wohnen")
    AUTHORITIES = "authorities", _("Behörden und Post")
    SCHOOL = "school", _("Schule und Ausbildung")


class ClaimedBasis(models.TextChoices):
    """The ground that an authority gives for its question."""

    NONE = "none", _("keine genannt")
    RESIDENCE_ACT = "residence_act", _("§ 87 AufenthG")
    SOCIAL_CODE = "social_code", _("SGB X (§§ 67d bis 75)")
    CRIMINAL_PROCEDURE = "criminal_procedure", _("Strafverfolgung (StPO)")
    POLICE_LAW = "police_law", _("Gefahrenabwehr (PolG NRW)")
    COURT_ORDER = "court_order", _("gerichtliche Anordnung")
    OTHER = "other", _("andere")


class RequestDecision(models.TextChoices):
    OPEN = "open", _("offen: noch keine Antwort")
    ANSWERED = "answered", _("Auskunft erteilen")
    PARTLY = "partly", _("teilweise Auskunft erteilen")
    REFUSED = "refused", _("Auskunft verweigern")


class Decider(models.TextChoices):
    DATA_PROTECTION = "data_protection", _("Datenschutzbeauftragte*r")
    LEGAL_OFFICE = "legal_office", _("Rechtsamt")
