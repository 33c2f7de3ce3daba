# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes those pages of docs/ that follow from the code, or says which of them are stale (--check).

Beside a running demo it also photographs the first page of each hat.
"""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

import django
from django.conf import settings
from django.utils import translation


def processes() -> dict[str, str]:
    """One picture of each process."""
    from workflows.pictures import pictures  # noqa: PLC0415  # apps must be loaded

    return {f"processes/{name}": drawing for name, drawing in pictures().items()}


def lists() -> dict[str, str]:
    """Who may what, and who is who in the demo."""
    from kim.documents import access_concept, logins  # noqa: PLC0415  # apps must be loaded

    return {"access-concept.md": access_concept.page(), "logins.md": logins.page()}


def proofs() -> dict[str, str]:
    """What is answered to security standards, for people and, as OSCAL, for machines."""
    from kim.documents import compliance  # noqa: PLC0415  reads YAML, which only developers have

    return {
        "compliance.md": compliance.page(),
        "../compliance/component-definition.json": compliance.component(),
    }


# Each gives paths below docs/ and what must stand there.
WRITERS: tuple[Callable[[], dict[str, str]], ...] = (processes, lists, proofs)


def pages() -> dict[Path, str]:
    """Every generated page, with its text."""
    folder = Path(settings.BASE_DIR) / "docs"
    with translation.override("de"):
        return {folder / path: text for writer in WRITERS for path, text in writer().items()}


def stale() -> list[Path]:
    """The pages that do not say what the code says."""
    return [
        path
        for path, text in pages().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]


def write() -> None:
    """Bring every page up to date."""
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def photograph() -> str:
    """Take the screenshots if a demo runs; what to tell the person at the terminal."""
    from kim.documents import screenshots  # noqa: PLC0415  # apps must be loaded

    address = screenshots.demo()
    if not address:
        return "Screenshots left as they are: no demo runs here (make demo, then make docs in a second terminal)."
    screenshots.take(address, Path(settings.BASE_DIR) / "docs" / "screenshots")
    return f"Screenshots taken from {address}."


def main(arguments: list[str]) -> int:
    """0 when all is well; with --check 1 when a page is stale."""
    parser = argparse.ArgumentParser(prog="python -m kim.docs", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, name stale pages")
    if not parser.parse_args(arguments).check:
        write()
        sys.stdout.write(f"{photograph()}\n")
        return 0
    old = stale()
    for path in old:
        sys.stderr.write(f"{path.relative_to(settings.BASE_DIR)} is stale: run `make docs`\n")
    return 1 if old else 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kim.settings")
    django.setup()
    sys.exit(main(sys.argv[1:]))
