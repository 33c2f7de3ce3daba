# SPDX-License-Identifier: AGPL-3.0-or-later
"""Turns content into sealed values and back: AES-GCM, bound to the place where the value lies.

`k1.r:…` was sealed under key k1 for one row; `k1:…` is the older form, which fits every row of its column.
"""

import base64
import binascii
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.exceptions import ImproperlyConfigured

from casemanagement.keys import keys, keys_again

NONCE_BYTES = 12
OF_ROW = b".r"


class Unreadable(ImproperlyConfigured):
    """A stored value does not fit the keys, or it was moved from another row or column."""


def encrypt(content: bytes, place: str, row: str | None = None) -> bytes:
    """Seal the content for one column, and for one row of it where the row is known."""
    known = keys()
    nonce = os.urandom(NONCE_BYTES)
    sealed = _cipher(known.fields[known.current]).encrypt(nonce, content, _bound(place, row))
    return prefix(known.current, of_row=row is not None) + nonce + sealed


def decrypt(stored: bytes, place: str, row: str | None = None) -> bytes:
    head, _, sealed = stored.partition(b":")
    key = _key(head.removesuffix(OF_ROW).decode(errors="replace"))
    if key is None:
        raise Unreadable(f"{place}: Schlüssel unbekannt")
    bound = _bound(place, row if head.endswith(OF_ROW) else None)
    try:
        return _cipher(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound)
    except (InvalidTag, ValueError):
        raise Unreadable(f"{place}: Wert passt nicht zu Schlüssel und Zeile") from None


def encrypt_text(text: str, place: str, row: str | None = None) -> str:
    """The same as text, in base64."""
    head, _, sealed = encrypt(text.encode(), place, row).partition(b":")
    return f"{head.decode()}:{base64.b64encode(sealed).decode()}"


def decrypt_text(stored: str, place: str, row: str | None = None) -> str:
    head, _, sealed = stored.partition(":")
    try:
        raw = base64.b64decode(sealed, validate=True)
    except binascii.Error:
        raise Unreadable(f"{place}: Wert ist nicht verschlüsselt") from None
    return decrypt(head.encode() + b":" + raw, place, row).decode()


def prefix(key_id: str, *, of_row: bool = True) -> bytes:
    """What a value begins with that was sealed under this key."""
    return key_id.encode() + (OF_ROW if of_row else b"") + b":"


def _bound(place: str, row: str | None) -> bytes:
    return place.encode() if row is None else f"{place}|{row}".encode()


def _key(key_id: str) -> bytes | None:
    """A key that is not known yet may have been made a moment ago by a rotation."""
    return keys().fields.get(key_id) or keys_again().fields.get(key_id)


@lru_cache(maxsize=16)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)
