# SPDX-License-Identifier: AGPL-3.0-or-later
"""Loads so many cases in one transaction: all of them or none."""

from collections.abc import Callable
from random import Random

from django.db import connection, transaction

from casemanagement.models import Case
from kim.bulk import deadlines, lives, rows, staff
from kim.bulk.copies import Copies
from kim.bulk.copying import Sheets
from kim.bulk.facts import Facts
from kim.bulk.files import Files, Ids
from kim.bulk.lives import LED_OF_100, OPEN_STATES, STAGES, Beginning, Life
from kim.bulk.people import Pool
from permissions import clock

BATCH = 2000
PATTERN = 10_000  # as many cases as are invented one by one
Tell = Callable[[int], None]


class Loader:
    """The random numbers and everything that is drawn with them."""

    def __init__(self, cases: int, seed: int) -> None:
        self._today = clock.today()
        self._rng = Random(seed)  # noqa: S311  invented data
        self._staff = staff.appoint(cases * LED_OF_100 // 100, self._today)
        self._pool = Pool(self._rng, self._today)
        self._sheets = Sheets()
        self._ids = Ids(BATCH)
        self._files = Files(self._sheets, self._rng, self._ids)
        self._facts = Facts(self._sheets, self._rng)
        self._stages = list(STAGES)  # every stage once, however few cases are wanted
        self._turns = {True: 0, False: 0}

    def fill(self, cases: int, tell: Tell) -> int:
        """So many cases more, in batches; returns the number of rows."""
        written = 0
        for start in range(0, cases, BATCH):
            amount = min(BATCH, cases - start)
            for _case in range(amount):
                self._add(lives.live(self._rng, self._begin(), self._today))
            written += self._sheets.write()
            tell(start + amount)
        return written

    def multiply(self, copies: int, tell: Tell) -> int:
        """So many copies of everything that was written; returns the number of rows."""
        self._ids.forget()
        return Copies(self._sheets.models).write(copies, tell)

    def hire(self, cases: int) -> None:
        """What comes now is led by everybody, the copied staff too."""
        self._staff = staff.appoint(cases * LED_OF_100 // 100, self._today)

    def _begin(self) -> Beginning:
        stage = self._stages.pop() if self._stages else lives.draw_stage(self._rng)
        manager = self._next_manager(is_open=stage.state in OPEN_STATES) if stage.is_led else None
        houses = list(self._staff.organisations)
        return Beginning(
            case_id=self._ids.next(Case),
            stage=stage,
            person=self._pool.draw(),
            manager=manager,
            organisation_id=manager.organisation_id if manager else self._rng.choice(houses),
            registered_by=manager.person_id if manager else self._staff.desk_id,
        )

    def _next_manager(self, *, is_open: bool) -> staff.Manager:
        """Everybody in turn, so that all lead equally many open cases."""
        self._turns[is_open] += 1
        return self._staff.managers[self._turns[is_open] % len(self._staff.managers)]

    def _add(self, life: Life) -> None:
        house = self._staff.organisations[life.organisation_id]
        known = list(deadlines.spans(life))
        rows.add_frame(self._sheets, life, house.kommune_id)
        rows.add_person(self._sheets, life)
        rows.add_access(self._sheets, self._rng, life)
        rows.add_intake(self._sheets, life)
        rows.add_work(self._sheets, self._rng, life, known, self._today)
        rows.add_journal(self._sheets, life)
        work = self._files.add(life)
        self._facts.add(life, house.code, house.kommune_id, known, work)


@transaction.atomic
def load(cases: int, *, seed: int = 1, pattern: int = PATTERN, tell: Tell = lambda loaded: None) -> int:
    """Write so many cases with all their rows; returns the number of rows.

    Above the size of the pattern the database copies, which takes a tenth of the time. No process of
    the engine is made: the work items have no task, their links lead to the case.
    """
    deadlines.forget()
    times = cases // pattern
    if times < 2:  # noqa: PLR2004  nothing to copy
        return Loader(cases, seed).fill(cases, tell)
    loader, copied = Loader(pattern, seed), times * pattern
    written = loader.fill(pattern, tell)
    written += loader.multiply(times - 1, lambda copy: tell(pattern * (copy + 1)))
    if cases > copied:
        loader.hire(cases)
        written += loader.fill(cases - copied, lambda loaded: tell(copied + loaded))
    return written


def analyse() -> None:
    """Let the planner know what came; COPY alone would leave that to chance."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
