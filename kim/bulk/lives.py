# SPDX-License-Identifier: AGPL-3.0-or-later
"""How far each case has come, and on which days it took its steps."""

import datetime as dt
from dataclasses import dataclass
from random import Random

from casemanagement.choices import CaseState, Intensity, Phase, Stadtbezirk
from casemanagement.working_days import add_months
from kim.bulk.people import Invented
from kim.bulk.staff import Manager
from permissions.clock import BERLIN

# The steps a case takes, and how many days each may come after the one before.
CONTACTED, DECIDED, ADMITTED, ASSESSED, AGREED, REVIEWED, CLOSED = range(1, 8)
GAPS = ((1, 5), (2, 6), (0, 2), (14, 40), (7, 14), (28, 56), (30, 120))
QUIET_DAYS = (1, 30)  # since the last step
URGENT_OF_100 = 5
OPEN_STATES = (CaseState.OPEN, CaseState.WAITING)
# Nothing that is easily mixed up; as many numbers as the program draws from.
SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
NUMBERS = len(SIGNS) ** 6
SPREAD = 0x2545F491  # odd, so that every id has a number of its own
YEARS_KEPT, DECLINED_MONTHS = 3, 6
OFFICE_HOUR = dt.time(10)


@dataclass(frozen=True)
class Stage:
    """Where a share of all cases stands."""

    share: int
    phase: Phase
    state: CaseState
    steps: int
    is_led: bool = True


STAGES = (
    Stage(4, Phase.INTAKE, CaseState.OPEN, 0, is_led=False),
    Stage(6, Phase.INTAKE, CaseState.OPEN, CONTACTED),
    Stage(2, Phase.INTAKE, CaseState.WAITING, DECIDED),
    Stage(14, Phase.ASSESSMENT, CaseState.OPEN, ADMITTED),
    Stage(12, Phase.PLANNING, CaseState.OPEN, ASSESSED),
    Stage(16, Phase.IMPLEMENTATION, CaseState.OPEN, AGREED),
    Stage(16, Phase.IMPLEMENTATION, CaseState.OPEN, REVIEWED),
    Stage(4, Phase.CLOSURE, CaseState.OPEN, REVIEWED),
    Stage(20, Phase.ENDED, CaseState.CLOSED, CLOSED),
    Stage(4, Phase.ENDED, CaseState.DECLINED, DECIDED),
    Stage(2, Phase.ENDED, CaseState.REFERRED_ON, DECIDED),
)
LED_OF_100 = sum(stage.share for stage in STAGES if stage.is_led and stage.state in OPEN_STATES)


@dataclass(frozen=True)
class Life:
    """One case: who it is about, who leads it, and what happened when."""

    case_id: int
    stage: Stage
    person: Invented
    manager: Manager | None
    organisation_id: int
    registered_by: int
    received_on: dt.date
    days: tuple[dt.date, ...]
    intensity: Intensity
    stadtbezirk: str
    is_urgent: bool

    def on(self, step: int) -> dt.date | None:
        """The day of a step, if it was taken."""
        return self.days[step - 1] if self.stage.steps >= step else None

    @property
    def number(self) -> str:
        """Says nothing, and belongs to this id alone."""
        rest, signs = self.case_id * SPREAD % NUMBERS, ""
        for _sign in range(6):
            rest, place = divmod(rest, len(SIGNS))
            signs += SIGNS[place]
        return f"KIM-{signs}"

    @property
    def is_open(self) -> bool:
        return self.stage.state in OPEN_STATES

    @property
    def accepted_on(self) -> dt.date | None:
        return self.on(ADMITTED)

    @property
    def closed_on(self) -> dt.date | None:
        """The last step of an ended case ended it."""
        return None if self.is_open else self.days[-1]

    @property
    def deletion_on(self) -> dt.date | None:
        if self.closed_on is None:
            return None
        if self.stage.state == CaseState.CLOSED:
            return dt.date(self.closed_on.year + YEARS_KEPT, 12, 31)
        return add_months(self.closed_on, DECLINED_MONTHS)

    @property
    def last_day(self) -> dt.date:
        return self.days[-1] if self.days else self.received_on

    @property
    def doer(self) -> int:
        return self.manager.person_id if self.manager else self.registered_by


@dataclass(frozen=True)
class Beginning:
    """What a case needs before its days are drawn."""

    case_id: int
    stage: Stage
    person: Invented
    manager: Manager | None
    organisation_id: int
    registered_by: int


def draw_stage(rng: Random) -> Stage:
    return rng.choices(STAGES, weights=[stage.share for stage in STAGES])[0]


def live(rng: Random, begun: Beginning, today: dt.date) -> Life:
    """Draw the days backwards from today, so that nothing lies in the future."""
    gaps = [rng.randint(*span) for span in GAPS[: begun.stage.steps]]
    day = received = today - dt.timedelta(days=sum(gaps) + rng.randint(*QUIET_DAYS))
    days = []
    for gap in gaps:
        day += dt.timedelta(days=gap)
        days.append(day)
    return Life(
        **vars(begun),
        received_on=received,
        days=tuple(days),
        intensity=rng.choice(list(Intensity)),
        stadtbezirk=begun.person.newcomer.stadtbezirk or Stadtbezirk.UNKNOWN,
        is_urgent=rng.randint(1, 100) <= URGENT_OF_100,
    )


def moment(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, OFFICE_HOUR, BERLIN)
