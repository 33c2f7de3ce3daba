# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fields whose content the database never sees in the clear, and whose values fit their own row alone.

What binds a value to its row is a random seal, made in Python before the row has an id, and the case.
A model with such a field has the column `seal` by itself. Reading asks the database for seal and case
together with the value, so values(), joins and deferred fields are read like everything else.
"""

import datetime as dt
import json
import re
import uuid
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from casemanagement.sealing import Unreadable, decrypt, decrypt_text, encrypt, encrypt_text

__all__ = [
    "ENCRYPTED",
    "EncryptedBinaryField",
    "EncryptedDateField",
    "EncryptedJSONField",
    "EncryptedTextField",
    "SealField",
    "Unreadable",
]

SEAL = "seal"
CASE = "case"
COLUMN = re.compile(r'("[^"]+")\.("[^"]+")')

if TYPE_CHECKING:
    Base = models.Field[Any, Any]
    TextBase = models.TextField[str, str]
    DateBase = models.DateField[dt.date | None, dt.date | None]
    JSONBase = models.JSONField[Any, Any]
    BinaryBase = models.BinaryField[Any, bytes]
    SealBase = models.UUIDField[uuid.UUID | None, uuid.UUID | None]
else:
    Base = object
    TextBase, DateBase, JSONBase = models.TextField, models.DateField, models.JSONField
    BinaryBase, SealBase = models.BinaryField, models.UUIDField


class SealField(SealBase):
    """What the encrypted values of a row are bound to; empty in rows that are older than it.

    It is made when the row is first saved and has no default: a migration would give all rows the same.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"null": True, "blank": True, "editable": False})

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        for fixed in ("null", "blank", "editable"):
            del options[fixed]
        return name, path, args, options

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        return _seal_of(model_instance, add=add)


def new_seal() -> uuid.UUID:
    return uuid.uuid4()


def _seal_of(instance: Any, *, add: bool) -> uuid.UUID | None:
    """The seal of a row; a new row gets one, whichever of its fields is written first."""
    if add and instance.seal is None:
        instance.seal = new_seal()
    seal: uuid.UUID | None = instance.seal
    return seal


class Sealed(str):
    """Text that is encrypted already, for its row."""

    __slots__ = ()


class SealedBytes(bytes):
    """The same for bytes."""

    __slots__ = ()


class Encrypted(Base):
    """What all encrypted fields do alike."""

    def contribute_to_class(self, cls: type[models.Model], name: str, *args: Any, **kwargs: Any) -> None:
        super().contribute_to_class(cls, name, *args, **kwargs)
        # In a migration the column comes by its own operation.
        if SEAL not in cls.__dict__ and cls.__module__ != "__fake__":
            cls.add_to_class(SEAL, SealField())

    @cached_property
    def place(self) -> str:
        """The column, as values are bound to it."""
        return f"{self.model._meta.label_lower}.{self.name}"

    @cached_property
    def is_bound(self) -> bool:
        """Whether the model has a seal; in a migration that is older than it, none has."""
        return any(field.name == SEAL for field in self.model._meta.local_fields)

    @cached_property
    def of_case(self) -> bool:
        return any(field.name == CASE for field in self.model._meta.local_fields)

    def row_of(self, instance: models.Model, *, add: bool) -> str | None:
        """What the values of this row are bound to; an older row without a seal stays without."""
        if not self.is_bound:
            return None
        seal = _seal_of(instance, add=add)
        return row_name(seal, getattr(instance, f"{CASE}_id") if self.of_case else None) if seal else None

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        return self.sealed(super().pre_save(model_instance, add), self.row_of(model_instance, add=add))

    def sealed(self, value: Any, row: str | None) -> Any:
        """The value as it is stored in this row; nothing stays nothing."""
        raise NotImplementedError

    def opened(self, stored: Any, row: str | None) -> Any:
        """The value that was stored."""
        raise NotImplementedError

    def get_prep_value(self, value: Any) -> Any:
        """Only a row can be written: an update over many rows or a comparison knows none."""
        if isinstance(value, (Sealed, SealedBytes)):
            return value
        if value in (None, "", b""):
            return value
        raise TypeError(
            f"{self.place}: encrypted values are written row by row, with save() or bulk_create()"
        )

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        return value if prepared else self.get_prep_value(value)

    def get_lookup(self, lookup: str) -> Any:
        """Refuse to compare: the same text is stored differently each time."""
        return super().get_lookup(lookup) if lookup == "isnull" else None

    def select_format(self, compiler: Any, sql: str, params: Any) -> tuple[str, Any]:
        """Ask for the column together with what its values are bound to."""
        found = COLUMN.fullmatch(sql)
        if found is None or not self.is_bound:
            return sql, params
        table = found[1]
        case = f"""COALESCE({table}."{CASE}_id"::text, '')""" if self.of_case else "''"
        return self._together(
            f"""COALESCE({table}."{SEAL}"::text, '') || '|' || {case} || '|'""", sql
        ), params

    def _together(self, row: str, sql: str) -> str:
        return f"{row} || {sql}"

    def from_db_value(self, value: Any, expression: object, connection: BaseDatabaseWrapper) -> Any:
        if value is None:
            return None
        if not self.is_bound:
            return self.opened(value, None)
        seal, case, stored = self._parted(value)
        return self.opened(stored, row_name(seal, case) if seal else None)

    def _parted(self, value: Any) -> tuple[str, str, Any]:
        seal, case, stored = value.split("|", 2)
        return seal, case, stored


