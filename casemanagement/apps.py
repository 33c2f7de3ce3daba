# SPDX-License-Identifier: AGPL-3.0-or-later
"""Case management: cases, what is done with them, and what must hold about them."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CasemanagementConfig(AppConfig):
    name = "casemanagement"
    verbose_name = "Fallmanagement"

    def ready(self) -> None:
        from casemanagement import (  # noqa: PLC0415  # models must be loaded
            assessment_items,  # noqa: F401  # registers its system check
            consent_texts,  # noqa: F401  # registers its system check
            data_blocks,  # noqa: F401  # registers its system check
            deadline_rules,
            retention_schedule,
        )

        post_migrate.connect(deadline_rules.add_missing, sender=self, dispatch_uid="deadline_rules")
        post_migrate.connect(retention_schedule.add_missing, sender=self, dispatch_uid="retention_schedule")
