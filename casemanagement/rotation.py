# SPDX-License-Identifier: AGPL-3.0-or-later
"""Brings every encrypted value and every token to the present keys, in pieces that may be cut off anywhere.

Each value names its key and each key is kept until no value names it, so there is no moment at which
something is unreadable; a second run does what the first one left. People go on working meanwhile.
"""

import logging
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model

from casemanagement import blind_index
from casemanagement.fields import CASE, ENCRYPTED, SEAL, EncryptedBinaryField, Unreadable, new_seal, row_name
from casemanagement.keys import keys, keys_again
from casemanagement.models import Case, ClientIdentity, RiskPerson
from casemanagement.sealing import prefix
from casemanagement.words import SealedTextField
from permissions import clock
from permissions.actor import acting_in_role
from permissions.database.roles import OWNER
from permissions.keys import Stored, changing, keys_file, random_key

BATCH = 200
PAPERS = 4  # ten megabytes each
# A former key is dropped only when whoever wrote with it has long finished.
REST = timedelta(hours=1)

Tell = Callable[[str, int], None]
logger = logging.getLogger(__name__)


class CannotRotate(Exception):
    """The keys cannot be changed; the text is one clear sentence for the operator."""


@dataclass
class Report:
    """What a run did, and what it could not do."""

    rows: dict[str, int] = field(default_factory=dict)
    cases: int = 0
    unreadable: list[str] = field(default_factory=list)
    left: dict[str, int] = field(default_factory=dict)


# --- The file of the keys -----------------------------------------------------------------------


def begin(*, index: bool = True, make_current: bool = True) -> str:
    """A new key, or the one that was prepared, becomes the current one; returns its name."""
    with _changing() as known:
        waiting = _after_current(known)
        name = waiting[-1] if waiting else _next_name(known)
        known["fields"].setdefault(name, random_key())
        if make_current:
            known["current"], known["switched"] = name, clock.now().isoformat()
            if index:
                known["index_former"], known["index"] = known["index"], random_key()
    keys_again()
    return name


def drop() -> list[str]:
    """Forget the keys that no value needs any more."""
    if left := remaining():
        raise CannotRotate(f"Alte Schlüssel werden noch gebraucht: {_listed(left)}. Zuerst: rotate_keys.")
    while index_pass():
        pass
    with _changing() as known:
        switched = datetime.fromisoformat(known.get("switched", "2000-01-01T00:00:00+00:00"))
        if clock.now() < switched + REST:
            raise CannotRotate(
                "Der Schlüssel wurde vor weniger als einer Stunde gewechselt; bitte später noch einmal."
            )
        kept = {known["current"], *_after_current(known)}
        dropped = [name for name in known["fields"] if name not in kept]
        for name in dropped:
            del known["fields"][name]
        if known.pop("index_former", None):
            dropped.append("index_former")
    keys_again()
    return dropped


def _changing() -> Any:
    if os.environ.get("KIM_KEYS"):
        raise CannotRotate(
            "Die Schlüssel stehen in KIM_KEYS: Tragen Sie dort den neuen Schlüssel als „current“ ein, dann "
            "rotate_keys --keep-key."
        )
    if not os.access(keys_file(), os.W_OK):
        raise CannotRotate(
            f"{keys_file()} ist nur lesbar: Tragen Sie den neuen Schlüssel in die Vorlage der Datei ein, dann "
            "rotate_keys --keep-key."
        )
    return changing(keys_file())


def _after_current(known: Stored) -> list[str]:
    """Keys that were prepared: they stand behind the current one."""
    names = list(known["fields"])
    return names[names.index(known["current"]) + 1 :]


def _next_name(known: Stored) -> str:
    numbers = [int(found[1]) for name in known["fields"] if (found := re.fullmatch(r"k(\d+)", name))]
    return f"k{max(numbers, default=0) + 1}"


