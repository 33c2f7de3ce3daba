# SPDX-License-Identifier: AGPL-3.0-or-later
"""One case and its people: what could be done now, who may, what became of it."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import ProgrammingError, transaction
from hypothesis import note
from psycopg.errors import InsufficientPrivilege

from casemanagement.models import Case
from casemanagement.views.supervision.uncovered import with_cover
from permissions import clock
from permissions.access import CASE_ACCESS
from permissions.actor import Actor, NotPermitted, acting_as
from permissions.hats import Hat
from permissions.rights import Right
from tests.cast import HAT_OF, House
from tests.machine import invariants, oracle
from tests.machine.facts import Facts, Row, name_of, written
from tests.machine.invariants import Broken
from tests.machine.lines import complete
from tests.workflows.walking import as_owner

BEGIN = dt.datetime(2026, 3, 2, 9, tzinfo=clock.BERLIN)  # a Monday
# Tables of which every case of the machine has a row from the first day, and the right that opens them.
OTHERS_ASKED = 2
SEEN = {Right.READ_FRAME: "Deadline", Right.READ_IDENTITY: "ClientIdentity"}


@dataclass(frozen=True)
class Offer:
    """A deed that could be done now, by whoever has the right; or by one person, or in one hat alone."""

    name: str
    right: Right
    do: Callable[[Actor], object]
    hat: Hat | None = None
    only: int | None = None
    tempts: bool = True  # somebody who may not do it might try


@dataclass
class World:
    """What the rules of the machine share."""

    house: House
    dice: Random
    case_id: int = 0
    now: dt.datetime = BEGIN
    facts: Facts = field(default_factory=lambda: Facts({}, BEGIN))
    rights: dict[str, frozenset[Right]] = field(default_factory=dict)
    reached: set[str] = field(default_factory=set)
    done: set[str] = field(default_factory=set)
    asked: str = ""
    covered: str = ""
    # Who may what where all lives begin, asked in the first of them.
    begun: dict[str, dict[str, frozenset[Right]]] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        return Actor(self.house[name], HAT_OF[name])

    @property
    def case(self) -> Case:
        with as_owner():
            return Case.objects.get(pk=self.case_id)

    def row(self, model: Any, pk: int) -> Any:
        """A row to act on, as whoever set the page before this deed saw it."""
        with as_owner():
            return model.objects.get(pk=pk)

    def pick(self, *choices: Any) -> Any:
        return self.dice.choice(choices)

    def day(self, days: int) -> dt.date:
        return self.now.date() + dt.timedelta(days=days)

    # --- To act ---------------------------------------------------------------------------------

    def attempt(self, offer: Offer) -> bool:
        """Somebody who may does it; perhaps somebody who may not tried before. Whether it was done."""
        if offer.tempts and self.dice.random() < 0.25:
            self._stranger_tries(offer)
        able = [name for name in HAT_OF if self._may(name, offer)]
        if not able:
            return False
        by = self.actor(self.dice.choice(able))
        before = self.facts
        note(f"{self.now:%d.%m. %H:%M} {offer.name} by {by.person}")
        try:
            with self.at_work(), acting_as(by), transaction.atomic():
                offer.do(by)
        except ValidationError as error:
            note(f"    refused: {error.messages}")
            self._unchanged(before, offer)
            return False
        self.done.add(offer.name)
        self.look()
        self.lines(before, offer.name, by)
        return True

    @contextmanager
    def at_work(self) -> Iterator[None]:
        self.now += dt.timedelta(minutes=5)
        with clock.at(self.now):
            yield

    def _may(self, name: str, offer: Offer) -> bool:
        fits = offer.hat in (None, HAT_OF[name]) and offer.only in (None, self.house[name].pk)
        return fits and offer.right in self.rights.get(name, ())

    def _stranger_tries(self, offer: Offer) -> None:
        strangers = [
            name
            for name in HAT_OF
            if offer.right not in self.rights.get(name, ()) or offer.hat not in (None, HAT_OF[name])
        ]
        by = self.actor(self.dice.choice(strangers))
        before = written()
        try:
            with clock.at(self.now), acting_as(by), transaction.atomic():
                offer.do(by)
        except (NotPermitted, ObjectDoesNotExist, ProgrammingError) as error:
            if isinstance(error, ProgrammingError) and not isinstance(error.__cause__, InsufficientPrivilege):
                raise
            if written() != before:
                raise Broken("a_stranger_changes_nothing", f"{offer.name} by {by}") from None
        else:
            raise Broken("a_stranger_is_refused", f"{offer.name} by {by}")

    # --- To look --------------------------------------------------------------------------------

    def look(self) -> None:
        """Read everything again, ask who may what if that can have changed, and hold the invariants."""
        with clock.at(self.now):
            self.facts = Facts.of(self.case_id)
            self.reached |= {name_of(row["flow_task"]) for row in self.facts["tasks"]}
            if self.facts.access != self.asked:
                self._ask()
                self.asked = self.facts.access
            if self.facts.cover != self.covered:
                self._cover()
                self.covered = self.facts.cover
        invariants.check(self.facts)

    def _ask(self) -> None:
        """The concept and the oracle: of everybody whose answer must change, and of some whose must not."""
        if self.facts.access in self.begun:
            self.rights = dict(self.begun[self.facts.access])
            return
        expected = {name: oracle.rights(self.facts, self.house[name].pk, hat) for name, hat in HAT_OF.items()}
        others = self.dice.sample(list(HAT_OF), OTHERS_ASKED)
        for name, answer in expected.items():
            if name in others or self.rights.get(name) != answer:
                self._compare(name, answer)
        self._barrier(others[0])
        if not self.asked:
            self.begun[self.facts.access] = dict(self.rights)

    def _compare(self, name: str, expected: frozenset[str]) -> None:
        with as_owner():
            said = CASE_ACCESS.rights(self.actor(name), Case(pk=self.case_id))
        if said != expected:
            raise Broken("access_rests_on_a_living_record", f"{name}: {sorted(said ^ expected)}")
        self.rights[name] = said

    def _barrier(self, name: str) -> None:
        if HAT_OF[name] is Hat.DESK:  # sees what it registered, not what follows from it
            return
        if Right.LOOK_BACK in self.rights[name]:  # sees rows written until then, and not the whole
            return
        for right, model in SEEN.items():
            if self._sees(name, model) is not (right in self.rights[name]):
                raise Broken("the_database_says_the_same", f"{name}: {right}")

    def _sees(self, name: str, model: str) -> bool:
        rows = apps.get_model("casemanagement", model)._default_manager.filter(case_id=self.case_id)
        try:
            with acting_as(self.actor(name)), transaction.atomic():
                return bool(rows.exists())
        except ProgrammingError:  # this hat may not even ask the table
            return False

    def _cover(self) -> None:
        """„Unversorgt“ is what has nobody who is there, however that came about."""
        there = [
            person
            for person in (*self.facts.leads(), *self.facts.deputies())
            if self.facts.employed(person) and not self.facts.is_away(person)
        ]
        with as_owner():
            shown = with_cover(Case.objects.filter(pk=self.case_id), clock.today()).get().uncovered
        if shown is bool(there):
            raise Broken("a_gap_is_shown", f"there: {there}, shown as uncovered: {shown}")

    def _unchanged(self, before: Facts, offer: Offer) -> None:
        self.look()
        if self.facts.rows != before.rows:
            raise Broken("a_refusal_changes_nothing", offer.name)

    def lines(self, before: Facts | None, name: str, by: Actor | None) -> None:
        last = len(before["events"]) if before else 0
        new: list[Row] = sorted(self.facts["events"], key=lambda row: row["seq"])[last:]
        kinds = [row["kind"] for row in new]
        note("    " + " ".join(kinds))
        if not complete(name, kinds):
            raise Broken("a_deed_leaves_its_lines", f"{name}: {' '.join(kinds)}")
        if by is None:
            return
        person = by.person.pk if by.person else None
        if any((row["person_id"], row["hat"]) != (person, by.hat.value) for row in new):
            raise Broken("a_line_names_who_did_it", f"{name} by {by}")
