# SPDX-License-Identifier: AGPL-3.0-or-later
"""The fixed words of the printed Hilfeplan in the languages in which consents are read: German, and one beside it."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from casemanagement import consent_texts
from casemanagement.consent_texts import GERMAN, ConsentText

FOLDER = Path(__file__).parent / "plan_languages"


def words(language: str) -> Mapping[str, Any]:
    """The words in a language; unknown ones are answered in German."""
    known = _read()
    return known.get(language, known[GERMAN])


def languages() -> tuple[str, ...]:
    """German first."""
    return (GERMAN, *sorted(code for code in _read() if code != GERMAN))


def choices() -> list[tuple[str, str]]:
    """For a list on a form, named as the consents name them."""
    return [(code, name) for code, name in consent_texts.choices() if code in _read()]


def is_reviewed(language: str) -> bool:
    """Whether somebody sworn has checked the translation; the German words need none."""
    return language == GERMAN or bool(words(language)["reviewed_by"])


def spoken_text(language: str) -> ConsentText:
    """What the consents already say in this language: names of the people, place and signature."""
    return consent_texts.text(language)


@cache
def _read() -> dict[str, Mapping[str, Any]]:
    found = (tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml")))
    return {str(one["language"]): one for one in found}