# --- Values -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sheet:
    """A table with encrypted columns."""

    model: type[Model]
    fields: tuple[Any, ...]

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def batch(self) -> int:
        return PAPERS if any(isinstance(known, EncryptedBinaryField) for known in self.fields) else BATCH

    def stale(self) -> tuple[str, list[Any]]:
        """Which rows are not in order yet, as a condition."""
        wanted = prefix(keys().current)
        parts = [
            f'(length("{known.column}") > 0 AND substring("{known.column}" from 1 for {len(wanted)}) <> %s)'
            for known in self.fields
        ]
        values = [
            wanted if isinstance(known, EncryptedBinaryField) else wanted.decode() for known in self.fields
        ]
        clear = [
            f'("{known.column}" IS NULL AND "{known.name}" <> \'\')'
            for known in self.fields
            if isinstance(known, SealedTextField)
        ]
        return " OR ".join((f'"{SEAL}" IS NULL', *parts, *clear)), values


def sheets() -> list[Sheet]:
    """Every table of every app, so that no new one is forgotten."""
    found = []
    for model in apps.get_models():
        own = tuple(known for known in model._meta.local_fields if isinstance(known, ENCRYPTED))
        if own and model._meta.managed and not model._meta.proxy:
            found.append(Sheet(model, own))
    return found


def reseal_all(report: Report, *, tell: Tell, batch: int = 0) -> None:
    """Pass over all tables until a pass finds nothing to do, or only what it cannot do."""
    while sum(_reseal(sheet, report, tell, batch or sheet.batch) for sheet in sheets()):
        pass
    report.left = remaining()


def remaining() -> dict[str, int]:
    """How many rows of which table still need a former key, or fit more than their own row."""
    counts = {}
    for sheet in sheets():
        condition, values = sheet.stale()
        with acting_in_role(OWNER), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f'SELECT count(*) FROM "{sheet.model._meta.db_table}" WHERE {condition}', values)  # noqa: S608
            (counts[sheet.label],) = cursor.fetchone()
    return {label: count for label, count in counts.items() if count}


def is_unfinished() -> bool:
    """Whether values of a former key are left of a run that was cut off."""
    current = keys().current
    for sheet in sheets():
        of_current = [prefix(current), prefix(current, of_row=False)]
        for known in sheet.fields:
            is_binary = isinstance(known, EncryptedBinaryField)
            heads = of_current if is_binary else [head.decode() for head in of_current]
            tests = " AND ".join(
                f'substring("{known.column}" from 1 for {len(head)}) <> %s' for head in of_current
            )
            with acting_in_role(OWNER), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    f'SELECT EXISTS (SELECT FROM "{sheet.model._meta.db_table}"'  # noqa: S608
                    f' WHERE length("{known.column}") > 0 AND {tests})',
                    heads,
                )
                if cursor.fetchone() == (True,):
                    return True
    return False


def _reseal(sheet: Sheet, report: Report, tell: Tell, batch: int) -> int:
    """One pass over one table, a transaction for each piece."""
    done: int = 0
    last: Any = None
    while True:
        with acting_in_role(OWNER), transaction.atomic():
            rows = _rows(sheet, last, batch)
            done += _write(sheet, list(_resealed(sheet, rows, report)))
        if not rows:
            break
        last = rows[-1][0]
        if len(rows) == batch:
            tell(sheet.label, done)
    if done:
        report.rows[sheet.label] = report.rows.get(sheet.label, 0) + done
        tell(sheet.label, done)
    return done


def _rows(sheet: Sheet, after: Any, batch: int) -> list[tuple[Any, ...]]:
    """The next rows to be done; those that somebody is writing at the moment come in a later pass."""
    condition, values = sheet.stale()
    key = sheet.model._meta.pk.column
    # Not every key is a number with a beginning.
    behind = "true" if after is None else f'"{key}" > %s'
    case = f'"{CASE}_id"' if sheet.fields[0].of_case else "NULL"
    columns = ", ".join(_as_stored(sheet, known) for known in sheet.fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT "{key}", "{SEAL}", {case}, {columns} FROM "{sheet.model._meta.db_table}"'  # noqa: S608
            f' WHERE {behind} AND ({condition}) ORDER BY "{key}" LIMIT %s FOR UPDATE SKIP LOCKED',
            [*([] if after is None else [after]), *values, batch],
        )
        return list(cursor.fetchall())


