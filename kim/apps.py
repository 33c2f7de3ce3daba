# SPDX-License-Identifier: AGPL-3.0-or-later
"""The composition root: here, and only here, upper apps are told to lower ones."""

from django.apps import AppConfig


class KimConfig(AppConfig):
    name = "kim"
    verbose_name = "KIM"

    def ready(self) -> None:
        from kim import checks, wiring  # noqa: F401, PLC0415  # models must be loaded; checks register themselves

        wiring.connect()
