# SPDX-License-Identifier: AGPL-3.0-or-later
"""The papers say what is so: links lead somewhere, names exist, generated pages are current."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands
from PIL import Image

from kim import docs
from kim.documents import screenshots
from permissions.hats import Hat

ROOT = Path(__file__).resolve().parent.parent
PAPERS = sorted([*ROOT.glob("*.md"), *(ROOT / "deploy").glob("*.md"), *(ROOT / "docs").rglob("*.md")])
PACKAGES = ("permissions", "casemanagement", "workflows", "indicators", "kim")
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
ELSEWHERE = ("http://", "https://", "mailto:")
PATH = re.compile(r"`([\w.-]+/[\w./-]*)`")
LONGEST_DECISION = 55
HEAVIEST_PICTURE = 150_000


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


# --- What every paper owes ----------------------------------------------------------------------


@pytest.mark.parametrize("paper", PAPERS, ids=_name)
def test_every_link_leads_to_a_file(paper: Path) -> None:
    targets = [target for target in LINK.findall(_text(paper)) if not target.startswith(ELSEWHERE)]

    assert [target for target in targets if not (paper.parent / target).exists()] == []


@pytest.mark.parametrize("paper", PAPERS, ids=_name)
def test_every_path_that_is_named_exists(paper: Path) -> None:
    known = {entry.name for entry in ROOT.iterdir()}
    named = [path for path in PATH.findall(_text(paper)) if path.split("/")[0] in known - {".var", ".venv"}]

    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("paper", PAPERS, ids=_name)
def test_every_command_that_is_named_exists(paper: Path) -> None:
    named = re.findall(r"manage\.py ([a-z_]+)", _text(paper))

    assert set(named) - get_commands().keys() == set()


@pytest.mark.parametrize("paper", PAPERS, ids=_name)
def test_every_make_target_that_is_named_exists(paper: Path) -> None:
    targets = set(re.findall(r"^([a-z0-9]+):", _text(ROOT / "Makefile"), re.MULTILINE))
    named = re.findall(r"(?:`|^)make ([a-z0-9]+)", _text(paper), re.MULTILINE)

    assert set(named) - targets == set()


# --- Generated pages ----------------------------------------------------------------------------


def test_generated_pages_say_what_the_code_says() -> None:
    assert [_name(path) for path in docs.stale()] == []


def test_each_hat_has_a_guide_and_a_picture_that_loads_fast() -> None:
    for hat in (hat for hat in Hat if hat.prefix):
        name = hat.prefix.strip("/")
        picture = ROOT / "docs" / "screenshots" / f"{name}.png"

        assert (ROOT / "docs" / "user" / f"{name}.md").exists()
        assert picture.stat().st_size <= HEAVIEST_PICTURE
        with Image.open(picture) as image:
            assert image.width == screenshots.WIDTH


# --- The start section --------------------------------------------------------------------------


@pytest.mark.parametrize(("readme", "heading"), [("README.md", "## Start"), ("README.de.md", "## Anfangen")])
def test_two_commands_are_enough_to_begin(readme: str, heading: str) -> None:
    section = _text(ROOT / readme).split(heading)[1].split("\n## ")[0]
    block = section.split("```sh\n")[1].split("```")[0]

    assert [line.split("#")[0].strip() for line in block.splitlines()] == ["make demo", "make test"]


# --- Glossary and settings ----------------------------------------------------------------------


def _words_of_the_code() -> set[str]:
    files = [
        path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.suffix in {".py", ".sql"}
    ]
    # The papers' own generators do not count as code that uses a word.
    return {
        word for path in files if "documents" not in path.parts for word in re.findall(r"\w+", _text(path))
    }


def _glossary() -> Iterator[tuple[str, str]]:
    for line in _text(ROOT / "docs" / "glossary.md").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 3 and cells[1].startswith("`"):
            for identifier in re.findall(r"`([^`]+)`", cells[1]):
                yield cells[0], identifier


def test_every_identifier_of_the_glossary_exists() -> None:
    known = _words_of_the_code()

    missing = [
        f"{german}: {identifier}"
        for german, identifier in _glossary()
        if not set(re.findall(r"\w+", identifier)) <= known
    ]

    assert missing == []


ENVIRONMENT = re.compile(r"env\.\w+\(\"(\w+)\"|environ(?:\.get\(|\.setdefault\(|\[)\"(\w+)\"")
NOT_FOR_OPERATORS = {"DJANGO_SETTINGS_MODULE", "PORT", "CASES"}


def test_every_variable_of_the_environment_is_explained() -> None:
    sources = [ROOT / "manage.py", *(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))]
    read = {
        one or other
        for path in sources
        if "supervisor" not in path.parts
        for one, other in ENVIRONMENT.findall(_text(path))
    }
    explained = set(re.findall(r"`([A-Z_]+)`", _text(ROOT / "docs" / "operations.md")))

    assert read - explained - NOT_FOR_OPERATORS == set()


# --- Decisions ----------------------------------------------------------------------------------


@pytest.mark.parametrize("decision", DECISIONS, ids=_name)
def test_a_decision_fits_on_one_page(decision: Path) -> None:
    text = _text(decision)

    assert len(text.splitlines()) <= LONGEST_DECISION
    assert re.findall(r"^## (\w+)", text, re.MULTILINE) == ["Context", "Decision", "Consequence"]


def test_decisions_are_numbered_without_a_gap_and_listed() -> None:
    listed = _text(ROOT / "docs" / "decisions" / "README.md")

    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    assert [path.name for path in DECISIONS if path.name not in listed] == []


# --- publiccode.yml -----------------------------------------------------------------------------

OBLIGATORY = {
    "publiccodeYmlVersion",
    "name",
    "url",
    "platforms",
    "categories",
    "developmentStatus",
    "softwareType",
    "description",
    "legal",
    "maintenance",
    "localisation",
}


def test_publiccode_says_what_a_catalogue_asks_for() -> None:
    stated = yaml.safe_load(_text(ROOT / "publiccode.yml"))

    assert OBLIGATORY - stated.keys() == set()
    assert stated["legal"]["license"] == "AGPL-3.0-or-later"
    assert stated["maintenance"]["contacts"]
    assert stated["localisation"]["availableLanguages"] == ["de"]
    for described in stated["description"].values():
        assert len(described["shortDescription"]) <= 150
        assert 150 <= len(described["longDescription"]) <= 10_000
        assert described["features"]


def test_papers_are_kept_in_the_repository() -> None:
    kept = subprocess.run(
        ["git", "ls-files", "*.md", "docs"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if kept.returncode:
        pytest.skip("not a git checkout")
    assert [_name(path) for path in PAPERS if _name(path) not in kept.stdout.splitlines()] == []
