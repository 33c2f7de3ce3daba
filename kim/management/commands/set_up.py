# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makes a real, empty installation; may be repeated."""

import secrets
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

from casemanagement import keys
from kim.demo import people
from kim.installation import BIELEFELD, InstallationError, Installed, install
from permissions import actions
from permissions.actor import Actor
from permissions.database import roles
from permissions.models import Membership
from permissions.roles import Role


class Command(BaseCommand):
    help = "Richtet eine leere Installation ein: Datenbankrollen, Tabellen, Kommune, Organisationen, erste Verwaltung."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--kommune", type=Path, default=BIELEFELD, help="Datei mit Organisationen und Stellen"
        )
        parser.add_argument(
            "--administrator", default="administration", help="Benutzername der ersten Verwaltung"
        )
        parser.add_argument(
            "--demo",
            action="store_true",
            help="zusätzlich die Konten der Vorführung (nur mit DEMO=1)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["demo"] and not settings.DEMO:
            raise CommandError("Die Konten der Vorführung gibt es nur mit DEMO=1.")
        try:
            remarks = roles.create_roles(settings.DATABASE_URL)
        except roles.CannotCreateRoles as error:
            raise CommandError(str(error)) from error
        for remark in remarks:
            self.stdout.write(remark)
        keys.generate_missing()
        call_command("migrate", verbosity=0, interactive=False)
        try:
            installed = install(options["kommune"])
        except InstallationError as error:
            raise CommandError(str(error)) from error
        if options["demo"]:
            people.add_people(installed)
        else:
            self._first_administrator(installed, options["administrator"])
        self.stdout.write(f"{installed.kommune}: {len(installed.organisations)} Organisationen eingerichtet.")

    def _first_administrator(self, installed: Installed, username: str) -> None:
        if Membership.objects.filter(role=Role.ADMINISTRATION).exists():
            return
        password = secrets.token_urlsafe(15)
        by = Actor.system()
        person = actions.add_person(username, display_name="Technische Verwaltung", password=password, by=by)
        home = next(iter(installed.organisations.values()))
        actions.appoint(person, home, role=Role.ADMINISTRATION, valid_from=date(2021, 1, 1), by=by)
        self.stdout.write(f"Erste Anmeldung: {username} / {password} (bitte gleich ändern)")
