# SPDX-License-Identifier: AGPL-3.0-or-later
"""The catalogue of questions: whole, and never changed once somebody was asked."""

import datetime as dt
import hashlib

import pytest

from casemanagement import assessment_items
from casemanagement.choices import Domain

# Of the versions that were released. A new version adds a line; a line is never changed.
RELEASED = {1: "19eaae3dcbfbddc1"}
TEXT = assessment_items.FILE.read_text()


def digest(version: int) -> str:
    words = [
        "|".join(
            [one.domain, str(one.version), one.valid_from.isoformat(), one.scale, one.question, one.help]
        )
        for one in sorted(assessment_items.read(TEXT), key=lambda one: one.domain)
        if one.version == version
    ]
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]


def test_each_domain_has_a_question_from_the_first_day() -> None:
    assert assessment_items.mistakes(assessment_items.read(TEXT)) == []
    assert all(assessment_items.asked_on(domain, dt.date(2021, 1, 1)) for domain in Domain)


@pytest.mark.parametrize("version", RELEASED)
def test_a_question_that_was_asked_keeps_its_words(version: int) -> None:
    assert digest(version) == RELEASED[version]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('domain = "debt"\nversion = 1', 'domain = "debt"\nversion = 2', "debt: versions are 1"),
        ('domain = "debt"', 'domain = "health"', "debt: versions are 1"),
        ("need_resource_0_4", "stars", "unknown scale stars"),
    ],
)
def test_a_mistake_in_a_catalogue_is_named(old: str, new: str, words: str) -> None:
    changed = TEXT.replace(old, new, 3)

    assert any(words in one for one in assessment_items.mistakes(assessment_items.read(changed)))
