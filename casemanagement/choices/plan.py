# SPDX-License-Identifier: AGPL-3.0-or-later
"""Goals, measures, milestones and reviews of the Hilfeplan."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanState(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    AGREED = "agreed", _("vereinbart")
    REPLACED = "replaced", _("ersetzt")


class Agreement(models.TextChoices):
    """How the client stands to the plan."""

    YES = "yes", _("stimmt zu")
    NO = "no", _("stimmt nicht zu")
    COULD_NOT_BE_ASKED = "could_not_be_asked", _("konnte nicht gefragt werden")


class GoalLevel(models.TextChoices):
    VISION = "vision", _("Leitziel")
    MAIN = "main", _("Hauptziel")
    STEP = "step", _("Teilziel")


class GoalState(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    AGREED = "agreed", _("vereinbart")
    IN_PROGRESS = "in_progress", _("in Arbeit")
    LATER = "later", _("für später")
    PAUSED = "paused", _("ruht")
    ACHIEVED = "achieved", _("erreicht")
    PARTIALLY_ACHIEVED = "partially_achieved", _("teilweise erreicht")
    NOT_ACHIEVED = "not_achieved", _("nicht erreicht")
    WITHDRAWN_BY_CLIENT = "withdrawn_by_client", _("von Klient*in zurückgezogen")
    OBSOLETE = "obsolete", _("überholt")
    HANDED_OVER = "handed_over", _("übergeben")


class GoalOwner(models.TextChoices):
    CLIENT = "client", _("Klient*in")
    CASE_MANAGER = "case_manager", _("Fallmanagement")
    THIRD = "third", _("Dritte")


class MeasureState(models.TextChoices):
    PROPOSED = "proposed", _("vorgeschlagen")
    REFERRAL_SENT = "referral_sent", _("Zuweisung verschickt")
    WAITING_LIST = "waiting_list", _("Warteliste")
    ACCEPTED = "accepted", _("Zusage")
    STARTED = "started", _("begonnen")
    RUNNING = "running", _("läuft")
    COMPLETED = "completed", _("abgeschlossen")
    COMPLETED_WITH_CERTIFICATE = "completed_with_certificate", _("mit Nachweis abgeschlossen")
    DROPPED_OUT = "dropped_out", _("abgebrochen")
    REJECTED_BY_PROVIDER = "rejected_by_provider", _("vom Anbieter abgelehnt")
    DECLINED_BY_CLIENT = "declined_by_client", _("von Klient*in abgelehnt")
    NOT_AVAILABLE = "not_available", _("nicht verfügbar")
    NOT_ENTITLED = "not_entitled", _("kein Anspruch")


class DropoutReason(models.TextChoices):
    CHILDCARE = "childcare", _("Kinderbetreuung")
    WORK = "work", _("Arbeit")
    ILLNESS = "illness", _("Krankheit")
    WRONG_LEVEL = "wrong_level", _("Niveau passt nicht")
    DISTANCE = "distance", _("Weg oder Ort")
    COURSE_CANCELLED = "course_cancelled", _("Kurs abgesagt")
    MOVED = "moved", _("Umzug")
    MOTIVATION = "motivation", _("Motivation")
    RESIDENCE = "residence", _("Aufenthalt")
    COST = "cost", _("Kosten")
    OTHER = "other", _("anderer Grund")


class MilestoneKind(models.TextChoices):
    """Dated facts that figures count."""

    LANGUAGE_COURSE_STARTED = "language_course_started", _("Sprachkurs begonnen")
    LANGUAGE_LEVEL_REACHED = "language_level_reached", _("Sprachniveau erreicht")
    INTEGRATION_COURSE_PASSED = "integration_course_passed", _("Integrationskurs bestanden")
    INSURED_JOB_STARTED = "insured_job_started", _("sozialversicherungspflichtige Arbeit begonnen")
    TRAINING_STARTED = "training_started", _("Ausbildung begonnen")
    OWN_TENANCY = "own_tenancy", _("eigener Mietvertrag")
    MEDIUM_LONG_TERM_SHELTER = "medium_long_term_shelter", _("mittel- oder langfristige Unterkunft")
    RESIDENCE_TITLE_IMPROVED = "residence_title_improved", _("Aufenthaltstitel verbessert")
    NATURALISATION_APPLIED = "naturalisation_applied", _("Einbürgerung beantragt")
    NATURALISATION_GRANTED = "naturalisation_granted", _("eingebürgert")
    KITA_PLACE_STARTED = "kita_place_started", _("Kitaplatz angetreten")
    SCHOOL_PLACE_STARTED = "school_place_started", _("Schulplatz angetreten")
    RECOGNITION_GRANTED = "recognition_granted", _("Abschluss anerkannt")
    BENEFIT_DEPENDENCY_ENDED = "benefit_dependency_ended", _("Leistungsbezug beendet")
    HEALTH_INSURANCE_OK = "health_insurance_ok", _("Krankenversicherung geklärt")


class ReviewResult(models.TextChoices):
    CONTINUE = "continue", _("weiter wie vereinbart")
    CHANGE_PLAN = "change_plan", _("Hilfeplan ändern")
    REASSESS = "reassess", _("neues Assessment")
    PAUSE = "pause", _("ruhen lassen")
    HANDOVER = "handover", _("übergeben")
    CLOSE = "close", _("abschließen")
