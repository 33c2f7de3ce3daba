# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every clause of the access concept and every rule of the database, lost one at a time: somebody notices.

`make matrix` takes all of them and prints what noticed each; the suite takes a sample. What cannot be noticed,
because the other clauses say the same, is named here with its reason.
"""

import json
from collections.abc import Iterable
from typing import Any

import pytest
from django.db import connection, transaction

from casemanagement.models import Case
from permissions.actor import acting_in_role
from permissions.database.roles import OWNER
from tests.cast import House
from tests.matrix import rows
from tests.matrix.clauses import clauses
from tests.matrix.mutants import Lost, rules
from tests.matrix.noticing import noticed
from tests.matrix.test_rows import SEEN, crowded
from tests.permissions.concept.words import carlas_case
from tests.permissions.stage import Stage
from tests.plugins.printed import Say

__all__ = ["crowded"]

EVERY_CLAUSE, EVERY_RULE = 30, 12  # of which the suite takes one

# Clause → why no situation can notice its loss.
QUICKER = "actor.hat is not Hat.CASE or not once.remembers()"
EQUIVALENT = {
    f"policy.py: {QUICKER} → actor.hat is not Hat.CASE": "the same question outside of a page, one level deeper",
    "policy.py: not once.remembers() → once.remembers()": "the same cases, asked where nothing is remembered",
}


@pytest.fixture
def case(house: House) -> Case:
    return carlas_case(house)


def rule_is_noticed(lost: Lost, standings: dict[str, Any], seen: dict[str, dict[str, str]]) -> str:
    """Which of the people who carry the role reach other rows than are written down."""
    table = lost.table.name
    usual = {name: seen[table].get(name, "") for name, (role, _) in standings.items() if role == lost.role}
    samples = rows.samples_of(table)
    with transaction.atomic():
        with acting_in_role(OWNER), connection.cursor() as cursor:
            for statement in lost.statements():
                cursor.execute(statement)
        by = (
            name
            for name, reach in usual.items()
            if rows.reaches_otherwise(table, standings[name][1], samples, reach)
        )
        first = next(by, "")
        transaction.set_rollback(True)
    return first


def report(say: Say, by: dict[str, str], what: str, *, whole: bool = False) -> list[str]:
    """Print who noticed what; return what nobody noticed."""
    equal = [mutant for mutant, name in by.items() if not name and _reason(mutant)]
    missed = [mutant for mutant, name in by.items() if not name and not _reason(mutant)]
    for mutant, name in by.items() if whole else ():
        say(f"  {name or _reason(mutant) or 'NOBODY'}: {mutant}")
    say(
        f"guard mutants, {what}: {len(by) - len(equal) - len(missed)} of {len(by)} noticed,"
        f" {len(equal)} equivalent, {len(missed)} missed"
    )
    return missed


def _reason(mutant: str) -> str:
    """Lines move; a clause is known by its module and words."""
    module, _, what = mutant.partition(":")
    return EQUIVALENT.get(f"{module}: {what.partition(': ')[2]}", "")


def _rules(found: Iterable[Lost], house: House, stage: Stage) -> dict[str, str]:
    standings, seen = rows.people(house, stage), json.loads(SEEN.read_text(encoding="utf-8"))
    return {str(lost): rule_is_noticed(lost, standings, seen) for lost in found}


@pytest.mark.long
def test_some_lost_clauses_are_noticed(house: House, case: Case, say: Say) -> None:
    by = noticed(list(clauses())[::EVERY_CLAUSE], house, case)

    assert report(say, by, "a sample of the concept") == []


@pytest.mark.long
def test_some_lost_rules_are_noticed(house: House, crowded: Stage, say: Say) -> None:
    by = _rules(list(rules())[::EVERY_RULE], house, crowded)

    assert report(say, by, "a sample of the database") == []


@pytest.mark.matrix
def test_every_lost_clause_is_noticed(house: House, case: Case, say: Say) -> None:
    by = noticed(clauses(), house, case)

    assert report(say, by, "the concept", whole=True) == []
    assert EQUIVALENT.keys() <= {f"{name.partition(':')[0]}: {name.partition(': ')[2]}" for name in by}


@pytest.mark.matrix
def test_every_lost_rule_is_noticed(house: House, crowded: Stage, say: Say) -> None:
    by = _rules(rules(), house, crowded)

    assert report(say, by, "the database", whole=True) == []
