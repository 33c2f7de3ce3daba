# SPDX-License-Identifier: AGPL-3.0-or-later
"""One current fact per case, equal to what `indicators.facts` would write about it."""

import datetime as dt
import uuid
from random import Random
from typing import Any

from casemanagement import blind_index
from casemanagement.choices import CaseState, ClosureReason, OutcomeLevel, Phase, ResidenceStatus
from casemanagement.models.programme import KIM
from casemanagement.working_days import working_days_between
from indicators.models import Fact, FactLink
from indicators.pseudonyms import keyed
from indicators.status_groups import group_of
from kim.bulk.copying import Sheets
from kim.bulk.deadlines import Span
from kim.bulk.files import Work
from kim.bulk.lives import ADMITTED, AGREED, ASSESSED, CLOSED, CONTACTED, DECIDED, REVIEWED, Life, moment
from kim.bulk.rows import decision_of, decline_reason

ENTERED: tuple[tuple[Phase, int], ...] = (
    (Phase.ASSESSMENT, ADMITTED),
    (Phase.PLANNING, ASSESSED),
    (Phase.IMPLEMENTATION, AGREED),
)


class Facts:
    """Writes facts and the links behind them; one client in two cases keeps her number."""

    def __init__(self, sheets: Sheets, rng: Random) -> None:
        self._sheets, self._rng = sheets, rng
        self._shared: dict[bytes, uuid.UUID] = {}

    def add(self, life: Life, house: str, kommune_id: int, spans: list[Span], work: Work | None) -> None:
        person = life.person
        client = blind_index.exact_token(
            person.newcomer.given_name, person.newcomer.family_name, person.birth_date
        )
        secrets = {
            "case_secret": self._secret(None),
            "client_secret": self._secret(client),
            "household_secret": self._secret(person.known.household),
        }
        self._sheets.add(
            FactLink, case_id=life.case_id, client=client, household=person.known.household, **secrets
        )
        self._sheets.add(
            Fact,
            kommune=kommune_id,
            programme=KIM,
            plan_measure="",
            organisation=house,
            pseudonym=keyed("case", secrets["case_secret"]),
            client_pseudonym=keyed("client", secrets["client_secret"]),
            household_pseudonym=keyed("household", secrets["household_secret"]),
            **frame_of(life),
            segments=segments_of(life, house),
            **situation_of(life),
            **intake_of(life),
            **work_of(work),
            deadlines=running(spans),
            recorded_from=moment(life.last_day),
        )

    def _secret(self, token: bytes | None) -> uuid.UUID:
        fresh = uuid.UUID(int=self._rng.getrandbits(128), version=4)
        return fresh if token is None else self._shared.setdefault(token, fresh)


def frame_of(life: Life) -> dict[str, Any]:
    is_closed = life.stage.state == CaseState.CLOSED
    return {
        "stadtbezirk": life.stadtbezirk,
        "quarter": life.person.newcomer.quarter,
        "phase": life.stage.phase,
        "state": life.stage.state,
        "intensity": life.intensity,
        "is_assigned": life.manager is not None,
        "is_paused": False,
        "persons": 1,
        "closed_on": life.closed_on,
        "closure_reason": ClosureReason.GOALS_ACHIEVED if is_closed else "",
        "outcome_level": OutcomeLevel.IMPROVED if is_closed else "",
        "phase_entries": phase_entries(life),
    }


def segments_of(life: Life, house: str) -> list[dict[str, str | None]]:
    """No case of this caseload changes its house."""
    return [{"organisation": house, "from": written(life.received_on)}] if life.manager else []


def situation_of(life: Life) -> dict[str, Any]:
    situation = life.person.situation
    status = situation["residence_status"]
    awaits = status == ResidenceStatus.FICTION and situation["nationality"] == "UA"
    return {
        "residence_status": status,
        "status_group": group_of(status),
        "has_ukraine_protection": awaits or status == ResidenceStatus.PERMIT_TEMPORARY_PROTECTION,
        "course_entitlement": situation["course_entitlement"],
        "housing_status": situation["housing_status"],
    }


def intake_of(life: Life) -> dict[str, Any]:
    contacted, decided = life.on(CONTACTED), life.on(DECIDED)
    return {
        "received_on": life.received_on,
        "accepted_on": life.accepted_on,
        "decision": decision_of(life) if decided else "",
        "decided_on": decided,
        "decline_reason": decline_reason(life),
        "first_contact_on": contacted,
        "first_contact_days": working_days_between(life.received_on, contacted) if contacted else None,
    }


def work_of(work: Work | None) -> dict[str, Any]:
    if work is None:
        return {}
    milestones = [work.milestone] if work.milestone else []
    return {
        "goals": [{"state": work.goal_state.value, "gas_client": None, "gas_case_manager": None}],
        "measures": [
            {
                "type": work.measure.value,
                "state": work.measure_state.value,
                "sent_on": written(work.sent_on),
                "started_on": written(work.started_on),
            }
        ],
        "milestones": [
            {"kind": kind.value, "reached_on": written(day), "level": ""} for kind, day in milestones
        ],
    }


def running(spans: list[Span]) -> list[dict[str, str | None]]:
    """Ordered by day; deadlines of one day stay in the order in which they began."""
    known = sorted((span for span in spans if span.is_running), key=lambda span: span.due_on)
    return [{"rule": span.code, "due_on": written(span.due_on)} for span in known]


def phase_entries(life: Life) -> list[dict[str, str | None]]:
    entered: list[tuple[Phase, dt.date | None]] = [(Phase.INTAKE, life.received_on)]
    entered += [(phase, life.on(step)) for phase, step in ENTERED]
    if life.stage.phase == Phase.CLOSURE or life.on(CLOSED):
        entered.append((Phase.CLOSURE, life.on(REVIEWED)))
    entered.append((Phase.ENDED, life.closed_on))
    return [{"phase": phase.value, "entered_on": written(day)} for phase, day in entered if day]


def written(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
