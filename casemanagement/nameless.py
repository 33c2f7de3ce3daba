# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finds in a text what would tell whose case it is: names, days, numbers and addresses of this case's people.

Names are found in any spelling (casemanagement.spelling), as far as the case knows them; what it does not
know, nobody can find here. What is found is said to whoever typed it, word by word, and stored nowhere.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casemanagement.models import (
    ClientIdentity,
    ClientSituation,
    HouseholdPerson,
    ProtectedAddress,
    Representative,
)
from casemanagement.spelling import is_same_name, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casemanagement.models import Case

SHORTEST_NUMBER = 5
SHORTEST_STREET = 4
_CENTURY = 100
MOST_SAID = 6  # passages in one sentence
_MONTHS = "januar februar märz april mai juni juli august september oktober november dezember"
_MONTHS_SHORT = "jan feb mrz apr mai jun jul aug sep okt nov dez"
_MONTH = {name: number for names in (_MONTHS, _MONTHS_SHORT) for number, name in enumerate(names.split(), 1)}
_WORD = re.compile(r"[^\W_]+(?:['’`´-][^\W_]+)*")
_DATES = re.compile(
    r"(?P<day>\d{1,2})\s?[./-]\s?(?P<month>\d{1,2})\s?[./-]\s?(?P<year>\d{4}|\d{2})\b"
    r"|(?P<iso_year>\d{4})-(?P<iso_month>\d{1,2})-(?P<iso_day>\d{1,2})"
    r"|(?P<word_day>\d{1,2})\.?\s+(?P<word_month>[A-Za-zäÄ]{3,9})\.?\s+(?P<word_year>\d{4}|\d{2})\b"
)
_NUMBERS = re.compile(r"\+?\d[\d\s/().-]{3,}\d")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
# Of letters and digits; without a digit only as it is printed, or „KIM Kontakt“ would be one.
_CASE_NUMBER = re.compile(r"\b(?:KIM-[A-Z0-9]{6}|(?i:KIM[ -]?(?=[a-z]*\d)[a-z0-9]{6}))\b")
_BORN = re.compile(r"\b(?:geb\.?|geboren)\s+(?:am\s+)?(?P<day>\d[\d./ -]+\d)", re.IGNORECASE)
_HOUSE = re.compile(
    r"\b[^\W\d_]+(?:straße|strasse|str\.|weg|allee|gasse|platz|ring)\s+\d+\s?[a-z]?\b", re.IGNORECASE
)
_STREET_END = re.compile(r"(?:strasse|str)$")


@dataclass(frozen=True)
class Trace:
    """What kind of thing was found, and the passage as it was typed."""

    what: str
    passage: str

    def __str__(self) -> str:
        return f"{self.what} („{self.passage}“)"


def require(case: Case, text: str, field: str) -> None:
    """Refuse a text that names the client or somebody of the household; runs where the identity is open."""
    refuse({field: [*traces(case, text), *general_traces(text)]})


def require_general(text: str, field: str) -> None:
    """Refuse what looks like a person wherever it comes from; for texts whose case is unknown here."""
    refuse({field: list(general_traces(text))})


def refuse(found: dict[str, list[Trace]]) -> None:
    """Say at each field what stands there; nothing is stored as long as there is anything."""
    problems = {field: _sentence(traces) for field, traces in found.items() if traces}
    if problems:
        raise ValidationError(problems)


def traces(case: Case, text: str) -> Iterator[Trace]:
    """What the file of this case knows and the text says."""
    yield from _names(case, text)
    yield from _days_of(case, text)
    yield from _ways_to_reach(case, text)


def general_traces(text: str) -> Iterator[Trace]:
    """What gives a person away whoever it is: a case number, a day of birth, an address, a telephone number."""
    for pattern, what in (
        (_CASE_NUMBER, _("die Fallnummer")),
        (_BORN, _("ein Geburtsdatum")),
        (_HOUSE, _("eine Anschrift")),
        (_MAIL, _("eine E-Mail-Adresse")),
    ):
        yield from (Trace(what, found.group().strip()) for found in pattern.finditer(text))
    for found in _NUMBERS.finditer(text):
        if found.group().startswith(("0", "+")) and not _DATES.search(found.group()):
            yield Trace(_("eine Telefonnummer"), found.group().strip())


def _sentence(traces: list[Trace]) -> str:
    said = list(dict.fromkeys(str(one) for one in traces))
    return _("Bitte ohne Angaben, an denen die Person zu erkennen ist. Gefunden: %(what)s.") % {
        "what": ", ".join(said[:MOST_SAID])
    }


def _names(case: Case, text: str) -> Iterator[Trace]:
    names = _words_of(" ".join(_people(case)))
    for typed in _typed_words(text):
        if any(is_same_name(typed, name) for name in names):
            yield Trace(_("ein Name"), typed)


