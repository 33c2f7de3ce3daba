# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many people are reached beside how many cases are led, and which house did which part of the work."""

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from indicators.definition import Figure, Indicator, Kind
from indicators.definitions.operations import BEGIN, SOURCE
from indicators.models.fact import FactQuerySet
from indicators.models.unfolded import PhaseSpan, UnfoldedQuerySet
from indicators.snapshot import Snapshot


def households(snapshot: Snapshot) -> FactQuerySet:
    """Of several open cases in one household the one that names most people: nobody is counted twice."""
    same = snapshot.open_cases.filter(household_pseudonym=OuterRef("household_pseudonym"))
    fuller = same.filter(
        Q(persons__gt=OuterRef("persons")) | Q(persons=OuterRef("persons"), pk__lt=OuterRef("pk"))
    )
    return snapshot.open_cases.exclude(Exists(fuller))


def left_lately(snapshot: Snapshot) -> UnfoldedQuerySet[PhaseSpan]:
    """Phases of accepted cases that ended in the last 13 weeks."""
    ended = snapshot.phases.filter(left_on__range=snapshot.last_13_weeks)
    return ended.filter(fact__accepted_on__isnull=False)


O24 = Indicator(
    code="O24",
    title=_("Beiträge der Häuser"),
    sentence=_(
        "Phasen, die in den letzten 13 Wochen endeten. Jede zählt für das Haus, das den Fall bis zum Ende der Phase "
        "führte: Zugang und Assessment für den Träger, was nach der Übergabe kam, für die Stadt."
    ),
    source=SOURCE,
    valid_from=BEGIN,
    caveat=_(
        "Ein Haus mit einer Stelle ist eine Person: keine Rangfolge, keine Weitergabe. Was vor dieser Zählung übergeben "
        "wurde, zählt ganz für das heutige Haus."
    ),
    figures=(
        Figure(
            code="phases",
            title=_("abgeschlossene Phasen"),
            kind=Kind.COUNT,
            population=left_lately,
            unit=_("Phasen"),
            by=("led_by", "phase"),
        ),
        Figure(
            code="handed",
            title=_("davon vor einer Übergabe an ein anderes Haus"),
            kind=Kind.COUNT,
            population=lambda s: left_lately(s).exclude(led_by=F("fact__organisation")),
            unit=_("Phasen"),
            by=("led_by", "phase"),
        ),
    ),
)

O25 = Indicator(
    code="O25",
    title=_("Erreichte Menschen"),
    sentence=_(
        "Menschen in Haushalten mit einem offenen Fall am Sonntag um 24 Uhr: die Hauptperson und alle, die in der Akte "
        "als Haushalt stehen. Fälle stehen daneben und werden getrennt gezählt."
    ),
    source=SOURCE,
    valid_from=BEGIN,
    figures=(
        Figure(
            code="persons",
            title=_("erreichte Menschen"),
            kind=Kind.SUM,
            population=households,
            amount="persons",
            unit=_("Menschen"),
            by=("stadtbezirk",),
        ),
        Figure(
            code="cases",
            title=_("offene Fälle"),
            kind=Kind.COUNT,
            population=lambda s: s.open_cases,
            unit=_("Fälle"),
            by=("stadtbezirk",),
        ),
        Figure(
            code="clients",
            title=_("Hauptpersonen"),
            kind=Kind.COUNT,
            population=lambda s: s.open_cases,
            clients=True,
            unit=_("Menschen"),
        ),
        Figure(
            code="households",
            title=_("Haushalte"),
            kind=Kind.COUNT,
            population=households,
            unit=_("Haushalte"),
            by=("stadtbezirk",),
        ),
    ),
)

REACH = (O24, O25)
