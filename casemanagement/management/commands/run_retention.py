# SPDX-License-Identifier: AGPL-3.0-or-later
"""Proposes what is due for deletion and carries out what two persons agreed to."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from casemanagement import deletion_ledger, retention
from casemanagement.choices.retention import RetentionClass


class Command(BaseCommand):
    help = "Schlägt fällige Löschungen vor und führt aus, was zwei Personen freigegeben haben."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="nur zeigen, was fällig ist")
        parser.add_argument(
            "--replay",
            metavar="DATEI",
            help="nach einer Wiederherstellung: die Löschungen dieser Liste nachholen (als Eigentümer)",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["replay"]:
            self._replay(Path(options["replay"]))
        elif options["dry_run"]:
            self._preview()
        else:
            self._run()

    def _preview(self) -> None:
        due = retention.due_now()
        free = [one for one in due if not one.held and not one.planned]
        self._say("Fällig und noch nicht vorgeschlagen", Counter(one.code for one in free))
        self._say("Schon vorgeschlagen", Counter(one.code for one in due if one.planned))
        self._say("Angehalten", Counter(one.code for one in due if one.held))
        self._say("Ohne Akte fällig", retention.routine_due())
        self.stdout.write("Nur eine Vorschau, nichts geändert.")

    def _run(self) -> None:
        report = retention.run()
        self._say("Vorgeschlagen", report.proposed)
        self._say("Gelöscht", report.erased)
        self._say("Ohne Akte gelöscht oder geleert", report.routine)
        self.stdout.write(
            f"Gesperrt: {report.restricted}. Angehalten: {report.held}. Warten: {report.waiting}. "
            f"An Prüfung erinnert: {report.reminded}."
        )
        if report.refused:
            raise CommandError(f"Nicht gelöscht: {len(report.refused)} ({report.refused[0]})")

    def _replay(self, source: Path) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            (role,) = cursor.fetchone()
        if role != "kim_owner":
            raise CommandError("Nachholen darf nur der Eigentümer: KIM_DB_IDENTITY=owner setzen.")
        try:
            result = deletion_ledger.replay(source)
        except deletion_ledger.UnreadableLedger as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(
            f"Nachgeholt: {result.again}. Schon gelöscht: {result.gone}. "
            f"Gehören zu anderen Akten: {result.foreign}."
        )

    def _say(self, what: str, counts: Counter[str]) -> None:
        words = [
            f"{RetentionClass(code).label}: {number}" for code, number in sorted(counts.items()) if number
        ]
        self.stdout.write(f"{what}: {'; '.join(words) or 'nichts'}.")
