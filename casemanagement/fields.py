# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fields whose content the database never sees in the clear: AES-GCM, with the key's id in front."""

import base64
import binascii
import datetime as dt
import json
import os
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from casemanagement.keys import keys

NONCE_BYTES = 12

if TYPE_CHECKING:
    TextBase = models.TextField[str, str]
    DateBase = models.DateField[dt.date | None, dt.date | None]
    JSONBase = models.JSONField[Any, Any]
else:
    TextBase, DateBase, JSONBase = models.TextField, models.DateField, models.JSONField


class Unreadable(ImproperlyConfigured):
    """A stored value does not fit the keys, or it was moved from another column."""


def encrypt(content: bytes, place: str) -> bytes:
    """Seal the content for one column, so that it cannot be moved to another."""
    known = keys()
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(known.fields[known.current]).encrypt(nonce, content, place.encode())
    return known.current.encode() + b":" + nonce + sealed


def decrypt(stored: bytes, place: str) -> bytes:
    key_id, _, sealed = stored.partition(b":")
    key = keys().fields.get(key_id.decode(errors="replace"))
    if key is None:
        raise Unreadable(f"{place}: Schlüssel unbekannt")
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())
    except (InvalidTag, ValueError):
        raise Unreadable(f"{place}: Wert passt nicht zum Schlüssel") from None


def encrypt_text(text: str, place: str) -> str:
    """The same as text: `k1:` and base64."""
    key_id, _, sealed = encrypt(text.encode(), place).partition(b":")
    return f"{key_id.decode()}:{base64.b64encode(sealed).decode()}"


def decrypt_text(stored: str, place: str) -> str:
    key_id, _, sealed = stored.partition(":")
    try:
        raw = base64.b64decode(sealed, validate=True)
    except binascii.Error:
        raise Unreadable(f"{place}: Wert ist nicht verschlüsselt") from None
    return decrypt(key_id.encode() + b":" + raw, place).decode()


def _place(field: "models.Field[Any, Any]") -> str:
    return f"{field.model._meta.label_lower}.{field.name}"


class EncryptedTextField(TextBase):
    """Text that only the program can read. An empty text stays empty."""

    def from_db_value(
        self, value: str | None, expression: object, connection: BaseDatabaseWrapper
    ) -> str | None:
        return decrypt_text(value, _place(self)) if value else value

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return encrypt_text(text, _place(self)) if text else text

    def get_lookup(self, lookup: str) -> Any:
        """Refuse to compare: the same text is stored differently each time."""
        return super().get_lookup(lookup) if lookup == "isnull" else None


class EncryptedDateField(DateBase):
    """A date stored as encrypted text."""

    def get_internal_type(self) -> str:
        return "TextField"

    def from_db_value(
        self, value: str | None, expression: object, connection: BaseDatabaseWrapper
    ) -> dt.date | None:
        return dt.date.fromisoformat(decrypt_text(value, _place(self))) if value else None

    def get_prep_value(self, value: Any) -> Any:
        day = self.to_python(value)
        return encrypt_text(day.isoformat(), _place(self)) if day else None

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        return value if prepared else self.get_prep_value(value)

    def get_lookup(self, lookup: str) -> Any:
        return super().get_lookup(lookup) if lookup == "isnull" else None


class EncryptedJSONField(JSONBase):
    """A small structure stored as encrypted text."""

    def get_internal_type(self) -> str:
        return "TextField"

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "text"

    def from_db_value(self, value: str | None, expression: object, connection: BaseDatabaseWrapper) -> Any:
        return json.loads(decrypt_text(value, _place(self))) if value else None

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else encrypt_text(json.dumps(value), _place(self))

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        return value if prepared else self.get_prep_value(value)

    def get_lookup(self, lookup: str) -> Any:
        return super().get_lookup(lookup) if lookup == "isnull" else None
