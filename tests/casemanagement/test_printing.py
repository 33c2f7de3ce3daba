# SPDX-License-Identifier: AGPL-3.0-or-later
"""A printed Hilfeplan can be read by everybody, also by a screen reader, whatever was typed into it."""

import io
from typing import Any

import pikepdf
import pytest

from casemanagement.choices import ConsentKind, DataCategory
from casemanagement.consent_texts import languages, released_texts_are_unchanged, text
from casemanagement.printing import print_pdf
from casemanagement.printing.characters import REPLACEMENT, printable
from casemanagement.printing.support_plan import words_of
from tests.din91379 import EVERYTHING, LETTERS


def plan(**changes: Any) -> dict[str, Any]:
    """The data of a small plan."""
    step = {"text": "Einstufungstest", "who": "Sprachschule", "until": "10.12.2026", "state": "offen"}
    goal = {
        "area": "Sprache",
        "text": "Deutsch lernen",
        "sign": "Zertifikat",
        "until": "30.06.2027",
        "who": "ich",
    }
    return {
        "number": "KIM-7Q2M4X",
        "person": "Şükrü Aydın",
        "case_manager": "Aylin Yılmaz",
        "organisation": "Stadt Bielefeld",
        "goals": [{**goal, "steps": [step]}],
        **words_of("de"),
    } | changes


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def test_a_plan_is_tagged_has_a_language_and_a_title() -> None:
    document = opened(print_pdf("support_plan", plan()))

    assert "/StructTreeRoot" in document.Root
    assert document.Root.MarkInfo.Marked
    assert str(document.Root.Lang).startswith("de")
    assert document.Root.ViewerPreferences.DisplayDocTitle
    with document.open_metadata() as metadata:
        assert metadata["dc:title"] == "Hilfeplan KIM-7Q2M4X"
        assert metadata["pdfuaid:part"] == "1"


def test_the_same_plan_prints_the_same_file() -> None:
    assert print_pdf("support_plan", plan()) == print_pdf("support_plan", plan())


def test_every_letter_of_din_91379_is_printable() -> None:
    assert [letter for letter in LETTERS if REPLACEMENT in printable(letter)] == []
    assert opened(print_pdf("support_plan", plan(person=EVERYTHING))).pages


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("schön 😀", f"schön {REPLACEMENT}"),
        ("Familie 👨‍👩‍👧", f"Familie {REPLACEMENT}"),
        ("漢字", REPLACEMENT),
        ("سلام", "سلام"),
        ("ሰላም", "ሰላም"),
        ("สวัสดี", REPLACEMENT),
        ("Zeile\r\nZeile", "Zeile\nZeile"),
        ("A\u0308rzte", "Ärzte"),
        ("\x00", REPLACEMENT),
    ],
)
def test_a_character_without_a_glyph_leaves_one_visible_mark(typed: str, printed: str) -> None:
    assert printable(typed) == printed
    assert opened(print_pdf("support_plan", plan(person=typed))).pages


@pytest.mark.parametrize(
    "typed", ["#panic()", "*fett* _kursiv_ `roh` $x$", '"; #import "@preview/x"', "= Titel", "\\ @ref <a>"]
)
def test_typed_text_is_never_markup(typed: str) -> None:
    goal = {
        "area": typed,
        "text": typed,
        "sign": typed,
        "until": typed,
        "who": typed,
        "steps": [{"text": typed}],
    }

    assert opened(print_pdf("support_plan", plan(goals=[goal], agreement=typed, agreement_note=typed))).pages


def test_twenty_thousand_characters_run_over_several_pages() -> None:
    long = "Ein langer Satz über die Lage der Familie.\n" * 470
    goal = {"area": "Wohnen", "text": long, "steps": [{"text": long}]}

    assert len(long) > 20_000
    assert len(opened(print_pdf("support_plan", plan(goals=[goal]))).pages) > 5


def test_a_plan_without_goals_says_so_instead_of_failing() -> None:
    assert len(opened(print_pdf("support_plan", plan(goals=[]))).pages) == 1


def sheet(language: str) -> dict[str, Any]:
    """The data of a small consent in German and another language."""
    german, other = text("de"), text(language)
    texts = [german] if language == "de" else [german, other]
    plain = (
        "title",
        "intro",
        "voluntary",
        "happens",
        "revoke",
        "complain",
        "agree",
        "not_reviewed",
        "labels",
    )
    item = {"facts": [{"label": "Mit wem", "value": "Jobcenter"}], "code": "C6"}
    return {
        "number": "KIM-7Q2M4X",
        "version": other.version,
        "sha256": other.sha256,
        "languages": [found.language for found in texts],
        "rtl": "yes" if other.is_right_to_left else "",
        "not_reviewed": "" if other.is_reviewed else "yes",
        "organisation": "AWO",
        "case_manager": "Carla Rossi",
        "person": "Samira Haddad",
        "representative": "",
        "interpreter": "",
        "authority": "LDI NRW",
        "printed_on": "21.11.2026",
        "texts": [{name: found.words[name] for name in plain} for found in texts],
        "items": [[{**found.kind("C6"), **item} for found in texts]],
        "signing": {},
    }


@pytest.mark.parametrize("language", [found.language for found in languages()])
def test_a_consent_is_readable_paper_in_every_language_without_a_missing_letter(language: str) -> None:
    data = sheet(language)

    document = opened(print_pdf("consent", data))

    assert "/StructTreeRoot" in document.Root
    assert REPLACEMENT not in printable(str(data["texts"]))


def test_the_texts_are_complete_and_unchanged_since_their_release() -> None:
    assert languages()[0].language == "de"
    assert {found.language for found in languages()} == {
        "de",
        "uk",
        "ru",
        "ar",
        "ku",
        "fa",
        "tr",
        "ti",
        "ro",
        "bg",
        "fr",
        "en",
    }
    assert {frozenset(found.words["kinds"]) for found in languages()} == {frozenset(ConsentKind.values)}
    assert {frozenset(found.words["categories"]) for found in languages()} == {frozenset(DataCategory.values)}
    assert released_texts_are_unchanged(None) == []
