# SPDX-License-Identifier: AGPL-3.0-or-later
"""Loads a big synthetic caseload for measurements, past the actions.

The work items have no task and no process behind them (task_id is null): they fill the lists and
lead to their case, but no step can be answered. Use load_demo to show how the program works.
"""

import os
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from casemanagement.models import Case
from kim.bulk import loader
from permissions.models import Organisation, User


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Lädt einen großen erfundenen Fallbestand zum Messen (nur mit DEMO=1 oder KIM_BENCH=1)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--cases", type=int, required=True, help="so viele Fälle")
        parser.add_argument("--seed", type=int, default=1, help="gleicher Wert, gleiche Fälle")

    def handle(self, *args: Any, **options: Any) -> None:
        self._refuse(options["cases"])
        began = time.monotonic()

        def tell(loaded: int) -> None:
            seconds = time.monotonic() - began
            self.stdout.write(f"  {loaded} von {options['cases']} Fällen, {seconds:.0f} s")

        written = loader.load(options["cases"], seed=options["seed"], tell=tell)
        loader.analyse()
        self.stdout.write(f"{options['cases']} Fälle, {written} Zeilen geladen.")

    def _refuse(self, cases: int) -> None:
        if not (settings.DEMO or os.environ.get("KIM_BENCH") == "1"):
            raise CommandError("Einen erfundenen Bestand gibt es nur mit DEMO=1 oder KIM_BENCH=1.")
        if cases < 1:
            raise CommandError("--cases muss mindestens 1 sein.")
        if not Organisation.objects.exists() or not User.objects.exists():
            raise CommandError("Zuerst: manage.py set_up --demo")
        if Case.objects.exists():
            raise CommandError("Es sind schon Fälle da; der große Bestand braucht eine leere Datenbank.")
