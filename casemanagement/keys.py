# SPDX-License-Identifier: AGPL-3.0-or-later
"""The keys of the encrypted fields, the blind index and the pseudonyms; they never lie in the database."""

import base64
import json
import os
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32


@dataclass(frozen=True)
class Keys:
    """Every key that is known, and which of them encrypts what is written now."""

    current: str
    fields: dict[str, bytes]
    index: bytes
    pseudonym: bytes


@cache
def keys() -> Keys:
    """KIM_KEYS holds the keys themselves, KIM_KEYS_FILE the file they lie in."""
    if text := os.environ.get("KIM_KEYS"):
        return parsed(text)
    path = keys_file()
    if not path.exists():
        if not (settings.DEMO or settings.TESTING):
            raise ImproperlyConfigured(
                f"Schlüsseldatei {path} fehlt: KIM_KEYS_FILE setzen oder „manage.py set_up“ aufrufen."
            )
        generate(path)
    return parsed(path.read_text(encoding="utf-8"))


def keys_file() -> Path:
    return Path(os.environ.get("KIM_KEYS_FILE") or Path(settings.BASE_DIR) / ".var" / "keys.json")


def parsed(text: str) -> Keys:
    try:
        raw = json.loads(text)
        return Keys(
            current=raw["current"],
            fields={name: base64.b64decode(key) for name, key in raw["fields"].items()},
            index=base64.b64decode(raw["index"]),
            pseudonym=base64.b64decode(raw["pseudonym"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        # Not chained: the text of the error could show a key.
        raise ImproperlyConfigured(f"Die Schlüssel sind nicht lesbar ({type(error).__name__}).") from None


def generate_missing() -> None:
    """Make the keys of a new installation; keys that are there are never touched."""
    if not os.environ.get("KIM_KEYS") and not keys_file().exists():
        generate(keys_file())


def generate(path: Path) -> None:
    """Write new keys once; a second process that comes at the same moment keeps the first one's."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = {
        "current": "k1",
        "fields": {"k1": _random()},
        "index": _random(),
        "pseudonym": _random(),
    }
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(fresh, indent=1), encoding="utf-8")
    try:
        os.link(draft, path)  # fails when the file is there, and never shows half a file
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _random() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
