# SPDX-License-Identifier: AGPL-3.0-or-later
"""An answer to a standard that proves nothing is found: unknown numbers, tests that are gone, gaps."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kim.compliance import CATALOGUES, Compliance
from kim.documents import compliance

ANSWERS = """\
asvs:
  chosen: [V1.1.3]
  answers:
    V1.1.1: {words: one, met: ["tests/test_it.py::test_it", "lint:S608"]}
    V1.1.2: {words: two, document: ["docs/rules.md#how-it-is"]}
    V1.1.3: {words: three, open: "missing"}
grundschutz:
  answers:
    KONF.1: {words: four, operator: "does it", tests: ["tests/test_it.py::test_slowly"]}
sdm:
  answers:
    Transparenz: {words: five, not_applicable: "because"}
"""
TESTS = """\
import pytest
def test_it(): pass
@pytest.mark.matrix
def test_slowly(): pass
def helper(): pass
"""


@pytest.fixture
def project(tmp_path: Path) -> Callable[[str], Compliance]:
    """A small project whose every answer can be believed."""
    papers = {
        "compliance/asvs-5.0.0.txt": "# head\nV1.1.1 1\nV1.1.2 2\nV1.1.3 3\nV1.1.4 3\n",
        "compliance/grundschutz-webanwendungen.txt": "KONF.1\n",
        "compliance/sdm-3.1.txt": "Transparenz\n",
        "docs/rules.md": "# Rules\n\n## How it is\n",
        "tests/test_it.py": TESTS,
        "pyproject.toml": '[tool.ruff.lint]\nselect = ["ALL"]\nignore = ["S603", "TD"]\n',
    }
    for name, text in papers.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    def _project(answers: str) -> Compliance:
        (tmp_path / "compliance" / "controls.yml").write_text(answers, encoding="utf-8")
        return Compliance(tmp_path)

    return _project


def test_answers_that_lead_somewhere_are_believed(project: Callable[[str], Compliance]) -> None:
    assert project(ANSWERS).faults() == []


FAULTS = {
    "unknown number": ("V1.1.1:", "V9.9.9:", "V9.9.9: unknown to asvs-5.0.0.txt"),
    "unknown choice": ("[V1.1.3]", "[V1.1.3, V9.9.9]", "V9.9.9: unknown to asvs-5.0.0.txt"),
    "no answer": ("    V1.1.2:", "    V1.1.4:", "V1.1.2: not answered"),
    "chosen, not answered": ("[V1.1.3]", "[V1.1.4]", "V1.1.4: not answered"),
    "no test": ("::test_it", "::test_that", "V1.1.1: there is no test tests/test_it.py::test_that"),
    "no test, a function": ("::test_it", "::helper", "V1.1.1: there is no test tests/test_it.py::helper"),
    "no file": ("tests/test_it.py::test_slowly", "tests/x.py::test_y", "KONF.1: there is no test tests/x.py::test_y"),
    "rule is off": ("lint:S608", "lint:S603", "V1.1.1: the lint rule S603 is not on"),
    "no document": ("docs/rules.md#how", "docs/rule.md#how", "V1.1.2: there is no document docs/rule.md#how-it-is"),
    "no heading": ("#how-it-is", "#how", "V1.1.2: there is no document docs/rules.md#how"),
    "no words": ("words: one, ", "", "V1.1.1: does not say what it is about"),
    "no status": ('open: "missing"', "note: x", "V1.1.3: needs one of met, document, operator, not_applicable, open"),
    "two": ('open: "missing"', "open: x, operator: y", "V1.1.3: needs one of met, document, operator, not_applicable, open"),
    "empty proof": ('met: ["tests/test_it.py::test_it", "lint:S608"]', "met: []", "V1.1.1: met is not filled in"),
    "no reason": ('not_applicable: "because"', "not_applicable: true", "Transparenz: not_applicable is not filled in"),
    "misspelt": ("tests: [", "test: [", "KONF.1: unknown words test"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_an_answer_that_proves_nothing_is_named(fault: str, project: Callable[[str], Compliance]) -> None:
    right, wrong, sentence = FAULTS[fault]
    assert right in ANSWERS

    assert sentence in project(ANSWERS.replace(right, wrong)).faults()


def test_a_requirement_is_answered_once(project: Callable[[str], Compliance]) -> None:
    found = project(ANSWERS.replace("V1.1.2:", "V1.1.1:")).faults()

    assert found == ["controls.yml: answered twice: V1.1.1"]


# --- This project -------------------------------------------------------------------------------


def test_every_answer_of_the_project_can_be_believed() -> None:
    assert Compliance().faults() == []


def test_the_lists_are_whole() -> None:
    sizes = [len(Compliance().known(catalogue)) for catalogue in CATALOGUES]
    levels = list(Compliance().known(CATALOGUES[0]).values())

    assert sizes == [345, 83, 7]
    assert [levels.count(level) for level in "123"] == [70, 183, 92]


def test_the_page_shows_what_is_open() -> None:
    text = compliance.page()
    opened = [a for catalogue in CATALOGUES for a in Compliance().answers(catalogue) if a.status == "open"]

    assert opened
    assert [answer.number for answer in opened if f"* **{answer.number}** " not in text] == []


def test_machines_get_one_requirement_for_each_answer() -> None:
    component = json.loads(compliance.component())["component-definition"]["components"][0]
    counted = [len(part["implemented-requirements"]) for part in component["control-implementations"]]

    assert counted == [len(Compliance().answers(catalogue)) for catalogue in CATALOGUES]
