# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a client is told before she agrees: texts per version and language, kept word by word.

A version is a folder of casemanagement/consents. Once a text was used it is not changed any more: SHA256SUMS
holds every one, and a system check compares. A new text is a new folder. Only `reviewed_by` (the sworn translator who
checked a translation) may be filled in later; it is no part of the sum.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

FOLDER = Path(__file__).parent / "consents"
CURRENT = "2026-2"
GERMAN = "de"
# What case managers call the languages of the texts, the first name as it stands in a list.
SPOKEN_NAMES = {
    "ar": (_("Arabisch"),),
    "bg": (_("Bulgarisch"),),
    "en": (_("Englisch"),),
    "fa": (_("Dari"), "Farsi", "Persisch"),
    "fr": (_("Französisch"),),
    "ku": (_("Kurmandschi"), "Kurdisch"),
    "ro": (_("Rumänisch"),),
    "ru": (_("Russisch"),),
    "ti": (_("Tigrinya"),),
    "tr": (_("Türkisch"),),
    "uk": (_("Ukrainisch"),),
}
# To whom a client complains; the same in every language.
SUPERVISORY_AUTHORITY = (
    "Landesbeauftragte für Datenschutz und Informationsfreiheit Nordrhein-Westfalen (LDI NRW), "
    "Kavalleriestraße 2–4, 40213 Düsseldorf, www.ldi.nrw.de"
)


@dataclass(frozen=True)
class ConsentText:
    """One version in one language."""

    version: str
    words: Mapping[str, Any]

    @property
    def language(self) -> str:
        return str(self.words["language"])

    @property
    def name(self) -> str:
        """The language, as its speakers write it."""
        return str(self.words["name"])

    @property
    def is_right_to_left(self) -> bool:
        return str(self.words["script"]) == "arabic"

    @property
    def is_reviewed(self) -> bool:
        """Whether somebody sworn has checked the translation; the German text needs none."""
        return self.language == GERMAN or bool(self.words["reviewed_by"])

    @property
    def sha256(self) -> str:
        """Of every word, and of the German text that stands beside it."""
        shown = [_unsigned(self.words)]
        if self.language != GERMAN:
            shown.append(_unsigned(text(GERMAN, self.version).words))
        return hashlib.sha256(json.dumps(shown, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def kind(self, code: str) -> Mapping[str, str]:
        """Title and explanation of one consent."""
        found: Mapping[str, str] = self.words["kinds"][code]
        return found


def text(language: str, version: str = CURRENT) -> ConsentText:
    """The words in a language; unknown ones are answered in German."""
    known = _read(version)
    return known.get(language, known[GERMAN])


def languages(version: str = CURRENT) -> list[ConsentText]:
    """German first, the others by their names."""
    rest = [found for found in _read(version).values() if found.language != GERMAN]
    return [text(GERMAN, version), *sorted(rest, key=lambda found: found.name)]


def choices() -> list[tuple[str, str]]:
    """For a list on a form: who asks may not read the script in which the language names itself."""
    return [(found.language, _called(found)) for found in languages()]


def spoken(names: list[str]) -> str:
    """The first of these languages in which there is a text; German where there is none."""
    known = {name.casefold(): code for code, called in SPOKEN_NAMES.items() for name in called}
    return next((known[name.casefold()] for name in names if name.casefold() in known), GERMAN)


def _called(found: ConsentText) -> str:
    called = SPOKEN_NAMES.get(found.language)
    return f"{gettext(called[0])} · {found.name}" if called else found.name


@cache
def _read(version: str) -> dict[str, ConsentText]:
    folder = FOLDER / version
    found = (ConsentText(version, tomllib.loads(path.read_text())) for path in sorted(folder.glob("*.toml")))
    return {one.language: one for one in found}


def _unsigned(words: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in words.items() if key != "reviewed_by"}


@register()
def released_texts_are_unchanged(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A consent says which words were agreed to; those words must still be the same."""
    errors: list[CheckMessage] = []
    for sums in sorted(FOLDER.glob("*/SHA256SUMS")):
        for line in sums.read_text().splitlines():
            expected, language = line.split()
            found = _read(sums.parent.name).get(language)
            if found is None or found.sha256 != expected:
                errors.append(
                    Error(
                        f"The consent text {sums.parent.name}/{language} was changed after its release.",
                        hint="Put it back, and write the new text as a new version.",
                        id="casemanagement.E002",
                    )
                )
    return errors
