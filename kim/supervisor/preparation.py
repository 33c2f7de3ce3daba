# SPDX-License-Identifier: AGPL-3.0-or-later
"""Everything before the servers of the demo start, in one process and as the owner of the tables.

Run as: python -m kim.supervisor.preparation; exit code CASELOAD_MISSING says that no case is there yet.
"""

import os
import sys
from io import StringIO
from pathlib import Path

import django
from django.conf import settings
from django.core.management import CommandError, call_command

from kim import messages
from kim.supervisor.terminal import say, step

PLAN = Path("indicators") / "plan" / "2022.toml"
CASELOAD_MISSING = 10


def main() -> int:
    """Set up, load the plan, compile what the web server serves."""
    os.environ["KIM_DB_IDENTITY"] = "owner"
    try:
        with step("Tables, organisations, people"):
            django.setup()
            call_command("set_up", "--demo", stdout=StringIO())
        with step("Plan 2022/2023"):
            call_command("load_plan", str(settings.BASE_DIR / PLAN), stdout=StringIO())
    except CommandError as error:
        say(str(error))
        return 1
    with step("Style sheets, fonts, translations"):
        messages.compile_changed()
        _collect_static()
    return 0 if _has_cases() else CASELOAD_MISSING


def _collect_static() -> None:
    """Collect and compress only what changed since the last time."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    sources = [path for folder in settings.STATICFILES_DIRS for path in Path(folder).rglob("*")]
    newest = max(path.stat().st_mtime for path in sources)
    if not manifest.exists() or manifest.stat().st_mtime < newest:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)


def _has_cases() -> bool:
    from casemanagement.models import Case  # noqa: PLC0415  # models are loaded by django.setup

    return Case.objects.exists()


if __name__ == "__main__":
    sys.exit(main())
