# SPDX-License-Identifier: AGPL-3.0-or-later
"""The picture of gaps: exact for the Fachaufsicht, without small numbers and unreleased findings for others."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from casemanagement.choices import FieldOfAction, Stadtbezirk
from casemanagement.models import Finding, Theme
from indicators.gaps import picture
from kim.charts import PLACES, TileMap
from permissions import clock
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER
from tests.cast import House

HIDDEN = "<8"


@pytest.fixture
def findings(house: House) -> None:
    """Twelve released and one waiting in Heepen, three released in Mitte, and one that goes no further."""
    kommune = house.organisation("stadt").kommune
    known = {"kommune": kommune, "gap_type": "offer_full", "severity": 2, "written_on": clock.today()}
    with acting_in_role(OWNER):
        theme = Theme.objects.create(
            kommune=kommune, title="Kurse", field_of_action="language", opened_on=clock.today()
        )
        decided = {"state": "merged_into_theme", "theme": theme, "decided_on": clock.today()}
        for district, number in (("heepen", 12), ("mitte", 3)):
            for _place in range(number):
                Finding.objects.create(**known, **decided, field_of_action="language", stadtbezirk=district)
        Finding.objects.create(**known, field_of_action="language", stadtbezirk="heepen")
        Finding.objects.create(
            **known,
            field_of_action="language",
            stadtbezirk="heepen",
            state="rejected_with_reason",
            reason="gibt es",
            decided_on=clock.today(),
        )


def language(actor: Actor, *, exact: bool) -> dict[str, str]:
    with acting_as(actor):
        row = picture(actor, exact=exact)[list(FieldOfAction).index(FieldOfAction.LANGUAGE)]
    return {district.value: cell.text for district, cell in row.cells.items()} | {"*": row.total.text}


@pytest.mark.usefixtures("findings")
def test_the_fachaufsicht_counts_exactly(actor: Callable[..., Actor]) -> None:
    found = language(actor("kora"), exact=True)

    assert (found["heepen"], found["mitte"], found["senne"], found["*"]) == ("13", "3", "0", "16")


@pytest.mark.usefixtures("findings")
@pytest.mark.parametrize("name", ["rita", "conrad"])
def test_whoever_else_reads_it_meets_no_small_number(name: str, actor: Callable[..., Actor]) -> None:
    found = language(actor(name), exact=False)

    assert (found["heepen"], found["mitte"], found["senne"], found["*"]) == ("10", HIDDEN, HIDDEN, "15")


@pytest.mark.usefixtures("findings")
@pytest.mark.parametrize(
    ("name", "page"),
    [("kora", "indicators:gaps"), ("rita", "reports:gaps"), ("conrad", "indicators:controlling_gaps")],
)
def test_the_page_draws_ten_equal_tiles_for_each_handlungsfeld_and_a_table(
    name: str, page: str, signed_in: Callable[[str], Client]
) -> None:
    text = signed_in(name).get(reverse(page)).content.decode()

    assert len(re.findall(r'class="app-tiles"', text)) == len(FieldOfAction)
    assert len(re.findall(r"<rect ", text)) >= 10 * len(FieldOfAction)
    assert text.count('scope="row"') == len(FieldOfAction)


def test_every_district_has_a_place_on_the_map_and_none_lies_on_another() -> None:
    assert PLACES.keys() == {code.value for code in Stadtbezirk} - {"unknown"}
    assert len(set(PLACES.values())) == len(PLACES)


def test_a_hidden_number_is_no_light_tile() -> None:
    chart = TileMap(
        "x",
        [("mitte", "Mitte", None, HIDDEN), ("senne", "Senne", 3, "3"), ("heepen", "Heepen", 12, "12")],
        12,
    )

    assert [(tile.level, tile.is_hidden) for tile in chart.tiles] == [(0, True), (1, False), (4, False)]
