# SPDX-License-Identifier: AGPL-3.0-or-later
"""A file is checked and taken over row by row: each row a transaction, each met once, resumed where it stopped."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from casemanagement import blind_index
from casemanagement.actions import imports, intake
from casemanagement.choices.imports import ImportState
from casemanagement.importing import rows, tables
from casemanagement.importing.rows import RowForm
from casemanagement.importing.tables import Row, Table
from casemanagement.keys import keys
from casemanagement.models import ImportRow, ImportRun
from casemanagement.uploads import scanned
from permissions import clock
from permissions.actor import Actor, NotPermitted, acting_as
from permissions.duties import coordinated_by
from permissions.hats import Hat

TAKEN, KNOWN, FAILED = "taken", "known", "failed"
DUPLICATE = "duplicate"


class _Back(Exception):
    """Nothing of a dry run stays."""


@dataclass
class Met:
    """What became of the rows that were met; never a word of their content."""

    counts: Counter[str] = field(default_factory=Counter)
    # Column (or `duplicate`) → how many rows.
    kinds: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[int, str]] = field(default_factory=list)
    lines: list[tuple[int, list[str]]] = field(default_factory=list)

    def fail(self, line: int, problems: list[tuple[str, str]]) -> None:
        self.counts[FAILED] += 1
        self.kinds.update({name for name, _sentence in problems})
        self.failures.append((line, " ".join(sentence for _name, sentence in problems)))
        self.lines.append((line, sorted({label_of(name) for name, _sentence in problems})))


def label_of(kind: str) -> str:
    return _("Dublette") if kind == DUPLICATE else rows.heading_of(kind)


def may_import(by: Actor) -> bool:
    """Only the coordination, for the houses under her Fachaufsicht."""
    return by.person is not None and by.hat is Hat.FACH and coordinated_by(by.person).exists()


def bring(content: bytes, *, by: Actor) -> ImportRun:
    """Keep the file, encrypted, until its last row was met; the same file goes on where it stopped."""
    if not may_import(by) or by.person is None:
        raise NotPermitted
    table = _read(content)
    scanned(content)
    with transaction.atomic(), acting_as(by):
        mark = _mark("file", hashlib.sha256(content).hexdigest())
        run = ImportRun.objects.filter(started_by=by.person, file_hash=mark).first() or ImportRun(
            started_by=by.person, file_hash=mark, started_at=clock.now()
        )
        if run.is_done:  # brought once more: every row is met again
            run.state, run.position, run.failures, run.finished_at = ImportState.UPLOADED, 0, None, None
            run.error_file, run.counts = b"", {}
        run.content, run.rows = content, len(table.rows)
        run.mapping = run.mapping or rows.matched(table.headings)
        run.save()
    return run


def table_of(run: ImportRun) -> Table:
    return _read(bytes(run.content))


def complain(mapping: dict[str, str]) -> None:
    """Nothing is read before every needed column is named, and each once."""
    if lacking := rows.missing(mapping):
        raise ValidationError(_("Diese Spalten fehlen: %(list)s.") % {"list": ", ".join(lacking)})
    if twice := rows.doubly(mapping):
        raise ValidationError(
            _("Für diese Angaben sind zwei Spalten gewählt: %(list)s.") % {"list": ", ".join(twice)}
        )


def choose(run: ImportRun, mapping: dict[str, str], *, by: Actor) -> None:
    """Which column says what, kept for the next step."""
    if not may_import(by):
        raise NotPermitted
    complain(mapping)
    with transaction.atomic(), acting_as(by):
        run.mapping = mapping
        run.save(update_fields=["mapping"])


def check(table: Table, mapping: dict[str, str], *, by: Actor) -> Met:
    """The dry run: everything is tried, nothing stays."""
    met = Met()
    with translation.override(settings.LANGUAGE_CODE):
        complain(mapping)
        for row, first in _with_first(table, mapping):
            _meet(row, first, _data(row, table, mapping), None, by, met)
    return met


def go_on(run: ImportRun, *, by: Actor, most: int | None = None) -> Met:
    """Take over the next rows, or all that are left; after the last one the file is gone."""
    if not may_import(by):
        raise NotPermitted
    table, mapping, met = table_of(run), dict(run.mapping or {}), Met()
    with translation.override(settings.LANGUAGE_CODE):
        complain(mapping)
        left = list(_with_first(table, mapping))[run.position :]
        for row, first in left[:most]:
            _meet(row, first, _data(row, table, mapping), run, by, met)
        _note(run, by, met, len(left[:most]), table)
    return met


def discard(run: ImportRun, *, by: Actor) -> None:
    """The file and its errors are deleted; what became of its rows stays with the cases."""
    with transaction.atomic(), acting_as(by):
        _finish(run)
        run.error_file, run.failures = b"", None
        run.save()


# --- One row ------------------------------------------------------------------------------------


def _meet(row: Row, first: int, data: dict[str, str], run: ImportRun | None, by: Actor, met: Met) -> None:
    """Without a run nothing stays but the trace of what was asked."""
    marks = _marks(data)
    with transaction.atomic(), acting_as(by):
        if ImportRow.objects.filter(person=by.person, mark__in=marks).exists():
            met.counts[KNOWN] += 1
            return
        form = RowForm(data, by=by)
        problems = list(_problems(form.errors.as_data()))
        if not problems:
            problems = _duplicates(form.cleaned_data, first, row, by)
    if not problems:
        problems = _try(row, marks[0], run, by, form.cleaned_data)
    if problems:
        met.fail(row.line, problems)
    else:
        met.counts[TAKEN] += 1


def _try(
    row: Row, mark: str, run: ImportRun | None, by: Actor, given: dict[str, Any]
) -> list[tuple[str, str]]:
    try:
        with transaction.atomic(), acting_as(by):
            imports.take_over(by=by, run=run or _for_a_moment(by), line=row.line, mark=mark, given=given)
            if run is None:
                raise _Back  # noqa: TRY301  # it takes the savepoint with it
    except _Back:
        return []
    except ValidationError as error:
        found = error.error_dict if hasattr(error, "error_dict") else {"": [error]}
        return list(_problems(found))
    except IntegrityError:  # somebody else takes over the same row at this moment, or the days contradict
        return [("", _("Zeile: Diese Angaben widersprechen sich oder werden gerade schon übernommen."))]
    return []


def _for_a_moment(by: Actor) -> ImportRun:
    return ImportRun.objects.create(
        started_by_id=by.person.pk if by.person else 0,
        started_at=clock.now(),
        file_hash=secrets.token_hex(32),
    )


def _problems(errors: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Column and sentence."""
    for name, found in errors.items():
        field_name = "" if name == "__all__" else {"person": "lead"}.get(name, name)
        for error in found:
            for sentence in error.messages:
                yield field_name, f"{rows.heading_of(field_name)}: {sentence}"


