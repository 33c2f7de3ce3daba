# SPDX-License-Identifier: AGPL-3.0-or-later
"""Loads the invented caseload by the same actions that people trigger."""

import multiprocessing
import signal
from argparse import ArgumentParser
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import connections

from casemanagement.models import Case
from indicators.actions import backdate_capacity, ensure_rollups
from kim.demo import beside_kim, directory, gaps, situations
from kim.demo.caseload import Part, fill, parts, staff_of_demo
from kim.servers.keeper import die_with_parent
from permissions import clock
from permissions.actor import Actor
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
        parser.add_argument(
            "--processes", type=int, default=2, help="so viele Prozesse teilen sich die Arbeit"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Erfundene Fälle gibt es nur mit DEMO=1.")
        if not User.objects.filter(username="koordination").exists():
            raise CommandError("Zuerst: manage.py set_up --demo")
        if Case.objects.exists():
            self.stdout.write("Es sind schon Fälle da; nichts geladen.")
            return
        today = clock.today()
        shares = parts(
            of=options["processes"],
            cases=options["cases"],
            weeks=options["weeks"],
            seed=options["seed"],
            today=today,
        )
        registered = _live_in_processes(shares)
        directory.arrange(staff_of_demo(), today=today)
        gaps.arrange(staff_of_demo(), seed=options["seed"], today=today)
        situations.arrange(staff_of_demo(), seed=options["seed"], today=today)
        beside_kim.arrange(staff_of_demo(), seed=options["seed"], today=today)
        backdate_capacity(since=clock.now() - timedelta(weeks=options["weeks"]), by=Actor.system())
        ensure_rollups(by=Actor.system())
        self.stdout.write(f"{registered} Meldungen, {options['cases']} Fälle offen.")


def _live_in_processes(shares: list[Part]) -> int:
    connections.close_all()  # a connection cannot be shared between processes
    fork = multiprocessing.get_context("fork")
    # A share whose parent is killed would wait for it for ever.
    with ProcessPoolExecutor(
        len(shares), mp_context=fork, initializer=die_with_parent, initargs=(signal.SIGTERM,)
    ) as pool:
        return sum(pool.map(_live, shares))


def _live(share: Part) -> int:
    # Jobs of the past are done right here, not by a worker that lives in the present.
    current_app.conf.update(broker_url="memory://localhost")

    def tell(open_cases: int) -> None:
        if share.place == 0 and open_cases % 10 == 0:
            print(f"  Fallbestand {open_cases * share.of} von {share.cases * share.of}", flush=True)

    return fill(share, staff_of_demo(), tell=tell)
