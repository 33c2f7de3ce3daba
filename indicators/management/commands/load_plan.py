# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads a plan file into the database, all or nothing, and says what is new, changed or wrong."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from indicators.actions.plans import Changes, StillUsed, load_plan
from indicators.plan_file import read_plan
from indicators.plan_table import PlanErrors
from permissions.actor import Actor

SHOWN = 20  # a first loading has more than a hundred new entries; their number is enough


class Command(BaseCommand):
    help = "Liest einen Ziele- und Maßnahmenplan (TOML). Ist etwas falsch, wird nichts geändert."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="nur prüfen und berichten")

    def handle(self, *_args: Any, **options: Any) -> None:
        file: Path = options["file"]
        try:
            plan = read_plan(file)
            changes = load_plan(plan, dry_run=options["dry_run"], by=Actor.system())
        except PlanErrors as error:
            lines = [f"{file}: nichts geändert, {len(error.problems)} Fehler"]
            raise CommandError("\n".join([*lines, *map(str, error.problems)])) from error
        except (OSError, StillUsed) as error:
            raise CommandError(f"{file}: nichts geändert. {error}") from error
        self._report(changes, dry_run=options["dry_run"])

    def _report(self, changes: Changes, *, dry_run: bool) -> None:
        if changes.is_empty:
            self.stdout.write("Der Plan ist unverändert.")
            return
        for word, entries in (
            ("neu", changes.new),
            ("geändert", changes.changed),
            ("entfallen", changes.gone),
        ):
            if entries:
                self.stdout.write(f"{len(entries)} {word}")
                for entry in entries[:SHOWN] if word == "neu" else entries:
                    self.stdout.write(f"  {entry}")
                if word == "neu" and len(entries) > SHOWN:
                    self.stdout.write(f"  und {len(entries) - SHOWN} weitere")
        if dry_run:
            self.stdout.write("Nur geprüft, nichts gespeichert.")
