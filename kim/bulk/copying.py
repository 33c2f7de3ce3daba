# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes many rows of many models by COPY; only the columns of the models are named, so defaults hold."""

import json
from collections.abc import Callable
from enum import Enum
from typing import Any

from django.db import connection
from django.db.models import AutoField, Field, JSONField, Model
from django.db.models.fields import NOT_PROVIDED

from casemanagement.fields import ENCRYPTED, SealField

Convert = Callable[[Any], Any]


def seal(model: type[Model], name: str, value: Any) -> str:
    """The value in the form that fits every row of its column: sealed once for thousands of invented people."""
    sealed: str = model._meta.get_field(name).sealed(value, None)  # type: ignore[union-attr]
    return sealed


def reserve(model: type[Model], amount: int) -> list[int]:
    """So many ids that nobody else will get."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, amount],
        )
        return [row[0] for row in cursor.fetchall()]


class Sheet:
    """The waiting rows of one model."""

    def __init__(self, model: type[Model]) -> None:
        self.model = model
        # By the name in the program: its column, how its values are written, and what stands in an empty one.
        self.columns: dict[str, tuple[str, Convert, Any]] = {}
        self.rows: list[dict[str, Any]] = []

    def write(self) -> int:
        """Copy what waits; the first row says whether the rows bring their own ids."""
        if not self.rows:
            return 0
        self._name_columns(with_id="id" in self.rows[0])
        names = ", ".join(connection.ops.quote_name(column) for column, *_rest in self.columns.values())
        table = connection.ops.quote_name(self.model._meta.db_table)
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in self.rows:
                copy.write_row([self._value(row, name) for name in self.columns])
        written = len(self.rows)
        self.rows.clear()
        return written

    def _name_columns(self, *, with_id: bool) -> None:
        if self.columns:
            return
        for field in self.model._meta.concrete_fields:
            if not isinstance(field, SealField) and (with_id or not isinstance(field, AutoField)):
                self.columns[field.attname] = (str(field.column), converter(field), default_of(field))

    def _value(self, row: dict[str, Any], name: str) -> Any:
        _column, convert, default = self.columns[name]
        return convert(row[name]) if name in row else default


class Sheets:
    """The waiting rows of all models; written in the order in which the models were first used."""

    def __init__(self) -> None:
        self._sheets: dict[type[Model], Sheet] = {}

    def add(self, model: type[Model], **values: Any) -> None:
        """Encrypted columns take sealed values, foreign keys the name of their column (`case_id`)."""
        if model not in self._sheets:
            self._sheets[model] = Sheet(model)
        self._sheets[model].rows.append(values)

    @property
    def models(self) -> list[type[Model]]:
        """In the order in which they were first used."""
        return list(self._sheets)

    def write(self) -> int:
        """Copy everything, then let the deferred constraints speak, so that they do not pile up."""
        written = sum(sheet.write() for sheet in self._sheets.values())
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        return written


def converter(field: "Field[Any, Any]") -> Convert:
    """How a value of this column is handed to the database."""
    if isinstance(field, JSONField) and not isinstance(field, ENCRYPTED):
        return json.dumps
    return plain


def plain(value: Any) -> Any:
    """Codes of value lists as the text they are."""
    return value.value if isinstance(value, Enum) else value


def default_of(field: "Field[Any, Any]") -> Any:
    if field.default is NOT_PROVIDED and field.null:
        return None
    return converter(field)(field.get_default())
