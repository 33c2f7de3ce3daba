# SPDX-License-Identifier: AGPL-3.0-or-later
"""Checks the journals of all cases."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from casemanagement import journal


class Command(BaseCommand):
    help = "Prüft die Ketten aller Fallprotokolle; nennt die erste gebrochene Zeile."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = journal.verify()
        if broken:
            raise CommandError(f"{broken[0]} Gebrochene Zeilen: {len(broken)}.", returncode=1)
        self.stdout.write(f"Alle Fallprotokolle sind unversehrt: {journal.length()} Zeilen geprüft.")
