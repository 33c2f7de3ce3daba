# SPDX-License-Identifier: AGPL-3.0-or-later
"""One-time codes: those of an authenticator app (RFC 6238) and those that are printed."""

import base64
import hashlib
import hmac
import secrets
from urllib.parse import quote, urlencode

STEP_SECONDS = 30
DIGITS = 6
SECRET_BYTES = 20
# No letter that looks like a digit.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_PRINTED_LENGTH, _GROUP = 28, 4


def new_secret() -> bytes:
    return secrets.token_bytes(SECRET_BYTES)


def spelled(secret: bytes) -> str:
    """The secret as an app takes it by hand."""
    return base64.b32encode(secret).decode().rstrip("=")


def code_at(secret: bytes, step: int, *, digits: int = DIGITS) -> str:
    """The code of one time step (RFC 4226, 5.3)."""
    digest = hmac.new(secret, step.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def step_of(secret: bytes, code: str, *, seconds: float, after: int) -> int | None:
    """The time step whose code this is: now, just before or just after; each step counts once."""
    now = int(seconds) // STEP_SECONDS
    found = [
        step
        for step in (now - 1, now, now + 1)
        if step > after and hmac.compare_digest(code_at(secret, step).encode(), code.encode())
    ]
    return found[0] if found else None


def uri(secret: bytes, *, account: str, issuer: str = "KIM") -> str:
    """What the QR code says to the app."""
    label = quote(f"{issuer}:{account}")
    query = urlencode({"secret": spelled(secret), "issuer": issuer, "digits": DIGITS, "period": STEP_SECONDS})
    return f"otpauth://totp/{label}?{query}"


def new_printed() -> str:
    """A code for paper, in groups: 138 bits."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(_PRINTED_LENGTH))
    return "-".join(letters[at : at + _GROUP] for at in range(0, _PRINTED_LENGTH, _GROUP))


def plain(typed: str) -> str:
    """A printed code however it was typed."""
    return "".join(letter for letter in typed.upper() if letter in ALPHABET)
