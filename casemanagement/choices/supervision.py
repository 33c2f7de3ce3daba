# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words of the two supervisions: remarks, decisions, samples, overload."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RemarkState(models.TextChoices):
    """A fachlicher Hinweis asks for an answer."""

    OPEN = "open", _("offen")
    ANSWERED = "answered", _("beantwortet")
    CLOSED = "closed", _("geschlossen")


class PeerState(models.TextChoices):
    OPEN = "open", _("läuft")
    ENDED = "ended", _("beendet")


class DecisionKind(models.TextChoices):
    """What the Fachaufsicht decides outside a process."""

    WAITING_LIST = "waiting_list", _("Platz auf der Warteliste")
    EXCEPTION = "exception", _("Ausnahme")


class ExceptionKind(models.TextChoices):
    BEYOND_CRITERIA = "beyond_criteria", _("Aufnahme außerhalb der Zugangskriterien")
    OVER_CAPACITY = "over_capacity", _("Aufnahme über den Fallschlüssel hinaus")
    OTHER_ORDER = "other_order", _("Arbeitsschritt später oder anders als vorgesehen")
    DIFFERENT_RHYTHM = "different_rhythm", _("anderer Abstand der Überprüfungen")


class SampleItem(models.TextChoices):
    """The checklist of the monthly sample; the first four follow from data."""

    CONSENT_COMPLETE = "consent_complete", _("Einwilligungen vollständig")
    ASSESSMENT_COMPLETE = "assessment_complete", _("Assessment vollständig")
    PLAN_SIGNED = "plan_signed", _("Hilfeplan vereinbart und unterschrieben")
    REVIEWS_ON_TIME = "reviews_on_time", _("Überprüfungen rechtzeitig")
    LANGUAGE_RESPECTFUL = "language_respectful", _("Sprache der Notizen achtungsvoll")


class SampleAnswer(models.TextChoices):
    YES = "yes", _("ja")
    NO = "no", _("nein")
    NOT_DUE = "not_due", _("noch nicht fällig")
    NOT_ASSESSABLE = "not_assessable", _("nicht beurteilbar")


class OverloadMeasure(models.TextChoices):
    """How the employer answers an Überlastungsanzeige."""

    NO_NEW_CASES = "no_new_cases", _("vorerst keine neuen Fälle")
    REDISTRIBUTE = "redistribute", _("Fälle werden umverteilt")
    MORE_CAPACITY = "more_capacity", _("mehr Arbeitszeit oder weitere Stelle")
    TALK = "talk", _("Gespräch vereinbart")
    NO_CHANGE = "no_change", _("keine Änderung möglich")
