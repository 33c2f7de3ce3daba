# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads what the project answers to security standards, and finds every answer that proves nothing.

`compliance/controls.yml` answers each requirement; the lists beside it say which there are. An answer may name
tests, documents, what the operator does, why it does not concern us, or what is still missing.
"""

import argparse
import ast
import re
import sys
import tomllib
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
LINT = "lint:"
# Which tests do not run in the suite, and how to run them.
ELSEWHERE = {"matrix", "fuzz", "faults", "load", "bench"}
SENTENCES = ("operator", "not_applicable", "open")
STATUSES = ("met", "document", *SENTENCES)


@dataclass(frozen=True)
class Catalogue:
    """A standard, and which of its requirements must be answered."""

    name: str
    list_name: str
    obligatory: frozenset[str]  # levels; the chosen ones come on top


CATALOGUES = (
    Catalogue("asvs", "asvs-5.0.0.txt", frozenset({"1", "2"})),
    Catalogue("grundschutz", "grundschutz-webanwendungen.txt", frozenset({""})),
    Catalogue("sdm", "sdm-3.1.txt", frozenset({""})),
)


@dataclass(frozen=True)
class Answer:
    """What we say to one requirement."""

    number: str
    level: str
    words: str
    status: str
    proofs: tuple[str, ...]  # tests and lint rules
    documents: tuple[str, ...]
    text: str


class _Once(yaml.SafeLoader):
    """YAML in which a second answer to the same requirement is a mistake, not a silent change."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key, deep=True) for key, _value in node.value]
        if twice := sorted({str(key) for key in keys if keys.count(key) > 1}):
            raise yaml.constructor.ConstructorError(None, None, f"answered twice: {', '.join(twice)}")
        return super().construct_mapping(node, deep)


class Compliance:
    """The answers of one project folder."""

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root

    @cached_property
    def stated(self) -> dict[str, Any]:
        """controls.yml as it stands."""
        text = (self.root / "compliance" / "controls.yml").read_text(encoding="utf-8")
        found: dict[str, Any] = yaml.load(text, _Once)  # noqa: S506  a safe loader of our own
        return found

    def known(self, catalogue: Catalogue) -> dict[str, str]:
        """Every requirement there is, with its level."""
        lines = (self.root / "compliance" / catalogue.list_name).read_text(encoding="utf-8").splitlines()
        pairs = [line.partition(" ") for line in lines if line and not line.startswith("#")]
        return {number: level for number, _space, level in pairs}

    def answers(self, catalogue: Catalogue) -> list[Answer]:
        """The answers to known requirements, in the order of the standard."""
        stated = self.stated[catalogue.name]["answers"]
        levels = self.known(catalogue)
        return [
            _answer(number, level, stated[number]) for number, level in levels.items() if number in stated
        ]

    # --- What proves nothing -------------------------------------------------------------------

    def faults(self) -> list[str]:
        """One sentence for each answer that is missing, unknown, or leads nowhere."""
        try:
            return [fault for catalogue in CATALOGUES for fault in self._faults_of(catalogue)]
        except yaml.YAMLError as error:
            return [f"controls.yml: {error}"]

    def _faults_of(self, catalogue: Catalogue) -> Iterator[str]:
        part = self.stated[catalogue.name]
        levels, stated, chosen = self.known(catalogue), part["answers"], part.get("chosen", [])
        for number in [*stated, *chosen]:
            if number not in levels:
                yield f"{number}: unknown to {catalogue.list_name}"
        for number, level in levels.items():
            if number in stated:
                yield from (f"{number}: {fault}" for fault in self._faults_in(stated[number]))
            elif level in catalogue.obligatory or number in chosen:
                yield f"{number}: not answered"

    def _faults_in(self, entry: dict[str, Any]) -> Iterator[str]:
        if unknown := entry.keys() - {"words", "tests", "note", *STATUSES}:
            yield f"unknown words {', '.join(sorted(unknown))}"
        if not entry.get("words"):
            yield "does not say what it is about"
        given = [status for status in STATUSES if status in entry]
        if len(given) != 1:
            yield f"needs one of {', '.join(STATUSES)}"
            return
        if not entry[given[0]] or (given[0] in SENTENCES) != isinstance(entry[given[0]], str):
            yield f"{given[0]} is not filled in"
            return
        yield from self._missing(entry)

    def _missing(self, entry: dict[str, Any]) -> Iterator[str]:
        for proof in [*entry.get("met", ()), *entry.get("tests", ())]:
            if proof.startswith(LINT):
                if not self._is_linted(proof.removeprefix(LINT)):
                    yield f"the lint rule {proof.removeprefix(LINT)} is not on"
            elif proof not in self.tests:
                yield f"there is no test {proof}"
        for document in entry.get("document", ()):
            if not self._exists(document):
                yield f"there is no document {document}"

    # --- What there is -------------------------------------------------------------------------

    @cached_property
    def tests(self) -> dict[str, str]:
        """Every test as file::name, with the mark that keeps it out of the suite, or nothing."""
        return {
            f"{path.relative_to(self.root).as_posix()}::{function.name}": _mark(function)
            for path in sorted((self.root / "tests").rglob("test_*.py"))
            for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(function, ast.FunctionDef) and function.name.startswith("test_")
        }

    @cached_property
    def _lint(self) -> dict[str, Any]:
        settings = tomllib.loads((self.root / "pyproject.toml").read_text(encoding="utf-8"))
        lint: dict[str, Any] = settings["tool"]["ruff"]["lint"]
        return lint

    def _is_linted(self, rule: str) -> bool:
        return self._lint["select"] == ["ALL"] and not rule.startswith(tuple(self._lint["ignore"]))

    def _exists(self, document: str) -> bool:
        """Whether the paper is there, and in it the heading behind the #."""
        name, _hash, anchor = document.partition("#")
        path = self.root / name
        return path.is_file() and (not anchor or anchor in _anchors(path.read_text(encoding="utf-8")))


def _answer(number: str, level: str, entry: dict[str, Any]) -> Answer:
    status = next(status for status in STATUSES if status in entry)
    return Answer(
        number,
        level,
        entry["words"],
        status,
        proofs=(*entry.get("met", ()), *entry.get("tests", ())),
        documents=tuple(entry.get("document", ())),
        text=entry[status] if status in SENTENCES else entry.get("note", ""),
    )


def _mark(function: ast.FunctionDef) -> str:
    """The pytest mark of a test that runs by a command of its own."""
    marks = {
        node.attr
        for each in function.decorator_list
        for node in ast.walk(each)
        if isinstance(node, ast.Attribute)
    }
    return next(iter(sorted(marks & ELSEWHERE)), "")


def _anchors(text: str) -> set[str]:
    """The headings of a paper as links name them."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def main(arguments: list[str]) -> int:
    """0 if every answer can be believed; else 1, and one line for each that cannot."""
    parser = argparse.ArgumentParser(prog="python -m kim.compliance", description=__doc__)
    parser.add_argument("--check", action="store_true", help="name every answer that proves nothing")
    parser.parse_args(arguments)
    found = Compliance().faults()
    for fault in found:
        sys.stderr.write(f"compliance/controls.yml: {fault}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
