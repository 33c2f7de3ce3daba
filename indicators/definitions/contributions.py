# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the files of KIM can say about indicators of the plan 2022/2023; never the measure's own value."""

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemanagement.choices.measures import MeasureType
from casemanagement.choices.plan import MilestoneKind
from indicators.definition import Figure, Indicator, Kind, Population
from indicators.models import MeasureFact
from indicators.models.unfolded import UnfoldedQuerySet
from indicators.snapshot import Snapshot

BEGIN = dt.date(2022, 1, 1)
SOURCE = "Ziele- und Maßnahmenplanung 2022/2023"
QUARTERS = ("Baumheide", "Sennestadt", "Sieker")

COURSE_STARTED = Q(milestones__contains=[{"kind": MilestoneKind.LANGUAGE_COURSE_STARTED.value}])
HOUSED = Q(housing_status__in=["medium_term_shelter", "long_term_shelter", "own_tenancy"])


def coached(*quarters: str) -> Population:
    def population(snapshot: Snapshot) -> UnfoldedQuerySet[MeasureFact]:
        return snapshot.measures.filter(
            type=MeasureType.JOB_COACHING,
            started_on__lte=snapshot.week.sunday,
            fact__accepted_on__isnull=False,
            fact__quarter__in=quarters,
        )

    return population


LANGUAGE_COURSE = Indicator(
    code="KIM-500-8",
    title=_("Sprachkurs begonnen (Gestattete)"),
    sentence=_(
        "Von den Menschen mit Aufenthaltsgestattung, die zu einem Sprachkurs berechtigt oder auf Antrag zugelassen sind "
        "und von KIM begleitet werden oder wurden: wie viele haben einen Sprachkurs begonnen?"
    ),
    source=f"{SOURCE}, Zeile 732",
    valid_from=BEGIN,
    plan_indicator="500-8.1",
    caveat=_(
        "Nur von KIM begleitete Menschen; den Wert der Maßnahme melden 500.44 und 500.25. Der Plan nennt eine Gruppe von "
        "rund 80 Personen und widerspricht sich: 80 % als Ziel, „etwa die Hälfte“ als Erwartung. Gezählt wird der Stand "
        "der Woche, auch nach dem Stichtag 30.06.2023."
    ),
    figures=(
        Figure(
            code="asylum",
            title=_("Gestattete mit Anspruch oder Zulassung"),
            kind=Kind.SHARE,
            population=lambda s: s.cases.filter(
                residence_status="asylum_permission",
                course_entitlement__in=["entitled", "admission_on_request"],
            ),
            counts=lambda s: COURSE_STARTED,
            unit="%",
            clients=True,
            by=("stadtbezirk",),
        ),
        Figure(
            code="all",
            title=_("alle Berechtigten, gleich mit welchem Aufenthalt"),
            kind=Kind.SHARE,
            population=lambda s: s.cases.filter(
                course_entitlement__in=["entitled", "obliged", "admission_on_request"]
            ),
            counts=lambda s: COURSE_STARTED,
            unit="%",
            clients=True,
            by=("status_group",),
        ),
    ),
)

UKRAINE_HOUSING = Indicator(
    code="KIM-500-7",
    title=_("Geflüchtete aus der Ukraine mit mittel- oder langfristiger Unterkunft"),
    sentence=_(
        "Von den Menschen mit vorübergehendem Schutz (§ 24 AufenthG), deren Fall offen ist: wie viele wohnen in einer "
        "mittel- oder langfristigen Unterkunft oder mit eigenem Mietvertrag?"
    ),
    source=f"{SOURCE}, Zeile 710",
    valid_from=BEGIN,
    plan_indicator="500-7.1",
    caveat=_(
        "Nur von KIM begleitete Menschen, ein kleiner Teil aller Geflüchteten aus der Ukraine. Der Plan nennt keine "
        "Frist und sagt nicht, was menschenwürdig heißt; KIM kennt nur die Art der Unterkunft."
    ),
    figures=(
        Figure(
            code="housed",
            title=_("mit mittel- oder langfristiger Unterkunft"),
            kind=Kind.SHARE,
            population=lambda s: s.open_cases.filter(has_ukraine_protection=True),
            counts=lambda s: HOUSED,
            unit="%",
            clients=True,
            by=("stadtbezirk",),
        ),
        Figure(
            code="unmet",
            title=_("noch nicht versorgt"),
            kind=Kind.COUNT,
            population=lambda s: s.open_cases.filter(has_ukraine_protection=True).exclude(HOUSED),
            unit=_("Menschen"),
            clients=True,
            by=("housing_status",),
        ),
    ),
)

QUARTER_COACHING = Indicator(
    code="KIM-Jobcenter-3",
    title=_("Coaching in Baumheide, Sennestadt und Sieker"),
    sentence=_(
        "Von KIM begleitete Menschen aus den drei Quartieren, die ein Coaching begonnen haben; jeder Mensch zählt einmal."
    ),
    source=f"{SOURCE}, Zeilen 824 und 825",
    valid_from=BEGIN,
    plan_indicator="Jobcenter-3.1",
    caveat=_(
        "Nur von KIM begleitete Menschen; den Wert der Maßnahme meldet das Jobcenter. KIM weiß nicht sicher, ob das "
        "Coaching das Angebot dieser Maßnahme war."
    ),
    figures=(
        Figure(
            code="all",
            title=_("Coaching begonnen"),
            kind=Kind.COUNT,
            population=coached(*QUARTERS),
            unit=_("Menschen"),
            clients=True,
        ),
        *(
            Figure(
                code=quarter.lower(),
                title=quarter,
                kind=Kind.COUNT,
                population=coached(quarter),
                unit=_("Menschen"),
                clients=True,
                part=quarter,
            )
            for quarter in QUARTERS
        ),
    ),
)

CONTRIBUTIONS = (LANGUAGE_COURSE, UKRAINE_HOUSING, QUARTER_COACHING)
