# SPDX-License-Identifier: AGPL-3.0-or-later
"""Checks the journals of all cases, and the seals of the record of access."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from casemanagement import journal
from permissions import seals


class Command(BaseCommand):
    help = "Prüft die Ketten aller Fallprotokolle und die Siegel der Zugriffe; nennt die erste gebrochene Stelle."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = journal.verify()
        if broken:
            raise CommandError(f"{broken[0]} Gebrochene Zeilen: {len(broken)}.", returncode=1)
        if touched := seals.broken():
            raise CommandError(
                f"Siegel {touched[0]} des Zugriffsprotokolls ist gebrochen. Gebrochene Siegel: {len(touched)}.",
                returncode=1,
            )
        self.stdout.write(f"Alle Fallprotokolle sind unversehrt: {journal.length()} Zeilen geprüft.")