def row_name(seal: object, case_id: object) -> str:
    """What a row is called among the associated data of its values."""
    return f"{seal}|{'' if case_id is None else case_id}"


class EncryptedTextField(Encrypted, TextBase):
    """Text that only the program can read. An empty text stays empty."""

    def sealed(self, value: Any, row: str | None) -> Any:
        text = self.to_python(value)
        return Sealed(encrypt_text(text, self.place, row)) if text else text

    def opened(self, stored: str, row: str | None) -> str:
        return decrypt_text(stored, self.place, row) if stored else stored


class EncryptedDateField(Encrypted, DateBase):
    """A date stored as encrypted text."""

    def get_internal_type(self) -> str:
        return "TextField"

    def sealed(self, value: Any, row: str | None) -> Any:
        day = self.to_python(value)
        return Sealed(encrypt_text(day.isoformat(), self.place, row)) if day else None

    def opened(self, stored: str, row: str | None) -> dt.date | None:
        return dt.date.fromisoformat(decrypt_text(stored, self.place, row)) if stored else None


class EncryptedJSONField(Encrypted, JSONBase):
    """A small structure stored as encrypted text."""

    def get_internal_type(self) -> str:
        return "TextField"

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "text"

    def sealed(self, value: Any, row: str | None) -> Any:
        return None if value is None else Sealed(encrypt_text(json.dumps(value), self.place, row))

    def opened(self, stored: str, row: str | None) -> Any:
        return json.loads(decrypt_text(stored, self.place, row)) if stored else None


class EncryptedBinaryField(Encrypted, BinaryBase):
    """The bytes of a paper."""

    def sealed(self, value: Any, row: str | None) -> Any:
        return SealedBytes(encrypt(bytes(value), self.place, row)) if value else value

    def opened(self, stored: Any, row: str | None) -> bytes:
        return decrypt(bytes(stored), self.place, row) if stored else b""

    def _together(self, row: str, sql: str) -> str:
        return f"convert_to({row}, 'UTF8') || {sql}"

    def _parted(self, value: Any) -> tuple[str, str, bytes]:
        seal, case, stored = bytes(value).split(b"|", 2)
        return seal.decode(), case.decode(), stored


ENCRYPTED = (EncryptedBinaryField, EncryptedDateField, EncryptedJSONField, EncryptedTextField)