def _as_stored(sheet: Sheet, known: Any) -> str:
    """Words that nobody has sealed yet are read from where they lie in the clear."""
    if isinstance(known, SealedTextField):
        return known.as_stored(f'"{sheet.model._meta.db_table}"')
    return f'"{known.column}"'


def _resealed(sheet: Sheet, rows: list[tuple[Any, ...]], report: Report) -> Iterator[list[Any]]:
    for key, seal, case, *stored in rows:
        fresh = seal or new_seal()
        before, after = (row_name(seal, case) if seal else None), row_name(fresh, case)
        try:
            values = [
                known.sealed(known.opened(value, before), after)
                for known, value in zip(sheet.fields, stored, strict=True)
            ]
        except Unreadable as error:
            # Left as it is: whatever happened to it, another key will not make it better.
            report.unreadable.append(f"{sheet.label} {key}")
            logger.error("A value cannot be read: %s, row %s", error, key)  # noqa: TRY400  no frames needed
            continue
        yield [fresh, *values, key]


def _write(sheet: Sheet, rows: list[list[Any]]) -> int:
    if not rows:
        return 0
    key = sheet.model._meta.pk.column
    columns = ", ".join(f'"{name}" = %s' for name in (SEAL, *(known.column for known in sheet.fields)))
    with connection.cursor() as cursor:
        cursor.executemany(
            f'UPDATE "{sheet.model._meta.db_table}" SET {columns} WHERE "{key}" = %s',  # noqa: S608
            rows,
        )
    return len(rows)


# --- Tokens -------------------------------------------------------------------------------------

# Where other apps keep the exact token of a case's client; they name themselves at start-up.
_COPIES: list[tuple[type[Model], str]] = []


def follow(model: type[Model], column: str) -> None:
    """This column repeats the client's exact token and changes with it."""
    _COPIES.append((model, column))


def reindex_all(report: Report, *, tell: Tell) -> None:
    """Pass over all clients until a pass changes nothing."""
    while changed := index_pass():
        report.cases += changed
        tell("identity_tokens", report.cases)


def index_pass() -> int:
    """Give each client the tokens of the present key; returns how many were changed."""
    changed, last = _rename_hidden_from(), 0
    while True:
        with acting_in_role(OWNER), transaction.atomic():
            found = ClientIdentity.objects.filter(pk__gt=last).order_by("pk")[:BATCH]
            people = list(found.select_related("case"))
            free = Case.objects.filter(pk__in=[person.case_id for person in people])
            unused = set(free.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True))
            changed += sum(_reindex(person) for person in people if person.case_id in unused)
        if not people:
            return changed
        last = people[-1].pk


def _rename_hidden_from() -> int:
    """The same for those who must not be told, also where the entry is older than its token."""
    changed = 0
    with acting_in_role(OWNER), transaction.atomic():
        for row in RiskPerson.objects.select_for_update(skip_locked=True, of=("self",)).order_by("pk"):
            present = blind_index.token_of_words(row.words)
            if present != (None if row.name_token is None else bytes(row.name_token)):
                changed += RiskPerson.objects.filter(pk=row.pk).update(name_token=present)
    return changed


def _reindex(person: ClientIdentity) -> int:
    name = (person.given_name, person.family_name, person.birth_date)
    if not blind_index.index(person.case, [name]):
        return 0
    if person.birth_date:
        exact, *former = blind_index.exact_tokens(person.given_name, person.family_name, person.birth_date)
        for model, column in _COPIES:
            rows = model._default_manager.filter(case=person.case_id, **{f"{column}__in": former})
            rows.update(**{column: exact})
    return 1


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{label} {count}" for label, count in counts.items())
