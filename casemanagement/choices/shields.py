# SPDX-License-Identifier: AGPL-3.0-or-later
"""What shields a case from those who must not see it, and what opens it in an emergency."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EmergencyReason(models.TextChoices):
    """Why somebody needs a file that is not theirs; the last two are the data protection officer's alone."""

    DANGER = "danger", _("Gefahr für Leib oder Leben")
    CHILD = "child", _("Gefahr für das Wohl eines Kindes")
    HEALTH = "health", _("medizinischer Notfall")
    RIGHTS = "rights", _("heute droht ein Rechtsverlust, und niemand Zuständiges ist erreichbar")
    DATA_SUBJECT_COMPLAINT = "data_subject_complaint", _("Beschwerde der betroffenen Person")
    INCIDENT = "incident", _("Datenschutzvorfall")


class EmergencyReview(models.TextChoices):
    JUSTIFIED = "justified", _("berechtigt")
    NOT_JUSTIFIED = "not_justified", _("nicht berechtigt")


class ListGround(models.TextChoices):
    """Why only named people may see a case."""

    PROMINENT = "prominent", _("bekannte Person")
    OWN_STAFF = "own_staff", _("arbeitet in einem der beteiligten Häuser")
    THREAT = "threat", _("Bedrohung aus dem Umfeld")
    OTHER = "other", _("anderer Grund")


class RestrictionGround(models.TextChoices):
    """Why data are only kept."""

    ACCURACY = "accuracy", _("Richtigkeit bestritten (Art. 18 Abs. 1 a DSGVO)")
    UNLAWFUL = "unlawful", _("unrechtmäßig, aber nicht zu löschen (Art. 18 Abs. 1 b DSGVO)")
    CLAIMS = "claims", _("für Ansprüche der Klientin oder des Klienten nötig (Art. 18 Abs. 1 c DSGVO)")
    OBJECTION = "objection", _("Widerspruch (Art. 21, Art. 18 Abs. 1 d DSGVO)")
    REVOKED = "revoked", _("Einwilligung C1 widerrufen")
    CLOSED = "closed", _("beendet, wird nur noch aufbewahrt")
