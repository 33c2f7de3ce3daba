# SPDX-License-Identifier: AGPL-3.0-or-later
"""Work items, deadlines, file openings and jobs."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkState(models.TextChoices):
    OPEN = "open", _("offen")
    DONE = "done", _("erledigt")
    CANCELLED = "cancelled", _("entfallen")


class SkipReason(models.TextChoices):
    """Why a step of a process is left out."""

    NOT_NEEDED = "not_needed", _("in diesem Fall nicht nötig")
    CLIENT_WISH = "client_wish", _("Klient*in möchte es nicht")
    DONE_ELSEWHERE = "done_elsewhere", _("schon anderswo geschehen")
    NOT_POSSIBLE = "not_possible", _("zurzeit nicht möglich")
    OTHER = "other", _("anderer Grund")


class DeadlineUnit(models.TextChoices):
    WORKING_DAYS = "working_days", _("Arbeitstage")
    DAYS = "days", _("Tage")
    WEEKS = "weeks", _("Wochen")
    MONTHS = "months", _("Monate")


class EscalateTo(models.TextChoices):
    """Whoever hears of a missed deadline after the case manager."""

    COORDINATOR = "coordinator", _("Koordination")
    TEAM_LEAD = "team_lead", _("Teamleitung und Koordination")


class OpeningReason(models.TextChoices):
    """Why the Fachaufsicht opens a file."""

    ROUTINE_SAMPLE = "routine_sample", _("Stichprobe")
    CASE_ADVICE_REQUESTED = "case_advice_requested", _("Bitte um Fallberatung")
    COMPLAINT = "complaint", _("Beschwerde")
    HANDOVER = "handover", _("Übergabe")
    DEADLINE_ALARM = "deadline_alarm", _("Fristalarm")
    LEGAL_DUTY = "legal_duty", _("gesetzliche Pflicht")


class JobState(models.TextChoices):
    QUEUED = "queued", _("wartet")
    RUNNING = "running", _("läuft")
    DONE = "done", _("erledigt")
    FAILED = "failed", _("gescheitert")
