# SPDX-License-Identifier: AGPL-3.0-or-later
"""Programmes come from the municipality's file: what is wrong there is said, and nothing of it is done."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from casemanagement.models import Programme
from kim.checks import _programmes, programmes_fit
from kim.installation import BIELEFELD, InstallationError, install
from permissions.models import Kommune
from tests.workflows.walking import as_owner

GOOD = {"code": '"jugend"', "name": '"Jugend und Beruf"'}
# What stands in the file → what the operator reads.
MISTAKES = [
    pytest.param({"without": '["beratung"]'}, "Die Phase „beratung“ gibt es nicht", id="unknown phase"),
    pytest.param({"without": '["intake"]'}, "Die Phase „Zugang“ hat jedes Programm", id="no intake"),
    pytest.param(
        {"without": '["implementation"]'}, "Die Phase „Umsetzung“ hat jedes", id="no implementation"
    ),
    pytest.param({"without": '["closure"]'}, "Die Phase „Abschluss“ hat jedes Programm", id="no closure"),
    pytest.param({"without": '"assessment"'}, "„without“ ist eine Liste von Phasen", id="no list"),
    pytest.param({"code": '"kim"'}, "KIM gibt es immer, mit allen Phasen", id="kim"),
    pytest.param({"code": '"Jugend & Beruf"'}, "„code“ fehlt oder ist ungültig", id="invalid code"),
    pytest.param({"name": '" "'}, "„name“ fehlt", id="no name"),
    pytest.param({"name": f'"{"x" * 61}"'}, "„name“ ist länger als 60 Zeichen", id="long name"),
    pytest.param({"measure": "500"}, "„measure“ ist das Kürzel einer Maßnahme", id="measure is no text"),
    pytest.param({"intensity": '"riesig"'}, "„intensity“ ist „riesig“", id="unknown intensity"),
    pytest.param({"active": '"ja"'}, "„active“ ist true oder false", id="active is no truth"),
    pytest.param({"activ": "true"}, "„activ“ ist keine Angabe eines Programms", id="unknown key"),
    pytest.param({"deadlines": "3"}, "„deadlines“ nennt je Frist ihre Werte", id="no table of deadlines"),
    pytest.param({"deadlines": "{ kaffee = { amount = 1 } }"}, "Die Frist „kaffee“ gibt es nicht", id="rule"),
    pytest.param(
        {"deadlines": "{ residence_30 = { amount = 1 } }"}, "folgt aus einem Datum", id="rule of others"
    ),
    pytest.param({"deadlines": '{ plan = { unit = "weeks" } }'}, "„amount“ fehlt", id="no amount"),
    pytest.param(
        {"deadlines": '{ plan = { amount = 3, unit = "jahre" } }'}, "„unit“ ist „jahre“", id="unknown unit"
    ),
    pytest.param({"deadlines": "{ plan = { amount = 2.5 } }"}, "Zeiten sind ganze Zahlen", id="half weeks"),
    pytest.param(
        {"deadlines": "{ plan = { amount = 0 } }"}, "eine Dauer zwischen 1 und 104", id="no time at all"
    ),
    pytest.param(
        {"without": '["assessment"]', "deadlines": "{ assessment = { amount = 3 } }"},
        "gehört zur Phase „Assessment“, die das Programm nicht hat",
        id="deadline of no phase",
    ),
]


def written(folder: Path, *programmes: dict[str, str]) -> Path:
    """Bielefeld's houses with other programmes."""
    houses = BIELEFELD.read_text(encoding="utf-8").partition("[[programme]]")[0]
    tables = [
        "[[programme]]\n" + "\n".join(f"{key} = {value}" for key, value in one.items()) for one in programmes
    ]
    path = folder / "andere.toml"
    path.write_text(houses + "\n" + "\n\n".join(tables), encoding="utf-8")
    return path


@pytest.mark.django_db
@pytest.mark.parametrize(("wrong", "sentence"), MISTAKES)
def test_a_mistake_is_said_in_a_sentence_and_nothing_is_done(
    wrong: dict[str, str], sentence: str, tmp_path: Path
) -> None:
    path = written(tmp_path, GOOD | wrong)

    (checked,) = _programmes(tmp_path)
    assert sentence in checked.msg
    assert "andere.toml: Programm „" in checked.msg
    with as_owner(), pytest.raises(InstallationError, match="andere") as refused:
        install(path)
    assert sentence in str(refused.value)
    with as_owner():
        assert not Kommune.objects.exists()


def test_two_programmes_never_share_code_or_name(tmp_path: Path) -> None:
    written(tmp_path, GOOD, GOOD)

    assert [message.msg for message in _programmes(tmp_path)] == [
        "andere.toml: Kürzel „jugend“ steht bei 2 Programmen; jedes braucht seinen eigenen.",
        "andere.toml: Name „Jugend und Beruf“ steht bei 2 Programmen; jedes braucht seinen eigenen.",
    ]


def test_a_list_where_tables_belong_is_said(tmp_path: Path) -> None:
    houses = BIELEFELD.read_text(encoding="utf-8").partition("[[programme]]")[0]
    (tmp_path / "andere.toml").write_text('programme = ["jugend"]\n' + houses, encoding="utf-8")

    (checked,) = _programmes(tmp_path)
    assert "unter [[programme]]" in checked.msg


def test_what_comes_with_the_program_can_be_led() -> None:
    assert programmes_fit(None) == []
    call_command("check", verbosity=0)


@pytest.mark.django_db
def test_set_up_says_the_mistake_on_one_line_and_ends(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD | {"without": '["closure"]'})

    with as_owner(), pytest.raises(CommandError, match="Die Phase „Abschluss“ hat jedes Programm"):
        call_command("set_up", kommune=path)


@pytest.mark.django_db
def test_a_programme_that_the_file_no_longer_names_takes_no_new_cases_and_keeps_its_code(
    tmp_path: Path,
) -> None:
    with as_owner():
        install(written(tmp_path, GOOD))
        again = install(written(tmp_path, GOOD | {"name": '"Jugend"', "active": "true"}))
        assert Programme.objects.get().name == "Jugend"
        install(written(tmp_path))
        row = Programme.objects.get(kommune=again.kommune)

    assert (row.code, row.is_active) == ("jugend", False)
