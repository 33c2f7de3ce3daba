# SPDX-License-Identifier: AGPL-3.0-or-later
"""What must hold for every process before the program starts, and before a new version is deployed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from viewflow.workflow.fields import get_task_ref
from viewflow.workflow.lock import SelectForUpdateLock

from permissions.rights import Right
from workflows.base import CaseFlow
from workflows.flows import FLOWS
from workflows.nodes import CaseStep
from workflows.released_nodes import RELEASED
from workflows.renaming import renames


@register()
def processes_are_complete(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """One hand at a time, and every step has a title and a right."""
    return [message for flow in FLOWS for message in faults(flow)]


def faults(flow: type[CaseFlow]) -> Iterator[CheckMessage]:
    """What is wrong with one process."""
    lock: Any = flow.lock_impl
    if not isinstance(lock, SelectForUpdateLock) or lock.nowait:
        yield Error(f"{flow.__name__} is not locked against two hands.", id="workflows.E001")
    for node in flow.instance.nodes():
        right: object = getattr(node, "right", None)
        if isinstance(node, CaseStep) and not isinstance(right, Right):
            yield Error(f"{flow.__name__}.{node.name} names no right.", id="workflows.E002")
        if not node.task_title or node.task_title == node.name.replace("_", " ").title():
            yield Error(f"{flow.__name__}.{node.name} has no title.", id="workflows.E003")


@register()
def released_names_remain(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """What databases hold is still known here, or a migration renames it; and what is new is written down."""
    return list(_unpinned({reference(node) for flow in FLOWS for node in flow.instance.nodes()}))


def _unpinned(present: set[str]) -> Iterator[CheckMessage]:
    renamed = dict(renames())
    for name in RELEASED:
        today = name
        while today in renamed:
            today = renamed[today]
        if today not in present:
            yield Error(
                f"{name} was released and is gone: cases may stand there.",
                hint="Keep it as flow.Obsolete(), or rename it in a migration with workflows.renaming.RenameNode.",
                id="workflows.E005",
            )
    for name in sorted(present - {*RELEASED, *renamed.values()}):
        yield Error(
            f"{name} is not among the released names.",
            hint="Add it to workflows/released_nodes.py: from its release on databases hold it.",
            id="workflows.E006",
        )


@register(Tags.database, deploy=True)
def stored_nodes_resolve(
    app_configs: Any, databases: Iterable[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """No running case stands at a node that this version of the program does not know."""
    return [message for alias in databases or () for message in _unresolved(alias)]


def _unresolved(alias: str) -> Iterator[CheckMessage]:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT DISTINCT flow_task FROM viewflow_task ORDER BY 1")
        stored = [row[0] for row in cursor.fetchall()]
    known = {reference(node) for flow in FLOWS for node in flow.instance.nodes()}
    for name in stored:
        if name not in known:
            yield Error(f"A task stands at {name}, which no process knows.", id="workflows.E004")


def reference(node: Any) -> str:
    """How the engine stores a node."""
    return str(get_task_ref(node))
