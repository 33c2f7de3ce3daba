# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sentences of the program that lie in the database: stored in German, read in the reader's language."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext

if TYPE_CHECKING:
    CharBase = models.CharField[str, str]
else:
    CharBase = models.CharField


# Sentences that the program says in other words today; rows that hold the old ones are read as the new.
RENAMED = {
    **{
        f"Aufenthaltstitel läuft in {days} Tagen ab": f"Ablauf des Aufenthaltstitels klären ({days} Tage vorher)"
        for days in (90, 60, 30, 14)
    },
    **{
        f"Schutz der Anschrift endet in {days} Tagen": f"Ende des Anschriftenschutzes klären ({days} Tage vorher)"
        for days in (60, 30)
    },
    "Einwilligung läuft in 30 Tagen ab": "Ablauf der Einwilligung klären",
}


def stored(sentence: str | Promise) -> str:
    """The sentence as it is stored, whatever language the acting person reads."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(sentence)


class Translated(str):
    """A sentence in the reader's language that remembers how it is stored."""

    __slots__ = ("source",)
    source: str


def shown(words: str) -> Translated:
    """What lies in the database, in the reader's language."""
    sentence = Translated(gettext(RENAMED.get(words, words)))
    sentence.source = words
    return sentence


class SentenceField(CharBase):
    """A title that the program gave is translated; one that a person wrote stays as it is."""

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str | None:
        return shown(value) if value else value

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Translated):
            return value.source
        return stored(value) if isinstance(value, Promise) else super().get_prep_value(value)