def _duplicates(given: dict[str, Any], first: int, row: Row, by: Actor) -> list[tuple[str, str]]:
    if first != row.line:
        return [(DUPLICATE, _("Dublette: Diese Person steht schon in Zeile %(line)d.") % {"line": first})]
    exists, house = intake.duplicate_of_person(
        given_name=given["given_name"],
        family_name=given["family_name"],
        birth_date=given["birth_date"],
        by=by,
    )
    if not exists:
        return []
    where = f" ({house.short_name})" if house else ""
    return [(DUPLICATE, _("Dublette: Zu dieser Person gibt es schon eine Akte%(where)s.") % {"where": where})]


def _with_first(table: Table, mapping: dict[str, str]) -> Iterator[tuple[Row, int]]:
    """Each row, and the row in which its person stands first."""
    seen: dict[str, int] = {}
    for row in table.rows:
        data = _data(row, table, mapping)
        name = blind_index.normalised(f"{data.get('given_name', '')} {data.get('family_name', '')}")
        born = _day(data.get("birth_date", ""))
        yield row, seen.setdefault(f"{name}|{born}", row.line) if name else row.line


def _day(value: str) -> str:
    """The same day, however it is written."""
    try:
        return str(rows.FIELDS["birth_date"].clean(value) or "")
    except ValidationError:
        return value


def _data(row: Row, table: Table, mapping: dict[str, str]) -> dict[str, str]:
    named = zip(table.headings, row.values, strict=False)
    return {mapping[heading]: value for heading, value in named if heading in mapping}


def _marks(data: dict[str, str]) -> list[str]:
    """A row, as it is known again: under the present key of the index, and under the former."""
    words = json.dumps(sorted((name, value) for name, value in data.items() if value), ensure_ascii=False)
    known = keys()
    return [_mark("row", words, key) for key in (known.index, known.index_former) if key]


def _mark(kind: str, words: str, key: bytes | None = None) -> str:
    return hmac.new(key or keys().index, f"import-{kind}|{words}".encode(), hashlib.sha256).hexdigest()


# --- The run ------------------------------------------------------------------------------------


def _note(run: ImportRun, by: Actor, met: Met, number: int, table: Table) -> None:
    with transaction.atomic(), acting_as(by):
        run.state, run.position = ImportState.RUNNING, run.position + number
        run.counts = dict(Counter(run.counts) + met.counts)
        run.failures = [*(run.failures or []), *met.failures]
        if run.position >= len(table.rows):
            failures = [(line, sentences) for line, sentences in run.failures]
            run.error_file = tables.errors_as_csv(table, failures) if failures else b""
            run.failures = None
            _finish(run)
        run.save()


def _finish(run: ImportRun) -> None:
    run.state, run.finished_at, run.content, run.mapping = ImportState.DONE, clock.now(), b"", None


def _read(content: bytes) -> Table:
    with translation.override(settings.LANGUAGE_CODE):
        return tables.read(content)
