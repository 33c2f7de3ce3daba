# SPDX-License-Identifier: AGPL-3.0-or-later
"""The house keeps its own rules: where things are written, what they are called, how long they grow."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

from casemanagement.words import PlainWords

ROOT = Path(__file__).resolve().parent.parent
OUR_APPS = ("permissions", "casemanagement", "workflows", "indicators")
PACKAGES = (*OUR_APPS, "kim")
LONGEST_FILE = 400
NAMES_THAT_SAY_NOTHING = {"utils", "helpers", "common", "services", "selectors", "misc"}
WRITES = {
    "save",
    "create",
    "update",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
}


def _sources(*packages: str) -> list[Path]:
    found = [path for package in packages for path in (ROOT / package).rglob("*.py")]
    return [path for path in found if "migrations" not in path.parts]


def _relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


ALL_SOURCES = _sources(*PACKAGES, "tests", "bench")
ACTIONS = [
    *_sources("casemanagement/actions", "permissions/accounts"),
    ROOT / "permissions" / "actions.py",
]
FRONT = [
    path
    for path in _sources(*PACKAGES)
    if {"views", "forms", "flows", "urls"} & set(path.parts)
    or path.name in {"views.py", "tasks.py", "forms.py"}
]


@pytest.mark.parametrize("path", ALL_SOURCES, ids=_relative)
def test_no_file_is_longer_than_a_reader_can_hold(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [_relative(path) for path in ALL_SOURCES if path.stem in NAMES_THAT_SAY_NOTHING] == []


def test_nothing_is_left_for_later() -> None:
    word = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X")))
    assert [_relative(path) for path in ALL_SOURCES if word.search(path.read_text(encoding="utf-8"))] == []


def _deeds(path: Path) -> Iterator[ast.FunctionDef]:
    """Public functions that are marked as a deed or open a transaction."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.decorator_list and not node.name.startswith("_"):
            yield node


def test_every_deed_says_by_whom() -> None:
    silent = [
        f"{_relative(path)}: {function.name}"
        for path in ACTIONS
        for function in _deeds(path)
        if "by" not in {argument.arg for argument in function.args.kwonlyargs}
    ]

    assert silent == []


def _writes(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        target = ast.unparse(node.func.value)
        # A form's dictionary and a browser's session are no case data.
        if node.func.attr in WRITES and (
            "objects" in target or node.func.attr in {"save", "delete", "create"}
        ):
            yield f"{_relative(path)}:{node.lineno} {target}.{node.func.attr}"


def test_views_forms_flows_and_tasks_write_nothing_themselves() -> None:
    assert [found for path in FRONT for found in _writes(path)] == []


ASKING_PAST_THE_CONCEPT = re.compile(r"\.has_perm\(|\bis_superuser\b|\bis_staff\b")


def test_nobody_asks_for_rights_past_the_access_concept() -> None:
    outside = [path for path in _sources(*PACKAGES) if "permissions" not in path.parts]
    assert [_relative(path) for path in outside if ASKING_PAST_THE_CONCEPT.search(path.read_text())] == []


OUR_MODELS = [model for model in apps.get_models() if model._meta.app_label in OUR_APPS]


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_every_field_is_classified(model: type[Model]) -> None:
    declared = [name for block in _blocks(model).values() for name in block]
    # What an older version wrote in the clear is classified with the sealed field that it became.
    own = [field for field in model._meta.local_fields if not isinstance(field, PlainWords)]
    fields = [field.name for field in own if field.name not in {"id", "seal"}]
    fields += [field.name for field in model._meta.local_many_to_many]

    assert sorted(declared) == sorted(fields)


def _blocks(model: type[Model]) -> dict[str, tuple[str, ...]]:
    data = model.__dict__.get("Data")
    assert data is not None, f"{model._meta.label} has no class Data"
    return {name: value for name, value in vars(data).items() if not name.startswith("_")}


TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
INLINE = re.compile(r"\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)|<style")


@pytest.mark.parametrize("path", TEMPLATES, ids=_relative)
def test_no_page_carries_inline_style_or_script(path: Path) -> None:
    assert INLINE.search(path.read_text(encoding="utf-8")) is None


def test_no_template_is_unused() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (*_sources(*PACKAGES), *TEMPLATES)]
    everything = "\n".join(texts)
    named = [path.relative_to(ROOT / "templates").as_posix() for path in TEMPLATES]
    by_convention = {"400.html", "403.html", "404.html", "500.html"}

    assert [name for name in named if name not in everything and name not in by_convention] == []


def test_no_file_names_a_folder_of_the_machine_it_was_written_on() -> None:
    elsewhere = re.compile(r"(?<![\w./])/(?:home|root|Users|work)/\w")
    texts = [*ALL_SOURCES, *TEMPLATES, *ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "Makefile"]

    assert [_relative(path) for path in texts if elsewhere.search(path.read_text(encoding="utf-8"))] == []
