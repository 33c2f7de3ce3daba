# SPDX-License-Identifier: AGPL-3.0-or-later
"""A node gets another name: databases hold the old one, so the new name comes with a migration."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from django.db.migrations.operations.base import Operation

from workflows import migrations


class RenameNode(Operation):
    """Tasks and work items that stand at a node of the old name stand at the new one afterwards.

    Both names are written as the engine stores them: `workflows/flows.intake.IntakeFlow.admit`.
    """

    reduces_to_sql = False
    reversible = True

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new

    def state_forwards(self, app_label: str, state: Any) -> None:
        """No model changes."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        _rename(schema_editor, self.old, self.new)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        _rename(schema_editor, self.new, self.old)

    def describe(self) -> str:
        return f"Rename the node {self.old} to {self.new}"


def renames() -> Iterator[tuple[str, str]]:
    """Old and new name of each node that a migration of this package renames."""
    for module in pkgutil.iter_modules(migrations.__path__):
        migration = import_module(f"{migrations.__name__}.{module.name}")
        for operation in migration.Migration.operations:
            if isinstance(operation, RenameNode):
                yield operation.old, operation.new


def kind_of_name(reference: str) -> str:
    """The kind of the work items of a node: intake.admit."""
    _app, module, _flow, node = reference.partition("/")[2].split(".")
    return f"{module}.{node}"


def _rename(schema_editor: Any, old: str, new: str) -> None:
    schema_editor.execute("UPDATE viewflow_task SET flow_task = %s WHERE flow_task = %s", [new, old])
    schema_editor.execute(
        "UPDATE viewflow_process SET flow_class = %s WHERE flow_class = %s AND id IN"
        " (SELECT process_id FROM viewflow_task WHERE flow_task = %s)",
        [new.rpartition(".")[0], old.rpartition(".")[0], new],
    )
    schema_editor.execute(
        "UPDATE casemanagement_workitem SET kind = %s WHERE kind = %s", [kind_of_name(new), kind_of_name(old)]
    )
