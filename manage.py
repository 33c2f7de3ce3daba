#!/usr/bin/env python
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The operator's commands; decides as whom each of them meets the database."""

import os
import sys

# These set up, migrate or load; everything else meets the database as the web server does.
OWNER_COMMANDS = frozenset(
    {
        "backup",
        "check",
        "dbshell",
        "explain_access",
        "flush",
        "import_cases",
        "load_bulk",
        "load_demo",
        "load_plan",
        "makemigrations",
        "migrate",
        "restore",
        "rotate_identity_key",
        "rotate_keys",
        "set_up",
        "shell",
        "showmigrations",
        "sqlmigrate",
        "test",
        "verify_journal",
    }
)

# These never meet a database, so none is started for them.
WITHOUT_DATABASE = frozenset(
    {"", "--help", "--version", "collectstatic", "compilemessages", "help", "makemessages"}
)


def main() -> None:
    """Name the database identity, start the embedded servers if no others are named, run."""
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    is_restoring = command == "run_retention" and any(word.startswith("--replay") for word in sys.argv)
    identity = "owner" if command in OWNER_COMMANDS or is_restoring else "web"
    os.environ.setdefault("KIM_DB_IDENTITY", identity)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kim.settings")
    if command not in WITHOUT_DATABASE and "--help" not in sys.argv:
        from kim import servers

        servers.use()

    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
