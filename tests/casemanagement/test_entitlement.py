# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may attend a course: the rows of the plan (500-8), asked for people, days and gaps in what is known."""

import datetime as dt
import tomllib
from typing import Any

import pytest

from casemanagement import countries
from casemanagement.actions.entitlements import OF_PLAN, PLAN
from casemanagement.entitlement import Answer, Person, Verdict, courses_of, may_attend
from casemanagement.models import EntitlementRule

DAY = dt.date(2022, 11, 21)
BEFORE, AFTER = dt.date(2019, 7, 31), dt.date(2019, 8, 1)
MAY, MAY_NOT, UNCLEAR = Verdict.MAY, Verdict.MAY_NOT, Verdict.UNCLEAR


@pytest.fixture(scope="module")
def rules() -> list[EntitlementRule]:
    rows = tomllib.loads(PLAN.read_text(encoding="utf-8"))["row"]
    return [EntitlementRule(**OF_PLAN, **row) for row in rows]


def asked(rules: list[EntitlementRule], *, on: dt.date = DAY, **facts: Any) -> Answer:
    person = Person(**({"residence_status": "asylum_permission"} | facts))
    return may_attend(person, "integration_course", rules, on)


@pytest.mark.parametrize(
    ("nationality", "entry", "on", "verdict"),
    [
        ("Syrien", AFTER, DAY, MAY),
        ("SY", AFTER, DAY, MAY),
        ("syrisch", AFTER, DAY, MAY),
        ("Eritrea", dt.date(2021, 5, 3), DAY, MAY),
        ("Afghanistan", AFTER, dt.date(2021, 12, 31), MAY_NOT),
        ("Afghanistan", AFTER, dt.date(2022, 1, 1), MAY),
        ("Irak", AFTER, DAY, MAY_NOT),
        ("Irak", BEFORE, DAY, UNCLEAR),  # whether he is available to the labour market, no file says
        ("Serbien", BEFORE, DAY, MAY_NOT),
        ("Georgien", BEFORE, DAY, UNCLEAR),
        ("Georgien", BEFORE, dt.date(2023, 12, 23), MAY_NOT),
        ("Irak", None, DAY, UNCLEAR),
        ("Serbien", None, DAY, MAY_NOT),  # whenever she came
        ("", AFTER, DAY, UNCLEAR),
        ("Atlantis", AFTER, DAY, UNCLEAR),
        ("Syrien", AFTER, dt.date(2019, 7, 1), UNCLEAR),  # no row counted yet
    ],
    ids=str,
)
def test_the_table_says_who_may_attend(
    nationality: str, entry: dt.date | None, on: dt.date, verdict: Verdict, rules: list[EntitlementRule]
) -> None:
    assert asked(rules, nationality=nationality, entry_on=entry, on=on).verdict == verdict


def test_whoever_may_hears_by_which_row(rules: list[EntitlementRule]) -> None:
    answer = asked(rules, nationality="Eritrea", entry_on=AFTER)

    assert answer.words == "darf teilnehmen"
    assert answer.because == (
        "Aufenthaltsgestattung (§ 55 AsylG); Syrien, Eritrea; Einreise ab 01.08.2019",
        "Plan 500-8: Aufenthaltsgestattung, Einreise ab 01.08.2019, Herkunftsländer Syrien und Eritrea.",
    )


def test_whoever_may_not_hears_what_the_rows_ask_for(rules: list[EntitlementRule]) -> None:
    answer = asked(rules, nationality="Irak", entry_on=AFTER)

    assert answer.words == "darf nicht teilnehmen"
    assert answer.because[0] == "Keine Zeile passt: Staatsangehörigkeit Irak, Einreise 01.08.2019."
    assert len(answer.because) == 4  # and each row that counts on this day


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({"residence_status": "not_asked"}, "Es fehlt: der Aufenthaltsstatus."),
        ({"residence_status": "toleration"}, "Für „Duldung (§ 60a)“ steht keine Zeile in der Tabelle."),
        ({"nationality": "Irak"}, "Zu klären: der Tag der Einreise, steht dem Arbeitsmarkt zur Verfügung."),
        ({"entry_on": AFTER}, "Zu klären: die Staatsangehörigkeit."),
        ({"nationality": "Atlantis", "entry_on": AFTER}, "„Atlantis“ steht in keiner Liste der Länder"),
    ],
    ids=str,
)
def test_where_something_is_missing_it_is_named(
    facts: dict[str, Any], missing: str, rules: list[EntitlementRule]
) -> None:
    answer = asked(rules, **facts)

    assert answer.words == "unklar"
    assert missing in answer.because[0]


def test_a_row_that_was_struck_never_counted(rules: list[EntitlementRule]) -> None:
    struck = [EntitlementRule(**OF_PLAN, valid_from=AFTER, struck_at=dt.datetime(2022, 1, 1, tzinfo=dt.UTC))]

    assert asked([*rules, *struck], nationality="Irak", entry_on=AFTER).verdict == MAY_NOT
    assert courses_of(struck, DAY) == []


def test_a_row_without_conditions_lets_everybody_in() -> None:
    anybody = [EntitlementRule(courses=["integration_course"], valid_from=AFTER, source="Gesetz")]

    assert may_attend(Person(), "integration_course", anybody, DAY).because == ("jedes Land", "Gesetz")
    assert may_attend(Person(), "mia_course", anybody, DAY).verdict == UNCLEAR


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("bosnisch", "BA"),
        (" Bosnien  und Herzegowina ", "BA"),
        ("SYR", "SY"),
        ("Ukrainerin", ""),
        ("türkische", "TR"),
        ("Sri Lanka", "LK"),
        ("", ""),
    ],
)
def test_a_nationality_is_known_in_several_forms_and_never_guessed(typed: str, code: str) -> None:
    assert countries.code_of(typed) == code


def test_every_country_has_a_code_and_a_name_of_its_own() -> None:
    codes, names = zip(*countries.choices(), strict=True)

    assert len(set(codes)) == len(set(names)) == len(codes)
    assert all(len(code) == 2 for code in codes)
