# SPDX-License-Identifier: AGPL-3.0-or-later
"""Encrypts and fingerprints what belongs to accounts, under keys derived from KIM_SECRET_KEY.

The database knows none of them. While the key changes, KIM_SECRET_KEY_FALLBACKS opens what is older.
"""

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_NONCE_BYTES = 12


class CannotUnseal(Exception):
    """Not sealed for this purpose and owner, or under a key that is gone."""


def seal(plain: bytes, *, purpose: str, owner: int) -> bytes:
    """Encrypt for one purpose and one person; a row moved to somebody else's does not open."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    key = _key(settings.SECRET_KEY, purpose)
    return nonce + AESGCM(key).encrypt(nonce, plain, str(owner).encode())


def unseal(sealed: bytes, *, purpose: str, owner: int) -> bytes:
    """Decrypt, or raise CannotUnseal."""
    nonce, text = bytes(sealed[:_NONCE_BYTES]), bytes(sealed[_NONCE_BYTES:])
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return AESGCM(_key(secret, purpose)).decrypt(nonce, text, str(owner).encode())
        except (InvalidTag, ValueError):
            continue
    raise CannotUnseal(purpose)


def fingerprint(text: str, *, purpose: str) -> str:
    """The same text gives the same fingerprint, and without the key nobody finds the text again."""
    key = _key(settings.SECRET_KEY, purpose)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _key(secret: str, purpose: str) -> bytes:
    derive = HKDF(hashes.SHA256(), length=32, salt=None, info=f"kim.accounts.{purpose}".encode())
    return derive.derive(secret.encode())
