# SPDX-License-Identifier: AGPL-3.0-or-later
"""Compiles the translations that changed, and names what is not translated; needs no gettext."""

import sys
from collections.abc import Iterator
from pathlib import Path

import polib

LOCALES = Path(__file__).parent / "locale"


def catalogues() -> Iterator[Path]:
    """Every translation of the product."""
    return LOCALES.glob("*/LC_MESSAGES/*.po")


def compile_changed() -> None:
    """Compile what is older than its source."""
    for source in catalogues():
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(compiled))


def gaps() -> Iterator[str]:
    """One line for each sentence that has no translation, or an uncertain one."""
    for source in catalogues():
        catalogue = polib.pofile(str(source))
        for entry in [*catalogue.untranslated_entries(), *catalogue.fuzzy_entries()]:
            yield f"{source}:{entry.linenum}: {entry.msgid!r} is not translated"


def main() -> int:
    """With --check: name the gaps. Otherwise: compile."""
    if "--check" not in sys.argv:
        compile_changed()
        return 0
    found = list(gaps())
    for line in found:
        sys.stderr.write(f"{line}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
