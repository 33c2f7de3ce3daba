# SPDX-License-Identifier: AGPL-3.0-or-later
"""Changes the key of the identity without a moment in which nobody is believed."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import connection, transaction

from permissions import keys
from permissions.actor import acting_in_role
from permissions.database import signing
from permissions.database.roles import OWNER


class Command(BaseCommand):
    help = "Erneuert den Schlüssel der Identität: erst ohne Angabe, nach dem Neustart aller Prozesse mit --finish."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--finish", action="store_true", help="den früheren Schlüssel entfernen")

    def handle(self, *args: Any, **options: Any) -> None:
        if os.environ.get("KIM_KEYS"):
            raise CommandError(
                "Die Schlüssel stehen in KIM_KEYS: den neuen dort eintragen, „manage.py set_up“ aufrufen, "
                "dann erst „current“ ändern (docs/operations.md)."
            )
        with keys.changing(keys.keys_file()) as known:
            identity = known["identity"]
            if options["finish"]:
                identity["keys"] = {identity["current"]: identity["keys"][identity["current"]]}
            else:
                identity["current"] = _next(identity["keys"])
                identity["keys"][identity["current"]] = keys.random_key()
            # The database knows the new key before anybody can sign with it.
            _install(keys.identity_keys_of(known))
        self.stdout.write(
            "Früherer Schlüssel entfernt."
            if options["finish"]
            else "Neuer Schlüssel gilt. Bitte alle Prozesse neu starten, danach „--finish“ aufrufen."
        )


def _next(known: dict[str, str]) -> str:
    return next(name for number in range(1, len(known) + 2) if (name := f"i{number}") not in known)


def _install(wanted: keys.IdentityKeys) -> None:
    with acting_in_role(OWNER), transaction.atomic(), connection.cursor() as cursor:
        signing.install_keys(cursor, wanted)
