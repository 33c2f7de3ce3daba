# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dienstleistungsketten: the steps by which help is reached, and which day of the file dates a step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemanagement.choices.measures import MeasureType as M
from casemanagement.choices.plan import MilestoneKind as K

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class StepSource(models.TextChoices):
    DERIVED = "derived", _("aus Maßnahme oder Meilenstein")
    ENTERED = "entered", _("eingetragen")


@dataclass(frozen=True)
class OfMeasure:
    """The step is dated by this day of a measure of one of these kinds."""

    day: str
    kinds: tuple[M, ...]


@dataclass(frozen=True)
class Step:
    code: str
    label: _StrPromise
    measures: tuple[OfMeasure, ...] = ()
    milestones: tuple[K, ...] = ()


@dataclass(frozen=True)
class Chain:
    code: str
    label: _StrPromise
    steps: tuple[Step, ...]

    def step(self, code: str) -> Step | None:
        return next((step for step in self.steps if step.code == code), None)


COURSES = (M.INTEGRATION_COURSE, M.VOCATIONAL_LANGUAGE_COURSE, M.MUNICIPAL_LANGUAGE_COURSE, M.MIA_COURSE)
TITLES = (M.RESIDENCE_EXTENSION, M.STATUS_CHANGE, M.NATURALISATION)
WORK = (M.JOB_PLACEMENT, M.EMPLOYMENT_INSURED, M.VOCATIONAL_TRAINING)

CHAINS = (
    Chain(
        "language",
        _("Sprache"),
        (
            Step("need", _("Bedarf bekannt"), (OfMeasure("proposed_on", COURSES),)),
            Step("test", _("Einstufungstest"), (OfMeasure("ended_on", (M.PLACEMENT_TEST,)),)),
            Step("entitlement", _("Berechtigung, Zulassung")),
            Step("place", _("Platz")),
            Step("start", _("Beginn"), (OfMeasure("started_on", COURSES),), (K.LANGUAGE_COURSE_STARTED,)),
            Step("attendance", _("Teilnahme"), (OfMeasure("ended_on", COURSES),)),
            Step("exam", _("Prüfung"), (), (K.INTEGRATION_COURSE_PASSED, K.LANGUAGE_LEVEL_REACHED)),
            Step("follow_on", _("Anschluss")),
        ),
    ),
    Chain(
        "recognition",
        _("Anerkennung"),
        (
            Step("advice", _("Beratung"), (OfMeasure("started_on", (M.RECOGNITION_ADVICE,)),)),
            Step("papers", _("Unterlagen")),
            Step("application", _("Antrag"), (OfMeasure("referral_sent_on", (M.RECOGNITION_PROCEDURE,)),)),
            Step("decision", _("Bescheid"), (OfMeasure("ended_on", (M.RECOGNITION_PROCEDURE,)),)),
            Step("adaptation", _("Ausgleichsmaßnahme"), (OfMeasure("started_on", (M.QUALIFICATION,)),)),
            Step("recognition", _("Anerkennung"), (), (K.RECOGNITION_GRANTED,)),
        ),
    ),
    Chain(
        "housing",
        _("Wohnen"),
        (
            Step("wbs", _("Wohnberechtigungsschein"), (OfMeasure("ended_on", (M.WBS,)),)),
            Step("search", _("Suche"), (OfMeasure("started_on", (M.HOUSING_SEARCH,)),)),
            Step("viewing", _("Besichtigung")),
            Step("promise", _("Zusage")),
            Step("cost_approval", _("Kostenzusage")),
            Step("moving_in", _("Einzug"), (OfMeasure("started_on", (M.OWN_TENANCY,)),), (K.OWN_TENANCY,)),
            Step("kept", _("Erhalt"), (OfMeasure("ended_on", (M.TENANCY_SUPPORT,)),)),
        ),
    ),
    Chain(
        "childcare",
        _("Kita"),
        (
            Step("registration", _("Anmeldung"), (OfMeasure("referral_sent_on", (M.KITA_PLACE,)),)),
            Step("need", _("Bedarf")),
            Step("offer", _("Platzangebot")),
            Step("start", _("Start"), (OfMeasure("started_on", (M.KITA_PLACE,)),), (K.KITA_PLACE_STARTED,)),
        ),
    ),
    Chain(
        "work",
        _("Arbeit"),
        (
            Step("profile", _("Profil"), (OfMeasure("started_on", (M.JOB_COACHING,)),)),
            Step("permit", _("Erlaubnis")),
            Step("application", _("Bewerbung"), (OfMeasure("referral_sent_on", WORK),)),
            Step(
                "start",
                _("Aufnahme"),
                (OfMeasure("started_on", (M.EMPLOYMENT_INSURED, M.VOCATIONAL_TRAINING)),),
                (K.INSURED_JOB_STARTED, K.TRAINING_STARTED),
            ),
            Step("six_months", _("Bestand nach sechs Monaten")),
        ),
    ),
    Chain(
        "residence",
        _("Aufenthalt"),
        (
            Step("advice", _("Beratung"), (OfMeasure("started_on", (M.LEGAL_ADVICE_ASYLUM,)),)),
            Step("papers", _("Unterlagen, Pass"), (OfMeasure("ended_on", (M.PASSPORT_DOCUMENTS,)),)),
            Step(
                "application",
                _("Antrag"),
                (OfMeasure("referral_sent_on", TITLES),),
                (K.NATURALISATION_APPLIED,),
            ),
            Step("appointment", _("Termin")),
            Step("decision", _("Bescheid"), (OfMeasure("ended_on", TITLES),)),
            Step("title", _("Titel"), (), (K.RESIDENCE_TITLE_IMPROVED, K.NATURALISATION_GRANTED)),
        ),
    ),
    Chain(
        "benefits",
        _("Leistungen"),
        (
            Step("application", _("Antrag"), (OfMeasure("referral_sent_on", (M.BENEFIT_APPLICATION,)),)),
            Step("papers", _("Unterlagen")),
            Step("decision", _("Bescheid"), (OfMeasure("ended_on", (M.BENEFIT_APPLICATION,)),)),
            Step("payment", _("Zahlung")),
        ),
    ),
)
CHAIN_OF = {chain.code: chain for chain in CHAINS}
CHAIN_CHOICES = [(chain.code, chain.label) for chain in CHAINS]
# Both parts in one list, as a form asks for them: language.place
STEP_CHOICES = [
    (chain.label, [(f"{chain.code}.{step.code}", step.label) for step in chain.steps]) for chain in CHAINS
]


def step_label(chain: str, step: str) -> str:
    """„Sprache: Platz“, or what of it is known."""
    known = CHAIN_OF.get(chain)
    found = known.step(step) if known else None
    return ": ".join(str(part.label) for part in (known, found) if part)
