# SPDX-License-Identifier: AGPL-3.0-or-later
"""The record of access is read by people: no code of the program stands in it."""

import re
from pathlib import Path

import pytest

from casemanagement.access_words import BLOCKS, occasion, part_of_file
from casemanagement.choices import EmergencyReason, OpeningReason

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"""\bblock(?:: ClassVar\[str\])? ?= ?"([a-z_]+)\"""")
SOURCES = [
    path
    for app in ("casemanagement/views", "casemanagement/actions", "indicators", "workflows", "permissions")
    for path in (ROOT / app).rglob("*.py")
]


def test_every_part_that_a_page_can_name_has_a_word() -> None:
    named = {block for path in SOURCES for block in NAMED.findall(path.read_text(encoding="utf-8"))}

    assert "supervision" in named
    assert named - BLOCKS.keys() - NO_ACCESS == set()


# `block` of a table or of a work item, not of the record of access.
NO_ACCESS = {"engine", "work", "accounts", "staff", "journal", "notices", "plan", "statistics"}


def test_a_step_of_a_process_is_called_a_step() -> None:
    assert part_of_file("intake.triage") == "Arbeitsschritt"


@pytest.mark.parametrize("reason", [*OpeningReason, *EmergencyReason])
def test_a_stated_occasion_is_said_in_words(reason: OpeningReason | EmergencyReason) -> None:
    assert occasion(reason.value) == reason.label


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("einwilligungen", "Liste der Einwilligungen ausgegeben"),
        ("hold_placed", "Löschung angehalten"),
        ("Bericht an die Leitung", "Bericht an die Leitung"),
        ("", ""),
    ],
)
def test_papers_and_deeds_too_and_typed_words_stay(reason: str, words: str) -> None:
    assert occasion(reason) == words
