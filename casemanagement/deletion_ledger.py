# SPDX-License-Identifier: AGPL-3.0-or-later
"""The list of deletions that lies beside the database: whoever restores an old backup deletes again by it.

A line is written before the deletion it tells of. If the program dies between the two, the order still
stands and is carried out by the next run; the other way round a deletion could be forgotten.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from casemanagement.keys import keys
from casemanagement.models import Case

# The longest life of a backup, and a week for whoever restores the last of them.
DAYS_KEPT = 42


class UnreadableLedger(Exception):
    """The list cannot be used; the text is one clear sentence for the operator."""


@dataclass(frozen=True)
class Line:
    """One deletion: numbers without meaning, and a keyed hash that proves whose they are."""

    at: str
    case: int
    document: int | None
    hash: str


@dataclass
class Replayed:
    """What a replay found."""

    again: int = 0
    gone: int = 0
    foreign: int = 0


def path() -> Path:
    return Path(settings.DELETION_LEDGER)


def subject_hash(case_id: int, number: str, document_id: int | None = None) -> str:
    """Names the file to whoever has the key and the number, and to nobody else."""
    content = f"deletion|{case_id}|{number}|{document_id or ''}"
    return hmac.new(keys().pseudonym, content.encode(), hashlib.sha256).hexdigest()


def append(line: Line) -> None:
    """Write and wait until the disk has it."""
    path().parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, (json.dumps(asdict(line)) + "\n").encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(source: Path) -> Iterator[Line]:
    """The lines of a list; a last one that a kill cut off told of nothing that was done."""
    try:
        written = source.read_text(encoding="utf-8").splitlines(keepends=True)
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableLedger(f"{source} lässt sich nicht lesen.") from error
    for number, text in enumerate(written, 1):
        try:
            yield Line(**json.loads(text))
        except (ValueError, TypeError) as error:
            if number == len(written) and not text.endswith("\n"):
                return
            raise UnreadableLedger(f"{source.name}, Zeile {number}: keine Löschung.") from error


def forget(before: dt.datetime) -> int:
    """Drop the lines that no backup can undo any more."""
    if not path().exists():
        return 0
    lines = list(read(path()))
    young = [line for line in lines if dt.datetime.fromisoformat(line.at) >= before]
    if len(young) < len(lines):
        fresh = path().with_suffix(".new")
        fresh.write_text("".join(json.dumps(asdict(line)) + "\n" for line in young), encoding="utf-8")
        fresh.chmod(0o600)
        fresh.replace(path())
    return len(lines) - len(young)


def replay(source: Path) -> Replayed:
    """Delete again what a restored backup has brought back; run as the owner, any number of times."""
    result = Replayed()
    for line in list(read(source)):
        with transaction.atomic():
            _replay(line, result)
    return result


def _replay(line: Line, result: Replayed) -> None:
    case = Case.objects.filter(pk=line.case).first()
    if case is None:
        result.gone += 1
    elif not hmac.compare_digest(line.hash, subject_hash(case.pk, case.number, line.document)):
        result.foreign += 1  # a number of another installation names somebody else here
    else:
        _erase_again(line)
        result.again += 1


def _erase_again(line: Line) -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kim.erase_again(%s, %s)", [line.case, line.document])
        return cursor.fetchone()
