# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which characters the fonts can print; one they cannot would otherwise stop the whole paper."""

import unicodedata
from functools import cache
from pathlib import Path

LIST = Path(__file__).parent / "fonts" / "characters.txt"
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
JOINERS = {"\u200d", "\ufe0e", "\ufe0f"}  # they glue emoji together and mean nothing without them


def printable(text: str) -> str:
    """The same text, with a visible mark for each character no font has."""
    known = _known()
    normal = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
    kept = (char for char in normal if char not in JOINERS)
    marked = "".join(char if char in known or char == "\n" else REPLACEMENT for char in kept)
    return _once(marked)


@cache
def _known() -> frozenset[str]:
    found: set[str] = set()
    for line in LIST.read_text().split():
        first, _, last = line.partition("-")
        found.update(chr(code) for code in range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(found)


def _once(text: str) -> str:
    # A flag or a family is several characters for one picture: one mark is enough.
    while REPLACEMENT * 2 in text:
        text = text.replace(REPLACEMENT * 2, REPLACEMENT)
    return text
