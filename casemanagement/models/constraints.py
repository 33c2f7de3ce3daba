# SPDX-License-Identifier: AGPL-3.0-or-later
"""Constraints that Django has no word for, and the short forms of those that return everywhere."""

from typing import Any

from django.db import models
from django.db.backends.ddl_references import Statement
from django.db.models import F, Q

from casemanagement.choices.case import AssignmentRole


class OneResponsibleAtATime(models.BaseConstraint):
    """No two responsible assignments of a case share a day.

    An assignment that was ended on the day it began keeps its row with an empty period
    (valid_until is the day before), which overlaps nothing. Both ranges are built-in types,
    so no extension is needed.
    """

    SQL = (
        "EXCLUDE USING gist (int8range(case_id, case_id, '[]') WITH &&, "
        "daterange(valid_from, valid_until + 1, '[)') WITH &&) "
        f"WHERE (role = '{AssignmentRole.RESPONSIBLE}')"
    )

    def constraint_sql(self, model: Any, schema_editor: Any) -> str:
        return f"CONSTRAINT {schema_editor.quote_name(self.name)} {self.SQL}"

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        table = schema_editor.quote_name(model._meta.db_table)
        added = self.constraint_sql(model, schema_editor)
        return Statement(f"ALTER TABLE {table} ADD {added}".replace("%", "%%"))

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        table = model._meta.db_table
        return Statement(f'ALTER TABLE "{table}" DROP CONSTRAINT "{self.name}"')

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OneResponsibleAtATime) and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Left to the database; actions end the old assignment before they begin the new one."""


def one_of(field: str, choices: type[models.TextChoices], *, blank: bool = False) -> models.CheckConstraint:
    """Only codes that the program knows, for lists on which a rule depends."""
    codes = ["", *choices.values] if blank else choices.values
    return models.CheckConstraint(condition=Q(**{f"{field}__in": codes}), name=f"%(class)s_{field}_known")


def between(field: str, low: int, high: int, *, optional: bool = True) -> models.CheckConstraint:
    inside = Q(**{f"{field}__gte": low, f"{field}__lte": high})
    return models.CheckConstraint(
        condition=inside | Q(**{f"{field}__isnull": True}) if optional else inside,
        name=f"%(class)s_{field}_between_{low}_{high}".replace("-", "m"),
    )


def together(*fields: str, name: str) -> models.CheckConstraint:
    """All of these are filled, or none."""
    nothing = Q(**{f"{field}__isnull": True for field in fields})
    everything = Q(**{f"{field}__isnull": False for field in fields})
    return models.CheckConstraint(condition=nothing | everything, name=name)


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")), name=name
    )
