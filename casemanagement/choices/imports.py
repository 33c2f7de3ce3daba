# SPDX-License-Identifier: AGPL-3.0-or-later
"""How far a file of running cases has come."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", _("hochgeladen")
    RUNNING = "running", _("begonnen")
    DONE = "done", _("abgeschlossen")
