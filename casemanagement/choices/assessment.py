# SPDX-License-Identifier: AGPL-3.0-or-later
"""The 16 domains of the assessment, how they are rated, and where they are reported."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Domain(models.TextChoices):
    RESIDENCE_LAW = "residence_law", _("Aufenthalt und Recht, Einbürgerung")
    LANGUAGE = "language", _("Sprache")
    EDUCATION = "education", _("Schule, Bildung, Alphabetisierung")
    QUALIFICATION_RECOGNITION = "qualification_recognition", _("Ausbildung, Studium, Anerkennung")
    EMPLOYMENT = "employment", _("Arbeit und Beschäftigung")
    LIVELIHOOD = "livelihood", _("Existenzsicherung, Leistungen")
    DEBT = "debt", _("Finanzen, Schulden")
    HOUSING = "housing", _("Wohnen")
    HEALTH = "health", _("Körperliche Gesundheit, Krankenversicherung")
    MENTAL_HEALTH_ADDICTION = "mental_health_addiction", _("Psychische Gesundheit, Trauma, Sucht")
    FAMILY_CHILDREN = "family_children", _("Familie, Erziehung, Kita")
    DISABILITY_CARE = "disability_care", _("Behinderung, Pflege")
    SAFETY_DISCRIMINATION = "safety_discrimination", _("Schutz, Gewalt, Diskriminierung")
    SOCIAL_NETWORK = "social_network", _("Soziale Kontakte, Nachbarschaft, Quartier")
    EVERYDAY_DIGITAL_MOBILITY = "everyday_digital_mobility", _("Alltag, Behörden, Digitales, Mobilität")
    PARTICIPATION_LEISURE = "participation_leisure", _("Engagement, Freizeit, Sport, Kultur")


class Occasion(models.TextChoices):
    """Why an assessment is made: the first one, after half a year, or because much has changed."""

    INITIAL = "initial", _("erstes Assessment")
    SIX_MONTHS = "six_months", _("nach sechs Monaten")
    REVIEW = "review", _("Ergebnis einer Überprüfung")
    REOPENED = "reopened", _("Wiederaufnahme eines beendeten Falls")
    REGIME_CHANGE = "regime_change", _("Wechsel des Rechtskreises")
    RESIDENCE_DECISION = "residence_decision", _("neue Entscheidung über den Aufenthalt")
    BIRTH = "birth", _("Geburt")
    HOME_LOST = "home_lost", _("Verlust der Wohnung")
    JOB_LOST = "job_lost", _("Verlust der Arbeit")
    VIOLENCE = "violence", _("Gewalt")
    SEPARATION = "separation", _("Trennung, Tod in der Familie")
    OTHER = "other", _("anderes einschneidendes Ereignis")


# What a case manager may choose; the others follow from what happened.
CHOSEN_OCCASIONS = (
    Occasion.SIX_MONTHS,
    Occasion.REGIME_CHANGE,
    Occasion.RESIDENCE_DECISION,
    Occasion.BIRTH,
    Occasion.HOME_LOST,
    Occasion.JOB_LOST,
    Occasion.VIOLENCE,
    Occasion.SEPARATION,
    Occasion.OTHER,
)


class FieldOfAction(models.TextChoices):
    """The Handlungsfelder of the city's reports."""

    LEGAL_CONSOLIDATION = "legal_consolidation", _("Rechtliche Verstetigung")
    LANGUAGE = "language", _("Sprache")
    EDUCATION = "education", _("Bildung")
    WORK = "work", _("Arbeit")
    HOUSING_QUARTER = "housing_quarter", _("Wohnen, Quartiere und Zusammenhalt")
    HEALTH = "health", _("Gesundheit")
    PARTICIPATION_EQUALITY = "participation_equality", _("Partizipation, Empowerment, Gleichstellung")
    SPORT_CULTURE = "sport_culture", _("Sport und Kultur")


class RatingStanding(models.TextChoices):
    RATED = "rated", _("eingeschätzt")
    NOT_ASSESSED = "not_assessed", _("nicht erhoben")
    DECLINED = "declined", _("keine Angabe gewünscht")


class NeedLevel(models.IntegerChoices):
    NONE = 0, _("kein Bedarf")
    LOW = 1, _("gering (allein lösbar)")
    MEDIUM = 2, _("mittel (Beratung)")
    HIGH = 3, _("hoch (Koordination nötig)")
    ACUTE = 4, _("akut (sofort)")


class ResourceLevel(models.IntegerChoices):
    NONE = 0, _("keine erkennbar")
    WEAK = 1, _("schwach")
    DEVELOPABLE = 2, _("ausbaufähig")
    GOOD = 3, _("gut")
    STRONG = 4, _("stark")


class Complexity(models.TextChoices):
    """In how many domains help has to be coordinated."""

    LOW = "low", _("gering")
    MEDIUM = "medium", _("mittel")
    HIGH = "high", _("hoch")


# Where each domain is reported; the first of several where the measure decides.
FIELD_OF_DOMAIN = {
    Domain.RESIDENCE_LAW: FieldOfAction.LEGAL_CONSOLIDATION,
    Domain.LANGUAGE: FieldOfAction.LANGUAGE,
    Domain.EDUCATION: FieldOfAction.EDUCATION,
    Domain.QUALIFICATION_RECOGNITION: FieldOfAction.EDUCATION,
    Domain.EMPLOYMENT: FieldOfAction.WORK,
    Domain.LIVELIHOOD: FieldOfAction.WORK,
    Domain.DEBT: FieldOfAction.WORK,
    Domain.HOUSING: FieldOfAction.HOUSING_QUARTER,
    Domain.HEALTH: FieldOfAction.HEALTH,
    Domain.MENTAL_HEALTH_ADDICTION: FieldOfAction.HEALTH,
    Domain.FAMILY_CHILDREN: FieldOfAction.EDUCATION,
    Domain.DISABILITY_CARE: FieldOfAction.HEALTH,
    Domain.SAFETY_DISCRIMINATION: FieldOfAction.PARTICIPATION_EQUALITY,
    Domain.SOCIAL_NETWORK: FieldOfAction.HOUSING_QUARTER,
    Domain.EVERYDAY_DIGITAL_MOBILITY: FieldOfAction.PARTICIPATION_EQUALITY,
    Domain.PARTICIPATION_LEISURE: FieldOfAction.SPORT_CULTURE,
}
