# SPDX-License-Identifier: AGPL-3.0-or-later
"""Puts back jobs of killed workers and wakes workers for what is due, as the beat does every minute."""

from typing import Any

from django.core.management.base import BaseCommand

from casemanagement import jobs


class Command(BaseCommand):
    help = "Holt liegen gebliebene Aufträge zurück und weckt die Worker."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Aufträge geweckt: {jobs.recover_jobs()}.")
