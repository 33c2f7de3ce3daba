# SPDX-License-Identifier: AGPL-3.0-or-later
"""Free words that once lay in the clear: sealed in a column beside the old one, which is emptied as they are written.

While an older program runs beside this one it goes on reading and writing the old column. So the sealed column is
empty (NULL) until somebody of the new program wrote it, and then a trigger of the database empties the old one;
what the older program writes counts again. `manage.py rotate_keys` seals what nobody touches.
"""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.functional import Promise

from casemanagement.fields import COLUMN, EncryptedTextField
from casemanagement.sentences import Translated, shown, stored

# How words begin that were read from the old column; a key is never called like that.
CLEAR = "="

if TYPE_CHECKING:
    CharBase = models.CharField[str, str]
else:
    CharBase = models.CharField


class PlainWords(CharBase):
    """The old column of sealed words: read where nothing is sealed yet, written by older programs alone."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options | {"blank": True, "default": "", "editable": False})

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        for fixed in ("blank", "default", "editable"):
            options.pop(fixed, None)
        return name, path, args, options


class SealedTextField(EncryptedTextField):
    """Text in the column `<name>_sealed`, with the column `<name>` as what it was before."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options | {"null": True})

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        del options["null"]
        return name, path, args, options

    def contribute_to_class(self, cls: type[models.Model], name: str, *args: Any, **kwargs: Any) -> None:
        self.db_column = self.db_column or f"{name}_sealed"
        super().contribute_to_class(cls, name, *args, **kwargs)
        # In a migration the old column comes by its own operation.
        if cls.__module__ != "__fake__":
            cls.add_to_class(f"{name}_plain", PlainWords(max_length=self.max_length, db_column=name))

    @cached_property
    def validators(self) -> list[Any]:
        return [*super().validators, MaxLengthValidator(self.max_length or 0)]

    def get_default(self) -> str:
        """A new row has no words; an old one has none that are sealed, so the column itself has no default."""
        return ""

    def sealed(self, value: Any, row: str | None) -> Any:
        return super().sealed(value or "", row)

    def opened(self, stored: str, row: str | None) -> str:
        return stored[len(CLEAR) :] if stored.startswith(CLEAR) else super().opened(stored, row)

    def as_stored(self, table: str) -> str:
        """The words of a row as SQL: the sealed ones, else those that lie in the clear."""
        return f"""COALESCE({table}."{self.column}", '{CLEAR}' || {table}."{self.name}")"""

    def _together(self, row: str, sql: str) -> str:
        found = COLUMN.fullmatch(sql)
        # A row that an outer join did not find has no words either.
        return f"{row} || {self.as_stored(found[1])}" if found else super()._together(row, sql)


class SealedSentenceField(SealedTextField):
    """A title that the program gave is translated; one that a person wrote stays as it is."""

    def sealed(self, value: Any, row: str | None) -> Any:
        return super().sealed(source(value), row)

    def opened(self, stored: str, row: str | None) -> str:
        words = super().opened(stored, row)
        return shown(words) if words else words


def source(words: Any) -> str:
    """A sentence as it is stored, whatever language it was read in."""
    if isinstance(words, Translated):
        return words.source
    return stored(words) if isinstance(words, Promise) else str(words or "")
