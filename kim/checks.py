# SPDX-License-Identifier: AGPL-3.0-or-later
"""What `manage.py check --deploy` says about an installation before real people's data come into it."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004  Django's name
from django.core.exceptions import ImproperlyConfigured

from kim.installation import BIELEFELD, mistakes
from permissions.keys import keys_file, stored

SAME_MACHINE = {"", "localhost", "127.0.0.1", "::1"}


@register(Tags.security, deploy=True)
def fit_for_real_people(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [*_installation(), *_keys()]


@register()
def programmes_fit(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The files of municipalities that come with the program name programmes that can be led."""
    return list(_programmes(BIELEFELD.parent))


def _programmes(folder: Path) -> Iterator[CheckMessage]:
    for path in sorted(folder.glob("*.toml")):
        yield from (Error(sentence, id="kim.E004") for sentence in mistakes(path))


def _installation() -> Iterator[CheckMessage]:
    if settings.DEMO or settings.DEBUG:
        yield Error("DEMO und DEBUG sind nie für echte Daten.", id="kim.E001")
    if "django.contrib.admin" in settings.INSTALLED_APPS:
        yield Error("Djangos Verwaltung umgeht das Zugriffskonzept.", id="kim.E002")
    if not settings.CLAMD_SOCKET:
        yield Warning(
            "Hochgeladene Dateien werden nicht auf Schadsoftware geprüft.",
            hint="KIM_CLAMD_SOCKET setzen (docs/operations.md).",
            id="kim.W001",
        )


def _keys() -> Iterator[CheckMessage]:
    try:
        stored()
    except (ImproperlyConfigured, OSError) as error:
        yield Error(str(error), id="kim.E003")
    if os.environ.get("KIM_KEYS"):
        return
    path = keys_file().resolve()
    served = (Path(settings.BASE_DIR), Path(settings.STATIC_ROOT))
    if any(path.is_relative_to(folder.resolve()) for folder in served):
        yield Warning(
            f"Die Schlüssel liegen im Ordner des Programms ({path}).",
            hint="KIM_KEYS_FILE auf eine Datei außerhalb setzen (docs/operations.md).",
            id="kim.W002",
        )
    host = str(settings.DATABASES["default"].get("HOST", ""))
    if (host in SAME_MACHINE or host.startswith("/")) and "CREDENTIALS_DIRECTORY" not in os.environ:
        yield Warning(
            "Schlüssel und Datenbank liegen auf demselben Rechner: Wer ihn hat, liest alles.",
            hint="Datenbank auf einen eigenen Rechner, oder die Schlüssel als systemd-Credential "
            "(docs/operations.md).",
            id="kim.W003",
        )
