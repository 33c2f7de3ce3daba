# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may attend a language course on a day, and why: asked of the rows of the table, which alone know the law.

Without the database and without the clock: the same person, rows and day give the same answer.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from casemanagement import countries
from casemanagement.choices import MeasureType, ResidenceStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casemanagement.models import EntitlementRule

NOT_KNOWN = {
    ResidenceStatus.UNCLEAR,
    ResidenceStatus.NOT_ASKED,
    ResidenceStatus.DECLINED_TO_ANSWER,
}


class Verdict(StrEnum):
    MAY = "may"
    MAY_NOT = "may_not"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Person:
    """What the table asks of somebody, as it stands in the file."""

    residence_status: str = ResidenceStatus.NOT_ASKED
    nationality: str = ""
    entry_on: dt.date | None = None

    @property
    def country(self) -> str:
        return countries.code_of(self.nationality)


@dataclass(frozen=True)
class Answer:
    """May, may not or unclear; with the sentences that say why, or what is missing."""

    verdict: Verdict
    because: tuple[str, ...]

    @property
    def words(self) -> str:
        return {
            Verdict.MAY: _("darf teilnehmen"),
            Verdict.MAY_NOT: _("darf nicht teilnehmen"),
            Verdict.UNCLEAR: _("unklar"),
        }[self.verdict]

    @property
    def kind(self) -> str:
        return {Verdict.MAY: "success", Verdict.MAY_NOT: "danger", Verdict.UNCLEAR: "warning"}[self.verdict]


def may_attend(person: Person, course: str, rules: Iterable[EntitlementRule], day: dt.date) -> Answer:
    """By the rows that count on this day; one that fits is enough."""
    about = [rule for rule in rules if course in rule.courses and rule.counts_on(day)]
    if not about:
        return _unclear(_("Für diesen Kurs steht an diesem Tag keine Zeile in der Tabelle."))
    if person.residence_status in NOT_KNOWN and all(rule.statuses for rule in about):
        return _unclear(_("Es fehlt: der Aufenthaltsstatus."))
    regulated = [rule for rule in about if not rule.statuses or person.residence_status in rule.statuses]
    if not regulated:
        status = ResidenceStatus(person.residence_status).label
        return _unclear(_("Für „%(status)s“ steht keine Zeile in der Tabelle.") % {"status": status})
    possible = [(rule, missing) for rule in regulated if (missing := _missing(person, rule)) is not None]
    for rule, missing in possible:
        if not missing:
            return Answer(Verdict.MAY, (rule.who, rule.source))
    if possible:
        return _open_questions(possible)
    return Answer(Verdict.MAY_NOT, (_described(person), *(_asked(rule) for rule in regulated)))


def courses_of(rules: Iterable[EntitlementRule], day: dt.date) -> list[MeasureType]:
    """The kinds of courses about which the table says something on this day."""
    named = {course for rule in rules if rule.counts_on(day) for course in rule.courses}
    return [course for course in MeasureType if course in named]


def _missing(person: Person, rule: EntitlementRule) -> list[str] | None:
    """What one would have to know before the row fits; None where it cannot fit."""
    missing = []
    if rule.countries or rule.except_countries:
        if not person.country:
            missing.append(_nationality(person))
        elif person.country in rule.except_countries or (
            rule.countries and person.country not in rule.countries
        ):
            return None
    if rule.entry_from or rule.entry_to:
        if person.entry_on is None:
            missing.append(_("der Tag der Einreise"))
        elif not (rule.entry_from or dt.date.min) <= person.entry_on <= (rule.entry_to or dt.date.max):
            return None
    return [*missing, rule.condition] if rule.condition else missing


def _nationality(person: Person) -> str:
    if not person.nationality:
        return _("die Staatsangehörigkeit")
    return _("die Staatsangehörigkeit („%(typed)s“ steht in keiner Liste der Länder)") % {
        "typed": person.nationality
    }


def _open_questions(possible: list[tuple[EntitlementRule, list[str]]]) -> Answer:
    """Each row that could still fit, and what it waits for."""
    sentences = [
        _("Zu klären: %(missing)s. Dann zählt: %(row)s.") % {"missing": ", ".join(missing), "row": rule.who}
        for rule, missing in possible
    ]
    return _unclear(*sentences)


def _unclear(*sentences: str) -> Answer:
    return Answer(Verdict.UNCLEAR, sentences)


def _described(person: Person) -> str:
    entry = f"{person.entry_on:%d.%m.%Y}" if person.entry_on else _("nicht erhoben")
    nation = countries.name_of(person.country) or person.nationality or _("nicht erhoben")
    return _("Keine Zeile passt: Staatsangehörigkeit %(nation)s, Einreise %(entry)s.") % {
        "nation": nation,
        "entry": entry,
    }


def _asked(rule: EntitlementRule) -> str:
    return _("Die Tabelle nennt: %(row)s.") % {"row": rule.who}
