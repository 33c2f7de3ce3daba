# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makes a real, empty installation; may be repeated."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

from kim.demo import people
from kim.installation import BIELEFELD, InstallationError, Installed, install
from permissions import actions, keys
from permissions.accounts import invitations
from permissions.actor import Actor
from permissions.database import roles
from permissions.models import Credential, ForeignAccount, Membership, User
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
            "--second-administrator",
            default="administration2",
            help="Benutzername der zweiten Verwaltung: was viel erlaubt, brauchen zwei",
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
            self._administrators(installed, options["administrator"], options["second_administrator"])
        self.stdout.write(f"{installed.kommune}: {len(installed.organisations)} Organisationen eingerichtet.")

    def _administrators(self, installed: Installed, *usernames: str) -> None:
        """The first two, for two different people; all others are entered and approved by them."""
        by = Actor.system()
        appointed = Membership.objects.filter(role=Role.ADMINISTRATION)
        if not appointed.exists():
            home = next(iter(installed.organisations.values()))
            for username in usernames:
                person = actions.add_person(username, display_name="Technische Verwaltung", by=by)
                actions.appoint(person, home, role=Role.ADMINISTRATION, valid_from=date(2021, 1, 1), by=by)
        elif _has_begun():
            return
        days = invitations.VALID_FOR.days
        for person in User.objects.filter(memberships__in=appointed).order_by("pk").distinct():
            code = invitations.invite(person, by=by)
            self.stdout.write(f"Einladung: {person.username} / {code} (gilt {days} Tage, einmal)")


def _has_begun() -> bool:
    """Whether any administrator has ever signed in; until then a lost invitation is simply replaced."""
    administrators = Membership.objects.filter(role=Role.ADMINISTRATION).values("person")
    return (
        Credential.objects.filter(person__in=administrators).exists()
        or ForeignAccount.objects.filter(person__in=administrators).exists()
    )
