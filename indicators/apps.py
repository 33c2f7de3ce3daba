# SPDX-License-Identifier: AGPL-3.0-or-later
"""The figures of a week, counted from pseudonymous facts and set beside the indicators of the plan."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = _("Kennzahlen")
