# SPDX-License-Identifier: AGPL-3.0-or-later
"""The districts of Bielefeld, which reports count by."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stadtbezirk(models.TextChoices):
    """`unknown` also stands for people without a place of residence."""

    MITTE = "mitte", _("Mitte")
    SCHILDESCHE = "schildesche", _("Schildesche")
    GADDERBAUM = "gadderbaum", _("Gadderbaum")
    BRACKWEDE = "brackwede", _("Brackwede")
    DORNBERG = "dornberg", _("Dornberg")
    JOELLENBECK = "joellenbeck", _("Jöllenbeck")
    HEEPEN = "heepen", _("Heepen")
    STIEGHORST = "stieghorst", _("Stieghorst")
    SENNESTADT = "sennestadt", _("Sennestadt")
    SENNE = "senne", _("Senne")
    UNKNOWN = "unknown", _("unbekannt")
