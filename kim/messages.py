# SPDX-License-Identifier: AGPL-3.0-or-later
"""Compiles the translations that changed, and names what is not translated; needs no gettext.

Run as: python -m kim.messages compiles, --collect brings the catalogues up to date with the program's sentences,
--check names what is missing.
"""

import ast
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).parent.parent
LOCALES = Path(__file__).parent / "locale"
PACKAGES = ("kim", "workflows", "indicators", "casemanagement", "permissions")

# One sentence, or singular and plural.
Sentence = tuple[str, ...]

# How many of the first arguments are sentences.
MARKS = {"_": 1, "gettext": 1, "gettext_lazy": 1, "gettext_noop": 1, "ngettext": 2, "ngettext_lazy": 2}
LITERAL = r"u?(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')"
IN_TEMPLATES = re.compile(rf"\bngettext\({LITERAL}, {LITERAL}, count\)|\b(?:gettext|_)\({LITERAL}\)")


def catalogues() -> Iterator[Path]:
    """Every translation of the product."""
    return LOCALES.glob("*/LC_MESSAGES/*.po")


def compile_changed() -> None:
    """Compile what is older than its source."""
    for source in catalogues():
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            # Two processes may begin at once: each writes its own, and the name appears with the whole file.
            fresh = compiled.with_suffix(f".{os.getpid()}.mo")
            polib.pofile(str(source)).save_as_mofile(str(fresh))
            fresh.replace(compiled)


def sentences() -> dict[Sentence, set[str]]:
    """Every sentence of the program that can be translated, and the files it stands in."""
    found: dict[Sentence, set[str]] = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            _note(found, path, of_python(path.read_text(encoding="utf-8")))
    for path in sorted((ROOT / "templates").rglob("*.*")):
        _note(found, path, of_template(path.read_text(encoding="utf-8")))
    return found


def _note(found: dict[Sentence, set[str]], path: Path, sentences_of_file: Iterator[Sentence]) -> None:
    for sentence in sentences_of_file:
        found.setdefault(sentence, set()).add(str(path.relative_to(ROOT)))


def of_python(source: str) -> Iterator[Sentence]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        marked = node.args[: MARKS.get(node.func.id, 0)]
        texts = [one.value for one in marked if isinstance(one, ast.Constant)]
        sentence = tuple(text for text in texts if isinstance(text, str) and text)
        if sentence:
            yield sentence


def of_template(source: str) -> Iterator[Sentence]:
    for match in IN_TEMPLATES.finditer(templatize(source)):
        yield tuple(ast.literal_eval(literal) for literal in match.groups() if literal)


def collect() -> None:
    """Add to each catalogue what is new, and take out what the program no longer says."""
    wanted = sentences()
    for source in catalogues():
        catalogue = polib.pofile(str(source), wrapwidth=110)
        for entry in [one for one in catalogue if _said(one) not in wanted]:
            catalogue.remove(entry)
        known = {_said(entry) for entry in catalogue}
        catalogue.extend(_entry(sentence) for sentence in wanted if sentence not in known)
        for entry in catalogue:
            entry.occurrences = [(path, "") for path in sorted(wanted[_said(entry)])]
        catalogue.sort(key=lambda entry: entry.occurrences)
        catalogue.save()


def _said(entry: polib.POEntry) -> Sentence:
    return (entry.msgid, entry.msgid_plural) if entry.msgid_plural else (entry.msgid,)


def _entry(sentence: Sentence) -> polib.POEntry:
    flags = ["python-format"] if "%(" in sentence[0] else []
    if len(sentence) == 1:
        return polib.POEntry(msgid=sentence[0], flags=flags)
    singular, plural = sentence
    return polib.POEntry(msgid=singular, msgid_plural=plural, msgstr_plural={0: "", 1: ""}, flags=flags)


def gaps() -> Iterator[str]:
    """One line for each sentence that has no translation, an uncertain one, or one that nobody says."""
    wanted = sentences()
    for source in catalogues():
        catalogue = polib.pofile(str(source))
        name = source.relative_to(ROOT)
        for entry in [*catalogue.untranslated_entries(), *catalogue.fuzzy_entries()]:
            yield f"{name}:{entry.linenum}: {entry.msgid!r} is not translated"
        known = {_said(entry) for entry in catalogue}
        for sentence in wanted.keys() - known:
            yield f"{min(wanted[sentence])}: {sentence[0]!r} is missing in {name}"
        for sentence in known - wanted.keys():
            yield f"{name}: {sentence[0]!r} is no longer said"


def main() -> int:
    """Do what is asked for: compile, collect or check."""
    if "--collect" in sys.argv:
        collect()
    if "--check" not in sys.argv:
        compile_changed()
        return 0
    found = list(gaps())
    for line in found:
        sys.stderr.write(f"{line}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
