# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lowest app: who may. It raises the second barrier after every migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PermissionsConfig(AppConfig):
    name = "permissions"
    verbose_name = "Berechtigungen"

    def ready(self) -> None:
        from permissions import anomaly_rules  # noqa: PLC0415  # models must be loaded
        from permissions.database import barrier  # noqa: PLC0415  # models must be loaded

        post_migrate.connect(anomaly_rules.add_missing, sender=self, dispatch_uid="anomaly_rules")
        post_migrate.connect(barrier.apply_after_migrate, sender=self, dispatch_uid="kim_barrier")
