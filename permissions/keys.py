# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the program's keys come from: KIM_KEYS itself, or the file KIM_KEYS_FILE; never the database.

What the keys of content, search and figures are for, `casemanagement.keys` says. Here are the
store of all of them and the one key that belongs to the second barrier: the identity's.
"""

from __future__ import annotations

import base64
import fcntl
import json
import logging
import os
import secrets
import shutil
import stat
import time
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY_BYTES = 32

Stored = dict[str, Any]
_last: Stored | None = None
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class IdentityKeys:
    """Keys under which the program tells the database who acts, and which of them it signs with."""

    current: str
    keys: dict[str, bytes]


def stored() -> Stored:
    """Everything that is stored, as the JSON says it; a change of the file is known a second later."""
    global _last
    second = int(time.monotonic())
    try:
        _last = _stored(second)
    except (ImproperlyConfigured, OSError):
        if _last is None:
            raise
        _complain(second)  # a slip of whoever edits the file must not stop those who work
    return _last


def forget() -> None:
    """Read the keys again at the next question."""
    global _last
    _last = None
    for cached in (_stored, _completed, identity_keys):
        cached.cache_clear()


@lru_cache(maxsize=1)
def _stored(_second: int) -> Stored:
    if text := os.environ.get("KIM_KEYS"):
        return _parsed(text)
    path = keys_file()
    if settings.DEMO or settings.TESTING:
        _completed(path)
    elif not path.exists():
        raise ImproperlyConfigured(
            f"Schlüsseldatei {path} fehlt: KIM_KEYS_FILE setzen oder „manage.py set_up“ aufrufen."
        )
    _refuse_open_file(path)
    return _parsed(path.read_text(encoding="utf-8"))


@cache
def _completed(_path: Path) -> None:
    generate_missing()


@lru_cache(maxsize=1)
def _complain(_second: int) -> None:
    logger.error("The file of the keys cannot be used any more; the keys read before it are kept")


def _refuse_open_file(path: Path) -> None:
    """Keys that everybody on the machine can read, or a group can change, protect nothing."""
    if path.stat().st_mode & (stat.S_IRWXO | stat.S_IWGRP):
        raise ImproperlyConfigured(
            f"Die Schlüsseldatei {path} ist für andere zugänglich: chmod 600 (oder 640 für eine Gruppe)."
        )


@cache
def identity_keys() -> IdentityKeys:
    """The keys of the identity; a former one stays valid while they change."""
    return identity_keys_of(stored())


def identity_keys_of(known: Stored) -> IdentityKeys:
    try:
        raw = known["identity"]
        found = IdentityKeys(
            raw["current"], {name: base64.b64decode(key) for name, key in raw["keys"].items()}
        )
        _ = found.keys[found.current]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ImproperlyConfigured(
            "Der Schlüssel „identity“ fehlt oder ist nicht lesbar: „manage.py set_up“ ergänzt ihn in der "
            "Schlüsseldatei; in KIM_KEYS muss er eingetragen werden (docs/operations.md)."
        ) from None
    return found


def keys_file() -> Path:
    return Path(os.environ.get("KIM_KEYS_FILE") or Path(settings.BASE_DIR) / ".var" / "keys.json")


def generate_missing() -> None:
    """Make the keys of a new installation, or those that an older one lacks; none is ever replaced."""
    if os.environ.get("KIM_KEYS"):
        return
    path = keys_file()
    with changing(path) as known:
        for name, fresh in _fresh().items():
            known.setdefault(name, fresh)


@contextmanager
def changing(path: Path) -> Iterator[Stored]:
    """The stored keys, to be changed in place: nobody else writes meanwhile, nobody reads half a file."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        before = path.read_text(encoding="utf-8") if path.exists() else "{}"
        known = _parsed(before)
        yield known
        if known == _parsed(before):
            return
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        _write(draft, json.dumps(known, indent=1))
        if path.exists():  # whoever reads the keys now must be able to read the new ones
            shutil.copymode(path, draft)
            os.chown(draft, path.stat().st_uid, path.stat().st_gid)
        draft.replace(path)
        _settle(path.parent)


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """Before the first value is sealed under it, a new key must survive that the power fails."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def random_key() -> str:
    """A new key as it is stored."""
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def _fresh() -> Stored:
    return {
        "current": "k1",
        "fields": {"k1": random_key()},
        "index": random_key(),
        "pseudonym": random_key(),
        "identity": {"current": "i1", "keys": {"i1": random_key()}},
    }


def _parsed(text: str) -> Stored:
    try:
        known = json.loads(text)
    except ValueError:
        known = None
    if not isinstance(known, dict):
        # Not chained: the text of the error could show a key.
        raise ImproperlyConfigured("Die Schlüssel sind nicht lesbar.")
    return known
