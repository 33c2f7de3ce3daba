# SPDX-License-Identifier: AGPL-3.0-or-later
"""Changes the keys of content and search; may be cut off at any point and called again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from casemanagement import rotation
from casemanagement.fields import Unreadable
from casemanagement.keys import keys, keys_again


class Command(BaseCommand):
    help = (
        "Neuer Schlüssel: verschlüsselt alle Inhalte und Unterlagen neu und erneuert den Suchindex. "
        "Darf jederzeit unterbrochen und wiederholt werden."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--prepare",
            action="store_true",
            help="nur einen neuen Schlüssel in die Datei legen, damit er erst auf alle Rechner kommt",
        )
        parser.add_argument(
            "--keep-key",
            action="store_true",
            help="keinen neuen Schlüssel: alles unter den bringen, der in der Datei „current“ heißt",
        )
        parser.add_argument(
            "--without-index", action="store_true", help="der Suchindex behält seinen Schlüssel"
        )
        parser.add_argument(
            "--drop-old",
            action="store_true",
            help="alte Schlüssel entfernen, wenn kein Wert sie mehr braucht",
        )
        parser.add_argument("--batch", type=int, default=0, help="so viele Zeilen in einer Transaktion")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["prepare"]:
                name = rotation.begin(make_current=False)
                self.stdout.write(f"Schlüssel {name} ist vorbereitet; rotate_keys benutzt ihn.")
            elif options["drop_old"]:
                dropped = rotation.drop()
                self.stdout.write(f"Entfernt: {', '.join(dropped) or 'nichts'}.")
            else:
                self._rotate(options)
        except (rotation.CannotRotate, Unreadable) as error:
            raise CommandError(str(error)) from None

    def _rotate(self, options: dict[str, Any]) -> None:
        keys_again()
        if options["keep_key"]:
            self.stdout.write(f"Schlüssel {keys().current} bleibt.")
        elif rotation.is_unfinished():
            self.stdout.write(f"Ein früherer Lauf wird fortgesetzt: Schlüssel {keys().current}.")
        else:
            self.stdout.write(f"Neuer Schlüssel: {rotation.begin(index=not options['without_index'])}.")
        report = rotation.Report()
        rotation.reseal_all(report, tell=self._tell, batch=options["batch"])
        rotation.reindex_all(report, tell=self._tell)
        self._say(report)

    def _tell(self, label: str, done: int) -> None:
        self.stdout.write(f"  {label}: {done}")
        self.stdout.flush()

    def _say(self, report: rotation.Report) -> None:
        rows = sum(report.rows.values())
        self.stdout.write(f"{rows} Zeilen neu verschlüsselt, Suchindex von {report.cases} Fällen erneuert.")
        if report.left:
            left = ", ".join(f"{label} {count}" for label, count in report.left.items())
            raise CommandError(
                f"Nicht fertig: {left}. Nicht lesbar: {', '.join(sorted(set(report.unreadable))) or 'nichts'}."
            )
        self.stdout.write(
            "Kein Wert braucht mehr einen alten Schlüssel: rotate_keys --drop-old entfernt ihn."
        )
