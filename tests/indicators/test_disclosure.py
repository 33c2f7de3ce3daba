# SPDX-License-Identifier: AGPL-3.0-or-later
"""No published figure, and no two editions of one, tell about one to four people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.disclosure import (
    DEFAULT,
    LOCKED,
    STRICT,
    Kind,
    Percent,
    Profile,
    Published,
    changed_persons,
    edition_is_due,
    few_households_stand_behind,
    percent,
    publish,
)

COUNTS = st.integers(0, 100_000)


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    base = draw(st.integers(5, 25))
    multiples = st.integers(-(-10 // base), 6).map(lambda factor: factor * base)
    return draw(
        st.one_of(
            st.sampled_from([DEFAULT, STRICT]),
            st.builds(Profile, multiples, st.just(base)),
        )
    )


@pytest.mark.parametrize(
    ("people", "value", "lo", "hi"),
    [
        (0, None, 0, 7),
        (1, None, 0, 7),
        (7, None, 0, 7),
        (8, 10, 8, 12),
        (12, 10, 8, 12),
        (13, 15, 13, 17),
        (17, 15, 13, 17),
        (18, 20, 18, 22),
        (240, 240, 238, 242),
        (243, 245, 243, 247),
    ],
)
def test_the_rule_hides_below_8_and_rounds_to_5(people: int, value: int | None, lo: int, hi: int) -> None:
    kind = Kind.UNDER if value is None else Kind.VALUE

    assert publish(people) == Published(value, kind, lo, hi)


@pytest.mark.parametrize(
    ("people", "value", "lo", "hi"),
    [
        (0, None, 0, 9),
        (9, None, 0, 9),
        (10, 10, 10, 14),
        (14, 10, 10, 14),
        (15, 20, 15, 24),
        (24, 20, 15, 24),
        (25, 30, 25, 34),
    ],
)
def test_the_strict_rule_hides_below_10_and_rounds_to_10(
    people: int, value: int | None, lo: int, hi: int
) -> None:
    kind = Kind.UNDER if value is None else Kind.VALUE

    assert publish(people, profile=STRICT) == Published(value, kind, lo, hi)


@given(COUNTS, profiles())
def test_the_truth_lies_within_the_public_bounds(people: int, profile: Profile) -> None:
    cell = publish(people, profile=profile)

    assert cell.hi is not None
    assert cell.lo <= people <= cell.hi


@given(COUNTS, COUNTS, profiles())
def test_whoever_looks_the_same_has_the_same_bounds(one: int, other: int, profile: Profile) -> None:
    first, second = publish(one, profile=profile), publish(other, profile=profile)

    assert (first.value == second.value) == (first == second)


@given(COUNTS, profiles())
def test_a_hidden_figure_is_the_same_for_zero(people: int, profile: Profile) -> None:
    cell = publish(people, profile=profile)

    assert cell.is_hidden == (cell == publish(0, profile=profile))
    assert cell.value != 0


@given(COUNTS, st.one_of(COUNTS, st.integers(-12, 12)), profiles())
def test_no_two_editions_prove_that_one_to_four_people_changed(
    before: int, after_or_step: int, profile: Profile
) -> None:
    after = after_or_step if after_or_step > 12 else max(0, before + after_or_step)

    assert not proves_a_small_change(publish(before, profile=profile), publish(after, profile=profile))


@pytest.mark.parametrize("profile", [DEFAULT, STRICT], ids=["default", "strict"])
def test_no_two_small_figures_prove_that_one_to_four_people_changed(
    profile: Profile,
) -> None:
    cells = {publish(people, profile=profile) for people in range(120)} | {LOCKED}

    assert [(a, b) for a in cells for b in cells if proves_a_small_change(a, b)] == []


def test_exact_figures_would_prove_it() -> None:
    exact = [Published(n, Kind.VALUE, n, n) for n in (20, 21)]

    assert proves_a_small_change(*exact)


def proves_a_small_change(before: Published, after: Published) -> bool:
    if before.hi is None or after.hi is None:
        return False
    least, most = after.lo - before.hi, after.hi - before.lo
    return 1 <= least <= most <= 4 or -4 <= least <= most <= -1


@pytest.mark.parametrize(
    ("people", "households", "shown"),
    [
        pytest.param(12, [4, 4, 4], True, id="three families"),
        pytest.param(12, [6, 3, 3], True, id="one family is exactly half"),
        pytest.param(12, [7, 3, 2], False, id="one family is more than half"),
        pytest.param(12, [6, 6], False, id="two families"),
        pytest.param(12, [12], False, id="one family"),
        pytest.param(12, [6, 6, 0], False, id="an empty household is none"),
        pytest.param(30, [1] * 30, True, id="thirty single people"),
    ],
)
def test_a_figure_that_describes_a_family_is_locked(
    people: int, households: list[int], *, shown: bool
) -> None:
    cell = publish(people, households=households)

    assert few_households_stand_behind(households) is not shown
    assert (cell == publish(people)) is shown
    assert (cell == LOCKED) is not shown


def test_a_small_figure_stays_under_8_whatever_its_households() -> None:
    assert publish(6, households=[6]) == publish(0, households=[]) == publish(0)


@pytest.mark.parametrize(
    ("people", "households", "sentence"),
    [
        (-1, None, "Eine Anzahl von Personen kann nicht -1 sein."),
        (9, [4, 4], "Die Haushalte zählen 8 Personen, die Zelle 9."),
    ],
)
def test_an_impossible_count_is_refused(people: int, households: list[int] | None, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        publish(people, households=households)


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        pytest.param(40, 60, Percent(65, 61, 73), id="40 of 60: steps of 5"),
        pytest.param(65, 81, Percent(80, 76, 86), id="65 of 80: 16 are left"),
        pytest.param(110, 395, Percent(30, 27, 30), id="below 400 the coarse step holds"),
        pytest.param(110, 400, Percent(28, 26, 29), id="from 400 steps of 1"),
        pytest.param(7, 60, None, id="hidden part"),
        pytest.param(0, 60, None, id="nobody is hidden too"),
        pytest.param(10, 22, None, id="base is published as 20"),
        pytest.param(10, 23, Percent(40, 29, 53), id="base is published as 25"),
        pytest.param(60, 60, None, id="all of them"),
        pytest.param(50, 60, None, id="the rest could be 6, as far as anybody knows"),
        pytest.param(47, 60, Percent(75, 69, 82), id="the rest is surely 11 or more"),
    ],
)
def test_a_share_comes_from_published_counts(part: int, whole: int, shown: Percent | None) -> None:
    assert percent(publish(part), publish(whole)) == shown


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        pytest.param(40, 50, Percent(80, 73, 88), id="40 of 50"),
        pytest.param(25, 25, Percent(100, 85, 100), id="all of them"),
    ],
)
def test_the_rest_may_be_small_where_the_attribute_is_not_sensitive(
    part: int, whole: int, shown: Percent
) -> None:
    assert percent(publish(part), publish(whole), sensitive=False) == shown


@pytest.mark.parametrize(("part", "whole"), [(LOCKED, publish(60)), (publish(40), LOCKED)])
def test_a_share_is_never_shown_from_a_locked_figure(part: Published, whole: Published) -> None:
    assert percent(part, whole, sensitive=False) is None


def test_a_visible_figure_without_an_upper_bound_gives_a_cautious_range() -> None:
    open_ended = Published(40, Kind.VALUE, 38, None)

    assert percent(open_ended, publish(60)) is None
    assert percent(open_ended, publish(60), sensitive=False) == Percent(65, 61, 100)
    assert percent(publish(40), Published(60, Kind.VALUE, 58, None), sensitive=False) == Percent(65, 0, 73)


@given(part=COUNTS, rest=COUNTS, sensitive=st.booleans(), profile=profiles())
def test_a_share_never_comes_from_a_hidden_count_nor_a_small_base(
    part: int, rest: int, *, sensitive: bool, profile: Profile
) -> None:
    few, all_of_them = (
        publish(part, profile=profile),
        publish(part + rest, profile=profile),
    )
    share = percent(few, all_of_them, sensitive=sensitive, profile=profile)

    if few.value is None or all_of_them.value is None or all_of_them.value < profile.min_base_percent:
        assert share is None
    if share is not None:
        assert 0 <= share.lo <= share.value <= share.hi <= 100
        assert share.lo <= 100 * part / (part + rest) <= share.hi


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_a_share_adds_nothing_to_the_counts_beside_it(one: int, rest: int, other: int, left: int) -> None:
    first = (publish(one), publish(one + rest))
    second = (publish(other), publish(other + left))

    assert first != second or percent(*first) == percent(*second)


@given(COUNTS, st.integers(0, 7))
def test_a_sensitive_share_is_not_shown_when_few_are_left(part: int, rest: int) -> None:
    assert percent(publish(part), publish(part + rest)) is None


@pytest.mark.parametrize(
    ("changed", "first", "due"),
    [
        pytest.param(range(9), False, False, id="9 people"),
        pytest.param(range(10), False, True, id="10 people"),
        pytest.param([1] * 10, False, False, id="one person ten times"),
        pytest.param([], True, True, id="first edition"),
        pytest.param([], False, False, id="nobody"),
    ],
)
def test_a_block_gets_a_new_edition_after_ten_people(changed: list[int], *, first: bool, due: bool) -> None:
    assert edition_is_due(changed, first=first) is due


def test_people_who_came_left_or_changed_count_and_those_who_came_back_do_not() -> None:
    last = {
        "stays": "Mitte",
        "moves": "Mitte",
        "leaves": "Senne",
        "there and back": "Heepen",
    }
    now = {
        "stays": "Mitte",
        "moves": "Senne",
        "comes": "Mitte",
        "there and back": "Heepen",
    }

    assert changed_persons(last, now) == {"moves", "leaves", "comes"}


@pytest.mark.parametrize(
    "weaker",
    [
        {"hide_below": 5},
        {"base": 3},
        {"gate": 9},
        {"min_base_percent": 20},
        {"fine_percent_from": 100},
        {"hide_below": 12, "base": 10},
    ],
    ids=str,
)
def test_a_profile_is_never_weaker_than_the_rule(weaker: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="darf"):
        Profile(**weaker)
