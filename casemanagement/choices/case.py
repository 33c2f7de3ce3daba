# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a case stands: phases, states and the marks that lie over them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Phase(models.TextChoices):
    """The phase bar; `ended` is what stands behind it."""

    INTAKE = "intake", _("Zugang")
    ASSESSMENT = "assessment", _("Assessment")
    PLANNING = "planning", _("Hilfeplanung")
    IMPLEMENTATION = "implementation", _("Umsetzung")
    CLOSURE = "closure", _("Abschluss")
    FOLLOW_UP = "follow_up", _("Nachsorge")
    ENDED = "ended", _("Beendet")


class CaseState(models.TextChoices):
    OPEN = "open", _("offen")
    WAITING = "waiting", _("Warteliste")
    DECLINED = "declined", _("nicht aufgenommen")
    REFERRED_ON = "referred_on", _("weiterverwiesen")
    CLOSED = "closed", _("abgeschlossen")


class Urgency(models.TextChoices):
    NORMAL = "normal", _("normal")
    URGENT = "urgent", _("dringend")


class UrgentReason(models.TextChoices):
    """What makes a referral urgent: the same or the next working day counts."""

    VIOLENCE = "violence", _("Gewalt")
    HOMELESSNESS = "homelessness", _("Wohnungsverlust in weniger als 14 Tagen")
    DEPORTATION_DATE = "deportation_date", _("Abschiebungstermin")
    MEDICAL = "medical", _("medizinischer Notfall")
    CHILD_RISK = "child_risk", _("Gefährdung eines Kindes")


class Intensity(models.TextChoices):
    LOW = "low", _("gering")
    MEDIUM = "medium", _("mittel")
    HIGH = "high", _("hoch")


class Leadership(models.TextChoices):
    """Whether a case stays where its assessment was made."""

    STAY = "stay", _("bleibt in dieser Fallführung")
    HANDOVER = "handover", _("wird übergeben (Zusteuerung)")


class PauseReason(models.TextChoices):
    TRAVEL = "travel", _("Reise oder längere Abwesenheit")
    ILLNESS = "illness", _("Krankheit oder Klinikaufenthalt")
    BIRTH = "birth", _("Geburt, Mutterschutz")
    DETENTION = "detention", _("Haft")
    COURSE_OR_JOB = "course_or_job", _("Kurs oder Arbeit lässt keine Zeit")
    CLIENT_WISH = "client_wish", _("Wunsch der Klientin oder des Klienten")
    WAITING_FOR_DECISION = "waiting_for_decision", _("Warten auf eine Entscheidung")
    OTHER = "other", _("anderer Grund")


class CrisisReason(models.TextChoices):
    """What puts everything else aside for a while."""

    VIOLENCE = "violence", _("Gewalt oder Bedrohung")
    HOME_LOST = "home_lost", _("Verlust der Wohnung")
    LIVELIHOOD_LOST = "livelihood_lost", _("Lebensunterhalt nicht gesichert")
    DEPORTATION = "deportation", _("drohende Abschiebung")
    HEALTH = "health", _("schwere Erkrankung, auch psychisch")
    CHILD_RISK = "child_risk", _("Gefährdung eines Kindes")
    BEREAVEMENT = "bereavement", _("Tod oder Verlust in der Familie")
    OTHER = "other", _("anderer Grund")


class AssignmentRole(models.TextChoices):
    RESPONSIBLE = "responsible", _("Fallführung")
    DEPUTY = "deputy", _("Vertretung")
