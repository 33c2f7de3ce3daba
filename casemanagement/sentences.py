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


def stored(sentence: str | Promise) -> str:
    """The sentence as it is stored, whatever language the acting person reads."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(sentence)


class Translated(str):
    """A sentence in the reader's language that remembers how it is stored."""

    __slots__ = ("source",)
    source: str


class SentenceField(CharBase):
    """A title that the program gave is translated; one that a person wrote stays as it is."""

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str | None:
        if not value:
            return value
        shown = Translated(gettext(value))
        shown.source = value
        return shown

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Translated):
            return value.source
        return stored(value) if isinstance(value, Promise) else super().get_prep_value(value)
