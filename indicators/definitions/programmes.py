# SPDX-License-Identifier: AGPL-3.0-or-later
"""What programmes beside KIM say about the measure of the plan 2022/2023 for which they are led; KIM's cases never count."""

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemanagement.choices.plan import MilestoneKind
from indicators.definition import Figure, Indicator, Kind
from indicators.definitions.contributions import BEGIN, SOURCE
from indicators.models.fact import FactQuerySet
from indicators.snapshot import Snapshot

HOUSING, CARERS = "500-6", "500-2"


def this_year(snapshot: Snapshot) -> tuple[dt.date, dt.date]:
    return dt.date(snapshot.week.sunday.year, 1, 1), snapshot.week.sunday


def accompanied(snapshot: Snapshot) -> FactQuerySet:
    """Cases that were open on at least one day of the year so far."""
    new_year, _sunday = this_year(snapshot)
    return snapshot.cases.filter(Q(closed_on__isnull=True) | Q(closed_on__gte=new_year))


HOUSING_CASES = Indicator(
    code="KIM-500-6.1",
    title=_("Wohnungsnotfälle: im Jahr begleitete Fälle"),
    sentence=_(
        "Aufgenommene Fälle der Programme, die für die Maßnahme 500-6 geführt werden und im laufenden Kalenderjahr "
        "mindestens einen Tag offen waren."
    ),
    source=f"{SOURCE}, Zeile 778",
    valid_from=BEGIN,
    plan_indicator="500-6.1",
    counting_for=HOUSING,
    caveat=_(
        "Nur Fälle, die in diesem System geführt werden; den Wert der Maßnahme meldet der Abschnitt Soziale "
        "Wohnungsnotfälle. Der Plan lässt offen, ob 40 Fälle für eine oder für beide Stellen gelten."
    ),
    figures=(
        Figure(
            code="cases",
            title=_("begleitete Fälle im Jahr"),
            kind=Kind.COUNT,
            population=lambda s: accompanied(s.of_measure(HOUSING)),
            unit=_("Fälle"),
            by=("stadtbezirk",),
        ),
        Figure(
            code="open",
            title=_("davon zurzeit offen"),
            kind=Kind.COUNT,
            population=lambda s: s.of_measure(HOUSING).open_cases,
            unit=_("Fälle"),
            by=("phase",),
        ),
    ),
)

HOMES = Indicator(
    code="KIM-500-6.2",
    title=_("Wohnungsnotfälle: eigener Mietvertrag"),
    sentence=_(
        "Meilensteine „eigener Mietvertrag“, die Fälle dieser Programme im laufenden Kalenderjahr erreichten."
    ),
    source=f"{SOURCE}, Zeile 778",
    valid_from=BEGIN,
    plan_indicator="500-6.2",
    counting_for=HOUSING,
    caveat=_(
        "Nur Fälle, die in diesem System geführt werden. Ob eine Wohnung auf Dauer gesichert ist, sagt der Meilenstein nicht."
    ),
    figures=(
        Figure(
            code="homes",
            title=_("Mietverträge im Jahr"),
            kind=Kind.COUNT,
            population=lambda s: s.of_measure(HOUSING).milestones.filter(
                kind=MilestoneKind.OWN_TENANCY, reached_on__range=this_year(s)
            ),
            unit=_("Mietverträge"),
        ),
    ),
)

CARER_CASES = Indicator(
    code="KIM-500-2.1",
    title=_("Pflegende Angehörige: Fälle im Case Management"),
    sentence=_("Fälle, die bis zum Ende der Woche in den Programmen der Maßnahme 500-2 aufgenommen wurden."),
    source=f"{SOURCE}, Zeile 525",
    valid_from=BEGIN,
    plan_indicator="500-2.1",
    counting_for=CARERS,
    caveat=_(
        "Nur Fälle, die in diesem System geführt werden. Der Plan nennt den Projektzeitraum nicht, gezählt wird von Anfang an."
    ),
    figures=(
        Figure(
            code="cases",
            title=_("aufgenommene Fälle bisher"),
            kind=Kind.COUNT,
            population=lambda s: s.of_measure(CARERS).cases,
            unit=_("Fälle"),
        ),
        Figure(
            code="open",
            title=_("davon zurzeit offen"),
            kind=Kind.COUNT,
            population=lambda s: s.of_measure(CARERS).open_cases,
            unit=_("Fälle"),
        ),
    ),
)

OF_PROGRAMMES = (HOUSING_CASES, HOMES, CARER_CASES)
