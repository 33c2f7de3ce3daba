# SPDX-License-Identifier: AGPL-3.0-or-later
"""The keys of the encrypted fields, the blind index and the pseudonyms; they never lie in the database."""

import base64
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

from permissions.keys import KEY_BYTES, Stored, forget, generate_missing, keys_file, stored

__all__ = ["KEY_BYTES", "Keys", "generate_missing", "keys", "keys_again", "keys_file", "parsed"]


@dataclass(frozen=True)
class Keys:
    """Every key that is known, and which of them encrypts what is written now."""

    current: str
    fields: dict[str, bytes]
    index: bytes
    pseudonym: bytes
    # The key of the blind index before the present one: tokens made with it are still found.
    index_former: bytes | None = None


def keys() -> Keys:
    """KIM_KEYS holds the keys themselves, KIM_KEYS_FILE the file they lie in (permissions.keys)."""
    global _parsed_last
    raw = stored()
    if _parsed_last is None or _parsed_last[0] is not raw:
        _parsed_last = (raw, parsed(raw))
    return _parsed_last[1]


_parsed_last: tuple[Stored, Keys] | None = None


def keys_again() -> Keys:
    """The keys as they are at this moment: somebody else may just have made one."""
    forget()
    return keys()


def parsed(raw: Stored) -> Keys:
    try:
        former = raw.get("index_former")
        return Keys(
            current=raw["current"],
            fields={name: base64.b64decode(key) for name, key in raw["fields"].items()},
            index=base64.b64decode(raw["index"]),
            pseudonym=base64.b64decode(raw["pseudonym"]),
            index_former=base64.b64decode(former) if former else None,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        # Not chained: the text of the error could show a key.
        raise ImproperlyConfigured(f"Die Schlüssel sind nicht lesbar ({type(error).__name__}).") from None
