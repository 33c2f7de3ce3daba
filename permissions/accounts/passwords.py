# SPDX-License-Identifier: AGPL-3.0-or-later
"""Refuses passwords that are guessed first: common ones, however they were stretched, and words of this place."""

import re

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# What somebody here would think of first.
_WORDS = """
kim bielefeld ostwestfalen lippe teutoburg sparrenburg arminia integration integrationsmanagement
fallmanagement fallmanager casemanagement sozialamt stadt rathaus verwaltung awo drk rege caritas
diakonie migration beratung passwort kennwort willkommen sommer winter fruehling herbst montag
dienstag mittwoch donnerstag freitag januar februar maerz april juni juli august september oktober
november dezember
"""
LOCAL = frozenset(_WORDS.split())
MOST_WORDS, MOST_BESIDE = 2, 3  # two such words, and three more signs, are no password
_LONGEST, _SHORTEST, _LOOKED_AT = 24, 3, 100
_LEET = str.maketrans("4@310!$57", "aaeioisst")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_YEAR = re.compile(r"(?=(19|20)\d\d)")


class StretchedPasswordValidator(CommonPasswordValidator):
    """Common passwords are short; whoever must type twelve signs doubles them or adds a year. That is guessed, too."""

    def validate(self, password: str, user: object = None) -> None:
        names = f"{getattr(user, 'username', '')} {getattr(user, 'display_name', '')}"
        known = LOCAL | set(re.split(r"[^a-z]+", _plain(names)))
        plain, words = _plain(password[:_LOOKED_AT]), known | self.passwords
        years = {found.start() + 4 for found in _YEAR.finditer(plain)}
        # As it was typed, and with digits in the place of letters.
        for text in (plain, plain.translate(_LEET)):
            if least_beside(text, words, years) <= MOST_BESIDE:
                raise ValidationError(
                    _(
                        "Dieses Passwort ist zu leicht zu erraten. Nehmen Sie mehrere Wörter,"
                        " die nichts miteinander zu tun haben."
                    ),
                    code="password_too_common",
                )

    def get_help_text(self) -> str:
        return _("Kein verbreitetes Passwort, auch nicht verlängert; nicht nur Ort, Amt, Name oder Jahr.")


def least_beside(text: str, words: set[str] | frozenset[str], years: set[int]) -> int:
    """How many signs are left beside the best two known words.

    Runs (aaaa, 1234), punctuation, and years, of which the ends are given, count nothing.
    """
    least = [[0] * (MOST_WORDS + 1)]
    for end in range(1, len(text) + 1):
        sign = _counts(text, end - 1)
        row = [number + sign for number in least[-1]]
        if end in years:
            row = [min(pair) for pair in zip(row, least[end - 4], strict=True)]
        for start in range(max(0, end - _LONGEST), end - _SHORTEST + 1):
            if text[start:end] in words:
                for number in range(MOST_WORDS):
                    row[number + 1] = min(row[number + 1], least[start][number])
        least.append(row)
    return min(least[-1])


def _counts(text: str, place: int) -> bool:
    """Whether this sign is one to guess: no punctuation, and not just the next of a run."""
    goes_on = place > 0 and abs(ord(text[place]) - ord(text[place - 1])) <= 1
    return text[place].isalnum() and not goes_on


def _plain(text: str) -> str:
    return text.lower().translate(_UMLAUTS)
