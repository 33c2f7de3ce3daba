# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names are found without being readable, however they are spelt."""

import datetime as dt

import pytest

from casemanagement import blind_index
from casemanagement.models import Case, ClientIdentity, IdentityToken
from tests.din91379 import LETTERS
from tests.factories import CaseFactory

BORN = dt.date(1990, 5, 17)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller", "Mueller"),
        ("MÜLLER", "müller"),
        ("Strauß", "Strauss"),
        ("Łukasz", "Lukasz"),
        ("Nguyễn Thị", "Nguyen Thi"),
        ("Þórsdóttir", "Thorsdottir"),
        ("Anna-Lena", "Lena Anna"),
        ("  O’Neill ", "ONeill"),
        ("Şahin", "Sahin"),
    ],
)
def test_spellings_of_one_name_are_one_name(one: str, other: str) -> None:
    assert blind_index.normalised(one) == blind_index.normalised(other)


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_of_din_91379_becomes_plain_letters(letter: str) -> None:
    plain = blind_index.normalised(f"Ka{letter}mer")
    assert plain.isascii()
    assert plain.replace(" ", "").isalnum()


def test_names_of_other_scripts_are_transliterated() -> None:
    assert blind_index.normalised("Олена Шевченко") == "olena shevchenko"
    assert blind_index.normalised("سميرة حداد").isascii()


def test_the_index_holds_no_readable_name_and_depends_on_the_key() -> None:
    token = blind_index.token(IdentityToken.Kind.NAME, "haddad samira")
    assert len(token) == blind_index.TOKEN_BYTES
    assert b"haddad" not in token
    assert token != blind_index.token(IdentityToken.Kind.GRAM, "haddad samira")


@pytest.fixture
def known(house: object, as_owner: None) -> Case:
    """One person among others."""
    case = CaseFactory()
    CaseFactory()
    CaseFactory()
    blind_index.index(case, [("Nour-Eddine", "Schäfer", BORN)])
    return case


@pytest.mark.parametrize(
    ("given_name", "family_name", "birth_date"),
    [
        ("Nour-Eddine", "Schäfer", BORN),
        ("", "Schaefer", None),
        ("nour", "", None),
        ("Schäfer", "Nour Eddine", None),
        ("Nour", "Schäffer", None),
        ("", "", BORN),
    ],
)
def test_a_search_forgives_spelling_order_and_gaps(
    known: Case, given_name: str, family_name: str, birth_date: dt.date | None
) -> None:
    found = blind_index.find(
        given_name=given_name, family_name=family_name, birth_date=birth_date, rows=Case.objects.all()
    )
    assert list(found) == [known]


@pytest.mark.parametrize(
    ("family_name", "birth_date"),
    [("Kowalczyk", None), ("Schäfer", dt.date(1990, 5, 18)), ("", None)],
)
def test_a_search_for_somebody_else_finds_nobody(
    known: Case, family_name: str, birth_date: dt.date | None
) -> None:
    found = blind_index.find(family_name=family_name, birth_date=birth_date, rows=Case.objects.all())
    assert list(found) == []


def test_a_new_name_replaces_the_old_one(known: Case) -> None:
    blind_index.index(known, [("Nour-Eddine", "Brandt", BORN)])
    assert not blind_index.find(family_name="Schäfer", rows=Case.objects.all())
    assert list(blind_index.find(family_name="Brandt", rows=Case.objects.all())) == [known]


def test_the_database_never_holds_a_name_in_the_clear(known: Case) -> None:
    identity = ClientIdentity.objects.get(case=known)
    stored = ClientIdentity.objects.filter(pk=identity.pk).extra(
        select={"raw": "given_name"}
    )  # what is really stored
    assert identity.given_name == "Samira"
    assert stored.values_list("raw", flat=True)[0].startswith("k1.r:")
