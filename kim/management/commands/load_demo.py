# SPDX-License-Identifier: AGPL-3.0-or-later
"""Loads the invented caseload by the same actions that people trigger."""

from argparse import ArgumentParser
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.management import BaseCommand, CommandError

from casemanagement.models import Case
from kim.demo.caseload import fill, staff_of_demo
from permissions import clock
from permissions.models import User


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Lädt erfundene Fälle, gebaut mit denselben Handlungen wie im Betrieb (nur mit DEMO=1)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--cases", type=int, default=240, help="so viele Fälle sind am Ende offen")
        parser.add_argument(
            "--weeks", type=int, default=26, help="so viele Wochen zurück beginnt die Geschichte"
        )
        parser.add_argument("--seed", type=int, default=1, help="gleicher Wert, gleiche Daten")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Erfundene Fälle gibt es nur mit DEMO=1.")
        if not User.objects.filter(username="koordination").exists():
            raise CommandError("Zuerst: manage.py set_up --demo")
        if Case.objects.exists():
            self.stdout.write("Es sind schon Fälle da; nichts geladen.")
            return
        # Jobs of the past are done right here, not by a worker that lives in the present.
        current_app.conf.broker_url = "memory://localhost"
        registered = fill(
            staff_of_demo(),
            cases=options["cases"],
            weeks=options["weeks"],
            seed=options["seed"],
            today=clock.today(),
            tell=self._tell,
        )
        self.stdout.write(f"{registered} Meldungen, {options['cases']} Fälle offen.")

    def _tell(self, open_cases: int) -> None:
        if open_cases % 20 == 0:
            self.stdout.write(f"  {open_cases} Fälle offen")
            self.stdout.flush()
