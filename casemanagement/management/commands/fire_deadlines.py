# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reminds and escalates what is due, as the beat does every ten minutes."""

from typing import Any

from django.core.management.base import BaseCommand

from casemanagement import consent_clock, reminders


class Command(BaseCommand):
    help = "Erinnert an fällige Fristen und meldet überschrittene."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Fristen gemeldet: {reminders.fire_deadlines()}.")
        self.stdout.write(f"Einwilligungen, die enden: {consent_clock.watch()}.")
