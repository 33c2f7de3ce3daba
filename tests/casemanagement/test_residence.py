# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a change of the residence status means, and which lists know every status."""

import datetime as dt

import pytest

from casemanagement.choices import ResidenceStatus as Status
from casemanagement.models import ResidenceChange
from casemanagement.residence import NOT_KNOWN, STEP_OF, STEPS, Direction, balance, history

BETWEEN = {Status.FICTION, Status.VISA, Status.UNCLEAR}


def stages(*statuses: str) -> list[Direction]:
    rows = [
        ResidenceChange(pk=number, status=status, since=dt.date(2026, 1, number))
        for number, status in enumerate(statuses, start=1)
    ]
    return [stage.direction for stage in history(rows)]


def test_every_status_has_its_place_once() -> None:
    assert sum(len(step) for step in STEPS) == len(STEP_OF)
    assert set(STEP_OF) | NOT_KNOWN | BETWEEN == set(Status)
    assert not set(STEP_OF) & (NOT_KNOWN | BETWEEN)


@pytest.mark.parametrize(
    ("before", "after", "meaning"),
    [
        ("toleration", "permit_well_integrated", "improved"),
        ("none", "toleration", "improved"),
        ("toleration", "asylum_permission", "improved"),
        ("asylum_permission", "permit_asylum_refugee", "improved"),
        ("permit_asylum_refugee", "settlement_permit", "improved"),
        ("settlement_permit", "german", "improved"),
        ("asylum_permission", "toleration", "worsened"),
        ("permit_employment", "border_crossing", "worsened"),
        ("permit_family", "permit_employment", "same"),
        ("permit_family", "fiction", "between"),
        ("unclear", "permit_family", "first"),
    ],
)
def test_a_change_is_better_worse_or_another_of_the_same_weight(
    before: str, after: str, meaning: str
) -> None:
    assert stages(before, after) == ["first", meaning]


def test_what_lies_between_is_compared_with_nothing_and_the_title_before_it_counts() -> None:
    assert stages("toleration", "unclear", "fiction", "permit_well_integrated") == [
        "first",
        "between",
        "between",
        "improved",
    ]


def test_a_later_end_of_the_same_title_is_an_extension() -> None:
    rows = [
        ResidenceChange(pk=1, status="permit_family", valid_until=dt.date(2026, 6, 1)),
        ResidenceChange(
            pk=2, status="permit_family", valid_until=dt.date(2028, 6, 1), since=dt.date(2026, 5, 2)
        ),
        ResidenceChange(
            pk=3, status="permit_family", valid_until=dt.date(2027, 1, 1), since=dt.date(2026, 5, 9)
        ),
    ]
    assert [stage.direction for stage in history(rows)] == ["first", "extended", "same"]


def test_the_history_stands_in_the_order_in_which_it_was_so_not_in_which_it_was_written() -> None:
    rows = [
        ResidenceChange(pk=1, status="permit_family"),
        ResidenceChange(pk=2, status="german", since=dt.date(2026, 5, 2)),
        ResidenceChange(pk=3, status="settlement_permit", since=dt.date(2025, 5, 2)),
    ]
    assert [stage.row.pk for stage in history(rows)] == [1, 3, 2]


@pytest.mark.parametrize(
    ("statuses", "said"),
    [
        (("toleration",), None),
        (("unclear", "fiction"), None),
        (("toleration", "permit_family", "toleration"), "same"),
        (("toleration", "unclear", "german"), "improved"),
        (("settlement_permit", "toleration"), "worsened"),
    ],
)
def test_the_balance_compares_the_first_title_with_the_last(statuses: list[str], said: str | None) -> None:
    rows = [
        ResidenceChange(pk=number, status=status, since=dt.date(2026, 1, number))
        for number, status in enumerate(statuses, start=1)
    ]
    assert balance(history(rows)) == said
