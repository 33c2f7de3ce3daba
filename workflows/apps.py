# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makes Django know the processes."""

from importlib.util import find_spec

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkflowsConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "workflows"
    verbose_name = _("Abläufe")

    def ready(self) -> None:
        if find_spec("casemanagement.actions.intake") is None:
            return
        from workflows import checks, flows, jobs  # noqa: F401, PLC0415  # they register themselves, once models are there
