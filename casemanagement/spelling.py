# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether two words may be the same name: in another alphabet, another transliteration, another inflection."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING

from anyascii import anyascii

from casemanagement.blind_index import GERMAN

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST_NAME = 3  # "Li" stands in too many words of a sentence
SHORTEST_HEARD = 4
# So alike must two spellings of one sound be: Muhammad and Mohammed are, Halaf and Hilfe are not.
ALIKE, ALIKE_SHORT = 0.6, 0.75
LONG_SOUND, LEAST_SOUND, LONG_WORD = 3, 2, 5
# One sound, several habits of writing it; longer spellings first. A German ch is a breath, an English one is not.
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("dsch|dzh|dj", "j"),
        ("tsch|tch", "c"),
        ("sch|sh|sz", "s"),
        ("kh", "h"),
        ("ck|q", "k"),
        ("gh", "g"),
        ("ph", "f"),
        ("th|dt", "t"),
        ("dh", "d"),
        ("tz|ts|zh|z", "s"),
        ("x", "ks"),
        ("w", "v"),
    )
]
_VOWELS = re.compile(r"[aeiouy]+")
_DOUBLED = re.compile(r"(.)\1+")
# Words that no such text can do without; they count as a name only if they are spelled like it.
EVERYDAY = frozenset(
    re.findall(
        r"\w+",
        """aber abends alle alles alt amt anbieter andere angebot angebote antrag arbeit arzt auch ausweis bedarf beim
    beratung bescheid bewerbung bezirk bitte braucht bus dann dass deutsch dies diese dort drei eine einen einer
    eltern erst erste fahrt fall familie fehlt fehlen fest frau frauen frist ganz geht geld gericht grund gruppe
    haben haus heim helfen herr hier hilfe hilft ihre ihren immer jahr jahre jeder jetzt jugend kann kein keine
    kind kinder kita klar klasse kommt kosten kram krank kurs kurse kurz lage land lange leben lehrer lernen mann
    mehr meist miete mieten mitte monat monate muss mutter nach nachts nicht noch ohne ort pass pause person platz
    plus praxis problem raum recht reise sache schon schule sechs sehr seit seine selbst sich sind soll sprache
    stadt stelle stunde suche tage teil termin test tisch unter verein viel viele vier voll warte warten weil weit
    wenig wenn werden wieder wird woche wochen wohnen wohnung zahl zeit zentrum ziel zimmer zwei""",
    )
)


def is_same_name(word: str, name: str) -> bool:
    """Exactly, with a German ending, or by its sound."""
    mine, theirs = plain(word), {one for one in plain(name) if len(one) >= SHORTEST_NAME}
    if mine & inflected(theirs):
        return True
    return not mine & EVERYDAY and any(_sound_alike(one, other) for one in mine for other in theirs)


def inflected(spellings: Iterable[str]) -> set[str]:
    """„Aminas Kurs“ names Amina."""
    return {f"{one}{end}" for one in spellings for end in ("", "s", "es")}


@lru_cache(maxsize=4096)
def plain(word: str) -> frozenset[str]:
    """The word in plain letters: `Müller` is mueller to Germans and muller to others."""
    folded = (anyascii(text).casefold() for text in (word.translate(GERMAN), word))
    return frozenset(re.sub(r"[^a-z0-9]", "", text) for text in folded) - {""}


@lru_cache(maxsize=4096)
def sounds(spelling: str) -> frozenset[str]:
    """Its consonants, and whether it begins with a vowel; two where a spelling is read in two ways."""
    return frozenset(_consonants(spelling, ch) for ch in ("h", "c"))


def _consonants(text: str, ch: str) -> str:
    for pattern, heard in _SOUNDS:
        text = pattern.sub(heard, text)
    text = _DOUBLED.sub(r"\1", text.replace("ch", ch))
    head, rest = text[:1], text[1:]
    first = "*" if head in "aeiou" else "j" if head == "y" else head
    # Within a word an h is breath, and who writes it differs.
    return first + _VOWELS.sub("", rest).replace("h", "")


def _sound_alike(mine: str, theirs: str) -> bool:
    heard = sounds(mine) & sounds(theirs)
    if min(len(mine), len(theirs)) < SHORTEST_HEARD or not heard:
        return False
    longest = max(map(len, heard))
    alike = SequenceMatcher(None, mine, theirs).ratio()
    if longest >= LONG_SOUND:
        return alike >= ALIKE
    return longest == LEAST_SOUND and len(theirs) >= LONG_WORD and alike >= ALIKE_SHORT
