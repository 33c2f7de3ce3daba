# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which tables are issued, and what gives way until an attacker learns nothing from them."""

from collections.abc import Sequence
from typing import Any

from indicators import editions
from indicators.disclosure import LOCKED
from indicators.editions import Block, Cell, Edition, Person, Programme, Row
from tests.attacker.city import attack_of

W10, W11 = "2026-W10", "2026-W11"
PROGRAMME = Programme(
    indicators=("active",),
    universes=("stadtbezirk",),
    breakdowns=("stadtbezirk", "status_group"),
    categories={"stadtbezirk": ("mitte", "senne"), "status_group": ("a", "b", "c")},
)
CITY, MITTE = Block("active"), Block("active", (("stadtbezirk", "mitte"),))
A: Cell = (("status_group", "a"),)


def people(number: int, *, first: int = 0, household: str = "", **dims: str) -> list[Person]:
    where = {"stadtbezirk": "mitte", "status_group": "a"} | dims
    return [
        Person(f"p{place}", household or f"h{place}", where, frozenset({"active"}))
        for place in range(first, first + number)
    ]


def last_of(drafted: Sequence[Edition]) -> dict[Block, Any]:
    return {edition.block: edition.contributions for edition in drafted}


def published(drafted: Sequence[Edition], block: Block) -> dict[Cell, int | None]:
    [edition] = [one for one in drafted if one.block == block]
    return {cell: figure.value for cell, figure in edition.figures.items()}


def released(drafted: Sequence[Edition], ledger: Sequence[Row], week: str = W10) -> editions.Release:
    return editions.protect(drafted, ledger, week, attack_of, editions.meta(PROGRAMME))


def test_a_first_edition_holds_total_and_lines_by_the_rule() -> None:
    drafted = editions.due(PROGRAMME, [*people(18), *people(6, first=18, status_group="b")], {})

    assert published(drafted, CITY) == {
        (): 25,
        (("stadtbezirk", "mitte"),): 25,
        (("stadtbezirk", "senne"),): None,
        A: 20,
        (("status_group", "b"),): None,
        (("status_group", "c"),): None,
    }
    assert len(drafted) == 3  # the city and both Stadtbezirke


def test_a_block_waits_until_ten_people_have_changed_in_it() -> None:
    before = people(20)
    last = last_of(editions.due(PROGRAMME, before, {}))

    nine = [*before, *people(9, first=20, stadtbezirk="senne")]
    assert editions.due(PROGRAMME, nine, last) == []
    ten = [*before, *people(10, first=20, stadtbezirk="senne")]
    assert [edition.block for edition in editions.due(PROGRAMME, ten, last)] == [
        CITY,
        Block("active", (("stadtbezirk", "senne"),)),
    ]


def test_whoever_came_and_left_again_has_not_changed_anything() -> None:
    before = people(20)
    last = last_of(editions.due(PROGRAMME, before, {}))
    moved = [*people(10, status_group="b"), *people(10, first=10)]

    assert [edition.block for edition in editions.due(PROGRAMME, moved, last)] == [CITY, MITTE]
    assert editions.due(PROGRAMME, before, last) == []


def test_one_family_is_not_described() -> None:
    drafted = editions.due(PROGRAMME, [*people(8, household="h"), *people(12, first=8, status_group="b")], {})

    [city] = [edition for edition in drafted if edition.block == CITY]
    assert city.figures[A] == LOCKED


def test_nothing_gives_way_where_the_attacker_learns_nothing() -> None:
    drafted = editions.due(PROGRAMME, [*people(18), *people(6, first=18, status_group="b")], {})
    release = released(drafted, [])

    assert (release.editions, release.locked, release.waiting, release.rounds) == (drafted, 0, (), 1)


def test_beside_a_figure_that_somebody_else_has_published_exactly_a_cell_is_locked() -> None:
    """20 in all, said elsewhere: then 18 with one status would leave two for the others."""
    drafted = [edition for edition in editions.due(PROGRAMME, people(20), {}) if edition.block == CITY]
    elsewhere: Row = {"week": W10, "indicator": "active", "dims": {}, "value": 20, "lo": 20, "hi": 20}

    release = released(drafted, [elsewhere])

    assert release.locked > 0
    assert published(release.editions, CITY)[()] == 20
    lines = [line for edition in release.editions for line in editions.rows(edition, W10)]
    assert attack_of({"meta": editions.meta(PROGRAMME), "rows": [elsewhere, *lines]}) == []


def test_what_contradicts_the_ledger_waits_and_nothing_of_it_is_issued() -> None:
    drafted = editions.due(PROGRAMME, people(20), {})
    wrong: Row = {"week": W10, "indicator": "active", "dims": {}, "value": 100, "lo": 100, "hi": 100}

    release = released(drafted, [wrong])

    assert CITY in release.waiting
    assert CITY not in {edition.block for edition in release.editions}


def test_where_the_ledger_alone_tells_something_everything_waits() -> None:
    broken: Row = {"week": W10, "indicator": "other", "dims": {}, "value": 3, "lo": 3, "hi": 3}
    drafted = editions.due(PROGRAMME, people(20), {})

    release = released(drafted, [broken], W11)

    assert (release.editions, set(release.waiting)) == ([], {edition.block for edition in drafted})
