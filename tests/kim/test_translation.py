# SPDX-License-Identifier: AGPL-3.0-or-later
"""The English translation is complete, says what the German says, and is shown to whoever chose it."""

import re
from collections.abc import Callable

import polib
import pytest
from django.test import Client
from django.utils import translation

from casemanagement.models import DeadlineRule
from kim import messages
from permissions.actor import Actor, acting_in_role
from permissions.database.roles import OWNER
from tests.cast import House
from tests.workflows import walking

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]")


@pytest.fixture(scope="module")
def english() -> polib.POFile:
    return polib.pofile(str(messages.LOCALES / "en" / "LC_MESSAGES" / "django.po"))


def pairs(entry: polib.POEntry) -> list[tuple[str, str]]:
    """German and English: one pair, or singular and plural."""
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)]
    return [(entry.msgid, entry.msgstr_plural[0]), (entry.msgid_plural, entry.msgstr_plural[1])]


def different(english: polib.POFile, part: Callable[[str], object]) -> list[tuple[str, str]]:
    """Where a part of the sentence is not the same in both languages."""
    return [pair for entry in english for pair in pairs(entry) if part(pair[0]) != part(pair[1])]


def test_every_sentence_of_the_program_is_translated_and_no_other_is_kept() -> None:
    assert list(messages.gaps()) == []


def test_what_is_filled_in_is_the_same_in_both_languages(english: polib.POFile) -> None:
    assert different(english, lambda text: sorted(PLACEHOLDER.findall(text))) == []


def test_a_sentence_begins_and_ends_with_the_same_space_in_both_languages(english: polib.POFile) -> None:
    assert different(english, lambda text: (text[:1].isspace(), text[-1:].isspace())) == []


@pytest.mark.parametrize(
    ("source", "sentences"),
    [
        ('_("Ein " "Satz")', [("Ein Satz",)]),
        ('gettext_lazy("Satz")', [("Satz",)]),
        ('ngettext("%(n)d Tag", "%(n)d Tage", n)', [("%(n)d Tag", "%(n)d Tage")]),
        ('other("Satz"); _(name); _("")', []),
    ],
)
def test_sentences_are_found_in_python(source: str, sentences: list[tuple[str, ...]]) -> None:
    assert list(messages.of_python(source)) == sentences


@pytest.mark.parametrize(
    ("source", "sentences"),
    [
        ('{% translate "Satz" %}', [("Satz",)]),
        ('{% include "a.html" with title=_("Ein \\\'Satz\\\'") %}', [("Ein 'Satz'",)]),
        ("{% blocktranslate %}{{ n }} %{% endblocktranslate %}", [("%(n)s %%",)]),
        (
            "{% blocktranslate count n=x %}ein Tag{% plural %}{{ n }} Tage{% endblocktranslate %}",
            [("ein Tag", "%(n)s Tage")],
        ),
        ("Satz {{ name }}", []),
    ],
)
def test_sentences_are_found_in_templates(source: str, sentences: list[tuple[str, ...]]) -> None:
    assert list(messages.of_template(source)) == sentences


@pytest.mark.parametrize(("browser", "shown"), [("de", "de"), ("en-GB,en", "en"), ("fr", "de")])
def test_a_stranger_reads_the_language_of_the_browser(db: None, browser: str, shown: str) -> None:
    page = Client().get("/impressum/", headers={"accept-language": browser}).content.decode()

    assert f'<html lang="{shown}"' in page


def test_a_person_reads_the_language_she_chose_whatever_the_browser_says(
    house: House, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("carla")
    before = client.get("/fallarbeit/faelle/", headers={"accept-language": "en"}).content.decode()

    answer = client.post("/sprache/", {"language": "en", "next": "/fallarbeit/faelle/"})
    after = client.get(answer["Location"], headers={"accept-language": "de"})

    assert '<html lang="de"' in before
    assert "Meine Fälle" in before
    assert after["Content-Language"] == "en"
    assert '<html lang="en"' in after.content.decode()
    assert "My cases" in after.content.decode()
    assert "Meine Fälle" not in after.content.decode()


@pytest.mark.parametrize(
    ("language", "next_page"), [("xx", "/"), ("", ""), ("en", "https://elsewhere.example/")]
)
def test_an_unknown_language_or_a_foreign_way_back_leads_home(
    house: House, signed_in: Callable[[str], Client], language: str, next_page: str
) -> None:
    answer = signed_in("carla").post("/sprache/", {"language": language, "next": next_page})

    assert answer["Location"] == "/"


def test_a_title_is_stored_in_german_and_read_in_the_language_of_the_reader(
    house: House, actor: Callable[..., Actor]
) -> None:
    with translation.override("en"):
        case = walking.register(actor("carla"))
        with walking.as_owner():
            english = set(case.work_items.values_list("title", flat=True))
    with walking.as_owner():
        german = set(case.work_items.values_list("title", flat=True))

    assert english == {"Assess urgency and safety"}
    assert german == {"Dringlichkeit und Sicherheit einschätzen"}


def test_a_row_read_in_english_is_written_back_in_german(db: None) -> None:
    with acting_in_role(OWNER):
        with translation.override("en"):
            rule = DeadlineRule.objects.get(code="triage")
            assert rule.title == "Decision on acceptance"
            rule.save()

        with translation.override("de"):
            assert DeadlineRule.objects.get(code="triage").title == "Entscheidung über die Aufnahme"
