# SPDX-License-Identifier: AGPL-3.0-or-later
"""Takes over running cases from CSV or XLSX. Names no content: numbers of rows and columns only."""

import tomllib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from casemanagement.importing import rows, running, tables
from permissions.actor import Actor, acting_as
from permissions.hats import Hat
from permissions.models import User

PIECE = 25


class Command(BaseCommand):
    help = "Übernimmt laufende Fälle aus einer Datei (CSV oder XLSX); unterbrochen geht es dort weiter."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="DATEI")
        parser.add_argument("--dry-run", action="store_true", help="alles prüfen, nichts schreiben")
        parser.add_argument(
            "--as", dest="person", required=True, metavar="KENNUNG", help="wer übernimmt (Fachaufsicht)"
        )
        parser.add_argument(
            "--mapping", metavar="TOML", help='[spalten] "Überschrift der Datei" = "Spalte in KIM"'
        )
        parser.add_argument("--errors", metavar="DATEI", help="wohin die Fehlerdatei geschrieben wird")

    def handle(self, *_args: Any, **options: Any) -> None:
        by = _coordinator(options["person"])
        try:
            content = Path(options["file"]).read_bytes()
        except OSError:
            raise CommandError("Die Datei ist nicht lesbar.", returncode=2) from None
        try:
            with acting_as(by):
                self._work(content, by, options)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages), returncode=2) from None

    def _work(self, content: bytes, by: Actor, options: dict[str, Any]) -> None:
        if not running.may_import(by):
            raise CommandError("Diese Person hat keine Fachaufsicht.", returncode=2)
        table = tables.read(content)
        mapping = rows.matched(table.headings, _mapping(options["mapping"]))
        unknown = [
            name for name in table.headings if name and name not in mapping and name != tables.ERROR_COLUMN
        ]
        if unknown:
            self.stdout.write(f"Nicht übernommene Spalten: {', '.join(unknown)}")
        if options["dry_run"]:
            met = running.check(table, mapping, by=by)
            self._report(met)
            self.stdout.write("Nur eine Prüfung, nichts geschrieben.")
            return
        running.complain(mapping)
        run = running.bring(content, by=by)
        run.mapping = mapping
        met = running.Met()
        while not run.is_done:
            piece = running.go_on(run, by=by, most=PIECE)
            met.counts, met.kinds = met.counts + piece.counts, met.kinds + piece.kinds
            met.lines += piece.lines
        self._report(met)
        self._errors(bytes(run.error_file), options["errors"])

    def _report(self, met: running.Met) -> None:
        counts = met.counts
        self.stdout.write(
            f"Übernommen: {counts[running.TAKEN]}. Schon da: {counts[running.KNOWN]}. "
            f"Mit Fehlern: {counts[running.FAILED]}."
        )
        for kind, number in sorted(met.kinds.items()):
            self.stdout.write(f"  {running.label_of(kind)}: {number}")
        for line, columns in met.lines:
            self.stdout.write(f"  Zeile {line}: {', '.join(columns)}")

    def _errors(self, content: bytes, where: str | None) -> None:
        if not content:
            return
        if where is None:
            self.stdout.write("Die Fehlerdatei steht auf der Seite „Laufende Fälle übernehmen“ bereit.")
            return
        target = Path(where)
        target.touch(mode=0o600)
        target.write_bytes(content)
        self.stdout.write("Fehlerdatei geschrieben. Sie enthält Personendaten.")


def _coordinator(username: str) -> Actor:
    person = User.objects.filter(username=username, is_active=True).first()
    if person is None:
        raise CommandError("Diese Kennung gibt es nicht.", returncode=2)
    return Actor(person, Hat.FACH)


def _mapping(path: str | None) -> dict[str, str]:
    """Heading of the file → field, as a file names it."""
    if path is None:
        return {}
    try:
        chosen = tomllib.loads(Path(path).read_text(encoding="utf-8"))["spalten"]
    except (OSError, ValueError, KeyError):
        raise CommandError("Die Zuordnung ist nicht lesbar.", returncode=2) from None
    known = rows.known_headings()
    if unknown := [str(word) for word in chosen.values() if word and rows.plain(str(word)) not in known]:
        raise CommandError(f"Unbekannte Spalten in der Zuordnung: {', '.join(unknown)}", returncode=2)
    return {heading: known[rows.plain(word)] if word else "" for heading, word in chosen.items()}
