# SPDX-License-Identifier: AGPL-3.0-or-later
"""Strukturhinweise of the demo and the themes made of them: written, examined and led on by the same deeds."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from casemanagement import working_days
from casemanagement.actions import structure
from casemanagement.choices import FieldOfAction as F
from casemanagement.choices import Stadtbezirk
from casemanagement.choices.structure import GapType as G
from casemanagement.choices.structure import ThemeState as T
from casemanagement.models import Case, Finding, Theme
from kim.demo.lives import Staff
from permissions import clock
from permissions.access import CASE_ACCESS
from permissions.actor import Actor, acting_as
from permissions.hats import Hat
from permissions.models import User
from permissions.rights import Right

PER_CASE = 4  # every so-manieth case tells of a gap
STILL_OPEN = 4
SHOWN = 90  # days back


@dataclass(frozen=True)
class Gap:
    """What is told again and again, and how far the theme made of it has come."""

    theme: str
    field: F
    type: G
    step: str
    severity: int
    text: str
    share: int
    way: tuple[T, ...] = ()
    group: str = ""
    goal: str = ""


GAPS = (
    Gap(
        "Sprachkurse für Menschen ohne Bleibeperspektive",
        F.LANGUAGE,
        G.ACCESS_BLOCKED_BY_STATUS,
        "language.entitlement",
        3,
        "Ohne Bleibeperspektive gibt es keinen Platz im Integrationskurs; das offene Angebot ersetzt ihn nicht.",
        9,
        (T.CASE_RECONSTRUCTION, T.SCHEDULED, T.ACCEPTED, T.PROJECT_GROUP),
        "work_language",
        "work_language:1",
    ),
    Gap(
        "Kurse scheitern an der Kinderbetreuung",
        F.EDUCATION,
        G.CHILDCARE_MISSING,
        "language.start",
        3,
        "Der Kurs liegt am Vormittag, einen Betreuungsplatz für das jüngste Kind gibt es nicht.",
        7,
        (T.CASE_RECONSTRUCTION, T.SCHEDULED),
        "work_language",
    ),
    Gap(
        "Wartezeit auf den Wohnberechtigungsschein",
        F.HOUSING_QUARTER,
        G.PROCEDURE_TOO_LONG,
        "housing.wbs",
        2,
        "Zwischen Antrag und Bescheid vergehen mehrere Monate; Wohnungen sind dann vergeben.",
        6,
        (T.CASE_RECONSTRUCTION,),
        "low_income_housing",
    ),
    Gap(
        "Niemand zuständig beim Rechtskreiswechsel",
        F.WORK,
        G.HANDOVER_GAP,
        "benefits.application",
        4,
        "Beim Wechsel von AsylbLG zu SGB II zahlt wochenlang keine der beiden Stellen.",
        6,
        (T.SCHEDULED, T.DEFERRED),
        "first_support",
        "first_support:16",
    ),
    Gap(
        "Therapieplätze mit Sprachmittlung",
        F.HEALTH,
        G.OFFER_FULL,
        "",
        4,
        "Die Warteliste für eine Therapie mit Sprachmittlung ist geschlossen.",
        5,
    ),
    Gap(
        "Anträge nur noch online",
        F.PARTICIPATION_EQUALITY,
        G.DIGITAL_OR_FORM_BARRIER,
        "residence.appointment",
        2,
        "Termine gibt es nur über ein Formular im Netz, auf Deutsch und ohne Rückfrage.",
        4,
    ),
)
WORDS = {
    T.ACCEPTED: ("Die Lenkungsgruppe gibt dem Thema Vorrang.", "Angenommen; eine Projektgruppe beginnt."),
    T.DEFERRED: ("Zurückgestellt bis zur Auswertung des Jobcenters.", "Es wird im Frühjahr wieder beraten."),
}


def arrange(staff: Staff, *, seed: int, today: date) -> None:
    """Findings of three months, and themes at different places on their way."""
    if Finding.objects.exists():
        return
    rng = Random(f"{seed}-gaps")
    centre = Actor(User.objects.get(username="integrationszentrum"), Hat.READ)
    coordinator = Actor(staff.coordinator, Hat.FACH)
    written = list(_write(rng, today))
    themes: dict[str, Theme] = {}
    for gap, finding, day in written[: len(written) - STILL_OPEN]:
        with office(min(day + timedelta(days=7), today - timedelta(days=1))), acting_as(coordinator):
            themes[gap.theme] = structure.merge(
                finding, by=coordinator, theme=themes.get(gap.theme), title=gap.theme
            )
    for gap in GAPS:
        if gap.theme in themes:
            _lead(gap, themes[gap.theme], centre, today)


def _write(rng: Random, today: date) -> Iterator[tuple[Gap, Finding, date]]:
    """Oldest first, each from a case of its own."""
    cases = [case for case in Case.objects.running().order_by("pk") if _can_be_told(case)]
    chosen = cases[::PER_CASE] or cases
    days = sorted(today - timedelta(days=rng.randint(3, SHOWN)) for _case in chosen)
    for case, day in zip(chosen, days, strict=True):
        gap = rng.choices(GAPS, weights=[gap.share for gap in GAPS])[0]
        lead = case.responsible(today)
        by = Actor(lead.person, Hat.CASE)  # type: ignore[union-attr]  # asked in _can_be_told
        begun = max(day, lead.valid_from + timedelta(days=1))  # type: ignore[union-attr]
        with office(min(begun, today - timedelta(days=2))):
            if not CASE_ACCESS.allows(by, Right.WRITE_FILE, case):
                continue  # on that day the file was not open to whoever leads it now
            yield gap, structure.report(case, by=by, **_told(gap, case, rng)), day


def _can_be_told(case: Case) -> bool:
    return case.responsible(clock.today()) is not None and case.accepted_on is not None


def _told(gap: Gap, case: Case, rng: Random) -> dict[str, object]:
    return {
        "field_of_action": gap.field,
        "gap_type": gap.type,
        "description": gap.text,
        "severity": gap.severity,
        "step": gap.step,
        "stadtbezirk": case.stadtbezirk or Stadtbezirk.UNKNOWN,
        "cases_affected": rng.randint(1, 5),
        "is_estimate": True,
    }


def _lead(gap: Gap, theme: Theme, by: Actor, today: date) -> None:
    """The Integrationszentrum takes it as far as it has come."""
    with acting_as(by):
        if gap.group:
            structure.describe(theme, by=by, working_group=gap.group, goal=gap.goal)
        for place, state in enumerate(gap.way):
            day = working_days.next_working_day(today - timedelta(days=20 - 4 * place))
            if day >= today:
                return
            text, answer = WORDS.get(state, ("", ""))
            with office(day):
                structure.move(
                    theme,
                    by=by,
                    state=state,
                    on=day,
                    text=text,
                    answer=answer,
                    lenkungsgruppe_on=day + timedelta(days=4) if state == T.SCHEDULED else None,
                )


@contextmanager
def office(day: date) -> Iterator[None]:
    with clock.at(datetime.combine(day, time(10, 15), clock.BERLIN)):
        yield
