# SPDX-License-Identifier: AGPL-3.0-or-later
"""Checks the journals of all cases, the seals of accesses and accounts, and all of it against an anchor."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from casemanagement import journal
from permissions import anchors, seals


class Command(BaseCommand):
    help = (
        "Prüft die Ketten aller Fallprotokolle, die Siegel der Zugriffe und der Konten und den neuesten Prüfanker; "
        "nennt die erste gebrochene Stelle."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--anchor", metavar="DATEI", help="Prüfanker von außerhalb (aus E-Mail oder Download)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        paper = _paper(options["anchor"]) if options["anchor"] else None
        if broken := journal.verify():
            raise CommandError(f"{broken[0]} Gebrochene Zeilen: {len(broken)}.", returncode=1)
        for journal_name, touched in (
            ("Zugriffsprotokolls", seals.broken()),
            ("Protokolls der Konten", seals.broken_of_accounts()),
        ):
            if touched:
                raise CommandError(
                    f"Siegel {touched[0]} des {journal_name} ist gebrochen. Gebrochene Siegel: {len(touched)}.",
                    returncode=1,
                )
        if wrong := [*anchors.broken(), *(anchors.contradictions(paper) if paper else [])]:
            raise CommandError(" ".join(wrong), returncode=1)
        self.stdout.write(f"Alle Fallprotokolle sind unversehrt: {journal.length()} Zeilen geprüft.")
        if paper:
            self.stdout.write(f"Sie stimmen mit dem Prüfanker {paper['number']} vom {paper['at']} überein.")


def _paper(path: str) -> dict[str, Any]:
    try:
        return anchors.read(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, anchors.UnreadableAnchor) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise CommandError(f"{path}: {reason}", returncode=2) from error
