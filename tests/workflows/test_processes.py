# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every process owes: a lock, a title and a right for each step, names that stay, a picture."""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from viewflow.workflow.lock import no_lock
from viewflow.workflow.models import Task

from kim import docs
from permissions.actor import Actor
from permissions.hats import Hat
from permissions.rights import Right
from tests.workflows.walking import as_owner, register
from workflows import checks
from workflows.base import CaseFlow
from workflows.flows import FLOWS, IntakeFlow
from workflows.nodes import CaseStep
from workflows.released_nodes import RELEASED
from workflows.renaming import RenameNode

FILES = sorted((Path(checks.__file__).parent / "flows").glob("[a-z]*.py"))


def nodes(flow: type[CaseFlow]) -> list[Any]:
    return list(flow.instance.nodes())


OLD = "workflows/flows.intake.IntakeFlow.ask_moon"
NEW = "workflows/flows.intake.IntakeFlow.assess_urgency"


def test_released_names_stay_and_new_ones_are_written_down() -> None:
    present = {checks.reference(node) for flow in FLOWS for node in nodes(flow)}

    assert present == set(RELEASED)
    assert checks.released_names_remain(None) == []


def test_a_node_renamed_without_a_migration_makes_the_check_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "RELEASED", (*RELEASED, OLD))

    with pytest.raises(SystemCheckError, match=r"workflows\.E005.*ask_moon was released and is gone"):
        call_command("check")
    monkeypatch.setattr(checks, "renames", lambda: [(OLD, NEW)])
    call_command("check")


def test_a_new_node_that_nobody_wrote_down_makes_the_check_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "RELEASED", tuple(name for name in RELEASED if name != NEW))

    assert [fault.id for fault in checks.released_names_remain(None)] == ["workflows.E006"]


def test_the_migration_takes_open_steps_and_their_work_items_along(actor: Callable[..., Actor]) -> None:
    case = register(actor("carla"))
    rename = RenameNode(NEW, OLD)

    def steps() -> tuple[list[str], list[str]]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT flow_task FROM viewflow_task WHERE finished IS NULL")
            tasks = [row[0] for row in cursor.fetchall()]
            cursor.execute("SELECT kind FROM casemanagement_workitem WHERE case_id = %s", [case.pk])
            return tasks, [row[0] for row in cursor.fetchall()]

    with as_owner():
        editor = connection.schema_editor()
        rename.database_forwards("workflows", editor, None, None)
        assert steps() == ([OLD], ["intake.ask_moon"])
        rename.database_backwards("workflows", editor, None, None)
        assert steps() == ([NEW], ["intake.assess_urgency"])


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.__name__)
def test_every_process_is_complete(flow: type[CaseFlow]) -> None:
    assert list(checks.faults(flow)) == []


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.__name__)
def test_every_step_has_a_right_a_title_and_a_hat(flow: type[CaseFlow]) -> None:
    steps = [node for node in nodes(flow) if isinstance(node, CaseStep)]

    assert steps
    assert all(isinstance(step.right, Right) and step.hat in {Hat.CASE, Hat.FACH} for step in steps)
    assert all(str(step.task_title) for step in steps)


def test_a_process_without_lock_title_or_right_is_reported() -> None:
    class BareFlow(CaseFlow):
        """Stands outside of the product."""

        process_title = "Ohne"
        lock_impl = no_lock

    assert [fault.id for fault in checks.faults(BareFlow)] == ["workflows.E001"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_process_reads_as_one_page_of_prose(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)

    assert len(text.splitlines()) <= 130
    assert [node for node in ast.walk(tree) if isinstance(node, ast.Lambda | ast.FunctionDef)] == []


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.__name__)
def test_every_node_can_be_reached_and_left(flow: type[CaseFlow]) -> None:
    reached = {edge.dst for node in nodes(flow) for edge in node._outgoing()}
    starts = [node for node in nodes(flow) if not list(node._incoming())]
    ends = [node for node in nodes(flow) if not list(node._outgoing())]

    assert len(starts) == 1
    assert set(nodes(flow)) == reached | set(starts)
    assert {node.task_type for node in ends} == {"END"}


def test_a_stored_node_that_no_process_knows_stops_the_deployment(db: None) -> None:
    with as_owner():
        assert checks.stored_nodes_resolve(None, databases=["default"]) == []
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO viewflow_process (flow_class, status, created, data)"
                " VALUES ('workflows/flows.intake.IntakeFlow', 'NEW', now(), '{}') RETURNING id"
            )
            (process,) = cursor.fetchone()
            task = Task.objects.create(process_id=process, flow_task=IntakeFlow.assess_urgency)
            cursor.execute(
                "UPDATE viewflow_task SET flow_task = 'workflows/flows.intake.IntakeFlow.ask_moon' WHERE id = %s",
                [task.pk],
            )

        found = checks.stored_nodes_resolve(None, databases=["default"])

    assert [message.id for message in found] == ["workflows.E004"]
    assert "ask_moon" in found[0].msg


def test_the_pictures_in_the_documentation_show_the_processes_of_the_code() -> None:
    assert [path.name for path in docs.stale() if path.parent.name == "processes"] == []