def _people(case: Case) -> Iterator[str]:
    for model in (ClientIdentity, HouseholdPerson):
        for person in model.objects.filter(case=case):
            yield from (person.given_name, person.family_name)
    for speaker in Representative.objects.filter(case=case):
        yield speaker.name


def _words_of(names: str) -> set[str]:
    """Each word, each part of a double name, and what two words are together: „Abd el Rahman“."""
    words = [part for word in _WORD.findall(names) for part in re.split(r"['’`´-]", word)]
    return {*words, *("".join(pair) for pair in pairwise(words))}


def _typed_words(text: str) -> Iterator[str]:
    """The words of the text, and the parts of joined ones."""
    for word in _WORD.findall(text):
        yield word
        yield from (part for part in re.split(r"['’`´-]", word) if part != word)


def _days_of(case: Case, text: str) -> Iterator[Trace]:
    known = dict(_known_days(case))
    for passage, said in _days(text):
        yield from (Trace(what, passage) for day, what in known.items() if day and _is_said(day, said))


def _known_days(case: Case) -> Iterator[tuple[dt.date | None, str]]:
    for situation in ClientSituation.objects.filter(case=case):
        yield situation.entry_on, _("der Tag der Einreise")
        yield situation.residence_valid_until, _("das Ende des Aufenthaltstitels")
    for model in (ClientIdentity, HouseholdPerson):
        for person in model.objects.filter(case=case):
            yield person.birth_date, _("ein Geburtsdatum")


def _ways_to_reach(case: Case, text: str) -> Iterator[Trace]:
    for identity in ClientIdentity.objects.filter(case=case):
        yield from _numbers_of(identity.phone, text)
        if identity.email and identity.email.casefold() in text.casefold():
            yield Trace(_("eine E-Mail-Adresse"), identity.email)
    for street in _streets(case):
        if passage := _street_in(street, text):
            yield Trace(_("eine Anschrift"), passage)
    if found := re.search(_loose(case.number), text, re.IGNORECASE):
        yield Trace(_("die Fallnummer"), found.group())


def _numbers_of(phone: str, text: str) -> Iterator[Trace]:
    number = _digits(phone)
    if len(number) >= SHORTEST_NUMBER:
        said = (found for found in _NUMBERS.findall(text) if _digits(found).endswith(number))
        yield from (Trace(_("eine Telefonnummer"), found.strip()) for found in said)


def _loose(number: str) -> str:
    """The number however it is written: KIM-048213, kim 048213, 048213."""
    head, dash, tail = number.partition("-")
    return rf"(?:{re.escape(head)}[\s-]?)?{re.escape(tail)}" if dash else re.escape(number)


def _streets(case: Case) -> list[str]:
    """Also one that is protected: nobody who writes the text need know that it stands here."""
    known = [row.street for row in ClientIdentity.objects.filter(case=case)]
    return [*known, *(row.address for row in ProtectedAddress.objects.filter(case=case))]


def _street_in(address: str, text: str) -> str:
    """The words of the street, one after the other, with or without the number of the house."""
    street = [
        _short(word) for word in _WORD.findall(address.split(",", maxsplit=1)[0]) if not word[0].isdigit()
    ]
    typed = [(word, _short(word)) for word in _WORD.findall(text)]
    if len("".join(street)) < SHORTEST_STREET:
        return ""
    for start in range(len(typed) - len(street) + 1):
        if [short for _word, short in typed[start : start + len(street)]] == street:
            return " ".join(word for word, _short in typed[start : start + len(street)])
    return ""


def _short(word: str) -> str:
    """„Hauptstraße“, „Hauptstrasse“ and „Hauptstr.“ are one street."""
    spelled = max(plain(word), default="", key=len)
    return _STREET_END.sub("str", spelled)


def _days(text: str) -> Iterator[tuple[str, tuple[int, int, int]]]:
    """The passage with day, month and year as they are written; a year of two digits stays one."""
    for found in _DATES.finditer(text):
        part = found.groupdict()
        if part["day"]:
            yield found.group(), (int(part["day"]), int(part["month"]), int(part["year"]))
        elif part["iso_day"]:
            yield found.group(), (int(part["iso_day"]), int(part["iso_month"]), int(part["iso_year"]))
        elif month := _MONTH.get(part["word_month"].casefold()):
            yield found.group(), (int(part["word_day"]), month, int(part["word_year"]))


def _is_said(day: dt.date, said: tuple[int, int, int]) -> bool:
    return said in {(day.day, day.month, day.year), (day.day, day.month, day.year % _CENTURY)}


def _digits(number: str) -> str:
    """Without the country and the zero in front: both ways of writing are one number."""
    digits = re.sub(r"\D", "", number)
    return digits.removeprefix("0049").removeprefix("49").lstrip("0") if digits else ""
