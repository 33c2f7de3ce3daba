# SPDX-License-Identifier: AGPL-3.0-or-later
"""Says what a person may do on a case today, and which grant gives each right."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from casemanagement.models import Case
from permissions import clock
from permissions.access import CASE_ACCESS
from permissions.actor import Actor, acting_as
from permissions.hats import Hat, hats_of
from permissions.models import User
from permissions.rights import Right


class Command(BaseCommand):
    help = "Nennt die Rechte einer Person an einem Fall und die Regel, aus der jedes folgt."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("person", metavar="PERSON", help="Benutzername")
        parser.add_argument("case", metavar="CASE", help="Fallnummer")

    def handle(self, *args: Any, person: str, case: str, **options: Any) -> None:
        user = User.objects.filter(username=person).first()
        found = Case.objects.filter(number=case).first()
        if user is None or found is None:
            raise CommandError("Diese Person oder diesen Fall gibt es nicht.", returncode=2)
        hats = hats_of(user, clock.today())
        if not hats:
            self.stdout.write(f"{person}: zurzeit keine Aufgabe, kein Recht.")
        for hat in hats:
            self._explain(user, hat, found)

    def _explain(self, person: User, hat: Hat, case: Case) -> None:
        actor = Actor(person, hat)
        with acting_as(actor):
            reasons = {right: CASE_ACCESS.reasons(actor, right, case) for right in Right}
        self.stdout.write(f"{hat.label}:")
        granted = {right: grants for right, grants in reasons.items() if grants}
        for right, grants in granted.items():
            self.stdout.write(f"  {right:24} {', '.join(grants)}")
        if not granted:
            self.stdout.write("  kein Recht an diesem Fall")
