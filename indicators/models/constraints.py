# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one constraint of the fact store that Django has no word for."""

from typing import Any

from django.db import models
from django.db.backends.ddl_references import Statement


class OneFactAtATime(models.BaseConstraint):
    """No two rows of one pseudonym are valid at the same moment.

    A range over text would need an extension, so the pseudonym enters as its 64-bit hash; two
    pseudonyms with the same hash are one in a billion even for a million cases.
    """

    SQL = (
        "EXCLUDE USING gist ("
        "int8range(hashtextextended(pseudonym, 0), hashtextextended(pseudonym, 0), '[]') WITH &&, "
        "tstzrange(recorded_from, recorded_until) WITH &&)"
    )

    def constraint_sql(self, model: Any, schema_editor: Any) -> str:
        return f"CONSTRAINT {schema_editor.quote_name(self.name)} {self.SQL}"

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        table = schema_editor.quote_name(model._meta.db_table)
        return Statement(f"ALTER TABLE {table} ADD {self.constraint_sql(model, schema_editor)}")

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        return Statement(f'ALTER TABLE "{model._meta.db_table}" DROP CONSTRAINT "{self.name}"')

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OneFactAtATime) and self.name == other.name

    def __hash__(self) -> int:
        return hash(self.name)

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Left to the database: facts are written by one function of the database alone."""
