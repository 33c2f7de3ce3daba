# SPDX-License-Identifier: AGPL-3.0-or-later
"""What fails keeps nothing of what it worked on."""

import pytest
from viewflow.workflow.context import Context

from workflows.activations import Discreet


class Node(Discreet):
    """A node that stops."""

    def __init__(self) -> None:
        self.kept = ""

    def fail(self, kind: str) -> None:
        self.kept = kind


def break_off(node: Node) -> None:
    secret_case_note = "Frau K. fürchtet ihren Mann"
    with node.exception_guard():
        raise ValueError(secret_case_note)


def test_an_error_without_a_person_in_front_of_it_leaves_its_kind_alone() -> None:
    node = Node()

    with Context(propagate_exception=False):
        break_off(node)

    assert node.kept == "ValueError"


def test_an_error_in_front_of_a_person_goes_through_and_undoes_everything() -> None:
    node = Node()

    with pytest.raises(ValueError, match="fürchtet"):
        break_off(node)

    assert node.kept == ""
