# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an operator types: load_plan and roll_up, their words, and that nothing is half done."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from indicators.actions.plans import StillUsed, load_plan
from indicators.models import OwnerValue, PlanDocument, PlanIndicator, PlanMeasure, WeeklyRollup
from indicators.plan_file import read_plan
from permissions.actor import Actor, acting_in_role
from permissions.database.roles import OWNER
from permissions.models import User
from tests.indicators.store import WEEK, a_capacity, a_fact, day
from tests.indicators.test_plan_2022 import FILE as PLAN_2022

pytestmark = pytest.mark.django_db


def said(command: str, *args: object) -> str:
    out = io.StringIO()
    call_command(command, *args, stdout=out)
    return out.getvalue()


@pytest.fixture
def changed_plan(tmp_path: Path) -> Path:
    """The plan of 2022 with another target for the coaching, and without the measure 170-1."""
    text = PLAN_2022.read_text(encoding="utf-8")
    text = text.replace(
        'number = 90\nunit = "Coaching-Teilnehmende"\nparts',
        'number = 95\nunit = "Coaching-Teilnehmende"\nwithout',
    )
    head, _, rest = text.partition('[[measure]]\ncode = "170-1"')
    _, _, tail = rest.partition("[[measure]]\n")
    file = tmp_path / "plan.toml"
    file.write_text(_without_parts(head + "[[measure]]\n" + tail), encoding="utf-8")
    return file


def _without_parts(text: str) -> str:
    head, _, rest = text.partition("without = [")
    return head + rest.partition("]\n")[2]


@pytest.mark.usefixtures("as_owner")
def test_the_plan_of_2022_is_loaded_whole() -> None:
    out = said("load_plan", PLAN_2022)

    assert PlanMeasure.objects.count() == 39
    assert PlanIndicator.objects.count() == len(list(read_plan(PLAN_2022).indicators))
    assert f"{1 + 39 + PlanIndicator.objects.count()} neu" in out
    coaching = PlanIndicator.objects.get(code="Jobcenter-3.1")
    assert coaching.number == 90
    assert coaching.parts[0] == {"name": "Baumheide", "number": 30}


@pytest.mark.usefixtures("as_owner")
def test_loading_again_changes_nothing_and_says_so() -> None:
    said("load_plan", PLAN_2022)
    loaded_at = PlanDocument.objects.get().loaded_at

    assert said("load_plan", PLAN_2022) == "Der Plan ist unverändert.\n"
    assert PlanDocument.objects.get().loaded_at == loaded_at


@pytest.mark.usefixtures("as_owner")
def test_a_changed_plan_is_reported_line_by_line(changed_plan: Path) -> None:
    said("load_plan", PLAN_2022)
    before = PlanIndicator.objects.get(code="Jobcenter-3.1").pk

    out = said("load_plan", changed_plan)

    assert "Jobcenter-3.1: number: 90.00 → 95; parts: [{" in out
    assert "1 entfallen\n  170-1" in out
    assert PlanIndicator.objects.get(code="Jobcenter-3.1").pk == before
    assert PlanMeasure.objects.count() == 38


@pytest.mark.usefixtures("as_owner")
def test_a_dry_run_reports_and_stores_nothing(changed_plan: Path) -> None:
    said("load_plan", PLAN_2022)

    out = said("load_plan", changed_plan, "--dry-run")

    assert "Nur geprüft, nichts gespeichert." in out
    assert PlanIndicator.objects.get(code="Jobcenter-3.1").number == 90


@pytest.mark.usefixtures("as_owner")
def test_an_indicator_with_reported_values_does_not_vanish(changed_plan: Path, conrad: User) -> None:
    said("load_plan", PLAN_2022)
    OwnerValue.objects.create(
        indicator=PlanIndicator.objects.filter(measure__code="170-1").earliest("pk"),
        value=1,
        as_of=day("1.11."),
        source="Bericht",
        entered_by=conrad,
    )

    with pytest.raises(StillUsed, match="170-1 fehlt in der Datei"):
        load_plan(read_plan(changed_plan), by=Actor.system())

    assert PlanIndicator.objects.get(code="Jobcenter-3.1").number == 90


@pytest.mark.usefixtures("as_owner")
def test_a_wrong_plan_changes_nothing_and_names_the_lines(tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    text = PLAN_2022.read_text(encoding="utf-8")
    file.write_text(text.replace("number = 543", 'number = "viele"', 1), encoding="utf-8")
    line = text[: text.index("number = 543")].count("\n") + 1

    with pytest.raises(CommandError) as refused:
        said("load_plan", file)

    assert "nichts geändert, 1 Fehler" in str(refused.value)
    assert f"Zeile {line}, Jobcenter-1, Indikator 1: „number“ ist „viele“" in str(refused.value)
    assert not PlanMeasure.objects.exists()


def test_a_plan_that_is_not_there_gets_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="nichts geändert"):
        said("load_plan", tmp_path / "no.toml")


def test_roll_up_says_what_it_did_and_the_second_time_that_it_did_nothing() -> None:
    a_fact()
    a_capacity()

    assert said("roll_up", "--week", str(WEEK)) == "2026-W46: berechnet (Fälle und Meldungen: 1).\n"
    assert "war schon berechnet, nichts geändert" in said("roll_up", "--week", str(WEEK))
    with acting_in_role(OWNER):
        assert WeeklyRollup.objects.count() == 1


def test_roll_up_prints_its_figures_for_machines() -> None:
    a_fact(organisation="awo")

    printed = json.loads(said("roll_up", "--week", str(WEEK), "--json"))

    (rollup,) = printed["rollups"]
    assert (printed["week"], rollup["state"], rollup["facts"]) == ("2026-W46", "computed", 1)
    assert {
        "indicator": "O01",
        "figure": "open",
        "dims": {"organisation": "awo"},
        "numerator": 1.0,
        "denominator": None,
        "value": 1.0,
    } in rollup["figures"]


@pytest.mark.parametrize(
    ("week", "sentence"),
    [
        ("2026-W54", "Eine Woche 54 gibt es 2026 nicht"),
        ("bald", "keine Kalenderwoche"),
        ("2199-W01", "läuft noch"),
    ],
)
def test_a_wrong_week_gets_one_clear_sentence(week: str, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        said("roll_up", "--week", week)
