# SPDX-License-Identifier: AGPL-3.0-or-later
"""A Fallkonferenz: how one meets, how far it is, who was there."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ConferenceKind(models.TextChoices):
    ON_SITE = "on_site", _("vor Ort")
    VIDEO = "video", _("per Video")
    PHONE = "phone", _("am Telefon")


class ConferenceState(models.TextChoices):
    PLANNED = "planned", _("geplant")
    HELD = "held", _("hat stattgefunden")
    CALLED_OFF = "called_off", _("abgesagt")


class Attendance(models.TextChoices):
    """What became of an invitation; whoever was excused has learnt nothing."""

    INVITED = "invited", _("eingeladen")
    PRESENT = "present", _("war dabei")
    INFORMED = "informed", _("fehlte, erfährt das Ergebnis")
    EXCUSED = "excused", _("fehlte, hat nichts erfahren")


class ClientThere(models.TextChoices):
    """Whether the conference was held with the client or about her."""

    YES = "yes", _("ja")
    REPRESENTED = "represented", _("nein, eine Vertretungsperson war da")
    PREVENTED = "prevented", _("nein, war verhindert")
    NOT_WANTED = "not_wanted", _("nein, wollte nicht dabei sein")
